#include "solver/state/budget.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/exact_sum.h"
#include "solver/state/contents_of_cells.h"

namespace talus {

namespace {

/// mol of a balance in a mole of a mineral.
double power_of(const Model& model, std::size_t mineral, std::size_t balance) {
  const ReactionRow& row = model.system.minerals[mineral].row;
  return balance + 1 == model.unknowns.size() ? row.water : row.of(balance);
}

}  // namespace

Store store_of(const Model& model, const State& state, ConstantsOfCells& constants) {
  const std::size_t n = model.unknowns.size(), solids = model.reactions.solids.size();
  const std::size_t minerals = state.equilibrium.size();
  std::vector<ExactSum> amount(n), magnitude(n), of_solids(solids), of_minerals(minerals);
  visit_contents(model, state, constants, [&](std::size_t first, std::size_t count, const Contents<Pack>& c) {
    for (std::size_t i = 0; i < count; ++i)
      for (std::size_t j = 0; j < n; ++j) {
        amount[j].add(model.mesh.volume[first + i] * c.store[j].get(i));
        magnitude[j].add(model.mesh.volume[first + i] * c.magnitude[j].get(i));
      }
  });
  for (const auto& [sums, amounts] :
       {std::pair{&of_solids, &state.amount}, std::pair{&of_minerals, &state.equilibrium}})
    for (std::size_t i = 0; i < sums->size(); ++i)
      for (std::size_t cell = 0; cell < static_cast<std::size_t>(model.mesh.owned); ++cell)
        (*sums)[i].add(model.mesh.volume[cell] * (*amounts)[i][cell]);
  const MPI_Comm ranks = model.mesh.communicator;
  Store store{sum_over_ranks(ranks, amount), sum_over_ranks(ranks, magnitude),
              sum_over_ranks(ranks, of_solids), sum_over_ranks(ranks, of_minerals)};
  const auto add = [&](std::size_t mineral, double moles) {
    for (std::size_t j = 0; j < n; ++j) {
      const double power = power_of(model, mineral, j);
      store.amount[j] += power * moles;
      store.magnitude[j] += std::abs(power) * moles;
    }
  };
  for (std::size_t p = 0; p < solids; ++p) add(model.reactions.solids[p].mineral, store.solids[p]);
  for (std::size_t q = 0; q < minerals; ++q) add(model.system.equilibrium[q].mineral, store.equilibrium[q]);
  return store;
}

double held_in_cell(const Model& model, const State& state, std::size_t cell, std::size_t balance) {
  double held = state.totals[balance][cell];
  for (std::size_t p = 0; p < model.reactions.solids.size(); ++p)
    held += power_of(model, model.reactions.solids[p].mineral, balance) * state.amount[p][cell];
  for (std::size_t q = 0; q < model.system.equilibrium.size(); ++q)
    held += power_of(model, model.system.equilibrium[q].mineral, balance) * state.equilibrium[q][cell];
  return held;
}

namespace {

/// What `amounts` hold of what `weight` says per mole of each kind, over all faces; kinds vary fastest.
ExactSum weighed(const std::vector<double>& amounts, const std::vector<double>& weight) {
  ExactSum sum;
  for (std::size_t i = 0; i < amounts.size(); ++i) sum.add(weight[i % weight.size()] * amounts[i]);
  return sum;
}

std::vector<CarbonCrossing> carbon_of(const Model& model, const std::vector<Crossing>& crossings) {
  const std::vector<double> in_components = carbon_in_components(model.system);
  const std::vector<double> in_gases = carbon_in_gases(model.system);
  std::vector<CarbonCrossing> carbon;
  for (const Crossing& c : crossings) {
    std::vector<ExactSum> sums{weighed(c.gas, in_gases), weighed(c.inflow, in_components),
                               weighed(c.outflow, in_components)};
    const std::vector<double> all = sum_over_ranks(model.mesh.communicator, sums);
    carbon.push_back({all[0], all[1], all[2]});
  }
  return carbon;
}

}  // namespace

Budget::Budget(const Model& model, const State& state)
    : start_(store_of(model, state, constants_)),
      now_(start_),
      entered_(model.unknowns.size(), 0.0),
      external_(entered_),
      turnover_(entered_),
      carbon_by_patch_(carbon_of(model, state.crossings)) {
  for (std::size_t p = 0; p < model.patches.size(); ++p) {
    const Patch& patch = model.mesh.patches[p];
    const WaterConditions& water = model.patches[p].water;
    std::vector<ExactSum> area(1);
    for (std::size_t f = 0; water.rain && f < patch.size(); ++f)
      area[0].add(water.open[f] * area_under_rain(patch.area[f], patch.nz[f]));
    rain_area_.push_back(sum_over_ranks(model.mesh.communicator, area)[0]);
  }
  take_weather(model, state);
}

void Budget::take_weather(const Model& model, const State& state) {
  vapour_by_patch_.assign(state.crossings.size(), 0.0);
  rain_by_patch_ = vapour_by_patch_;
  const double per_volume = model.system.water_density / water_molar_mass;
  for (std::size_t p = 0; p < state.crossings.size(); ++p) {
    if (!state.crossings[p].has_vapour) continue;
    std::vector<ExactSum> vapour(1);
    for (const double mol : state.crossings[p].vapour) vapour[0].add(mol);
    vapour_by_patch_[p] = sum_over_ranks(model.mesh.communicator, vapour)[0];
    if (const auto& rain = model.patches[p].water.rain)
      rain_by_patch_[p] = per_volume * held_sum(*rain, state.time) * rain_area_[p];
  }
}

void Budget::update(const Model& model, const State& state) {
  const std::size_t n = model.unknowns.size();
  const MPI_Comm ranks = model.mesh.communicator;
  std::vector<ExactSum> through(n * state.entered.size());
  for (std::size_t p = 0; p < state.entered.size(); ++p)
    for (std::size_t i = 0; i < state.entered[p].size(); ++i) through[p * n + i % n].add(state.entered[p][i]);
  const std::vector<double> by_patch = sum_over_ranks(ranks, through);
  std::vector<double> external(n, 0.0);
  by_patch_.resize(by_patch.size(), 0.0);
  entered_.assign(n, 0.0);
  for (std::size_t i = 0; i < by_patch.size(); ++i) {
    entered_[i % n] += by_patch[i];
    turnover_[i % n] += std::abs(by_patch[i] - by_patch_[i]);
  }
  by_patch_ = by_patch;
  carbon_by_patch_ = carbon_of(model, state.crossings);
  take_weather(model, state);
  for (std::size_t j = 0; j < n; ++j) {
    external[j] = sum_over_ranks(ranks, state.external[j]);
    turnover_[j] += std::abs(external[j] - external_[j]);
  }
  external_ = external;
  now_ = store_of(model, state, constants_);
}

void Budget::resume(const Model& model, const State& state, Store start, std::vector<double> turnover) {
  update(model, state);
  start_ = std::move(start);
  turnover_ = std::move(turnover);
}

std::vector<double> Budget::closure() const {
  std::vector<double> closure(entered_.size());
  for (std::size_t j = 0; j < closure.size(); ++j)
    closure[j] = (now_.amount[j] - start_.amount[j] - entered_[j] - external_[j]) /
                 std::max(start_.magnitude[j], turnover_[j]);
  return closure;
}

double Budget::stored_carbon(const ChemicalSystem& system) const {
  const std::vector<double> carbon = carbon_in_components(system);
  double sum = 0;
  for (std::size_t j = 0; j < carbon.size(); ++j) sum += carbon[j] * (now_.amount[j] - start_.amount[j]);
  return sum;
}

CarbonCrossing Budget::carbon_crossing() const {
  CarbonCrossing sum;
  for (const CarbonCrossing& patch : carbon_by_patch_) {
    sum.gas += patch.gas;
    sum.inflow += patch.inflow;
    sum.outflow += patch.outflow;
  }
  return sum;
}

std::vector<double> carbon_in_components(const ChemicalSystem& system) {
  std::vector<double> carbon;
  for (std::size_t j = 0; j < system.balances(); ++j) {
    const auto& elements = system.component_formula(j).elements;
    const auto found = elements.find("C");
    carbon.push_back(found == elements.end() ? 0 : found->second);
  }
  return carbon;
}

std::vector<double> carbon_in_gases(const ChemicalSystem& system) {
  const std::vector<double> of_component = carbon_in_components(system);
  std::vector<double> carbon;
  for (const Gas& gas : system.gases) {
    carbon.push_back(of_component.back() * gas.row.water);
    for (const Term& term : gas.row.terms)
      carbon.back() += of_component[static_cast<std::size_t>(term.component)] * term.power;
  }
  return carbon;
}

}  // namespace talus
