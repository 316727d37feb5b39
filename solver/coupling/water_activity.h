// The activity of the water in each cell, which the flow takes for its vapour.
#pragma once

#include <vector>

#include "chemistry/constants_of_cells.h"
#include "mesh/ghosts.h"
#include "solver/model.h"
#include "solver/state/state.h"

namespace talus {

class CellWaterActivity {
 public:
  /// Must outlive it. Collective.
  explicit CellWaterActivity(const Model& model);

  /// Its natural logarithm in each local cell, by the unknowns of `state` alone; empty where vapour plays no
  /// part, or where there is nothing but water. Collective.
  const std::vector<double>& find(const State& state);

 private:
  const Model& model_;
  bool wanted_ = false;
  Ghosts ghosts_;
  ConstantsOfCells constants_;
  std::vector<double> ln_activity_;
};

}  // namespace talus
