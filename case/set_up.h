// From a case to all that a simulation takes: model, first state, controls, and what its log and file say of
// the case.
#pragma once

#include "case/build.h"
#include "solver/simulation.h"

namespace talus {

/// Sets up a run of the case on all of `ranks`; finds the steady flow that it may start from. InputError when
/// a water has no solution; SolveError when there is no steady flow; Interrupted. Collective.
Setup set_up(const Input& input, MPI_Comm ranks);

/// How a run goes, by the tables run, steps and flow of a case.
Controls controls_of(const Case& c);

}  // namespace talus
