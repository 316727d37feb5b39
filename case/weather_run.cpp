#include "case/weather_run.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <optional>

#include "base/calendar.h"
#include "base/text_file.h"
#include "base/units.h"
#include "case/checks.h"
#include "case/weather_table.h"

namespace talus {

namespace {

constexpr double day = 86400;  // s

/// What the patches of a case need to know.
struct Needs {
  bool rain = false, warmth = false, air = false, wind = false, energy = false, sky = false,
       potential = false;

  explicit Needs(const Case& c) {
    for (const auto& [name, patch] : c.boundaries) {
      rain = rain || (patch.water && patch.water->weather);
      warmth = warmth || patch.snow;
      air = air || (patch.snow && patch.snow->sublimation == "aerodynamic");
      if (!patch.evaporation) continue;
      const EvaporationCase& e = *patch.evaporation;
      const bool given = e.method == "potential";
      potential = potential || (given && !e.potential);
      air = air || !given || !e.air_humidity;
      wind = wind || !given;
      energy = energy || e.method == "Penman-Monteith";
      sky = sky || (e.method == "Penman-Monteith" && e.sky != "clear");
    }
  }
  /// The columns that may be read.
  std::vector<Measured> columns() const {
    std::vector<Measured> all;
    const auto add = [&](bool wanted, std::initializer_list<Measured> kinds) {
      if (wanted) all.insert(all.end(), kinds);
    };
    add(rain, {Measured::rain});
    add(air || warmth, {Measured::air_temperature});
    add(air, {Measured::relative_humidity, Measured::dew_point, Measured::vapour_pressure});
    add(wind, {Measured::wind_speed});
    add(energy, {Measured::net_radiation, Measured::shortwave_radiation});
    add(sky, {Measured::longwave_radiation});
    add(potential, {Measured::potential_evaporation});
    return all;
  }
  bool anything() const { return rain || of_air(); }
  bool of_air() const { return warmth || air || wind || energy || potential; }
};

/// Of columns that say the same, the first that is there; the others are left out.
void keep_first(WeatherTable& table, std::initializer_list<Measured> kinds) {
  bool found = false;
  for (const Measured kind : kinds) {
    if (found) table.of(kind).value.clear();
    found = found || table.has(kind);
  }
}

void require_columns(const WeatherTable& table, const Needs& needs, bool rain_elsewhere,
                     WeatherNotes& notes) {
  const Place place{table.path, 1, 1, 1, ""};
  const auto lacks = [&](std::initializer_list<Measured> kinds) {
    return std::ranges::none_of(kinds, [&](Measured kind) { return table.has(kind); });
  };
  const auto need = [&](bool missing, const std::string& what, const std::string& hint) {
    if (missing) notes.problem({place, "the file has no column " + what, hint});
  };
  if (needs.rain && !rain_elsewhere && lacks({Measured::rain}))
    notes.problem({place, "the file has no rain, or none in all its rows",
                   "give it in a file of its own: weather.rain_file"});
  need((needs.air || needs.warmth) && lacks({Measured::air_temperature}), "air_temperature",
       "write for example air_temperature (degC)");
  need(needs.air && lacks({Measured::relative_humidity, Measured::dew_point, Measured::vapour_pressure}),
       "relative_humidity, dew_point or vapour_pressure", "write for example relative_humidity (%)");
  need(needs.wind && lacks({Measured::wind_speed}), "wind_speed", "write for example wind_speed (m/s)");
  need(needs.energy && lacks({Measured::net_radiation, Measured::shortwave_radiation}),
       "shortwave_radiation or net_radiation", "write for example shortwave_radiation (W/m2)");
  need(needs.sky && lacks({Measured::net_radiation, Measured::longwave_radiation}),
       "longwave_radiation (or net_radiation)",
       "write sky = \"clear\" in the patch's evaporation, where nothing is known of clouds");
  need(needs.potential && lacks({Measured::potential_evaporation}), "potential_evaporation",
       "write for example potential_evaporation (mm/d)");
}

/// Shortwave radiation needs to know what the ground sends back; net radiation knows it.
void check_radiation(Document& document, const Case& c, const WeatherTable& table) {
  for (const auto& [name, patch] : c.boundaries) {
    if (!patch.evaporation || patch.evaporation->method != "Penman-Monteith") continue;
    const EvaporationCase& e = *patch.evaporation;
    const std::string path = "boundaries." + step(name) + ".evaporation";
    if (table.has(Measured::shortwave_radiation) && !e.albedo)
      document.problem(document.place_of_key(path), path + ": shortwave radiation needs 'albedo'",
                       "write for example albedo = 0.3");
    if (!table.has(Measured::net_radiation)) continue;
    for (const auto& [key, given] : {std::pair{".albedo", e.albedo.has_value()},
                                     {".emissivity", e.emissivity != EvaporationCase{}.emissivity},
                                     {".sky", e.sky == "clear"}})
      if (given)
        warn(document, document.place_of_key(path + key),
             path + key + " changes nothing: the weather has net_radiation", "leave it out");
  }
}

/// The date at which the run begins, where the case says one.
std::optional<std::string> start_of(const Case& c) {
  return c.weather->start ? c.weather->start : c.run.start;
}

/// Seconds from 1 January to `date`, in a typical year of `year` seconds; 29 February is 1 March in one that has
/// none.
double since_new_year(const std::string& date, double year) {
  const double then = seconds_of_date(date);
  const double new_year = seconds_of_date(date_of(then).substr(0, 4) + "-01-01");
  const bool leap = date_of(new_year + 59 * day).substr(5, 5) == "02-29", typical_leap = year > 365.5 * day;
  const double since = then - new_year;
  if (leap && !typical_leap && since >= 60 * day) return since - day;
  return !leap && typical_leap && since >= 59 * day ? since + day : since;
}

/// When the run begins, in seconds of the table.
double origin_of(const Case& c, const WeatherTable& table) {
  if (table.calendar) return start_of(c) ? seconds_of_date(*start_of(c)) : table.time.front();
  return table.year > 0 && c.run.start ? since_new_year(*c.run.start, table.year) : 0;
}

/// A whole typical year from `begin` (s) on: what comes before follows its end.
void begin_within(WeatherTable& table, double begin) {
  const std::size_t rows = table.time.size();
  if (std::abs(static_cast<double>(rows) * table.interval - table.year) > 1e-6 * table.interval) return;
  for (std::size_t i = 0; i < rows && table.time[i] < begin; ++i) {
    table.time.push_back(table.time[i] + table.year);
    table.line.push_back(table.line[i]);
    for (auto& column : table.columns)
      if (!column.value.empty()) column.value.push_back(column.value[i]);
  }
}

/// Without a date of the start, dates of two files must begin together.
void check_origins(Document& document, const Case& c, const WeatherTable& table, const WeatherTable& rain) {
  if (start_of(c) || !rain.calendar || (!table.calendar && !(table.year > 0))) return;
  const std::string of_table = table.calendar ? date_of(table.time.front()) : "1 January";
  const std::string of_rain = date_of(rain.time.front());
  if (of_rain == of_table || (!table.calendar && of_rain.substr(4) == "-01-01")) return;
  document.problem(
      document.place_of_value("weather.rain_file"),
      "weather.rain_file begins on " + of_rain + ", but weather.file on " + of_table,
      "run.start, or weather.start where both files have dates, says at which date the run begins");
}

/// Rows of a table as the run meets them: when they begin (s from the start of the run), and which they are.
struct Laid {
  static constexpr std::size_t none =
      std::numeric_limits<std::size_t>::max();  ///< after the last row: no rain
  std::vector<double> time;
  std::vector<std::size_t> row;
};

/// Lays a table over the run, again and again where it repeats. Notes where it does not reach.
std::optional<Laid> lay(Document& document, const Case& c, const WeatherTable& table,
                        const std::string& key) {
  const WeatherCase& w = *c.weather;
  const double origin = origin_of(c, table);
  const double first = table.time.front() - origin, last = table.time.back() + table.interval - origin;
  const double wanted = w.repeat ? std::min(*w.repeat, c.run.length) : c.run.length;
  const double least = 1e-6 * table.interval;
  const double slack = w.repeat ? std::min(day, std::max(table.interval / 2, *w.repeat / 1000)) : least;
  const std::string file = std::filesystem::path(table.path).filename().string();
  if (w.repeat && *w.repeat < table.interval) {
    document.problem(document.place_of_value("weather.repeat"),
                     "weather.repeat = " + with_unit(*w.repeat, "min") + " is shorter than a row of " + file +
                         ", which holds for " + with_unit(table.interval, "min"),
                     "a period of many rows, such as repeat = \"1 yr\"");
    return std::nullopt;
  }
  if (first > least || last < wanted - slack) {
    document.problem(document.place_of_value(key),
                     file + " reaches from " + with_unit(first / day, "1") + " to " +
                         with_unit(last / day, "1") + " days of the run, which needs 0 to " +
                         with_unit(wanted / day, "1"),
                     w.repeat ? "it must cover the period that weather.repeat says, but for half a row or a "
                                "thousandth of it"
                              : "begin later, run shorter, or let it begin again: weather.repeat = \"1 yr\"");
    return std::nullopt;
  }
  Laid laid;
  const double period = w.repeat.value_or(c.run.length);
  for (double begin = 0; begin < c.run.length; begin += period) {
    for (std::size_t i = 0; i < table.time.size(); ++i) {
      const double from = table.time[i] - origin;
      if (from + table.interval <= 0 || from >= period || begin + from > c.run.length) continue;
      laid.time.push_back(begin + std::max(from, 0.0));
      laid.row.push_back(i);
    }
    if (last > period - least || begin + last > c.run.length) continue;
    laid.time.push_back(begin + last);
    laid.row.push_back(Laid::none);
  }
  return laid;
}

AirAbove air_of(const WeatherTable& table, std::size_t row) {
  const auto value = [&](Measured kind) {
    return table.has(kind) ? table.of(kind).value[row] : AirAbove::none;
  };
  AirAbove air{.temperature = value(Measured::air_temperature),
               .vapour_pressure = value(Measured::vapour_pressure),
               .wind = value(Measured::wind_speed),
               .shortwave = value(Measured::shortwave_radiation),
               .longwave = value(Measured::longwave_radiation),
               .net_radiation = value(Measured::net_radiation),
               .potential = value(Measured::potential_evaporation)};
  if (table.has(Measured::relative_humidity))
    air.vapour_pressure = value(Measured::relative_humidity) * saturation_vapour_pressure(air.temperature);
  else if (table.has(Measured::dew_point))
    air.vapour_pressure = saturation_vapour_pressure(value(Measured::dew_point));
  return air;
}

/// Rain, with points only where it changes.
Series rain_of(const WeatherTable& table, const Laid& laid) {
  Series rain;
  for (std::size_t i = 0; i < laid.time.size(); ++i) {
    const double value = laid.row[i] == Laid::none ? 0 : table.of(Measured::rain).value[laid.row[i]];
    if (!rain.value.empty() && value == rain.value.back()) continue;
    rain.along.push_back(laid.time[i]);
    rain.value.push_back(value);
  }
  return rain;
}

/// Reads a file and mends it as the case says. `require` notes columns that are missing.
template <class Read, class Require>
std::optional<WeatherTable> mended(Document& document, const Case& c, const std::string& folder,
                                   const std::string& key, const std::string& file, Read&& read,
                                   Require&& require) {
  using Wrong = WeatherRepairs::Wrong;
  const WeatherCase& w = *c.weather;
  const WeatherRepairs repairs{.interpolate = w.gaps == "interpolate",
                               .longest_gap = w.longest_gap.value_or(0),
                               .wrong = w.wrong_values == "as gaps"           ? Wrong::gaps
                                        : w.wrong_values == "nearest allowed" ? Wrong::nearest
                                                                              : Wrong::refuse};
  WeatherNotes notes;
  auto table = read_noted(document, key, folder, file, notes, [&](const std::string& path, WeatherNotes& n) {
    WeatherTable found = read(path, n);
    if (n.clean()) require(found, n);
    complete(found, repairs, n);
    return found;
  });
  for (const Problem& repair : notes.repairs()) warn(document, repair.place, repair.what, repair.hint);
  return table;
}

bool is_epw(const std::string& path) {
  const std::string end = path.size() < 4 ? "" : path.substr(path.size() - 4);
  return end == ".epw" || end == ".EPW" || text_of_file(path).starts_with("LOCATION,");
}

std::optional<WeatherTable> main_table(Document& document, const Case& c, const std::string& folder,
                                       const Needs& needs) {
  const WeatherCase& w = *c.weather;
  const auto wanted = needs.columns();
  const auto require = [&](WeatherTable& table, WeatherNotes& notes) {
    keep_first(table, {Measured::relative_humidity, Measured::dew_point, Measured::vapour_pressure});
    keep_first(table, {Measured::net_radiation, Measured::shortwave_radiation});
    keep_first(table, {Measured::net_radiation, Measured::longwave_radiation});
    if (w.rain_file) table.of(Measured::rain).value.clear();
    require_columns(table, needs, w.rain_file.has_value(), notes);
  };
  if (w.normals) {
    const auto days = static_cast<std::size_t>(std::ceil(c.run.length / day)) + 366;  // from any day on
    return mended(
        document, c, folder, "weather.normals", *w.normals,
        [&](const std::string& path, WeatherNotes& notes) {
          return read_weather_normals(path, wanted, days, static_cast<unsigned>(*w.seed), notes);
        },
        require);
  }
  return mended(
      document, c, folder, "weather.file", *w.file,
      [&](const std::string& path, WeatherNotes& notes) {
        const bool epw = is_epw(path);
        if (epw && w.start)
          document.problem(document.place_of_key("weather.start"), "weather.start is for files with dates",
                           "the typical year of an EPW file begins at the day of run.start, or on 1 January");
        return epw ? read_weather_epw(path, wanted, notes) : read_weather_csv(path, wanted, notes);
      },
      require);
}

}  // namespace

std::shared_ptr<const Weather> read_weather(Document& document, const Case& c, const std::string& folder) {
  const Needs needs(c);
  if (!c.weather || !needs.anything() || !document.clean()) return nullptr;
  const WeatherCase& w = *c.weather;
  auto weather = std::make_shared<Weather>();
  auto table = main_table(document, c, folder, needs);
  bool dated = table && table->calendar;
  if (table) {
    if (table->year > 0) begin_within(*table, origin_of(c, *table));
    const auto laid = lay(document, c, *table, w.file ? "weather.file" : "weather.normals");
    if (!laid) return nullptr;
    check_radiation(document, c, *table);
    if (table->has(Measured::rain)) weather->rain = rain_of(*table, *laid);
    for (std::size_t i = 0; i < laid->time.size() && needs.of_air(); ++i) {
      if (laid->row[i] == Laid::none) continue;
      weather->time.push_back(laid->time[i]);
      weather->air.push_back(air_of(*table, laid->row[i]));
    }
  }
  if (needs.rain && w.rain_file) {
    const auto rain = mended(
        document, c, folder, "weather.rain_file", *w.rain_file,
        [&](const std::string& path, WeatherNotes& notes) {
          return read_weather_csv(path, {Measured::rain}, notes);
        },
        [](WeatherTable& read, WeatherNotes& notes) {
          if (!read.has(Measured::rain))
            notes.problem({Place{read.path, 1, 1, 1, ""}, "the file has no column rain",
                           "write for example rain (mm/h)"});
        });
    if (!rain) return nullptr;
    dated = dated || rain->calendar;
    if (table) check_origins(document, c, *table, *rain);
    if (const auto laid = lay(document, c, *rain, "weather.rain_file")) weather->rain = rain_of(*rain, *laid);
  }
  if (table && w.start && !dated)
    document.problem(document.place_of_key("weather.start"), "weather.start is for files with dates",
                     "the time of this file counts from the start of the run");
  return document.clean() ? weather : nullptr;
}

}  // namespace talus
