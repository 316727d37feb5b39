// What of inorganic carbon goes each way through faces and patches in a step: the two terms of each flux (laws/flux.h) apart,
//
//     F = left c_left + right c_right,    left c_left to the right, -right c_right to the left,
//
// so that a part f of the carbon follows the law that all of it follows: J_f = left c_left f_left + right c_right f_right. The
// second-order correction of advection is carried by what the water takes along.
#pragma once

#include <vector>

#include "solver/coupling/cell_values.h"
#include "solver/coupling/stage.h"
#include "solver/model.h"

namespace talus {

/// Amounts of a step, mol, none below 0.
struct CarbonFlows {
  /// Of each face of a patch.
  struct OfPatch {
    std::vector<double> by_air;       ///< in, from the gas outside
    std::vector<double> by_entering;  ///< in, with water that enters
    std::vector<double> by_standing;  ///< in, from water that stands outside
    std::vector<double> out;
  };
  std::vector<double> to_right, to_left;  ///< of each interior face
  std::vector<OfPatch> patches;

  /// Nothing, with room for the faces of `model`.
  void clear(const Model& model);
  /// Adds what goes in `seconds` at the values of the cells.
  void add(const Model& model, const Stage& stage, const CellValues<double>& values, double seconds);
};

}  // namespace talus
