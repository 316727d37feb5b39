#include "base/set_file.h"

#include <algorithm>
#include <sstream>

#include "base/text_file.h"
#include "base/words.h"

namespace talus {

SetFiles::SetFiles(std::span<const std::string> paths) {
  std::vector<Problem> problems;
  for (const std::string& path : paths) {
    std::istringstream text(text_of_file(path));
    int number = 0;
    for (std::string line; std::getline(text, line);) {
      ++number;
      const std::string bare(trimmed(line));
      if (bare.empty() || bare.starts_with('#')) continue;
      const Place place{path, number, 1, static_cast<int>(bare.size()), bare};
      if (bare.starts_with('[') || bare.find('=') == std::string::npos)
        problems.push_back({place, "a line is KEY = VALUE, as for --set",
                            "for example: materials.tailings.surface.Brucite = \"1.3 m2/g\""});
      lines_.push_back(place);
    }
  }
  if (!problems.empty()) throw InputError(problems);
}

std::vector<std::string> SetFiles::with(const std::vector<std::string>& more) const {
  std::vector<std::string> all;
  for (const Place& line : lines_) all.push_back(line.line_text);
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

InputError SetFiles::placed(const InputError& error) const {
  std::vector<Problem> problems = error.problems();
  for (Problem& problem : problems) {
    if (problem.place.file != "--set") continue;
    const auto line = std::ranges::find(lines_, problem.place.line_text, &Place::line_text);
    if (line == lines_.end()) continue;
    problem.place.file = line->file;
    problem.place.line = line->line;
  }
  return InputError(problems);
}

}  // namespace talus
