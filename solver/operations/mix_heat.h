// The heat of cells that are mixed: none is lost.
#pragma once

#include <cstddef>
#include <vector>

#include "solver/model.h"
#include "solver/state/state.h"

namespace talus {

/// Heat (J) in each owned cell of a state, where heat flows; else empty.
std::vector<double> heat_of_cells(const Model& model, const State& state);

/// Temperatures of the owned cells from `begin` to `end` after mixing, when `state` has the water of after it and the
/// temperatures of before: each goes by `efficiency` to the one temperature at which together they hold what they
/// held, `heat` of before (J, per owned cell).
void mix_heat(const Model& model, const std::vector<double>& heat, std::size_t begin, std::size_t end,
              double efficiency, State& state);

}  // namespace talus
