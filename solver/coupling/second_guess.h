// The first guess of the second stage of a step.
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "solver/coupling/source_rates.h"

namespace talus {

/// Moves the unknowns x of stage 1 ([cell][unknown], `n` of each cell) on along the line through the start of the step
/// and stage 1, in cells where that has moved nothing far. `start` are those of the owned cells.
inline void guess_second(std::span<const double> start, std::size_t n, std::vector<double>& x) {
  constexpr double far = 1;  // in ln
  for (std::size_t c = 0; c < start.size() / n; ++c) {
    const auto from = start.subspan(c * n, n);
    const auto to = std::span<double>(x).subspan(c * n, n);
    double moved_by = 0;
    for (std::size_t j = 0; j < n; ++j) moved_by = std::max(moved_by, std::abs(to[j] - from[j]));
    if (moved_by > far) continue;
    for (std::size_t j = 0; j < n; ++j) to[j] += (1 - gamma_weight) / gamma_weight * (to[j] - from[j]);
  }
}

}  // namespace talus
