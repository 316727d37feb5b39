#include "base/calendar.h"

#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <string>

#include "base/units.h"

namespace talus {

namespace {

constexpr double day = 86400, minute = 60;  // s

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The number of `length` digits at a place of `text`; -1 where there are none.
int number_at(std::string_view text, std::size_t at, std::size_t length) {
  int number = 0;
  for (std::size_t i = at; i < at + length; ++i) {
    if (i >= text.size() || !is_digit(text[i])) return -1;
    number = 10 * number + (text[i] - '0');
  }
  return number;
}

[[noreturn]] void refuse(std::string_view text) {
  throw UnitError("'" + std::string(text) + "' is no date", "write it as 2027-01-31 or 2027-01-31T06:00");
}

}  // namespace

bool is_date(std::string_view text) {
  return text.size() > 4 && number_at(text, 0, 4) >= 0 && text[4] == '-';
}

double seconds_of_date(std::string_view text) {
  const int year = number_at(text, 0, 4), month = number_at(text, 5, 2), date = number_at(text, 8, 2);
  if (year < 0 || month < 0 || date < 0 || text[4] != '-' || text[7] != '-') refuse(text);
  const std::chrono::year_month_day day_of_year{std::chrono::year(year),
                                                std::chrono::month(static_cast<unsigned>(month)),
                                                std::chrono::day(static_cast<unsigned>(date))};
  if (!day_of_year.ok()) refuse(text);
  const auto days = std::chrono::sys_days(day_of_year).time_since_epoch().count();
  const double seconds = day * static_cast<double>(days);
  std::string_view clock = text.substr(10);
  if (clock.empty()) return seconds;
  if (clock.back() == 'Z') clock.remove_suffix(1);
  if (clock.size() < 6) refuse(text);
  const int hours = number_at(clock, 1, 2), minutes = number_at(clock, 4, 2);
  const bool with_seconds = clock.size() == 9 && clock[6] == ':';
  const int rest = with_seconds ? number_at(clock, 7, 2) : 0;
  if ((clock[0] != 'T' && clock[0] != ' ') || (clock.size() != 6 && !with_seconds) || clock[3] != ':' ||
      hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || rest < 0 || rest > 59)
    refuse(text);
  return seconds + 3600 * hours + 60 * minutes + rest;
}

std::string date_of(double seconds) {
  const double whole = std::round(seconds / minute);
  const auto days = static_cast<int>(std::floor(whole * minute / day));
  const auto minutes = static_cast<int>(whole - days * (day / minute));
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(days))};
  std::array<char, 40> text{};
  const int year = static_cast<int>(date.year());
  const auto month = static_cast<unsigned>(date.month()), of_month = static_cast<unsigned>(date.day());
  if (minutes == 0)
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", year, month, of_month);
  else
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u %02d:%02d", year, month, of_month, minutes / 60,
                  minutes % 60);
  return text.data();
}

}  // namespace talus
