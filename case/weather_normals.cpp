#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <random>

#include "base/calendar.h"
#include "base/csv_numbers.h"
#include "base/csv_text.h"
#include "base/words.h"
#include "case/weather_table.h"

namespace talus {

namespace {

constexpr double day = 86400;  // s

/// A number from above 0 to 1, the same everywhere: distributions of the standard library differ.
double drawn(std::mt19937_64& engine) {
  return (static_cast<double>(engine() >> 11) + 1) / 9007199254740992.0;
}

/// Rain of the days of a month, as parts of its sum: as many wet days as there are, chosen at random, with
/// amounts of an exponential distribution (Todorovic and Woolhiser 1975, J. Appl. Meteorol. 14:17).
std::vector<double> parts_of_rain(std::size_t days, std::size_t wet, std::mt19937_64& engine) {
  std::vector<std::size_t> order(days);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = 0; i < wet; ++i) {
    const auto left = static_cast<double>(days - i);
    std::swap(order[i], order[i + std::min(static_cast<std::size_t>(left * drawn(engine)), days - i - 1)]);
  }
  std::vector<double> parts(days, 0.0);
  double sum = 0;
  for (std::size_t i = 0; i < wet; ++i) sum += parts[order[i]] = -std::log(drawn(engine));
  for (double& part : parts) part /= sum > 0 ? sum : 1;
  return parts;
}

struct Months {
  std::array<double, 12> wet_days{};
  WeatherTable table;  ///< one row for each
};

/// What a column of this name holds; nothing where weather has none.
std::optional<Measured> measured_named(const std::string& name) {
  for (std::size_t i = 0; i < measured_kinds; ++i)
    if (info_of(static_cast<Measured>(i)).name == name) return static_cast<Measured>(i);
  return std::nullopt;
}

/// The columns of the months, by the heading that the file has. Those that are not wanted are read, and left out.
Months read_months(const std::string& path, const std::vector<Measured>& wanted, WeatherNotes& notes) {
  std::vector<CsvColumn> columns{{"month", "1", {.low = 1, .high = 12}}};
  std::vector<Measured> kinds;
  CsvText file(path);
  const auto heading = file.next().value_or(std::vector<CsvCell>{});
  Months months;
  months.table.path = path;
  bool has_wet_days = false;
  for (std::size_t i = 1; i < heading.size(); ++i) {
    const std::string name = heading_of(heading[i].text, true).name;
    const std::optional<Measured> found = measured_named(name);
    has_wet_days = has_wet_days || name == "wet_days";
    if (name == "wet_days") {
      columns.push_back({"wet_days", "1", {.low = 0, .high = 31}});
    } else if (found == Measured::rain) {
      columns.push_back({"rain", "mm", {.low = 0, .high = 10}});
    } else if (found) {  // read, and checked, whether the case needs it or not
      columns.push_back({name, info_of(*found).unit, info_of(*found).range});
    } else {
      notes.problem({file.place(heading[i].column, heading[i].text.size()),
                     quoted(heading[i].text) + " is no column of a weather",
                     "leave it out; docs/weather.md lists the columns"});
      return months;
    }
  }
  const CsvNumbers numbers = csv_numbers(path, {columns});
  if (numbers.places.size() != month_days.size()) {
    notes.problem({numbers.places.front(), "there must be twelve rows, for the months 1 to 12",
                   "this file has " + std::to_string(numbers.places.size())});
    return months;
  }
  for (std::size_t m = 0; m < month_days.size(); ++m)
    if (numbers.values[0][m] != static_cast<double>(m + 1)) {
      notes.problem({numbers.places[m], "this row must be of month " + std::to_string(m + 1),
                     "the months 1 to 12 follow each other"});
      return months;
    }
  for (std::size_t i = 1; i < columns.size(); ++i) {
    if (columns[i].name == "wet_days") {
      std::ranges::copy(numbers.values[i], months.wet_days.begin());
      continue;
    }
    for (const Measured kind : wanted)
      if (columns[i].name == info_of(kind).name) months.table.of(kind).value = numbers.values[i];
  }
  const auto& rain = months.table.of(Measured::rain).value;
  if (!rain.empty() && !has_wet_days) {
    notes.problem({file.place(), "the file has rain, but no column wet_days [1]",
                   "on how many days of each month it rains"});
    return months;
  }
  for (std::size_t m = 0; m < month_days.size(); ++m) {
    const std::string most = std::to_string(month_days[m]) + " days";
    if (months.wet_days[m] > static_cast<double>(month_days[m]))
      notes.problem({numbers.places[m], "this month has more wet days than days", "at most " + most});
    else if (!rain.empty() && rain[m] > 0 && months.wet_days[m] < 1)
      notes.problem({numbers.places[m], "this month has rain, but no wet day", "1 to " + most});
  }
  return months;
}

}  // namespace

WeatherTable read_weather_normals(const std::string& path, const std::vector<Measured>& wanted,
                                  std::size_t days, unsigned seed, WeatherNotes& notes) {
  const Months months = read_months(path, wanted, notes);
  WeatherTable table;
  table.path = path;
  for (const std::size_t m : month_days) table.year += static_cast<double>(m) * day;
  if (!notes.clean()) return table;
  std::mt19937_64 engine(seed);
  while (table.time.size() < days)
    for (std::size_t m = 0; m < 12; ++m) {
      const auto wet = static_cast<std::size_t>(std::lround(months.wet_days[m]));
      const std::vector<double> parts = parts_of_rain(month_days[m], wet, engine);
      for (const double part : parts) {
        table.time.push_back(static_cast<double>(table.time.size()) * day);
        table.line.push_back(static_cast<int>(m) + 2);
        for (const Measured kind : wanted) {
          if (!months.table.has(kind)) continue;
          const double value = months.table.of(kind).value[m];
          table.of(kind).value.push_back(kind == Measured::rain ? value * part / day : value);
        }
      }
    }
  return table;
}

}  // namespace talus
