#include "solver/operations/churn.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/petsc.h"
#include "solver/coupling/residual.h"

namespace talus {

namespace {

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

/// Replaces the gas of a cell by the air of the top patch, and adds what came in (mol) to `entered`, of each
/// balance, and to `crossed`, of each gas.
void renew_air(const Model& model, const std::vector<PartialPressure>& air, std::size_t cell, double theta,
               std::span<const double> gas, State& state, std::span<double> entered,
               std::span<double> crossed) {
  std::vector<double> brought(model.system.balances(), 0.0);
  const double rt = gas_constant * state.temperature[cell], pressure = model.pressure.at(state.time);
  for (std::size_t g = 0; g < air.size(); ++g) {
    const double fresh = theta * (air[g].in(pressure) / rt - gas[g]);
    add_row(model.system.gases[g].row, fresh, brought.data(), brought.size() - 1);
    crossed[g] += fresh * model.mesh.volume[cell];
  }
  for (std::size_t j = 0; j < brought.size(); ++j) {
    state.totals[j][cell] += brought[j];
    entered[j] += brought[j] * model.mesh.volume[cell];
  }
}

/// The cells' gas, mol per m3 of gas, at the unknowns of the state.
std::vector<double> gas_of(const Model& model, const State& state) {
  const std::size_t gases = model.system.gases.size();
  std::vector<double> result(static_cast<std::size_t>(model.mesh.owned) * gases);
  ConstantsOfCells constants;
  constants.take(model.system, state.temperature);
  Solution<double> solution(model.system);
  std::vector<double> x(model.system.components());
  for (std::size_t c = 0; c < static_cast<std::size_t>(model.mesh.owned); ++c) {
    for (std::size_t j = 0; j < x.size(); ++j) x[j] = state.ln_molality[j][c];
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
  const std::size_t gases = model.system.gases.size(), n = model.system.balances();
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
        renew_air(model, model.patches[p].air, c, churn.efficiency * theta,
                  std::span<const double>(gas).subspan(c * gases, gases), state,
                  std::span<double>(state.entered[p]).subspan(f * n, n),
                  std::span<double>(state.crossings[p].gas).subspan(f * gases, gases));
      }
    }
  }
}

}  // namespace

void apply(const Churn& churn, const Model& model, Implicit& implicit, State& state) {
  if (churn.renew_air) renew_air_of_columns(churn, model, state);
  for (double& w : state.ln_water[0]) w = std::exp(w);
  for (std::size_t column = 0; column < model.mesh.columns(); ++column) {
    const auto [begin, end] = mixed_cells(model.mesh, column, churn.depth);
    for (Fields* fields : {&state.totals, &state.amount, &state.porosity, &state.initial_amount,
                           &state.initial_surface, &state.ln_water})
      for (std::size_t j = 0; j < fields->size(); ++j)
        mix((*fields)[j], model.mesh, begin, end, churn.efficiency);
    // a first guess for the new equilibrium: the mean of the logarithms
    for (std::size_t j = 0; j < state.ln_molality.size(); ++j)
      mix(state.ln_molality[j], model.mesh, begin, end, churn.efficiency);
  }
  for (double& w : state.ln_water[0]) w = std::log(w);
  const Step step = implicit.respeciate(state);
  if (!step.good) throw SolveError("no equilibrium after churning: " + step.reason);
}

}  // namespace talus
