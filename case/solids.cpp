#include "case/solids.h"

#include <algorithm>

#include "solver/named.h"

namespace talus {

namespace {

/// The largest number of grain sizes that a material has of a mineral.
int sizes_of(const Case& c, const std::string& mineral) {
  std::size_t most = 1;
  for (const auto& [name, material] : c.materials)
    if (const Grains* grains = find(material.grains, mineral)) most = std::max(most, grains->diameter.size());
  return static_cast<int>(most);
}

bool first_order(const Mineral& mineral) { return std::holds_alternative<FirstOrder>(mineral.dissolution); }

/// The number of the coat on a mineral that has one.
int number_of_coat(const Case& c, const std::string& mineral) {
  int number = 0;
  for (const auto& [name, keys] : c.chemistry.passivation) {
    if (name == mineral) break;
    if (keys.by != "shrinking core") ++number;
  }
  return number;
}

Solid what_forms(const Mineral& mineral, std::size_t number, const Case& c) {
  const GrowthCase& growth = c.chemistry.precipitate[index_of(c.chemistry.precipitate, mineral.name)].second;
  const double specific =
      growth.specific_surface ? *growth.specific_surface : mineral.record->crystals->surface;
  return {.mineral = number,
          .formed = true,
          .seed = growth.seed,
          .specific_surface = specific * mineral.molar_mass};
}

/// What was there of a mineral, which may grow as well.
void add_solids_that_were_there(const ChemicalSystem& system, std::size_t number, const Case& c,
                                Reactions& to) {
  const Mineral& mineral = system.minerals[number];
  Solid solid{.mineral = number, .exponent = first_order(mineral) ? 1.0 : surface_exponent(c, mineral.name)};
  if (const PassivationCase* keys = find(c.chemistry.passivation, mineral.name)) {
    if (keys->driven_by) {
      solid.driver = system.component(*keys->driven_by);
      const double taken = -mineral.row.of(static_cast<std::size_t>(solid.driver));
      solid.layer = mineral.molar_volume * taken / (*keys->diffusivity * system.water_density);
    } else if (keys->by == "shrinking core") {
      solid.layer = mineral.molar_volume / (*keys->diffusivity * *keys->concentration);
    } else {
      solid.coat = number_of_coat(c, mineral.name);
    }
    solid.rim = keys->rim.value_or(0) / mineral.molar_volume;
  }
  const int sizes = sizes_of(c, mineral.name);
  if (grows_on_grains(c, mineral.name)) {
    const Solid crystals = what_forms(mineral, number, c);
    solid.grows = true;
    solid.seed = crystals.seed / sizes;
    solid.specific_surface = crystals.specific_surface;
  }
  for (solid.part = 0; solid.part < sizes; ++solid.part) to.solids.push_back(solid);
  const double* factor = find(c.chemistry.amorphous_factor, mineral.name);
  if (factor == nullptr) return;
  solid.activity = *factor;
  solid.amorphous = true;
  to.solids.push_back(solid);
}

Coat coat_of(const PassivationCase& keys, const ChemicalSystem& system, const Reactions& reactions) {
  Coat coat;
  for (std::size_t p = 0; p < reactions.solids.size(); ++p) {
    const Mineral& mineral = system.minerals[reactions.solids[p].mineral];
    if (reactions.solids[p].formed && std::ranges::count(keys.coat, mineral.name) > 0)
      coat.made_of.emplace_back(p, mineral.molar_volume);
  }
  coat.exponent = keys.exponent;
  if (keys.by == "blocking coat")
    coat.thickness = *keys.thickness;
  else
    coat.resistance = 1 / (*keys.diffusivity * *keys.concentration);
  return coat;
}

/// Share of a mineral's mass in a part, and of its surface.
struct Share {
  double mass = 0, surface = 0;
};

Share share_of_size(const Grains* grains, std::size_t part) {
  if (grains == nullptr) return part == 0 ? Share{1, 1} : Share{};
  if (part >= grains->diameter.size()) return {};
  const std::vector<double> surfaces = surface_by_size(*grains, 1);
  double all = 0;
  for (const double surface : surfaces) all += surface;
  return {grains->share[part], surfaces[part] / all};
}

/// Of all its grains, m2 per kg of the mineral.
double specific_surface(const Mineral& mineral, const MaterialCase& material) {
  const double* activation = find(material.activation, mineral.name);
  const double more = activation == nullptr ? 1 : *activation;
  if (const double* given = find(material.surface, mineral.name)) return more * *given;
  const Grains* grains = find(material.grains, mineral.name);
  if (grains == nullptr) return 0;
  double sum = 0;
  for (const double surface : surface_by_size(*grains, mineral.molar_mass / mineral.molar_volume))
    sum += surface;
  return more * sum;
}

double mass_of(const std::string& mineral, const MaterialCase& material) {
  double given = 0;
  for (const auto& [name, share] : material.minerals) given += share.value_or(0);
  const std::optional<double>* share = find(material.minerals, mineral);
  return share == nullptr ? 0 : share->value_or(1 - given);
}

/// Of a solid, mol and m2 per kg of dry material.
Share start_of(const Mineral& mineral, const Solid& solid, const MaterialCase& material) {
  if (solid.formed && mineral.dissolves) return {};  // what was there are other solids of this mineral
  const double moles = amount_of(mineral, material);
  if (solid.formed) return {moles, 0};
  const double* given = find(material.amorphous, mineral.name);
  const double amorphous = given == nullptr ? 0 : *given;
  const double of_state = solid.amorphous ? amorphous : 1 - amorphous;
  const Share share = solid.amorphous ? Share{1, 1}
                                      : share_of_size(find(material.grains, mineral.name),
                                                      static_cast<std::size_t>(solid.part));
  const double amount = of_state * share.mass * moles;
  if (first_order(mineral)) return {amount, amount};
  return {amount,
          of_state * share.surface * moles * mineral.molar_mass * specific_surface(mineral, material)};
}

}  // namespace

double surface_exponent(const Case& c, const std::string& mineral) {
  const double* own = find(c.chemistry.surface_exponents, mineral);
  return own == nullptr ? c.chemistry.surface_exponent : *own;
}

bool grows_on_grains(const Case& c, const std::string& mineral) {
  const GrowthCase* growth = find(c.chemistry.precipitate, mineral);
  return growth != nullptr && growth->grows_on == "grains";
}

Reactions reactions_of(const ChemicalSystem& system, const Case& c) {
  Reactions reactions;
  for (std::size_t m = 0; m < system.minerals.size(); ++m) {
    const Mineral& mineral = system.minerals[m];
    if (mineral.dissolves) add_solids_that_were_there(system, m, c, reactions);
    if (mineral.precipitates && !grows_on_grains(c, mineral.name))
      reactions.solids.push_back(what_forms(mineral, m, c));
  }
  for (const auto& [name, keys] : c.chemistry.passivation)
    if (keys.by != "shrinking core") reactions.coats.push_back(coat_of(keys, system, reactions));
  reactions.wetting = c.chemistry.wetting;
  return reactions;
}

double amount_of(const Mineral& mineral, const MaterialCase& material) {
  return mass_of(mineral.name, material) / mineral.molar_mass;
}

MaterialSolids solids_of(const ChemicalSystem& system, const std::vector<Solid>& solids,
                         const MaterialCase& material) {
  MaterialSolids result;
  for (const Solid& solid : solids) {
    const Share share = start_of(system.minerals[solid.mineral], solid, material);
    result.amount.push_back(share.mass);
    result.surface.push_back(share.surface);
  }
  return result;
}

}  // namespace talus
