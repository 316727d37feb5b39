// A quantity along another: over time, or over depth. Straight lines between given points.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "base/csv_numbers.h"

namespace talus {

struct Series {
  std::vector<double> along;  ///< SI (s, m), increasing
  std::vector<double> value;  ///< SI

  static Series constant(double value) { return {{0.0}, {value}}; }
  bool is_constant() const { return value.size() == 1; }
  /// The value at `where` (SI); before the first point the first value, after the last the last.
  double at(double where) const;
  /// The lowest and the highest value between `from` and `to` (SI).
  std::array<double, 2> extremes(double from, double to) const;
  /// The mean of the straight lines between `from` and `to` (SI); at `from` where the two are one.
  double mean(double from, double to) const;

  /// Reads two columns of a CSV file (csv_numbers.h), of which the first increases. FileError, InputError.
  static Series from_csv(const std::string& path, const CsvColumn& along, const CsvColumn& value);
};

}  // namespace talus
