#include "solver/unknowns.h"

#include "chemistry/speciation/solution.h"

namespace talus {

namespace {

/// Of each balance, whether it holds nothing that is negative.
std::vector<bool> balances_of_positive_things(const ChemicalSystem& system) {
  std::vector<bool> all_positive(system.balances(), true);
  const auto look_at = [&](const ReactionRow& row) {
    for (const Term& t : row.terms)
      if (t.power < 0) all_positive[static_cast<std::size_t>(t.component)] = false;
  };
  for (const Species& species : system.species) look_at(species.row);
  for (const Exchanger& exchanger : system.exchangers)
    for (const ExchangeSpecies& species : exchanger.species) look_at(species.row);
  for (const EquilibriumMineral& one : system.equilibrium) look_at(system.minerals[one.mineral].row);
  return all_positive;
}

}  // namespace

Unknowns::Unknowns(const ChemicalSystem& system) {
  const std::vector<bool> all_positive = balances_of_positive_things(system);
  for (std::size_t j = 0; j < system.components(); ++j) {
    const std::string& name = system.component_name(j);
    list_.push_back({.name = name,
                     .quantity = "molality of " + name,
                     .unit = "mol/kgw",
                     .lowest = vanished_ln_molality,
                     .positive = all_positive[j],
                     .vanishes = true});
  }
  const std::size_t water = system.components();
  list_.push_back({.name = system.component_name(water),
                   .quantity = "water per bulk volume",
                   .unit = "kg/m3",
                   .lowest = vanished_ln_molality,
                   .positive = all_positive[water]});
}

std::vector<std::string> names_of(const Unknowns& unknowns) {
  std::vector<std::string> names;
  for (const Unknown& unknown : unknowns) names.push_back(unknown.name);
  return names;
}

}  // namespace talus
