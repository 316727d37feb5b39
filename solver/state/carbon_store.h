// The carbon of each source in cells and in the whole domain.
#pragma once

#include <vector>

#include "solver/model.h"
#include "solver/state/state.h"

namespace talus {

/// Carbon of a holder in a cell, mol per bulk volume.
double carbon_of(const CarbonHolder& holder, const State& state, std::size_t cell);

/// What the pores and minerals hold of each source at the start, by the totals and minerals of `state`.
void label_start(const Model& model, State& state);

/// mol, over all ranks.
struct CarbonOfSource {
  double in_pores = 0, in_minerals = 0;
  double came_in = 0, left = 0;  ///< since the start, with what only passed through
};

/// Of each source of the model, in their order; none where carbon is not followed. Collective.
std::vector<CarbonOfSource> carbon_by_source(const Model& model, const State& state);

}  // namespace talus
