// Churning: each column is mixed from its top patch down to a depth, as a plough or a dozer does.
//
//     a -> (1 - e) a + e mean(a)          mean by volume over the mixed cells of the column, e the efficiency
//
// for the amounts per bulk volume of every component, gas, mineral, water, and of what the surface law
// remembers of the start (V0, A0). The gas that was trapped stays in the cells, or gives way to the air of
// the patch, through which the exchange counts as entered.
#pragma once

#include "solver/coupling/implicit.h"
#include "solver/model.h"
#include "solver/state/state.h"

namespace talus {

struct Churn {
  double depth = 0;       ///< m
  double efficiency = 1;  ///< -
  bool renew_air = false;
};

/// Mixes `state` and finds its new equilibrium in the water and gas of each cell. Collective. Throws
/// SolveError when there is none.
void apply(const Churn& churn, const Model& model, Implicit& implicit, State& state);

}  // namespace talus
