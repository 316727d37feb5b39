// Which sets of values of a state stand in /restart, under which names.
#pragma once

#include <string>
#include <vector>

#include "chemistry/system.h"
#include "solver/state/state.h"

namespace talus {

/// Every set of values of a state, by the name of its dataset; the unknowns are two sets.
template <class S, class Visit>
void visit_restart_fields(S& state, bool solids, Visit&& visit) {
  visit("unknowns", {&state.ln_molality, &state.ln_water});
  visit("totals", {&state.totals});
  visit("porosity", {&state.porosity});
  if (state.head.size() > 0) visit("flow", {&state.head, &state.water_rate});
  if (!solids) return;
  visit("amount", {&state.amount});
  visit("initial_amount", {&state.initial_amount});
  visit("initial_surface", {&state.initial_surface});
}

/// The names of all balances, as /system/components has them.
inline std::vector<std::string> component_names(const ChemicalSystem& system) {
  std::vector<std::string> names;
  for (std::size_t j = 0; j < system.balances(); ++j) names.push_back(system.component_name(j));
  return names;
}

}  // namespace talus
