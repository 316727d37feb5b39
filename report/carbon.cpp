#include "report/carbon.h"

#include <algorithm>
#include <cmath>

#include "chemistry/database/formula.h"

namespace talus::report {
namespace {

Curve scaled_change(const Curve& amount, double factor) {
  Curve change;
  for (const double value : amount) change.push_back(factor * (value - amount.front()));
  return change;
}

void add(Curve& sum, const Curve& values, double factor = 1) {
  for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += factor * values[k];
}

/// kg of CO2 in one mole of each component.
std::vector<double> mass_in_components(const System& system) {
  std::vector<double> mass(system.components.size(), 0.0);
  const auto found = std::find(system.elements.begin(), system.elements.end(), "C");
  if (found == system.elements.end()) return mass;
  const auto column = static_cast<std::size_t>(found - system.elements.begin());
  for (std::size_t j = 0; j < mass.size(); ++j)
    mass[j] = system.component_elements(j, column) * carbon_dioxide_molar_mass();
  return mass;
}

/// kg of CO2 in one mole of each gas.
std::vector<double> mass_in_gases(const System& system) {
  std::vector<double> mass;
  for (std::size_t g = 0; g < system.gases.size(); ++g)
    mass.push_back(system.atoms(system.gas_components, g, "C") * carbon_dioxide_molar_mass());
  return mass;
}

/// What amounts of several kinds (mol) hold together, kg at each of `times`.
Curve held(const std::vector<Curve>& amounts, const std::vector<double>& mass, std::size_t times) {
  Curve sum(times, 0);
  for (std::size_t i = 0; i < amounts.size(); ++i) add(sum, amounts[i], mass[i]);
  return sum;
}

std::vector<StoredIn> stored_by_place(const Run& run) {
  const System& system = run.system;
  std::vector<StoredIn> places;
  for (std::size_t m = 0; m < system.minerals.size(); ++m) {
    const double carbon = system.atoms(system.mineral_components, m, "C");
    if (carbon != 0)
      places.push_back({system.minerals[m], scaled_change(run.total_of("mineral_" + system.minerals[m]),
                                                          carbon * carbon_dioxide_molar_mass())});
  }
  Curve water(run.time.size(), 0), gas(run.time.size(), 0);
  const std::vector<double> in_components = mass_in_components(system), in_gases = mass_in_gases(system);
  for (std::size_t j = 0; j < system.components.size(); ++j)
    add(water, scaled_change(run.total_of("aqueous_" + system.components[j]), in_components[j]));
  for (std::size_t g = 0; g < system.gases.size(); ++g)
    add(gas, scaled_change(run.total_of("gaseous_" + system.gases[g]), in_gases[g]));
  Curve exchanged(run.time.size(), 0);
  bool on_exchangers = false;
  for (std::size_t i = 0; i < system.exchange_species.size(); ++i) {
    const double carbon = system.atoms(system.exchange_components, i, "C");
    on_exchangers |= carbon != 0;
    add(exchanged, scaled_change(run.total_of("exchanged_" + system.exchange_species[i]), 1),
        carbon * carbon_dioxide_molar_mass());
  }
  if (on_exchangers) places.push_back({"exchangers", std::move(exchanged)});
  places.push_back({"water", std::move(water)});
  places.push_back({"pore gas", std::move(gas)});
  return places;
}

/// Alkalinity that water took out, mol of charge: the charge of what is neither H+ nor carbon, which bicarbonate and
/// carbonate balance. Exchange of CO2 with the air does not change it.
Curve exported_alkalinity(const Run& run) {
  Curve alkalinity(run.time.size(), 0);
  const std::vector<double> carbon = mass_in_components(run.system);
  for (const PatchRecord& patch : run.patches)
    for (std::size_t j = 0; j < patch.outflow.size(); ++j)
      if (run.system.components[j] != "H+" && carbon[j] == 0)
        add(alkalinity, patch.outflow[j], run.system.component_charge[j]);
  return alkalinity;
}

CarbonCrossing crossing_of(const Run& run, const PatchRecord& patch) {
  const std::vector<double> in_components = mass_in_components(run.system);
  const std::size_t times = run.time.size();
  return {.patch = patch.name,
          .inside = patch.inside(),
          .gas = !patch.gas.empty(),
          .water = !patch.inflow.empty(),
          .from_air = held(patch.gas, mass_in_gases(run.system), times),
          .from_water = held(patch.inflow, in_components, times),
          .exported = held(patch.outflow, in_components, times)};
}

bool is_mineral(const StoredIn& place) { return place.place != "water" && place.place != "pore gas"; }

std::string in_words(const StoredIn& place) { return place.place == "water" ? "pore water" : place.place; }

Curve given_off_by_minerals(const CarbonBalance& balance, std::size_t times) {
  Curve given(times, 0);
  for (const StoredIn& place : balance.by_place)
    for (std::size_t k = 0; k < times && is_mineral(place); ++k) given[k] += std::max(0.0, -place.stored[k]);
  return given;
}

}  // namespace

double carbon_dioxide_molar_mass() {
  static const double mass = parse_formula("CO2").molar_mass;
  return mass;
}

CarbonBalance make_carbon_balance(const Run& run) {
  const std::size_t times = run.time.size();
  CarbonBalance balance;
  balance.by_place = stored_by_place(run);
  for (Curve* sum : {&balance.from_air, &balance.from_water, &balance.from_sources, &balance.exported,
                     &balance.stored, &balance.difference})
    sum->assign(times, 0);
  for (const StoredIn& place : balance.by_place) add(balance.stored, place.stored);
  for (const PatchRecord& patch : run.patches) {
    balance.crossings.push_back(crossing_of(run, patch));
    const CarbonCrossing& crossing = balance.crossings.back();
    add(balance.from_air, crossing.from_air);
    add(crossing.inside ? balance.from_sources : balance.from_water, crossing.from_water);
    add(balance.exported, crossing.exported);
  }
  balance.alkalinity = exported_alkalinity(run);
  balance.added = held(run.external, mass_in_components(run.system), times);
  balance.from_rock = given_off_by_minerals(balance, times);
  for (const Curve* origin : {&balance.from_air, &balance.from_water, &balance.from_sources, &balance.added})
    add(balance.difference, *origin);
  for (const Curve* fate : {&balance.exported, &balance.stored}) add(balance.difference, *fate, -1);
  return balance;
}

double CarbonParts::sum() const {
  double all = 0;
  for (const Part& part : origins) all += part.second;
  return all;
}

CarbonParts parts_of(const CarbonBalance& balance, Minerals minerals) {
  CarbonParts parts;
  const auto put = [&](double mass, const std::string& origin, const std::string& fate) {
    if (mass > 0) parts.origins.emplace_back(origin, mass);
    if (mass < 0) parts.fates.emplace_back(fate, -mass);
  };
  put(balance.from_air.back(), "from air", "released to the air");
  put(balance.from_water.back(), "brought by water", "");
  put(balance.from_sources.back(), "from sources inside", "");
  put(balance.added.back(), "added otherwise", "removed otherwise");
  if (minerals == Minerals::together) {
    double grown = 0;
    for (const StoredIn& place : balance.by_place)
      if (is_mineral(place)) grown += std::max(0.0, place.stored.back());
    put(balance.from_rock.back(), "from minerals of the rock", "");
    put(-grown, "", "in minerals that grew");
  }
  for (const StoredIn& place : balance.by_place)
    if (minerals == Minerals::one_by_one || !is_mineral(place))
      put(-place.stored.back(), "from " + in_words(place), "in " + in_words(place));
  put(-balance.exported.back(), "", "exported in drainage");
  return parts;
}

}  // namespace talus::report
