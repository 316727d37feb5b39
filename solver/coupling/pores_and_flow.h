// Pores that minerals fill or widen, or in which ice stands, and the flow of water: what they let pass over a step, and how far that
// was behind.
//
// The flow of a step has the permeabilities and suctions of its start (laws/permeability.h). What a change of
// pores does to a flow between given heads is, to first order, the sum of the changes of ln conductance
// weighted by the power that the flow loses in each face:
//
//     d ln Q = sum |Q_f dH_f| d ln C_f / sum |Q_f dH_f|
//
// so that a cell counts by what it resists. This, and the water that pores of another volume want, tells
// whether a step was too long.
#pragma once

#include <vector>

#include "mesh/ghosts.h"
#include "solver/model.h"
#include "solver/state/state.h"

namespace talus {

class PoresAndFlow {
 public:
  /// `model` must outlive it, and has hydraulics. Collective.
  explicit PoresAndFlow(const Model& model);

  /// Writes permeability and suction of the state by its porosity. Collective.
  void apply(State& state) const;

  /// d ln Q of the state's flow if its pores had their porosity now instead of what apply() found.
  /// Collective.
  double lag(const State& state) const;

 private:
  double permeability_of(std::size_t cell, double porosity) const;
  double past_ice(const State& state, std::size_t cell) const;

  const Model& model_;
  Ghosts ghosts_;
  bool freezes_;
};

}  // namespace talus
