// What a batch and its phases have of each component, before anything is solved.
#pragma once

#include "chemistry/equilibrium/equilibrium.h"

namespace talus {

/// Whether component j (or water, the last) is in everything of the model 0 or more times: then its total
/// bounds what can be made of it.
bool only_taken_in(const EquilibriumModel& model, std::size_t j);

/// What there is of component j in the batch and its phases together, mol; open phases are endless.
struct Supply {
  double amount = 0;
  bool endless = false;
};
Supply supply_of(const EquilibriumModel& model, const Batch& batch, std::size_t j);

/// mol of water that there can be outside of the headspace: of CO2(g) = HCO3- + H+ - H2O each mole there lacks
/// one in the total of water, which is below 0 where the gas is more than the water.
double water_there(const EquilibriumModel& model, const Batch& batch);

}  // namespace talus
