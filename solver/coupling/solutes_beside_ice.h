// What keeps water from freezing: the solutes of each cell, as transport has left them at the start of a step. Heat and transport
// both take them as they are through the step, so that they agree on how much of the water is ice; what changes over it
// (how far the solutes of a brine differ from ideal ones, what has come and gone) is seen by the next. A cell keeps its heat: ice
// that comes or goes with them warms or cools what is there.
#pragma once

#include "chemistry/constants_of_cells.h"
#include "solver/model.h"
#include "solver/state/state.h"

namespace talus {

class SolutesBesideIce {
 public:
  /// `model` has water that freezes, and solutes; it must outlive this.
  explicit SolutesBesideIce(const Model& model) : model_(model) {}

  /// Writes state.solutes by the unknowns of the state, and the temperatures (of owned cells, below 0 degC) at which they hold the
  /// heat that they held.
  void update(State& state);

 private:
  const Model& model_;
  ConstantsOfCells constants_;
};

}  // namespace talus
