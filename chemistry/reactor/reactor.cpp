#include "chemistry/reactor/reactor.h"

#include <cmath>
#include <numbers>
#include <stdexcept>

#include "base/error.h"
#include "chemistry/reactor/reactor_gas.h"

namespace talus {

namespace {

bool at_equilibrium(const GasContact& gas, GasContact::Kind kind) {
  return gas.kind == kind && !gas.transfer;
}

/// What settle() asks of equilibrate(): kept gases are phases without an end, enclosed ones a headspace.
EquilibriumModel equilibrium_model(const ReactorModel& model) {
  EquilibriumModel result{.system = model.system, .phases = model.phases, .exchangers = model.exchangers};
  if (at_equilibrium(model.gas, GasContact::kept))
    for (const Gas& gas : model.system->gases) result.phases.push_back({gas.name, "", gas.row, gas.log_k});
  return result;
}

Batch batch_of(const ReactorModel& model, const ReactorState<double>& state, double temperature) {
  Batch batch{.total = state.total, .sites = state.sites};
  for (double amount : state.phase) batch.phases.push_back({.amount = amount});
  if (at_equilibrium(model.gas, GasContact::kept)) {
    const GasOfReactor<double> gas(model, temperature);
    for (std::size_t g = 0; g < state.pressure.size(); ++g)
      batch.phases.push_back({.target = std::log10(state.pressure[g] / standard_atmosphere) +
                                        gas.ln_coefficient[g] / std::numbers::ln10,
                              .open = true});
  }
  if (!at_equilibrium(model.gas, GasContact::enclosed)) return batch;
  batch.headspace = state.gas_volume;
  batch.per_ideal.assign(state.gas.size(), 1.0);
  for (std::size_t g = 0; g < state.gas.size(); ++g) {
    const ReactionRow& row = model.system->gases[g].row;
    for (std::size_t j = 0; j + 1 < batch.total.size(); ++j) batch.total[j] += row.of(j) * state.gas[g];
    batch.total.back() += row.water * state.gas[g];
  }
  return batch;
}

/// Equilibrium of a batch. Real gas in a volume is ideal but for factors, which follow from its amounts and
/// are found by turns with them.
Equilibrium settled_with_gas(const ReactorModel& model, const EquilibriumConstants& at,
                             const EquilibriumModel& equilibrium, double temperature,
                             const ReactorState<double>& state, Batch& batch) {
  if (!model.gas.real || batch.headspace == 0) return equilibrate(equilibrium, at, batch);
  constexpr double settled = 1e-13;
  GasOfReactor<double> gas(model, temperature);
  std::vector<double> amount = state.gas;
  Equilibrium found;
  for (int times = 0; times < 200; ++times) {
    gas.mix(std::span<const double>(amount), state.inert, state.gas_volume);
    double worst = 0;
    for (std::size_t g = 0; g < amount.size(); ++g) {
      const double factor = std::exp(-gas.mixture.excess[g]);
      worst = std::max(worst, std::abs(factor / batch.per_ideal[g] - 1));
      batch.per_ideal[g] = factor;
    }
    if (times > 0 && worst < settled) return found;
    const Equilibrium near = found;
    found = equilibrate(equilibrium, at, batch, times > 0 ? &near : nullptr);
    if (!found.found) return found;
    for (std::size_t g = 0; g < amount.size(); ++g)
      amount[g] =
          found.gas_fugacity[g] * state.gas_volume / (gas_constant * temperature) * batch.per_ideal[g];
  }
  found.found = false;
  found.failure = "gas and water come to no equilibrium: near its critical point a gas has no one density";
  return found;
}

}  // namespace

void add(const ReactionRow& composition, double moles, ReactorState<double>& state) {
  for (const Term& t : composition.terms)
    state.total[static_cast<std::size_t>(t.component)] += t.power * moles;
  state.total.back() += composition.water * moles;
}

ReactorState<double> reactor_state(const ReactorModel& model, const Water& water, double kilograms) {
  ReactorState<double> state;
  state.x = water.ln_molality;
  state.x.push_back(std::log(kilograms));
  state.strength = water.ionic_strength;
  state.ln_water = std::log(water.water_activity);
  state.total = totals_of(water, kilograms);
  const std::size_t solids = model.reactions.solids.size();
  for (std::vector<double>* values : {&state.amount, &state.initial_amount, &state.initial_area})
    values->assign(solids, 0.0);
  state.phase.assign(model.phases.size(), 0.0);
  state.extent.assign(model.system->slow_reactions.size(), 0.0);
  if (model.gas.kind == GasContact::none) return state;
  for (std::vector<double>* values : {&state.pressure, &state.gas, &state.entered, &state.supplied})
    values->assign(model.system->gases.size(), 0.0);
  return state;
}

void fill_gas(const ReactorModel& model, const std::vector<double>& pressure, double volume,
              double temperature, ReactorState<double>& state) {
  check(pressure.size() == model.system->gases.size(), "every gas of the system has a pressure");
  state.pressure = pressure;
  state.gas_volume = volume;
  const double z = GasOfReactor<double>(model, temperature).compressibility;
  const double per_pressure = volume / (z * gas_constant * temperature);  // mol/Pa
  double rest = model.gas.total_pressure;
  for (std::size_t g = 0; g < pressure.size(); ++g) {
    state.gas[g] = pressure[g] * per_pressure;
    rest -= pressure[g];
  }
  if (model.gas.real) state.inert = std::max(rest, 0.0) * per_pressure;
}

void fill_exchangers(const ReactorModel& model, const std::vector<double>& sites, double temperature,
                     ReactorState<double>& state) {
  check(sites.size() == model.exchangers.size(), "every exchanger of the model has its sites");
  const EquilibriumModel equilibrium{.system = model.system, .exchangers = model.exchangers};
  const std::vector<double> ln_molality(state.x.begin(), state.x.end() - 1);
  state.sites = sites;
  state.exchanged = exchanged_totals(equilibrium, constants_of(equilibrium, temperature), ln_molality, sites);
  for (std::size_t j = 0; j < state.total.size(); ++j) state.total[j] += state.exchanged[j];
}

std::vector<double> held(const ReactorModel& model, const ReactorState<double>& state) {
  ReactorState<double> sum;
  sum.total = state.total;
  for (std::size_t p = 0; p < state.amount.size(); ++p)
    add(model.system->minerals[model.reactions.solids[p].mineral].row, state.amount[p], sum);
  for (std::size_t q = 0; q < state.phase.size(); ++q) add(model.phases[q].row, state.phase[q], sum);
  for (std::size_t g = 0; g < state.gas.size(); ++g) add(model.system->gases[g].row, state.gas[g], sum);
  for (std::size_t k = 0; k < state.extent.size(); ++k)
    add(model.system->slow_reactions[k].row, -state.extent[k], sum);
  return sum.total;
}

void settle(const ReactorModel& model, double temperature, ReactorState<double>& state) {
  const EquilibriumModel equilibrium = equilibrium_model(model);
  Batch batch = batch_of(model, state, temperature);
  const Equilibrium found =
      settled_with_gas(model, constants_of(equilibrium, temperature), equilibrium, temperature, state, batch);
  if (!found.found) throw SolveError("the batch has no equilibrium: " + found.failure);
  state.x = found.ln_molality;
  state.x.push_back(std::log(found.water));
  state.strength = found.ionic_strength;
  state.ln_water = found.ln_activity.back();
  for (std::size_t e = 0; e < model.exchangers.size(); ++e) {
    if (e == 0) std::ranges::fill(state.exchanged, 0.0);
    for (std::size_t i = 0; i < found.exchanged[e].size(); ++i)
      add_to_balances(model.exchangers[e].species[i].row, found.exchanged[e][i],
                      std::span<double>(state.exchanged));
  }
  for (std::size_t q = 0; q < model.phases.size(); ++q) {
    add(model.phases[q].row, -found.change[q], state);
    state.phase[q] = found.amount[q];
  }
  for (std::size_t g = 0; g < state.gas.size() && !model.gas.transfer; ++g) {
    const double per_ideal = batch.per_ideal.empty() ? 1 : batch.per_ideal[g];
    const double left = found.gas_fugacity[g] * state.gas_volume / (gas_constant * temperature) * per_ideal;
    const double taken =
        model.gas.kind == GasContact::kept ? -found.change[model.phases.size() + g] : state.gas[g] - left;
    add(model.system->gases[g].row, taken, state);
    state.entered[g] += taken;
    if (model.gas.kind == GasContact::enclosed) state.gas[g] = left;
  }
  state.step = 0;
}

void flush(const Water& water, double part, ReactorState<double>& state) {
  const double kilograms = std::exp(state.x.back());
  const std::vector<double> other = totals_of(water, part * kilograms);
  for (std::size_t j = 0; j < other.size(); ++j) {
    const double in_water = state.total[j] - (state.exchanged.empty() ? 0.0 : state.exchanged[j]);
    state.total[j] += other[j] - part * in_water;
  }
}

}  // namespace talus
