#include "report/element_yield.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>

#include "chemistry/database/formula.h"

namespace talus::report {
namespace {

constexpr std::array<std::string_view, 3> in_other_tables{"H", "C", "O"};  // as water and as CO2

/// mol of the element that stands in column `e` in what the components of `curves` are at the last output.
double atoms_in(const Run& run, const std::vector<Curve>& curves, std::size_t e) {
  double atoms = 0;
  for (std::size_t j = 0; j < curves.size(); ++j)
    atoms += curves[j].back() * run.system.component_elements(j, e);
  return atoms;
}

void add_minerals(const Run& run, double molar_mass, ElementYield& yield) {
  const System& system = run.system;
  for (std::size_t m = 0; m < system.minerals.size(); ++m) {
    const double mass = molar_mass * system.atoms(system.mineral_components, m, yield.element);
    if (mass == 0) continue;
    const Curve& amount = run.total_of("mineral_" + system.minerals[m]);
    const double grown = mass * (amount.back() - amount.front());
    yield.in_minerals += mass * amount.front();
    yield.released += std::max(0.0, -grown);
    yield.taken_up += std::max(0.0, grown);
  }
}

void add_water(const Run& run, double molar_mass, std::size_t column, ElementYield& yield) {
  const System& system = run.system;
  const auto add = [&](const std::string& field, double atoms) {
    if (atoms != 0) yield.in_water += molar_mass * atoms * run.total_of(field).back();
  };
  for (std::size_t j = 0; j < system.components.size(); ++j)
    add("aqueous_" + system.components[j], system.component_elements(j, column));
  for (std::size_t g = 0; g < system.gases.size(); ++g)
    add("gaseous_" + system.gases[g], system.atoms(system.gas_components, g, yield.element));
  for (std::size_t e = 0; e < system.exchange_species.size(); ++e)
    add("exchanged_" + system.exchange_species[e],
        system.atoms(system.exchange_components, e, yield.element));
  for (const PatchRecord& patch : run.patches)
    if (!patch.inflow.empty())
      yield.exported +=
          molar_mass * (atoms_in(run, patch.outflow, column) - atoms_in(run, patch.inflow, column));
  yield.added = molar_mass * atoms_in(run, run.external, column);
}

}  // namespace

double element_molar_mass(const std::string& element) {
  try {
    return parse_formula(element).molar_mass;
  } catch (const std::invalid_argument&) {
    return 0;
  }
}

std::vector<ElementYield> element_yields(const Run& run) {
  std::vector<ElementYield> yields;
  for (std::size_t e = 0; e < run.system.elements.size(); ++e) {
    const std::string& element = run.system.elements[e];
    if (std::ranges::count(in_other_tables, element) > 0) continue;
    ElementYield yield{.element = element};
    const double molar_mass = element_molar_mass(element);
    if (molar_mass == 0) continue;
    add_minerals(run, molar_mass, yield);
    add_water(run, molar_mass, e, yield);
    yields.push_back(yield);
  }
  return yields;
}

}  // namespace talus::report
