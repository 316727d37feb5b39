#include "batch/material.h"

#include <cmath>

#include "base/units.h"
#include "case/materials.h"

namespace talus::batch {

namespace {

/// Mass of each mineral (kg), and surface of what was there (m2).
struct Solids {
  Named<double> mass, surface;

  static double& of(Named<double>& all, const std::string& name) {
    for (auto& [key, value] : all)
      if (key == name) return value;
    return all.emplace_back(name, 0.0).second;
  }
};

Solids solids_in(const ReactSetup& setup, const ReactorState<double>& state) {
  Solids solids;
  const std::vector<Solid>& all = setup.model.reactions.solids;
  for (std::size_t p = 0; p < all.size(); ++p) {
    const Mineral& mineral = setup.system.minerals[all[p].mineral];
    Solids::of(solids.mass, mineral.name) += state.amount[p] * mineral.molar_mass;
    if (!all[p].formed)
      Solids::of(solids.surface, mineral.name) +=
          surface_area(all[p], state.amount[p], state.initial_amount[p], state.initial_area[p]);
  }
  for (std::size_t q = 0; q < state.phase.size(); ++q) {
    const std::string& name = setup.model.phases[q].name;
    const std::string& formula = setup.input.database->minerals.at(name).formula;
    Solids::of(solids.mass, name) += state.phase[q] * setup.input.database->formula(formula).molar_mass;
  }
  return solids;
}

double sum(const Named<double>& masses) {
  double total = 0;
  for (const auto& [name, mass] : masses) total += mass;
  return total;
}

}  // namespace

std::string react_material(const ReactSetup& setup, const ReactResult& result) {
  const ReactorState<double>& state = result.end.back();
  const Solids solids = solids_in(setup, state);
  const double inert = setup.dry_mass - sum(solids_in(setup, setup.start).mass);
  const double dry = inert + sum(solids.mass);
  WrittenMaterial material;
  for (const auto& [name, mass] : solids.mass)
    if (mass > 0) material.solids.minerals.emplace_back(name, mass / dry);
  material.solids.minerals.emplace_back("inert", std::nullopt);
  for (const auto& [name, area] : solids.surface) {
    double mass = 0;
    for (const auto& [other, value] : solids.mass)
      if (other == name) mass = value;
    if (mass > 0) material.solids.surface.emplace_back(name, area / mass);
  }
  const double kilograms = std::exp(state.x.back());
  for (std::size_t j = 0; j < setup.system.components(); ++j)
    if (setup.system.component_name(j) != "H+")
      material.water.total.emplace_back(setup.system.component_name(j),
                                        with_unit(state.total[j] / kilograms, "mol/kgw"));
  material.water.charge = "pH";
  return "# " + setup.input.values.title + ": solids and water at the end. Written by talus react.\n" +
         echo(material);
}

}  // namespace talus::batch
