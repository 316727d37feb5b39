// A quantity that changes with time: straight lines between given times.
#pragma once

#include <string>
#include <vector>

namespace talus {

struct TimeSeries {
  std::vector<double> time;   ///< s, increasing
  std::vector<double> value;  ///< SI

  static TimeSeries constant(double value) { return {{0.0}, {value}}; }
  /// The value at `t` (s); before the first time the first value, after the last the last.
  double at(double t) const;

  /// Reads two columns of a CSV file with a heading of names and units: "time [d], temperature [degC]". Lines
  /// that begin with '#' and empty lines are skipped. `quantity` and `unit` are what the second column must
  /// be. FileError when it cannot be read; InputError with file and line when a number or unit is wrong, a
  /// time does not increase, or there is no row.
  static TimeSeries from_csv(const std::string& path, const std::string& quantity, const std::string& unit);
};

}  // namespace talus
