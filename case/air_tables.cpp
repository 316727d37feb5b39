#include "case/air_tables.h"

#include <algorithm>
#include <cmath>

#include "base/calendar.h"
#include "case/checks.h"
#include "case/weather_table.h"

namespace talus {

namespace {

constexpr double alike = 1e-3;  // of the value at the start, which stands in two places

/// Notes what is wrong with the rows of a table.
void check_rows(const WeatherTable& table, WeatherNotes& notes) {
  const std::vector<double>& value = table.of(Measured::mole_fraction).value;
  const Range& range = info_of(Measured::mole_fraction).range;
  const auto wrong = [&](std::size_t row, const std::string& what, const std::string& hint) {
    notes.problem({Place{table.path, table.line[row], 1, 1, ""}, what, hint});
  };
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (std::isnan(value[i]))
      wrong(i, "the row has no mole_fraction", "leave the row out: there are straight lines between rows");
    else if (!(value[i] >= range.low && value[i] <= range.high))
      wrong(i, "mole_fraction = " + with_unit(value[i], "ppm") + " is out of range",
            "it must be 0 to 1000000 ppm");
    if (i > 0 && !(table.time[i] > table.time[i - 1]))
      wrong(i, "the row is not later than the one before", "rows stand in the order of their times");
  }
  if (value.empty())
    notes.problem({Place{table.path, 1, 1, 1, ""}, "the file has no column mole_fraction, or no row",
                   "write for example date, mole_fraction (ppm)"});
}

/// Seconds of the run at which the times of a table begin to count.
double origin_of(Document& document, const Case& c, const std::string& key, const WeatherTable& table) {
  if (!table.calendar) return 0;
  if (c.run.start) return seconds_of_date(*c.run.start);
  document.problem(document.place_of_value(key), key + " has dates, but the run has none",
                   "write run.start, or give times such as time (d)");
  return 0;
}

/// The file of one gas.
std::optional<Series> read_file(Document& document, const Case& c, const std::string& folder,
                                const std::string& key, const std::string& file) {
  WeatherNotes notes;
  const auto table =
      read_noted(document, key, folder, file, notes, [](const std::string& path, WeatherNotes& n) {
        WeatherTable read = read_weather_csv(path, {Measured::mole_fraction}, n);
        if (n.clean()) check_rows(read, n);
        return read;
      });
  if (!table) return std::nullopt;
  Series series;
  series.value = table->of(Measured::mole_fraction).value;
  const double origin = origin_of(document, c, key, *table);
  for (const double time : table->time) series.along.push_back(time - origin);
  if (series.along.front() > 0 || series.along.back() < c.run.length)
    document.problem(document.place_of_value(key),
                     file + " reaches from " + with_unit(series.along.front(), "d") + " to " +
                         with_unit(series.along.back(), "d") + " of the run, which needs 0 to " +
                         with_unit(c.run.length, "d"),
                     "its rows must begin at its start or before and reach its end");
  return series;
}

}  // namespace

void check_air_over_time(Document& document, const std::string& path, const Case& c, const PatchCase& patch) {
  for (const auto& [gas, keys] : patch.air_over_time) {
    const std::string key = path + ".air_over_time." + step(gas);
    const auto wrong = [&](const std::string& what, const std::string& hint) {
      document.problem(document.place_of_key(key), what, hint);
    };
    const auto in_air = std::ranges::find(patch.air, gas, [](const auto& entry) { return entry.first; });
    if (in_air == patch.air.end()) {
      check_key(document, path + ".air_over_time", "gas", gas, names_of(patch.air), path + ".air");
      continue;
    }
    if (keys.file.has_value() == keys.amplitude.has_value()) {
      wrong(key + " needs one of 'file' and 'amplitude'", "write for example file = \"co2.csv\"");
      continue;
    }
    const int when = keys.highest_at.has_value() + keys.highest_on.has_value();
    if (keys.file && when > 0) wrong(key + " has a file: nothing else is needed", "leave the rest out");
    if (keys.amplitude && when != 1)
      wrong(key + " needs one of 'highest_at' and 'highest_on'", "write for example highest_at = \"130 d\"");
    if (keys.highest_on) try {
        seconds_of_date(*keys.highest_on);
        if (!c.run.start)
          wrong(key + ".highest_on is a date, but the run has none", "write run.start, or 'highest_at'");
      } catch (const UnitError& error) {
        document.problem(document.place_of_value(key + ".highest_on"), key + ".highest_on: " + error.what(),
                         error.hint());
      }
    if (keys.amplitude && *keys.amplitude * standard_atmosphere > in_air->second.in(standard_atmosphere))
      wrong(key + ".amplitude is more than the mean that " + path + ".air says: it would fall below 0",
            "the amplitude is half of what lies between the highest and the lowest");
  }
}

Named<Series> read_air(Document& document, const Case& c, const std::string& folder, const std::string& patch,
                       const Series& pressure) {
  Named<Series> tables;
  const auto keys = std::ranges::find(c.boundaries, patch, [](const auto& entry) { return entry.first; });
  for (const auto& [gas, over_time] : keys->second.air_over_time) {
    if (!over_time.file) continue;
    const std::string key = "boundaries." + step(patch) + ".air_over_time." + step(gas) + ".file";
    const auto series = read_file(document, c, folder, key, *over_time.file);
    const auto in_air =
        std::ranges::find(keys->second.air, gas, [](const auto& entry) { return entry.first; });
    if (!series || in_air == keys->second.air.end()) continue;
    tables.emplace_back(gas, *series);
    const double total = pressure.at(0), given = in_air->second.in(total), found = series->at(0) * total;
    if (std::abs(given - found) > alike * std::max(given, found))
      document.problem(document.place_of_value(key),
                       *over_time.file + " has " + with_unit(found / total, "ppm") + " at the start, but " +
                           "boundaries." + step(patch) + ".air " + with_unit(given / total, "ppm"),
                       "the two must agree: 'air' says what it is at the start");
  }
  return tables;
}

AirGas air_gas(const Case& c, const PatchCase& patch, const std::string& gas, const Named<Series>& tables) {
  const auto of = [&](const auto& list) {
    return std::ranges::find(list, gas, [](const auto& entry) { return entry.first; });
  };
  AirGas air{of(patch.air)->second};
  if (const auto table = of(tables); table != tables.end()) air.table = table->second;
  const auto keys = of(patch.air_over_time);
  if (keys == patch.air_over_time.end() || !keys->second.amplitude) return air;
  air.amplitude = *keys->second.amplitude;
  air.highest = keys->second.highest_on
                    ? seconds_of_date(*keys->second.highest_on) - seconds_of_date(*c.run.start)
                    : *keys->second.highest_at;
  return air;
}

}  // namespace talus
