#include "solver/temperature_table.h"

#include <algorithm>

namespace talus {

TemperatureTable::TemperatureTable(const GridTable& table) : depth_(table.points.back()) {
  const bool steady = table.along.size() == 1;
  for (std::size_t k = 0; k < depth_.size(); ++k) {
    Series one{steady ? std::vector<double>{0.0} : table.points[0], {}};
    for (std::size_t i = 0; i < one.along.size(); ++i)
      one.value.push_back(table.value[i * depth_.size() + k]);
    over_time_.push_back(std::move(one));
  }
}

Series TemperatureTable::profile(double time) const {
  Series result{depth_, {}};
  for (const Series& one : over_time_) result.value.push_back(one.at(time));
  return result;
}

double TemperatureTable::at(double time, double depth) const {
  return uniform() ? over_time_.front().at(time) : profile(time).at(depth);
}

std::vector<double> TemperatureTable::of_cells(double time, std::span<const double> depth) const {
  if (uniform()) return std::vector<double>(depth.size(), over_time_.front().at(time));
  const Series now = profile(time);
  std::vector<double> result;
  for (const double d : depth) result.push_back(now.at(d));
  return result;
}

std::array<double, 2> TemperatureTable::extremes(double from, double to) const {
  std::array<double, 2> found = over_time_.front().extremes(from, to);
  for (const Series& one : over_time_) {
    const auto [low, high] = one.extremes(from, to);
    found = {std::min(found[0], low), std::max(found[1], high)};
  }
  return found;
}

double TemperatureTable::mean(double from, double to) const {
  if (uniform()) return over_time_.front().mean(from, to);
  Series means{depth_, {}};
  for (const Series& one : over_time_) means.value.push_back(one.mean(from, to));
  return means.mean(depth_.front(), depth_.back());
}

}  // namespace talus
