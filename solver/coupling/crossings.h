// How what enters through the patches crosses them: with the gas, with the water, and as its
// vapour.
#pragma once

#include <vector>

#include "solver/coupling/cell_values.h"
#include "solver/model.h"
#include "solver/state/state.h"

namespace talus {

struct Stage;

/// Room for what crosses each patch, zero: gas where the patch is open to air, water where it lets water or
/// solutes through, vapour where it evaporates.
std::vector<Crossing> no_crossings(const Model& model);

/// What crosses the patches now, mol/s; `rates` as no_crossings() made them. Each component that water
/// carries (flowing, or by diffusion in it) counts as coming in or going out by the sign of its own flux.
void find_crossings(const Model& model, const Stage& stage, const CellValues<double>& values,
                    std::vector<Crossing>& rates);

/// Adds rates (mol/s) that held for `seconds`.
void add_crossings(std::vector<Crossing>& crossings, const std::vector<Crossing>& rates, double seconds);

}  // namespace talus
