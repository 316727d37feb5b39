#include "chemistry/phreeqc/lines.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace talus::phreeqc {

namespace {

constexpr std::string_view blanks = " \t\r\f\v";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

}  // namespace

Lines::Lines(std::string text, std::string name) : text_(std::move(text)), name_(std::move(name)) {
  std::string joined;
  int number = 0;
  int start = 1;
  const auto keep = [&](std::string_view all) {
    while (!all.empty()) {
      const std::size_t end = std::min(all.find(';'), all.size());
      if (const std::string_view part = trimmed(all.substr(0, end)); !part.empty())
        lines_.push_back({std::string(part), start});
      all.remove_prefix(std::min(end + 1, all.size()));
    }
  };
  std::string_view rest = text_;
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

Place Lines::place(int number, std::string_view word) const {
  std::string_view rest = text_;
  for (int i = 1; i < number && !rest.empty(); ++i)
    rest.remove_prefix(std::min(rest.find('\n') + 1, rest.size()));
  std::string_view line = rest.substr(0, rest.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  Place place{name_, number, 1, 1, std::string(line)};
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
