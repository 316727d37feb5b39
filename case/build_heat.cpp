#include "case/build_heat.h"

#include "base/error.h"
#include "case/build_flow.h"
#include "chemistry/assumptions.h"

namespace talus {

namespace {

/// chi, eta, and kappa of thawed and frozen material: Cote and Konrad (2005), tables 2 and 3.
CoteKonrad cote_konrad(const MaterialHeatCase& h, double grains) {
  CoteKonrad law{.grains = grains};
  const bool crushed = h.grains == "crushed rock";
  law.chi = crushed ? 1.70 : 0.75;
  law.eta = crushed ? 1.80 : 1.20;
  if (h.texture == "gravel and coarse sand") {
    law.kappa_thawed = 4.60;
    law.kappa_frozen = 1.70;
  } else if (h.texture == "medium and fine sand") {
    law.kappa_thawed = 3.55;
    law.kappa_frozen = 0.95;
  } else {
    law.kappa_thawed = 1.90;
    law.kappa_frozen = 0.85;
  }
  return law;
}

ConductivityLaw conductivity_of(const std::string& law, const MaterialHeatCase& h) {
  if (law == GivenConductivity::name)
    return GivenConductivity{*h.conductivity, h.frozen_conductivity.value_or(*h.conductivity)};
  const double grains = h.grain_conductivity ? *h.grain_conductivity : conductivity_of_grains(*h.quartz);
  if (law == CoteKonrad::name) return cote_konrad(h, grains);
  return Johansen{grains, h.grains == "crushed rock", h.texture != "silt and clay"};
}

FreezingCurve curve_of(const std::optional<FreezingCase>& f, const Retention* retention) {
  if (!f) return {};
  if (f->curve == ExponentialFreezing::name) return ExponentialFreezing{*f->residual, *f->width};
  check(retention != nullptr, "Clapeyron's curve has a retention");
  return ClapeyronFreezing{*retention};
}

HeatConditions conditions_of(const HeatFaceCase& face, const std::optional<Series>& table) {
  HeatConditions conditions;
  if (face.temperature) conditions.temperature = Series::constant(*face.temperature);
  if (face.temperature_file) conditions.temperature = table;
  conditions.flux = face.flux.value_or(0);
  return conditions;
}

ReactionEnthalpies known_enthalpies(const Input& input, const ChemicalSystem& system) {
  std::vector<std::string> unknown;
  ReactionEnthalpies enthalpies = reaction_enthalpies(system, unknown);
  if (unknown.empty()) return enthalpies;
  throw InputError(
      {{input.document.place_of_key("heat.reaction"),
        "heat.reaction = true needs the enthalpies of all reactions, and the database has constants that are "
        "known at 25 degC only, of " +
            first_of(unknown),
        "leave out what the case can do without ('chemistry.leave_out'), give the constant an enthalpy in "
        "a database file of your own, or write heat.reaction = false"}});
}

}  // namespace

HeatModel heat_of(const Input& input, const Mesh& mesh, const ChemicalSystem& system) {
  const HeatCase& keys = *input.values.heat;
  HeatModel heat;
  for (const auto& [name, material] : input.values.materials) {
    const std::optional<Retention> retention = retention_of(input, name, material);
    heat.materials.push_back({material.heat->grain_heat_capacity,
                              conductivity_of(keys.conductivity, *material.heat),
                              curve_of(keys.freezing, retention ? &*retention : nullptr)});
  }
  for (const Patch& patch : mesh.patches) {
    HeatConditions conditions;
    if (patch.name == "top") conditions = conditions_of(keys.surface, input.tables.surface_temperature);
    if (patch.name == "base") conditions = conditions_of(keys.base, input.tables.base_temperature);
    for (const auto& [name, kelvin] : keys.entering)
      if (name == patch.name) conditions.entering = kelvin;
    heat.patches.push_back(std::move(conditions));
  }
  heat.holds_constants = keys.freezing && keys.freezing->constants == "held";
  if (keys.reaction) heat.reaction = known_enthalpies(input, system);
  heat.impedance = keys.freezing ? keys.freezing->impedance.value_or(0) : 0;
  return heat;
}

}  // namespace talus
