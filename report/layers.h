// Profiles: cells of the same depth together, and at which outputs they are drawn.
#pragma once

#include <cstddef>
#include <vector>

#include "report/run.h"

namespace talus::report {

/// Cells of the same depth, from the surface down, and what each cell weighs.
struct Layers {
  std::vector<std::size_t> of_cell;  ///< which layer a cell belongs to
  std::vector<double> depth;         ///< m
  std::vector<double> volume;        ///< m3
};

/// Layers of cells whose centres have these depths (m) and volumes (m3); at most about 2000: of a larger pile with slopes,
/// where every column has depths of its own, cells of nearly the same depth are together.
Layers layers_by_depth(const std::vector<double>& depth, const std::vector<double>& volume);

/// Mean of the values of all cells in each layer, weighted by volume (m3).
Curve mean_by_layer(const Layers& layers, const std::vector<double>& volume,
                    const std::vector<double>& values);

/// The values of cells that stand, of which `placed` is not 0; of others not a number.
Curve where_placed(Curve values, const Curve& placed);

/// Start, quarters, and end; of a time that stands twice, the state before the operation, which shows the
/// gradients.
std::vector<std::size_t> profile_rows(const Curve& time, const std::vector<int>& moment);

}  // namespace talus::report
