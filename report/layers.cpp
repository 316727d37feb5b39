#include "report/layers.h"

#include <algorithm>
#include <cmath>

namespace talus::report {

namespace {

constexpr std::size_t most_layers = 2000;

/// How far apart depths of one layer may be, m: below slopes every column has depths of its own.
double same_depth(const std::vector<double>& depth, const std::vector<std::size_t>& order) {
  if (order.empty()) return 0;
  const double deepest = depth[order.back()], rounding = 1e-9 * deepest;
  std::size_t layers = 1;
  double of_layer = depth[order[0]];
  for (const std::size_t cell : order)
    if (depth[cell] > of_layer + rounding) {
      of_layer = depth[cell];
      ++layers;
    }
  return layers > most_layers ? deepest / most_layers : rounding;
}

}  // namespace

Layers layers_by_depth(const std::vector<double>& depth, const std::vector<double>& volume) {
  Layers layers;
  std::vector<std::size_t> order(depth.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return depth[a] < depth[b]; });
  layers.of_cell.resize(depth.size());
  const double same = same_depth(depth, order);
  for (const std::size_t cell : order) {
    if (layers.depth.empty() || depth[cell] > layers.depth.back() + same) {
      layers.depth.push_back(depth[cell]);
      layers.volume.push_back(0);
    }
    layers.of_cell[cell] = layers.depth.size() - 1;
    layers.volume.back() += volume[cell];
  }
  return layers;
}

Curve mean_by_layer(const Layers& layers, const std::vector<double>& volume,
                    const std::vector<double>& values) {
  Curve mean(layers.depth.size(), 0.0);
  for (std::size_t cell = 0; cell < volume.size(); ++cell)
    mean[layers.of_cell[cell]] += values[cell] * volume[cell] / layers.volume[layers.of_cell[cell]];
  return mean;
}

Curve where_placed(Curve values, const Curve& placed) {
  for (std::size_t cell = 0; cell < values.size(); ++cell)
    if (placed[cell] == 0) values[cell] = std::nan("");
  return values;
}

std::vector<std::size_t> profile_rows(const Curve& time, const std::vector<int>& moment) {
  std::vector<std::size_t> rows{0};
  const std::size_t last = time.size() - 1;
  for (const double part : {0.25, 0.5, 0.75}) {
    const double wanted = time.front() + part * (time.back() - time.front());
    std::size_t nearest = 0;
    for (std::size_t row = 0; row < time.size(); ++row)
      if (moment[row] < 2 && std::abs(time[row] - wanted) < std::abs(time[nearest] - wanted)) nearest = row;
    rows.push_back(nearest);
  }
  if (last > 0 && moment[last] >= 2) rows.push_back(last - 1);
  rows.push_back(last);
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  return rows;
}

}  // namespace talus::report
