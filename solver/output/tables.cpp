#include "solver/output/tables.h"

#include <set>

namespace talus {

namespace {

/// One row of a matrix of compositions in components, water last.
void append_row(const ReactionRow& row, std::size_t components, std::vector<double>& matrix) {
  for (std::size_t j = 0; j < components; ++j) matrix.push_back(row.of(j));
  matrix.push_back(row.water);
}

}  // namespace

ChemicalTables chemical_tables(const Model& model) {
  const ChemicalSystem& system = model.system;
  ChemicalTables tables;
  std::set<std::string> elements;
  for (const SlowReaction& slow : system.slow_reactions) tables.slow_reactions.push_back(slow.name);
  for (std::size_t j = 0; j < system.balances(); ++j)
    for (const auto& [element, atoms] : system.component_formula(j).elements) elements.insert(element);
  tables.elements.assign(elements.begin(), elements.end());
  for (std::size_t j = 0; j < system.balances(); ++j) {
    const Formula& formula = system.component_formula(j);
    tables.components.push_back(system.component_name(j));
    tables.component_charge.push_back(formula.charge);
    for (const std::string& element : tables.elements) {
      const auto found = formula.elements.find(element);
      tables.component_elements.push_back(found == formula.elements.end() ? 0 : found->second);
    }
  }
  for (const Gas& gas : system.gases) {
    tables.gases.push_back(gas.name);
    append_row(gas.row, system.components(), tables.gas_components);
  }
  for (const Exchanger& exchanger : system.exchangers) {
    tables.exchangers.push_back(exchanger.name);
    for (const ExchangeSpecies& species : exchanger.species) {
      tables.exchange_species.push_back(species.name);
      append_row(species.row, system.components(), tables.exchange_components);
    }
  }
  for (const EquilibriumMineral& one : system.equilibrium)
    tables.equilibrium.push_back(system.minerals[one.mineral].name);
  for (const Mineral& mineral : system.minerals) {
    tables.minerals.push_back(mineral.name);
    append_row(mineral.row, system.components(), tables.mineral_components);
    tables.mineral_molar_mass.push_back(mineral.molar_mass);
    tables.mineral_molar_volume.push_back(mineral.molar_volume);
  }
  if (model.carbon) tables.carbon_holders = model.carbon->holders.size();
  for (std::size_t s = 0; model.carbon && s < model.carbon->sources.size(); ++s) {
    tables.carbon_sources.push_back(model.carbon->sources[s].name);
    tables.carbon_kinds.push_back(model.carbon->sources[s].kind);
  }
  return tables;
}

}  // namespace talus
