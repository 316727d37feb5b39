#include "case/weather_table.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <stdexcept>

#include "base/calendar.h"
#include "base/input_words.h"
#include "base/text_file.h"
#include "base/units.h"
#include "base/weather_ranges.h"
#include "base/words.h"
#include "solver/laws/vapour.h"

namespace talus {

const MeasuredInfo& info_of(Measured kind) {
  static const std::array<MeasuredInfo, measured_kinds> infos{{
      {"rain", "mm/h", "mm", ranges::rain_rate},
      {"air_temperature", "degC", "", ranges::air_temperature},
      {"relative_humidity", "%", "", ranges::air_humidity},
      {"dew_point", "degC", "", ranges::air_temperature},
      {"vapour_pressure", "kPa", "", ranges::vapour_pressure},
      {"wind_speed", "m/s", "", ranges::wind},
      {"shortwave_radiation", "W/m2", "MJ/m2", ranges::shortwave},
      {"longwave_radiation", "W/m2", "MJ/m2", ranges::longwave},
      {"net_radiation", "W/m2", "MJ/m2", ranges::net_radiation},
      {"potential_evaporation", "mm/d", "mm", ranges::evaporation},
      {"mole_fraction", "ppm", "", Range{.low = 0, .high = 1}},
  }};
  return infos[static_cast<std::size_t>(kind)];
}

void WeatherNotes::problem(Problem p) {
  if (++count_ <= most_) kept_.push_back(std::move(p));
}

std::vector<Problem> WeatherNotes::problems() const {
  std::vector<Problem> all = kept_;
  if (count_ > most_) all.back().hint += "; and " + std::to_string(count_ - most_) + " more like these";
  return all;
}

double weather_number(const std::string& text) {
  std::string small;
  for (const char c : text) small += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (small.empty() || small == "na" || small == "nan" || small == "null" || small == "-")
    return WeatherTable::gap;
  std::size_t end = 0;
  double value = 0;
  try {
    value = std::stod(text, &end);
  } catch (const std::exception&) {
    end = 0;
  }
  if (end != text.size() || end == 0 || !std::isfinite(value))
    throw std::invalid_argument(talus::quoted(text) + " is not a number");
  return value;
}

namespace {

/// Places in a file that has been read, found when they are wanted.
class Places {
 public:
  explicit Places(const WeatherTable& table) : table_(table) {}

  /// Of a whole line, or of a cell of it.
  Place line(int number) {
    if (lines_.empty()) read();
    const std::string text = number >= 1 && static_cast<std::size_t>(number) <= lines_.size()
                                 ? lines_[static_cast<std::size_t>(number) - 1]
                                 : "";
    return {table_.path, number, 1, std::max(1, static_cast<int>(text.size())), text};
  }
  Place cell(int number, std::size_t which) {
    Place place = line(number);
    std::size_t from = 0;
    for (std::size_t i = 0; i < which && from != std::string::npos; ++i) {
      from = place.line_text.find(table_.mark, from);
      if (from != std::string::npos) ++from;
    }
    if (from == std::string::npos) return place;
    std::size_t end = place.line_text.find(table_.mark, from);
    if (end == std::string::npos) end = place.line_text.size();
    while (from < end && place.line_text[from] == ' ') ++from;
    place.column = static_cast<int>(from) + 1;
    place.length = std::max(1, static_cast<int>(end - from));
    return place;
  }

 private:
  void read() {
    std::string one;
    for (const char c : text_of_file(table_.path)) {
      if (c == '\n') {
        lines_.push_back(std::move(one));
        one.clear();
      } else if (c != '\r') {
        one += c;
      }
    }
    lines_.push_back(one);
  }

  const WeatherTable& table_;
  std::vector<std::string> lines_;
};

/// An SI value in a unit, with the digits that a reader wants.
std::string shown(double value, const std::string& unit) {
  char digits[40];
  std::snprintf(digits, sizeof digits, "%.6g ", from_si(value, unit));
  return digits + unit;
}

/// A moment of the table as people name it.
std::string moment(const WeatherTable& table, double time) {
  return table.calendar ? date_of(time) : "time " + shown(time, "d");
}

std::string span(double seconds) { return shown(seconds, std::abs(seconds) < 86400 ? "h" : "d"); }

/// Rows at equal distances; those that are missing are gaps of all columns.
void make_regular(WeatherTable& table, Places& places, WeatherNotes& notes) {
  const std::size_t rows = table.time.size();
  if (rows < 2)
    return notes.problem({Place{table.path, 1, 1, 1, ""}, "the file needs two rows or more of weather", ""});
  std::vector<double> steps;
  for (std::size_t i = 1; i < rows; ++i) steps.push_back(table.time[i] - table.time[i - 1]);
  std::vector<double> sorted = steps;
  std::ranges::nth_element(sorted, sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2));
  table.interval = sorted[sorted.size() / 2];
  WeatherTable regular = table;
  regular.time.clear();
  regular.line.clear();
  for (auto& column : regular.columns) column.value.clear();
  for (std::size_t i = 0; i < rows; ++i) {
    const double step = i == 0 ? table.interval : steps[i - 1], whole = std::round(step / table.interval);
    if (!(step > 0) || !(table.interval > 0) ||
        std::abs(step - whole * table.interval) > 1e-3 * table.interval) {
      notes.problem(
          {places.cell(table.line[i], 0),
           moment(table, table.time[i]) + " is " + span(step) + " after the row before" +
               (step > 0 ? ", but rows are " + span(table.interval) + " apart" : ""),
           "rows follow each other at equal distances; whole rows may be missing, with weather.gaps = "
           "\"interpolate\""});
      continue;
    }
    for (double missing = whole - 1; missing >= 0; --missing) {
      const bool there = missing == 0;
      regular.time.push_back(table.time[i] - missing * table.interval);
      regular.line.push_back(table.line[i]);
      for (std::size_t k = 0; k < measured_kinds; ++k)
        if (!table.columns[k].value.empty())
          regular.columns[k].value.push_back(there ? table.columns[k].value[i] : WeatherTable::gap);
    }
  }
  if (notes.clean()) table = std::move(regular);
}

/// Values beyond what weather can be.
void mend_values(WeatherTable& table, Measured kind, const WeatherRepairs& repairs, Places& places,
                 WeatherNotes& notes) {
  using Wrong = WeatherRepairs::Wrong;
  WeatherTable::Column& column = table.of(kind);
  const MeasuredInfo& info = info_of(kind);
  std::size_t count = 0, first = 0;
  std::string found;
  for (std::size_t i = 0; i < column.value.size(); ++i) {
    double& value = column.value[i];
    if (column.is_amount) value /= table.interval;
    if (std::isnan(value) || input_detail::contains(info.range, value)) continue;
    const std::string words = info.name + " = " + shown(value, info.unit);
    if (repairs.wrong == Wrong::refuse) {
      notes.problem({places.cell(table.line[i], column.cell), words + " is no weather",
                     "it must be " + input_detail::range_words(info.range, info.unit) +
                         "; weather.wrong_values says what is done with such values"});
      continue;
    }
    if (count++ == 0) {
      first = i;
      found = words;
    }
    value =
        repairs.wrong == Wrong::gaps ? WeatherTable::gap : std::clamp(value, info.range.low, info.range.high);
  }
  if (count > 0)
    notes.repair({places.cell(table.line[first], column.cell),
                  std::to_string(count) + (count == 1 ? " value of " : " values of ") + info.name +
                      " that no weather has, the first " + found + ", taken as " +
                      (repairs.wrong == Wrong::gaps ? "gaps" : "the nearest that is allowed"),
                  ""});
}

/// How far the vapour of a file may be above saturation: digits are rounded, and formulas of saturation differ.
constexpr double most_humid = 1.005;

/// Vapour beyond what the air of its row can hold, by a column dew_point or vapour_pressure; whether any became
/// a gap.
bool mend_vapour(WeatherTable& table, Measured kind, const WeatherRepairs& repairs, Places& places,
                 WeatherNotes& notes) {
  using Wrong = WeatherRepairs::Wrong;
  WeatherTable::Column& column = table.of(kind);
  const bool dew = kind == Measured::dew_point;
  std::size_t count = 0, first = 0;
  std::string found;
  for (std::size_t i = 0; i < column.value.size(); ++i) {
    double& value = column.value[i];
    const double kelvin = table.of(Measured::air_temperature).value[i],
                 most = saturation_vapour_pressure(kelvin);
    const double part = (dew ? saturation_vapour_pressure(value) : value) / most;
    if (!(part > most_humid)) continue;
    const std::string words = info_of(kind).name + " = " + shown(value, info_of(kind).unit) +
                              " is a humidity of " + shown(part, "%") + " at the air_temperature of " +
                              shown(kelvin, "degC");
    if (repairs.wrong == Wrong::refuse) {
      notes.problem({places.cell(table.line[i], column.cell), words,
                     "it must be at most 100 %; weather.wrong_values says what is done with such values"});
      continue;
    }
    if (count++ == 0) {
      first = i;
      found = words;
    }
    value = repairs.wrong == Wrong::gaps ? WeatherTable::gap : dew ? kelvin : most;
  }
  if (count > 0)
    notes.repair({places.cell(table.line[first], column.cell),
                  std::to_string(count) + (count == 1 ? " value of " : " values of ") + info_of(kind).name +
                      " above saturation, the first " + found + ", taken as " +
                      (repairs.wrong == Wrong::gaps ? "gaps" : "100 %"),
                  ""});
  return count > 0 && repairs.wrong == Wrong::gaps;
}

/// Fills the rows from `begin` to before `end` of a column by the straight line between their neighbours.
void fill(std::vector<double>& value, std::size_t begin, std::size_t end) {
  const double from = value[begin - 1], to = value[end];
  const auto length = static_cast<double>(end - begin + 1);
  for (std::size_t i = begin; i < end; ++i)
    value[i] = from + (to - from) * static_cast<double>(i - begin + 1) / length;
}

void mend_gaps(WeatherTable& table, Measured kind, const WeatherRepairs& repairs, Places& places,
               WeatherNotes& notes) {
  WeatherTable::Column& column = table.of(kind);
  std::vector<double>& value = column.value;
  const std::string& name = info_of(kind).name;
  std::size_t filled = 0, first = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (!std::isnan(value[i])) continue;
    std::size_t end = i;
    while (end < value.size() && std::isnan(value[end])) ++end;
    const double length = static_cast<double>(end - i + 1) * table.interval;
    const std::string where = name + " is missing from " + moment(table, table.time[i]) + " on, in " +
                              std::to_string(end - i) + (end - i == 1 ? " row" : " rows");
    const Place place = places.cell(table.line[i], column.cell);
    if (!repairs.interpolate)
      notes.problem({place, where, "weather.gaps = \"interpolate\" fills gaps up to weather.longest_gap"});
    else if (i == 0 || end == value.size())
      notes.problem({place, where, "a gap at the beginning or the end has no neighbours to be filled from"});
    else if (length > repairs.longest_gap * (1 + 1e-9))
      notes.problem({place, where,
                     "from value to value that is " + span(length) +
                         ", more than weather.longest_gap = " + span(repairs.longest_gap)});
    else {
      fill(value, i, end);
      if (filled == 0) first = i;
      filled += end - i;
    }
    i = end;
  }
  if (filled > 0)
    notes.repair({places.cell(table.line[first], column.cell),
                  std::to_string(filled) + (filled == 1 ? " gap of " : " gaps of ") + name +
                      ", the first at " + moment(table, table.time[first]) + ", filled by straight lines",
                  ""});
}

}  // namespace

void complete(WeatherTable& table, const WeatherRepairs& repairs, WeatherNotes& notes) {
  if (!notes.clean()) return;
  Places places(table);
  make_regular(table, places, notes);
  if (!notes.clean()) return;
  for (const auto mend : {mend_values, mend_gaps})
    for (std::size_t k = 0; k < measured_kinds; ++k)
      if (!table.columns[k].value.empty()) mend(table, static_cast<Measured>(k), repairs, places, notes);
  if (!notes.clean() || !table.has(Measured::air_temperature)) return;
  for (const Measured kind : {Measured::dew_point, Measured::vapour_pressure})
    if (table.has(kind) && mend_vapour(table, kind, repairs, places, notes)) {
      mend_gaps(table, kind, repairs, places, notes);
      if (notes.clean())  // between neighbours, but over air that has cooled in between
        mend_vapour(table, kind, {.wrong = WeatherRepairs::Wrong::refuse}, places, notes);
    }
}

std::optional<WeatherTable> read_noted(
    Document& document, const std::string& key, const std::string& folder, const std::string& file,
    WeatherNotes& notes, const std::function<WeatherTable(const std::string&, WeatherNotes&)>& read) {
  std::optional<WeatherTable> table;
  try {
    table = read((std::filesystem::path(folder) / file).lexically_normal().string(), notes);
  } catch (const FileError& error) {
    notes.problem(
        {document.place_of_value(key), key + ": " + error.what(), "files are relative to the case"});
  } catch (const InputError& error) {
    for (const Problem& problem : error.problems()) notes.problem(problem);
  }
  for (const Problem& problem : notes.problems()) document.problem(problem.place, problem.what, problem.hint);
  return notes.clean() ? std::move(table) : std::nullopt;
}

}  // namespace talus
