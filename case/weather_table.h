// A table of weather as files have it: rows of one length, columns by name. What is wrong with it is a problem
// with its place, or is repaired as the case says, and counted.
#pragma once

#include <array>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/input.h"

namespace talus {

/// What a column holds.
enum class Measured {
  rain,
  air_temperature,
  relative_humidity,
  dew_point,
  vapour_pressure,
  wind_speed,
  shortwave_radiation,
  longwave_radiation,
  net_radiation,
  potential_evaporation,
  mole_fraction,  ///< of a gas in the air, in a file of its own
};
inline constexpr std::size_t measured_kinds = 11;

/// Its name in files, its units, and what it may be.
struct MeasuredInfo {
  std::string name;
  std::string unit;         ///< of a value at a time
  std::string amount_unit;  ///< of what comes in a row, which may stand in its place; empty: none
  Range range;              ///< SI, of `unit`
};
const MeasuredInfo& info_of(Measured kind);

/// What is done where a file is wrong.
struct WeatherRepairs {
  enum class Wrong { refuse, gaps, nearest };
  bool interpolate = false;
  double longest_gap = 0;  ///< s
  Wrong wrong = Wrong::refuse;
};

struct WeatherTable {
  static constexpr double gap = std::numeric_limits<double>::quiet_NaN();
  struct Column {
    std::vector<double> value;  ///< SI, per row; empty where the file has no such column
    bool is_amount = false;     ///< of the row, in amount_unit
    std::size_t cell = 0;       ///< in which cell of a line it stands, from 0
  };
  std::string path;
  char mark = ',';           ///< between cells
  bool calendar = false;     ///< times are dates, in seconds since 1970; else since the start of the run
  std::vector<double> time;  ///< s, of each row, when it begins
  std::vector<int> line;     ///< of each row, from 1
  double interval = 0;       ///< s, length of the rows, once they are checked
  double year = 0;           ///< s, length of the typical year that times are counted in; 0: of no such year
  std::array<Column, measured_kinds> columns;

  Column& of(Measured kind) { return columns[static_cast<std::size_t>(kind)]; }
  const Column& of(Measured kind) const { return columns[static_cast<std::size_t>(kind)]; }
  bool has(Measured kind) const { return !of(kind).value.empty(); }
};

/// Problems, of which the first few are kept, and repairs that were made, to be shown as warnings.
class WeatherNotes {
 public:
  void problem(Problem p);
  void repair(Problem p) { repairs_.push_back(std::move(p)); }
  bool clean() const { return count_ == 0; }
  /// All of them, and how many more there are.
  std::vector<Problem> problems() const;
  const std::vector<Problem>& repairs() const { return repairs_; }

 private:
  static constexpr std::size_t most_ = 12;
  std::size_t count_ = 0;
  std::vector<Problem> kept_, repairs_;
};

/// Reads those columns of `wanted` that a CSV file has. FileError, InputError where it is no table.
WeatherTable read_weather_csv(const std::string& path, const std::vector<Measured>& wanted,
                              WeatherNotes& notes);
/// The same of an EPW file (EnergyPlus: a typical year of hours), which begins on 1 January.
WeatherTable read_weather_epw(const std::string& path, const std::vector<Measured>& wanted,
                              WeatherNotes& notes);
/// Days made of the twelve months of a CSV file, for `days` from 1 January of a year of 365 days.
WeatherTable read_weather_normals(const std::string& path, const std::vector<Measured>& wanted,
                                  std::size_t days, unsigned seed, WeatherNotes& notes);

/// Makes the rows regular (rows that are missing become gaps), amounts rates, and every value one that weather
/// can have, alone and beside the temperature of the air. Nothing more is looked at after the first kind of problem.
void complete(WeatherTable& table, const WeatherRepairs& repairs, WeatherNotes& notes);

/// The table that `read(path, notes)` finds in a file that `key` names, relative to the case. Its problems are the document's; then
/// there is none.
std::optional<WeatherTable> read_noted(
    Document& document, const std::string& key, const std::string& folder, const std::string& file,
    WeatherNotes& notes, const std::function<WeatherTable(const std::string&, WeatherNotes&)>& read);

/// A number of a cell: a gap for what stands for none (empty, NA, NaN, null). std::invalid_argument.
double weather_number(const std::string& text);

}  // namespace talus
