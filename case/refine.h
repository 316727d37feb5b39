// The numerical error of a run, measured: the same case on a finer grid and with smaller steps.
//
//     every cell halved in every direction that the mesh divides, steps.tolerance and
//     flow.tolerance / 4 (errors of both fall with the square, where nothing is sharp; with flow.tolerance
//     half the step, which is first order)
//
// What changes is an estimate of the error of the first run.
#pragma once

#include <string>

#include "case/case.h"
#include "solver/model.h"
#include "solver/state/budget.h"

namespace talus {

/// The finer case. Depths of operations stay faces: layers are divided there.
Case refined(const Case& coarse);

/// What two runs are compared by.
struct Outcome {
  double stored_carbon = 0;    ///< mol
  double carbon_from_air = 0;  ///< mol, as gas
  Named<double> conversion;    ///< 1 - n/n0 of each mineral that was there, in the whole domain
};
Outcome outcome_of(const Model& model, const Budget& budget);

/// Writes the group /refined into the run file of the coarse run. For one rank. FileError.
void write_refined(const std::string& run_file, const std::string& refined_file, const Outcome& coarse,
                   const Outcome& fine);

}  // namespace talus
