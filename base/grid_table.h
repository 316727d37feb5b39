// A quantity over one or two coordinates, given at all points of a rectangular grid: straight lines between
// the points, bilinear in two coordinates.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "base/csv_numbers.h"

namespace talus {

struct GridTable {
  std::vector<std::string> along;           ///< names of the coordinates, one or two
  std::vector<std::vector<double>> points;  ///< of each coordinate, SI, increasing
  std::vector<double> value;                ///< SI; [first coordinate][second coordinate]

  /// The value at the coordinates (SI), as many as there are in `along`; beyond the grid that of its edge.
  double at(const std::vector<double>& where) const;

  /// Reads a CSV file (csv_numbers.h) that has one or both of `coordinates` (one or two), in their order, and
  /// then `value`; rows in any order. FileError; InputError too when a point stands there twice or is
  /// missing.
  static GridTable from_csv(const std::string& path, const std::vector<CsvColumn>& coordinates,
                            const CsvColumn& value);
};

}  // namespace talus
