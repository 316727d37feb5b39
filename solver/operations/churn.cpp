#include "solver/operations/churn.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <type_traits>

#include "base/error.h"
#include "base/petsc.h"
#include "base/units.h"
#include "solver/coupling/carbon_by_source.h"
#include "solver/coupling/implicit.h"
#include "solver/coupling/residual.h"
#include "solver/operations/mix_heat.h"
#include "solver/state/arrays.h"
#include "solver/state/cell_unknowns.h"
#include "solver/state/chemical_temperatures.h"

namespace talus {

namespace {

constexpr int most_halvings = 6;  // of a mixing whose equilibrium is not found at once

/// Owned cells of a column whose lower face is not below `depth`; columns run from the base to the top.
std::pair<std::size_t, std::size_t> mixed_cells(const Mesh& mesh, std::size_t column, double depth) {
  const auto end = static_cast<std::size_t>(mesh.column_first[column + 1]);
  std::size_t begin = end;
  while (begin > static_cast<std::size_t>(mesh.column_first[column]) && mesh.depth[begin - 1] < depth)
    --begin;
  return {begin, end};
}

void mix(std::span<double> values, const Mesh& mesh, std::size_t begin, std::size_t end, double efficiency) {
  double amount = 0, volume = 0;
  for (std::size_t c = begin; c < end; ++c) {
    amount += values[c] * mesh.volume[c];
    volume += mesh.volume[c];
  }
  for (std::size_t c = begin; c < end; ++c) values[c] += efficiency * (amount / volume - values[c]);
}

/// Calls use(values, declaration) for every array of cells that mixing changes, value by value.
template <class Use>
void each_mixed(State& state, Use&& use) {
  visit_arrays(state, [&](auto& array, const ArrayInfo& info) {
    if (info.mixing == Mixing::none) return;
    if constexpr (std::is_same_v<decltype(array), Fields&>)
      for (std::size_t j = 0; j < array.size(); ++j) use(array[j], info);
    else
      use(std::span<double>(array), info);
  });
}

/// Replaces the gas of a cell by the air of the top patch, and adds what came in (mol) to `entered`, of each
/// balance, and to `crossed`, of each gas.
void renew_air(const Model& model, const std::vector<AirGas>& air, std::size_t cell, double theta,
               std::span<const double> gas, State& state, std::span<double> entered,
               std::span<double> crossed) {
  std::vector<double> brought(model.unknowns.size(), 0.0);
  const double rt = gas_constant * chemical_temperature(model, state.temperature[cell]),
               pressure = model.pressure.at(state.time);
  for (std::size_t g = 0; g < air.size(); ++g) {
    const double fresh = theta * (air[g].in(pressure, state.time) / rt - gas[g]);
    add_row(model.system.gases[g].row, fresh, brought.data(), brought.size() - 1);
    crossed[g] += fresh * model.mesh.volume[cell];
  }
  for (std::size_t j = 0; j < brought.size(); ++j) {
    state.totals[j][cell] += brought[j];
    entered[j] += brought[j] * model.mesh.volume[cell];
  }
}

/// A cell, and the face of the patch whose air it gets.
struct Aired {
  std::size_t patch, face, cell;
};

/// What that is to the carbon of each source.
void renew_carbon(const Model& model, const Aired& where, double theta, std::span<const double> gas,
                  State& state) {
  const double rt = gas_constant * chemical_temperature(model, state.temperature[where.cell]),
               pressure = model.pressure.at(state.time);
  double removed = 0, added = 0;
  for (std::size_t g = 0; g < gas.size(); ++g) {
    const double atoms = theta * model.carbon->atoms_of_gas[g];
    removed += atoms * gas[g];
    added += atoms * model.patches[where.patch].air[g].in(pressure, state.time) / rt;
  }
  replace_gas(model, where.patch, where.face, where.cell, removed, added, state);
}

/// The cells' gas, mol per m3 of gas, at the unknowns of the state.
std::vector<double> gas_of(const Model& model, const State& state) {
  const std::size_t gases = model.system.gases.size();
  std::vector<double> result(static_cast<std::size_t>(model.mesh.owned) * gases);
  ConstantsOfCells constants;
  constants.take(model.system, chemical_temperatures(model, state));
  Solution<double> solution(model.system);
  std::vector<double> x(model.system.components());
  for (std::size_t c = 0; c < static_cast<std::size_t>(model.mesh.owned); ++c) {
    load_molalities(state, c, x);
    solution.forget();  // the same bits whatever other cells this rank has
    const Constants& at = constants.of_cell(c);
    if (!speciate(model.system, at, std::span<const double>(x), solution))
      throw SolveError("the speciation of a cell has no answer before churning");
    for (std::size_t g = 0; g < gases; ++g)
      result[c * gases + g] = std::exp(at.ln_k_gas[g] + model.system.gases[g].row.dot(
                                                            std::span<const double>(solution.ln_activity))) /
                              (gas_constant * at.temperature);
  }
  return result;
}

void renew_air_of_columns(const Churn& churn, const Model& model, State& state) {
  const std::vector<double> gas = gas_of(model, state);
  const std::size_t gases = model.system.gases.size(), n = model.unknowns.size();
  for (std::size_t p = 0; p < model.mesh.patches.size(); ++p) {
    const Patch& patch = model.mesh.patches[p];
    if (patch.name != "top" || model.patches[p].air.empty()) continue;
    for (std::size_t f = 0; f < patch.size(); ++f) {
      const auto top = static_cast<Index>(patch.cell[f]);
      const auto after = std::ranges::upper_bound(model.mesh.column_first, top);
      const auto column = static_cast<std::size_t>(after - model.mesh.column_first.begin()) - 1;
      const auto [begin, end] = mixed_cells(model.mesh, column, churn.depth);
      for (std::size_t c = begin; c < end; ++c) {
        const double theta =
            std::max(state.porosity[0][c] - std::exp(state.ln_water[0][c]) / model.system.water_density, 0.0);
        if (model.carbon)
          renew_carbon(model, {p, f, c}, churn.efficiency * theta,
                       std::span<const double>(gas).subspan(c * gases, gases), state);
        renew_air(model, model.patches[p].air, c, churn.efficiency * theta,
                  std::span<const double>(gas).subspan(c * gases, gases), state,
                  std::span<double>(state.entered[p]).subspan(f * n, n),
                  std::span<double>(state.crossings[p].gas).subspan(f * gases, gases));
      }
    }
  }
}

/// Mixes all that is mixed by `efficiency`, without what chemistry makes of it.
void mix_columns(const Churn& churn, double efficiency, const Model& model, State& state) {
  const std::vector<double> heat = heat_of_cells(model, state);
  each_mixed(state, [](std::span<double> values, const ArrayInfo& info) {
    for (double& value : values.first(info.mixed_by_exponential ? values.size() : 0)) value = std::exp(value);
  });
  for (std::size_t column = 0; column < model.mesh.columns(); ++column) {
    const auto [begin, end] = mixed_cells(model.mesh, column, churn.depth);
    each_mixed(state, [&](std::span<double> values, const ArrayInfo&) {
      mix(values, model.mesh, begin, end, efficiency);
    });
  }
  each_mixed(state, [](std::span<double> values, const ArrayInfo& info) {
    for (double& value : values.first(info.mixed_by_exponential ? values.size() : 0)) value = std::log(value);
  });
  for (std::size_t column = 0; column < model.mesh.columns(); ++column) {
    const auto [begin, end] = mixed_cells(model.mesh, column, churn.depth);
    mix_heat(model, heat, begin, end, efficiency, state);
  }
}

/// Mixes, and finds the equilibrium of each cell. Where Newton's method does not find it, because the mixture is too far from what the
/// cells were, in two parts with the equilibrium between them: 1 - e = (1 - e/2)(1 - rest).
Step mix_and_respeciate(const Churn& churn, double efficiency, int halvings, const Model& model,
                        Implicit& implicit, State& state) {
  const State before = state;
  mix_columns(churn, efficiency, model, state);
  Step step = implicit.respeciate(state);
  if (step.good || halvings == 0) return step;
  state = before;
  step = mix_and_respeciate(churn, efficiency / 2, halvings - 1, model, implicit, state);
  if (!step.good) return step;
  const double rest = 1 - (1 - efficiency) / (1 - efficiency / 2);
  return mix_and_respeciate(churn, rest, halvings - 1, model, implicit, state);
}

}  // namespace

std::string words(const Churn& churn, const std::string& when) {
  char text[80];
  std::snprintf(text, sizeof text, ", efficiency %.3g, air %s", churn.efficiency,
                churn.renew_air ? "renewed" : "trapped");
  return "churn to " + with_unit(churn.depth, "cm") + " " + when + text;
}

void apply(const Churn& churn, const Model& model, Implicit& implicit, State& state) {
  if (churn.renew_air) renew_air_of_columns(churn, model, state);
  const Step step = mix_and_respeciate(churn, churn.efficiency, most_halvings, model, implicit, state);
  if (!step.good) throw SolveError("no equilibrium after churning: " + step.reason);
}

}  // namespace talus
