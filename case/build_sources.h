// Sources of water inside of the domain: patches of cells instead of faces, so that balances, run files and
// reports treat what they give as what enters through a patch.
#pragma once

#include "case/build.h"

namespace talus {

/// A patch for each source of the case. InputError when there is no cell in one. Collective.
void add_sources(const Input& input, Mesh& mesh);

/// What the source of that patch gives over time, and the shares of its cells by their volume. Collective.
void give_source(const Input& input, const Mesh& mesh, const Patch& patch, WaterConditions& water);

}  // namespace talus
