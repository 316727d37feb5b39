// Dates of the calendar (Gregorian, UTC, without leap seconds), as people write them: 2027-01-31, 2027-01-31T06:00.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace talus {

/// The days of each month of a year of 365.
inline constexpr std::array<std::size_t, 12> month_days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

/// Whether `text` is meant as a date: four digits and a hyphen first.
bool is_date(std::string_view text);

/// Seconds from 1970-01-01 to the date. UnitError when there is no such date.
double seconds_of_date(std::string_view text);

/// The date so many seconds after 1970-01-01, to the minute: "2027-01-31", "2027-01-31 06:00".
std::string date_of(double seconds);

}  // namespace talus
