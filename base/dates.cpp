#include "base/dates.h"

#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace talus {

namespace {

/// Takes `digits` digits from the front of `text`; below 0 when they are not there.
int taken(std::string_view& text, std::size_t digits) {
  int value = 0;
  if (text.size() < digits) return -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + digits, value);
  if (error != std::errc() || end != text.data() + digits || text[0] == '-' || text[0] == '+') return -1;
  text.remove_prefix(digits);
  return value;
}

/// Takes one of `marks` from the front.
bool took(std::string_view& text, std::string_view marks) {
  if (text.empty() || marks.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

std::optional<double> date_in_seconds(std::string_view text) {
  const int year = taken(text, 4);
  if (year < 0 || !took(text, "-")) return std::nullopt;
  const int month = taken(text, 2);
  if (month < 0 || !took(text, "-")) return std::nullopt;
  const int day = taken(text, 2);
  if (day < 0) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return std::nullopt;
  int hour = 0, minute = 0, second = 0;
  if (took(text, "T ")) {
    hour = taken(text, 2);
    if (hour < 0 || hour > 24 || !took(text, ":")) return std::nullopt;
    minute = taken(text, 2);
    if (minute < 0 || minute > 59) return std::nullopt;
    if (took(text, ":")) second = taken(text, 2);
    if (second < 0 || second > 59) return std::nullopt;
    took(text, "Z");
  }
  if (!text.empty()) return std::nullopt;
  const auto days = std::chrono::sys_days(date).time_since_epoch().count();
  return 86400.0 * static_cast<double>(days) + 3600 * hour + 60 * minute + second;
}

std::string date_words(double seconds) {
  const double whole = std::floor(seconds / 86400), rest = seconds - 86400 * whole;
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(static_cast<long>(whole)))};
  char words[40];
  int size = std::snprintf(words, sizeof words, "%04d-%02u-%02u", static_cast<int>(date.year()),
                           static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  if (rest >= 1) {
    const int minutes = static_cast<int>(rest / 60);
    size += std::snprintf(words + size, sizeof words - static_cast<std::size_t>(size), "T%02d:%02d",
                          minutes / 60, minutes % 60);
  }
  return {words, static_cast<std::size_t>(size)};
}

}  // namespace talus
