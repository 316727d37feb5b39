#include "batch/setup.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>

#include "case/checks.h"
#include "case/chemistry.h"
#include "case/solids.h"
#include "chemistry/reactor/reactor_equations.h"

namespace talus::batch {

namespace {

/// Runs `work`; what it refuses is reported at the key `path`.
template <class Work>
auto at_key(const ReactInput& input, const std::string& path, Work work) {
  try {
    return work();
  } catch (const std::invalid_argument& error) {
    throw InputError({{input.document.place_of_key(path), path + ": " + error.what(), ""}});
  }
}

/// The composition of a component, a mineral, a gas or water.
ReactionRow row_of(const ReactInput& input, const ChemicalSystem& system, const std::string& name) {
  if (name == "H2O") return {.terms = {}, .water = 1};
  if (const int j = system.component(name); j >= 0) return {.terms = {{j, 1}}, .water = 0};
  return phase(*input.database, system, name).row;
}

/// Charge that additions bring, eq; 0 where it is rounding.
double charge_of(const ChemicalSystem& system, const std::vector<Addition>& additions) {
  double charge = 0, size = 0;
  for (const Addition& addition : additions)
    for (const Term& t : addition.row.terms) {
      const double part =
          addition.moles * t.power * system.species[static_cast<std::size_t>(t.component)].charge;
      charge += part;
      size += std::abs(part);
    }
  return std::abs(charge) > 1e-9 * size ? charge : 0;
}

/// What `path`.add adds; `net_charge` says whether that may have a charge.
std::vector<Addition> additions_of(ReactSetup& setup, const std::string& path, const Named<double>& moles,
                                   bool net_charge) {
  const ReactInput& input = setup.input;
  std::vector<Addition> additions;
  for (const auto& [name, amount] : moles)
    additions.push_back(
        {at_key(input, path + ".add." + name, [&] { return row_of(input, setup.system, name); }), amount});
  const double charge = charge_of(setup.system, additions);
  setup.has_charge = setup.has_charge || charge != 0;
  if (charge == 0 || net_charge) return additions;
  char number[32];
  std::snprintf(number, sizeof number, "%+.6g meq", 1e3 * charge);
  throw InputError({{input.document.place_of_key(path + ".add"),
                     path + ".add brings a charge of " + number + " that nothing balances",
                     "add what balances it (NaOH is \"Na+\" with as much of \"H+\" below 0), or say "
                     "net_charge = true"}});
}

Named<Water> solve_waters(const ReactInput& input, const ChemicalSystem& system,
                          const std::vector<Phase>& phases) {
  Named<Water> waters;
  const Constants at = system.at(input.temperature.at(0));
  std::vector<WaterPhase> minerals;
  for (const Phase& phase : phases)
    minerals.push_back({phase.name, phase.row, std::numbers::ln10 * phase.log_k.at(at.temperature)});
  for (const auto& [name, recipe] : input.waters)
    waters.emplace_back(
        name, at_key(input, "waters." + name, [&] { return solve_water(system, at, recipe, minerals); }));
  return waters;
}

/// Whether the gas of a vessel is real, by chemistry.fugacity; a gas without critical constants is ideal.
bool is_real(const ReactInput& input, const ChemicalSystem& system) {
  const auto known = [](const Gas& gas) { return gas.record->critical.known(); };
  if (system.fugacity == "ideal" || !std::ranges::all_of(system.gases, known)) return false;
  return system.fugacity == "Peng-Robinson" || total_pressure(*input.values.gas) > standard_atmosphere;
}

/// Whether a water of the vessel, or of its operations, has charges that do not balance by more than
/// rounding.
bool any_charge(const ReactSetup& setup) {
  const auto charged = [&](const std::string& name) {
    return std::abs(setup.water(name).charge_error) > 1e-6;
  };
  return charged(setup.input.values.vessel.composition) ||
         std::ranges::any_of(setup.input.values.operations,
                             [&](const auto& o) { return o.composition && charged(*o.composition); });
}

GasContact contact_of(const ReactInput& input, const ReactorModel& model) {
  if (!input.values.gas) return {};
  const GasCase& g = *input.values.gas;
  const ChemicalSystem& system = *model.system;
  GasContact contact{.kind = g.supply   ? GasContact::streaming
                             : g.volume ? GasContact::enclosed
                                        : GasContact::kept,
                     .transfer = g.transfer,
                     .total_pressure = total_pressure(g),
                     .real = is_real(input, system)};
  for (const Gas& gas : system.gases)
    for (const auto& [name, part] : g.air)
      if (name == gas.name) contact.partial.push_back(part.in(contact.total_pressure));
  if (!g.supply) return contact;
  const double temperature = input.temperature.at(0);
  const double z = GasOfReactor<double>({.system = &system, .gas = contact}, temperature).compressibility;
  contact.supply = *g.supply * *g.pressure / (z * gas_constant * temperature);
  return contact;
}

/// Times of an operation up to `length`, s.
std::vector<double> times_of(const VesselOperationCase& o, double length) {
  const double first = o.first ? *o.first : *o.every;
  std::vector<double> times;
  for (double i = 0; (i == 0 || o.every) && first + i * o.every.value_or(0) <= length; ++i)
    times.push_back(first + i * o.every.value_or(0));
  return times;
}

/// Minerals of the vessel and of its material into solids and phases.
void place_minerals(ReactSetup& setup) {
  const ReactInput& input = setup.input;
  const VesselCase& v = input.values.vessel;
  ReactorState<double>& state = setup.start;
  const auto value = [](const Named<double>& all, const std::string& name) {
    for (const auto& [key, number] : all)
      if (key == name) return number;
    return 0.0;
  };
  const auto molar_mass = [&](const std::string& name) {
    return input.database->formula(input.database->minerals.at(name).formula).molar_mass;
  };
  for (const auto& [name, moles] : v.minerals) setup.dry_mass += moles * molar_mass(name);
  setup.dry_mass += v.solids.value_or(0);
  const MaterialCase* material = nullptr;
  for (const auto& [name, one] : input.shared.materials)
    if (v.material == name) material = &one;
  if (material != nullptr) {
    const MaterialSolids solids = solids_of(setup.system, setup.model.reactions.solids, *material);
    for (std::size_t p = 0; p < solids.amount.size(); ++p) {
      state.amount[p] = *v.solids * solids.amount[p];
      state.initial_area[p] = *v.solids * solids.surface[p];
    }
    double given = 0;
    for (const auto& [name, share] : material->minerals) given += share.value_or(0);
    for (std::size_t q = 0; q < setup.model.phases.size(); ++q)
      for (const auto& [name, share] : material->minerals)
        if (name == setup.model.phases[q].name)
          state.phase[q] = *v.solids * share.value_or(1 - given) / molar_mass(name);
  }
  for (std::size_t p = 0; p < state.amount.size(); ++p) {
    const Solid& solid = setup.model.reactions.solids[p];
    const Mineral& mineral = setup.system.minerals[solid.mineral];
    if (solid.amorphous || solid.part > 0 || (solid.formed && mineral.dissolves)) continue;
    state.amount[p] += value(v.minerals, mineral.name);
    if (!solid.formed) state.initial_area[p] += value(v.surface, mineral.name);
    if (std::holds_alternative<FirstOrder>(mineral.dissolution)) state.initial_area[p] = state.amount[p];
  }
  for (std::size_t q = 0; q < setup.model.phases.size(); ++q)
    state.phase[q] += value(v.minerals, setup.model.phases[q].name);
  state.initial_amount = state.amount;
}

ChemicalSystem system_of(const ReactInput& input) {
  return {*input.database, system_choice(input.shared, input.shared.chemistry.components)};
}

}  // namespace

const Water& ReactSetup::water(const std::string& name) const {
  for (const auto& [key, solved] : waters)
    if (key == name) return solved;
  check(false, "names of a case are checked before it is built");
  return waters.front().second;
}

ReactSetup::ReactSetup(const ReactInput& of_input)
    : input(of_input), system(system_of(of_input)), model{&system} {
  const ReactCase& c = input.values;
  model.reactions = reactions_of(system, input.shared);
  for (Solid& solid : model.reactions.solids) solid.seed *= c.vessel.water / system.water_density;
  for (std::size_t i = 0; i < c.chemistry.equilibrium.size(); ++i)
    model.phases.push_back(at_key(input, "chemistry.equilibrium[" + std::to_string(i) + "]", [&] {
      return phase(*input.database, system, c.chemistry.equilibrium[i]);
    }));
  for (std::size_t i = 0; i < c.saturation.size(); ++i)
    watched.push_back(at_key(input, "saturation[" + std::to_string(i) + "]",
                             [&] { return phase(*input.database, system, c.saturation[i]); }));
  model.gas = contact_of(input, model);
  model.temperature = input.temperature;
  model.tolerance = c.steps.tolerance;
  waters = solve_waters(input, system, model.phases);
  has_charge = any_charge(*this);
  start = reactor_state(model, water(c.vessel.composition), c.vessel.water);
  std::vector<double> sites;
  for (const auto& [name, moles] : c.vessel.exchangers) {
    model.exchangers.push_back(at_key(input, "vessel.exchangers." + name, [&] {
      return exchanger(*input.database, system, name, exchange_convention(c.chemistry.exchange_convention));
    }));
    sites.push_back(moles);
  }
  if (!sites.empty()) fill_exchangers(model, sites, input.temperature.at(0), start);
  place_minerals(*this);
  if (model.gas.transfer)
    at_key(input, "gas.transfer", [&] {
      for (const Gas& gas : system.gases) reactor_detail::dissolved_gas(system, gas);
      return true;
    });
  if (c.gas) fill_gas(model, model.gas.partial, c.gas->volume.value_or(0), input.temperature.at(0), start);
  for (std::size_t i = 0; i < c.operations.size(); ++i) {
    const VesselOperationCase& o = c.operations[i];
    operations.push_back(
        {.kind = o.kind,
         .times = times_of(o, c.run->length),
         .part = o.part.value_or(0),
         .water = o.composition ? &water(*o.composition) : nullptr,
         .additions = additions_of(*this, "operations[" + std::to_string(i) + "]", o.add, o.net_charge)});
  }
  if (c.path) added = additions_of(*this, "path", c.path->add, c.path->net_charge);
}

}  // namespace talus::batch
