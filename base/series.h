// A quantity along another: over time, or over depth. Straight lines between given points.
#pragma once

#include <string>
#include <vector>

#include "base/input.h"

namespace talus {

/// A column of a CSV file: what its heading names, the unit of its kind, and what its values may be (SI).
struct SeriesColumn {
  std::string name;
  std::string unit;
  Range range = any;
};

struct Series {
  std::vector<double> along;  ///< SI (s, m), increasing
  std::vector<double> value;  ///< SI

  static Series constant(double value) { return {{0.0}, {value}}; }
  bool is_constant() const { return value.size() == 1; }
  /// The value at `where` (SI); before the first point the first value, after the last the last.
  double at(double where) const;

  /// Reads two columns of a CSV file with a heading of names and units: "time [d], temperature [degC]". Lines
  /// that begin with '#' and empty lines are skipped. FileError when it cannot be read; InputError with file
  /// and line when a number or unit is wrong, a value is out of its range, the first column does not
  /// increase, or there is no row.
  static Series from_csv(const std::string& path, const SeriesColumn& along, const SeriesColumn& value);
};

}  // namespace talus
