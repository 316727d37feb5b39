// What is done to words that users write, before they are read or shown.
#pragma once

#include <string>
#include <string_view>

namespace talus {

/// `text` without the blanks around it: spaces, tabs, and what ends lines and pages in other systems' files.
inline std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\f\v";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// `text` between apostrophes, as messages show what was found.
inline std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

}  // namespace talus
