// How long the arrays of the state of a model are.
#pragma once

#include "solver/model.h"
#include "solver/state/arrays.h"

namespace talus {

/// On the cells of `mesh`: that of the model, or a part of it. Numbers of a pile that grows are not counted (StateSizes::grows).
inline StateSizes sizes_of(const Model& model, const Mesh& mesh) {
  return {.components = model.system.components(),
          .solids = model.reactions.solids.size(),
          .exchangers = model.system.exchangers.size(),
          .equilibrium = model.system.equilibrium.size(),
          .owned = static_cast<std::size_t>(mesh.owned),
          .local = static_cast<std::size_t>(mesh.local),
          .carbon_sources = model.carbon ? model.carbon->sources.size() : 0,
          .carbon_holders = model.carbon ? model.carbon->holders.size() : 0,
          .richards = model.has_richards(),
          .heat = model.heat.has_value(),
          .reactions_heat = has_reaction_heat(model)};
}

}  // namespace talus
