// The series of a run file: one value for each accepted step.
#pragma once

#include <vector>

#include "solver/model.h"
#include "solver/output/run_layout.h"
#include "solver/state/budget.h"
#include "solver/state/energy.h"
#include "solver/state/state.h"

namespace talus {

/// How a step went.
struct StepFigures {
  double length = 0;  ///< s
  int newton_iterations = 0, linear_iterations = 0, cuts = 0;
  double carbon_error = 0;  ///< mol, estimate of the error in time of stored carbon since the start
};

/// Names, units and sentences of the series; patches have those of what they let through.
std::vector<ColumnInfo> series_columns(const Model& model, const State& state);

/// Their values after a step, in the same order.
std::vector<double> series_row(const Model& model, const State& state, const Budget& budget,
                               const EnergyBudget& energy, const StepFigures& step);

}  // namespace talus
