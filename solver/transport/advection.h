// The second-order correction of upwind advection, limited so that it makes no new extremes.
//
//     C_face = C_up + g d_up
//     g = 2 g_0 g_1 / (g_0 + g_1)     where the gradients g_0 behind and g_1 across the face have one sign,
//                                     else 0: van Leer (1977), J. Comput. Phys. 23:276
//
// d_up is the distance from the centre of the upstream cell to the face, but no more than half of that to the centre of the cell
// downstream: so C_face stays between what the two cells hold. Without that the water at the face between a thick cell and a thin one
// below it would have less than the thin one holds, even below zero. The correction is computed from what the cells hold at the
// first iterates of a stage and kept while Newton's method finishes: both sides of a face share it, so it moves matter and makes none.
// Behind the first cell stands the composition of the water that flows in. Faces between columns are left upwind.
#pragma once

#include <span>
#include <vector>

#include "solver/model.h"
#include "solver/state/state.h"

namespace talus {

/// What lies behind the upstream cell of every interior face, by the water through faces and patches.
std::vector<Upstream> upstream_of_faces(const Mesh& mesh, const WaterFlow& water);

/// What the correction adds to the flux of every balance through each face, [face][balance] in mol/s, from
/// the concentrations [cell][balance] in mol per m3 of water. Empty where nothing flows or the scheme is
/// plain upwind.
std::vector<double> limited_correction(const Model& model, const WaterFlow& flow,
                                       const std::vector<double>& concentration);

/// The same of the chemical enthalpy of the water (J per m3 of water, of each cell): [face], W.
std::vector<double> limited_enthalpy_correction(const Model& model, const WaterFlow& flow,
                                                const std::vector<double>& enthalpy);

/// How many times the water of a cell leaves it in a step of length dt, at most; `water` is that of each
/// owned cell, kg per m3 of medium; `density` kg/m3. Collective.
double largest_courant(const Mesh& mesh, const WaterFlow& flow, std::span<const double> water, double density,
                       double dt);

}  // namespace talus
