#include "report/metals.h"

#include <algorithm>

#include "base/units.h"
#include "report/refuse.h"

namespace talus::report {
namespace {

constexpr const char* in_water = "water";

/// Adds `factor` times a curve.
void add(Curve& sum, const Curve& curve, double factor) {
  for (std::size_t k = 0; k < sum.size() && factor != 0; ++k) sum[k] += factor * curve[k];
}

/// mol of an element in water and on exchangers, and of what has drained more than came with water, at the outputs.
Curve moles_in_water(const Run& run, const std::string& element) {
  const System& system = run.system;
  Curve moles(run.time.size(), 0.0);
  const auto column =
      static_cast<std::size_t>(std::ranges::find(system.elements, element) - system.elements.begin());
  for (std::size_t j = 0; j < system.components.size(); ++j) {
    const double atoms = system.component_elements(j, column);
    if (atoms == 0) continue;
    add(moles, run.total_of("aqueous_" + system.components[j]), atoms);
    for (const PatchRecord& patch : run.patches) {
      if (patch.outflow.empty()) continue;
      add(moles, patch.outflow[j], atoms);
      add(moles, patch.inflow[j], -atoms);
    }
  }
  for (std::size_t e = 0; e < system.exchange_species.size(); ++e)
    if (const double atoms = system.atoms(system.exchange_components, e, element); atoms != 0)
      add(moles, run.total_of("exchanged_" + system.exchange_species[e]), atoms);
  return moles;
}

/// Atoms of the element in one mole of the mineral; 0 where the run has no such mineral.
double atoms_in_mineral(const System& system, const std::string& mineral, const std::string& element) {
  const auto found = std::ranges::find(system.minerals, mineral);
  return found == system.minerals.end()
             ? 0
             : system.atoms(system.mineral_components,
                            static_cast<std::size_t>(found - system.minerals.begin()), element);
}

std::string path_of(std::size_t metal) { return "economics.metals[" + std::to_string(metal) + "]"; }

}  // namespace

std::string name_of(const MetalCase& metal) {
  std::string name = metal.element + " from ";
  for (const std::string& one : metal.from) name += (&one == metal.from.data() ? "" : ", ") + one;
  return name;
}

double metal_per_mass(const Account& account, const MetalCase& metal, double age) {
  const Run& run = account.run;
  Curve moles(run.time.size(), 0.0);
  for (const std::string& one : metal.from)
    if (one == in_water)
      add(moles, moles_in_water(run, metal.element), 1);
    else
      add(moles, run.total_of("mineral_" + one), atoms_in_mineral(run.system, one, metal.element));
  const double at_age = at_time(run.time, moles, run.time.front() + age);
  return element_molar_mass(metal.element) * at_age / account.yield.dry_mass;
}

double price_of(const MetalCase& metal, const std::string& currency) {
  const std::string unit = currency + "/kg";
  return from_si(to_si(metal.price, unit), unit);
}

void check_metals(Document& document, const EconomicsCase& economics) {
  for (std::size_t i = 0; i < economics.metals.size(); ++i) {
    const MetalCase& metal = economics.metals[i];
    const std::string at = path_of(i);
    if (metal.from.empty())
      document.problem(document.place_of_value(at + ".from"), at + ".from is empty",
                       "what it is recovered from: [\"water\"], or minerals");
    for (std::size_t k = 1; k < metal.from.size(); ++k)
      if (std::count(metal.from.begin(), metal.from.begin() + static_cast<std::ptrdiff_t>(k), metal.from[k]) >
          0)
        document.problem(document.place_of_value(at + ".from[" + std::to_string(k) + "]"),
                         at + ".from has '" + metal.from[k] + "' twice", "once is enough");
    try {
      if (price_of(metal, economics.currency) < 0)
        document.problem(document.place_of_value(at + ".price"), at + ".price is negative",
                         "what is paid to get rid of it is one of [[economics.costs]]");
    } catch (const UnitError& error) {
      document.problem(document.place_of_value(at + ".price"), at + ".price: " + error.what(), error.hint());
    }
  }
}

void check_metals(const Account& account, const EconomicsCase& economics, const Document& document) {
  const System& system = account.run.system;
  for (std::size_t i = 0; i < economics.metals.size(); ++i) {
    const MetalCase& metal = economics.metals[i];
    const std::string at = path_of(i);
    if (std::ranges::count(system.elements, metal.element) == 0 || element_molar_mass(metal.element) == 0)
      refuse(document, at + ".element", at + ": " + account.run.name + " has no '" + metal.element + "'",
             suggestion(metal.element, system.elements));
    for (std::size_t k = 0; k < metal.from.size(); ++k) {
      if (metal.from[k] == in_water || atoms_in_mineral(system, metal.from[k], metal.element) > 0) continue;
      std::vector<std::string> known{in_water};
      for (const std::string& mineral : system.minerals)
        if (atoms_in_mineral(system, mineral, metal.element) > 0) known.push_back(mineral);
      refuse(document, at + ".from[" + std::to_string(k) + "]",
             at + ": " + account.run.name + " has no '" + metal.from[k] + "' that holds " + metal.element,
             suggestion(metal.from[k], known));
    }
  }
}

}  // namespace talus::report
