#include "chemistry/database/phreeqc/lines.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <utility>

#include "base/text_file.h"
#include "base/words.h"

namespace talus::phreeqc {

namespace {

constexpr std::string_view blanks = " \t\r\f\v";
constexpr int lines_of_source = 10'000'000;  // line numbers of the next file begin here
constexpr std::size_t most_sources = 200;

std::string canonical(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::weakly_canonical(path, ignored).string();
}

}  // namespace

Lines::Lines(std::string text, std::string name) {
  sources_.push_back({std::move(text), std::move(name)});
  read(0, {});
}

void Lines::read(std::size_t source, std::vector<std::string> above) {
  const std::string text = sources_[source].text;  // a copy: files that are included move the sources
  above.push_back(canonical(sources_[source].name));
  const int offset = static_cast<int>(source) * lines_of_source;
  std::string joined;
  int number = offset;
  int start = offset + 1;
  const auto keep = [&](std::string_view all) {
    while (!all.empty()) {
      const std::size_t end = std::min(all.find(';'), all.size());
      const std::string_view part = trimmed(all.substr(0, end));
      all.remove_prefix(std::min(end + 1, all.size()));
      if (part.empty()) continue;
      if (small(words_of(part).front()) == "include$")
        include(trimmed(part.substr(std::string_view("include$").size())), start, above);
      else
        lines_.push_back({std::string(part), start});
    }
  };
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    ++number;
    line = trimmed(line.substr(0, line.find('#')));
    if (joined.empty()) start = number;
    const bool continues = line.ends_with('\\');
    if (continues) line.remove_suffix(1);
    joined += line;
    joined += ' ';
    if (continues && !rest.empty()) continue;
    keep(joined);
    joined.clear();
  }
}

void Lines::include(std::string_view file, int number, const std::vector<std::string>& above) {
  const auto refuse = [&](const std::string& what) {
    throw InputError({{place(number, file), what, "INCLUDE$ is relative to the file that says it"}});
  };
  if (file.size() > 1 && (file.front() == '"' || file.front() == '\'') && file.back() == file.front())
    file = file.substr(1, file.size() - 2);
  if (file.empty()) refuse("INCLUDE$ names no file");
  const std::string path =
      (std::filesystem::path(origin(number).file).parent_path() / file).lexically_normal().string();
  if (std::ranges::find(above, canonical(path)) != above.end())
    refuse("INCLUDE$ goes round in a circle: '" + path + "' is being read already");
  if (sources_.size() >= most_sources) refuse("INCLUDE$ leads to more than 200 files");
  try {
    sources_.push_back({text_of_file(path, Letters::of_any_encoding), path});
  } catch (const FileError& error) {
    refuse(error.what());
  }
  read(sources_.size() - 1, above);
}

std::string Lines::text() const {
  std::string all;
  for (const Source& source : sources_) all += source.text;
  return all;
}

LineOrigin Lines::origin(int number) const {
  return {sources_[static_cast<std::size_t>(number / lines_of_source)].name, number % lines_of_source};
}

std::string Lines::words(int number) const {
  const LineOrigin at = origin(number);
  return "line " + std::to_string(at.line) + (number < lines_of_source ? "" : " of " + at.file);
}

Place Lines::place(int number, std::string_view word) const {
  const Source& source = sources_[static_cast<std::size_t>(number / lines_of_source)];
  number %= lines_of_source;
  std::string_view rest = source.text;
  for (int i = 1; i < number && !rest.empty(); ++i)
    rest.remove_prefix(std::min(rest.find('\n') + 1, rest.size()));
  std::string_view line = rest.substr(0, rest.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  Place place{source.name, number, 1, 1, std::string(line)};
  if (number == 0) place.line_text.clear();
  std::size_t at = word.empty() ? std::string_view::npos : line.find(word);
  if (at != std::string_view::npos) place.length = static_cast<int>(word.size());
  if (at == std::string_view::npos) at = line.find_first_not_of(blanks);
  if (at != std::string_view::npos) place.column = static_cast<int>(at) + 1;
  return place;
}

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  for (std::size_t at = line.find_first_not_of(blanks); at != std::string_view::npos;) {
    const std::size_t end = std::min(line.find_first_of(blanks, at), line.size());
    words.push_back(line.substr(at, end - at));
    at = line.find_first_not_of(blanks, end);
  }
  return words;
}

std::string small(std::string_view word) {
  std::string result(word);
  std::ranges::transform(result, result.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

std::string_view option_of(std::string_view word, std::span<const std::string_view> options) {
  const bool dashed = word.size() > 1 && word.front() == '-';
  if (dashed) word.remove_prefix(1);
  const std::string wanted = small(word);
  for (const std::string_view option : options)
    if (option == wanted || (dashed && option.starts_with(wanted))) return option;
  return {};
}

}  // namespace talus::phreeqc
