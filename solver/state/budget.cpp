#include "solver/state/budget.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/closure_gate.h"
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
    Falls& falls = falls_.emplace_back();
    falls.area = sum_over_ranks(model.mesh.communicator, area)[0];
    if (water.rain) falls.rain.emplace(*water.rain);
    if (water.precipitation) falls.precipitation.emplace(*water.precipitation);
  }
  take_weather(model, state);
  for (const WaterOnPatch& surface : surface_by_patch_) missing_before_.push_back(surface.missing());
}

void Budget::take_weather(const Model& model, const State& state) {
  surface_by_patch_.clear();
  for (std::size_t p = 0; p < state.crossings.size(); ++p)
    surface_by_patch_.push_back(surface_of(model, state, p));
}

namespace {

/// Liquid that came in through a patch (mol), of the H2O that inflow and outflow count, in which that bound by solutes
/// is: known by the composition of what enters, unless water came out too or solutes diffuse there.
std::optional<double> liquid_entered(const PatchConditions& patch, double inflow, double outflow,
                                     double density) {
  if (outflow != 0 || patch.solutes) return std::nullopt;
  return inflow == 0 ? 0 : inflow * density / water_molar_mass / patch.inflow->back();
}

}  // namespace

WaterOnPatch Budget::surface_of(const Model& model, const State& state, std::size_t p) const {
  const Crossing& crossing = state.crossings[p];
  const auto all = [&](const std::vector<double>& amounts, std::size_t first, std::size_t every) {
    std::vector<ExactSum> sum(1);
    for (std::size_t i = first; i < amounts.size(); i += every) sum[0].add(amounts[i]);
    return sum_over_ranks(model.mesh.communicator, sum)[0];
  };
  WaterOnPatch surface;
  if (crossing.has_vapour) surface.vapour = all(crossing.vapour, 0, 1);
  if (!falls_[p].rain) return surface;
  const std::size_t n = model.unknowns.size();
  const double per_depth = model.system.water_density / water_molar_mass * falls_[p].area;
  surface.rain = surface.precipitation = per_depth * (*falls_[p].rain)(state.time);
  surface.runoff = all(crossing.runoff, 0, 1);
  if (crossing.has_pond) {
    surface.ponded = all(crossing.ponded, 0, 1);
    surface.pond_vapour = all(crossing.pond_vapour, 0, 1);
  }
  surface.entered = liquid_entered(model.patches[p], all(crossing.inflow, n - 1, n),
                                   all(crossing.outflow, n - 1, n), model.system.water_density)
                        .value_or(surface.rain - surface.runoff - surface.ponded - surface.pond_vapour);
  const auto& snow = model.patches[p].water.snow;
  if (!snow) return surface;
  const SnowCover::Amounts amounts = snow->at(state.time);
  surface.precipitation = per_depth * ((*falls_[p].precipitation)(state.time) + snow->at(0).lies);
  surface.snowfall = per_depth * amounts.fallen;
  surface.snow = per_depth * amounts.lies;
  surface.sublimated = per_depth * amounts.sublimated;
  return surface;
}

double Budget::surface_closure(std::size_t patch) const {
  const WaterOnPatch& surface = surface_by_patch_[patch];
  const double turnover = std::max(surface.precipitation, std::abs(surface.runoff));
  return turnover > 0 ? (surface.missing() - missing_before_[patch]) / turnover : 0;
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
  missing_before_.assign(missing_before_.size(), 0.0);
  for (std::size_t p = 0; p < missing_before_.size();
       ++p)  // other rain than before, or a file that has no runoff
    if (std::abs(surface_closure(p)) > closure_gate) missing_before_[p] = surface_by_patch_[p].missing();
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
