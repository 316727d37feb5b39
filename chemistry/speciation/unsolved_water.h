// Why a water has no answer, in words.
#pragma once

#include <vector>

#include "chemistry/speciation/water_solver.h"

namespace talus {

/// Throws std::invalid_argument: the reason why `state` is as far as the solver came. `gone`: number of a component that went
/// to nothing, or -1; `most`: what a water can hold of all solutes, mol/kgw.
[[noreturn]] void refuse_water(const Solutes& solutes, const std::vector<WaterCondition>& conditions,
                               const WaterState& state, int gone, double most);

}  // namespace talus
