// The temperature that a case gives: over time, and over depth where its table has one. Straight lines
// between the points of the table.
#pragma once

#include <array>
#include <span>
#include <utility>
#include <vector>

#include "base/grid_table.h"
#include "base/series.h"

namespace talus {

class TemperatureTable {
 public:
  TemperatureTable() = default;
  /// The same at all depths; K over time (s).
  explicit TemperatureTable(Series over_time) : over_time_{std::move(over_time)} {}
  /// K over depth (m), or over time (s) and depth.
  explicit TemperatureTable(const GridTable& table);

  /// Whether all depths have one temperature.
  bool uniform() const { return over_time_.size() == 1; }
  /// Whether nothing has been read.
  bool empty() const { return over_time_.empty(); }
  /// Its times, s.
  const std::vector<double>& times() const { return over_time_.front().along; }
  /// The temperature over time at all depths, where it is uniform.
  const Series& over_time() const { return over_time_.front(); }

  /// At `time` (s) and `depth` (m); beyond its ends as at them. K.
  double at(double time, double depth) const;
  /// The same at the depth of each cell.
  std::vector<double> of_cells(double time, std::span<const double> depth) const;
  /// The lowest and the highest between the times `from` and `to` (s), over all of its depths. K.
  std::array<double, 2> extremes(double from, double to) const;
  /// The mean between the times `from` and `to` (s) and over all of its depths. K.
  double mean(double from, double to) const;

 private:
  /// What each depth of the table has at a time, over depth.
  Series profile(double time) const;

  std::vector<double> depth_;      // m
  std::vector<Series> over_time_;  // [depth]
};

}  // namespace talus
