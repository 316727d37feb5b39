#include "chemistry/equilibrium/supply.h"

#include <algorithm>

namespace talus {

bool only_taken_in(const EquilibriumModel& model, std::size_t j) {
  bool only = true;
  const auto look = [&](const auto& list) {
    for (const auto& item : list) only = only && item.row.of(j) >= 0;
  };
  look(model.system->species);
  look(model.system->gases);
  look(model.phases);
  for (const Exchanger& e : model.exchangers) look(e.species);
  return only;
}

Supply supply_of(const EquilibriumModel& model, const Batch& batch, std::size_t j) {
  Supply supply{batch.total[j]};
  for (std::size_t p = 0; p < model.phases.size(); ++p) {
    const double power =
        j == model.system->components() ? model.phases[p].row.water : model.phases[p].row.of(j);
    if (batch.phases[p].open)
      supply.endless = supply.endless || power != 0;
    else
      supply.amount += power * batch.phases[p].amount;
  }
  return supply;
}

double water_there(const EquilibriumModel& model, const Batch& batch) {
  const ChemicalSystem& system = *model.system;
  double water = supply_of(model, batch, system.components()).amount;
  if (!(batch.headspace > 0)) return water;
  for (const Gas& gas : system.gases) {
    double most = -1;  // mol of the gas
    for (const Term& t : gas.row.terms) {
      const auto j = static_cast<std::size_t>(t.component);
      if (!only_taken_in(model, j) || !(t.power > 0)) continue;
      const double of_this = supply_of(model, batch, j).amount / t.power;
      most = most < 0 ? of_this : std::min(most, of_this);
    }
    water -= std::min(gas.row.water, 0.0) * std::max(most, 0.0);
  }
  return water;
}

}  // namespace talus
