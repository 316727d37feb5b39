#include "solver/coupling/stage.h"

#include <algorithm>
#include <utility>

#include "solver/state/liquid.h"

namespace talus {

namespace {

/// What stands before the surface of solid p; `coated` is the sum over the solids under a coat.
void begin_layer(const Model& model, const State& state, std::size_t p, Stage& stage) {
  const Solid& solid = model.reactions.solids[p];
  for (std::size_t c = 0; c < static_cast<std::size_t>(model.mesh.owned); ++c) {
    if (solid.coat >= 0) stage.coated[static_cast<std::size_t>(solid.coat)][c] += state.initial_surface[p][c];
    if (solid.layer > 0)
      stage.fraction_left[p][c] =
          fraction_left(solid, state.amount[p][c], state.initial_amount[p][c], state.initial_surface[p][c]);
  }
}

}  // namespace

Stage stage_of(const Model& model) {
  const auto owned = static_cast<std::size_t>(model.mesh.owned),
             local = static_cast<std::size_t>(model.mesh.local);
  const std::size_t n = model.unknowns.size(), solids = model.reactions.solids.size();
  Stage stage;
  stage.start_totals = Fields(n, owned);
  stage.porosity = Fields(1, local, 0.5);  // lanes beyond the last cell have pores, too
  stage.amount = Fields(solids, local);
  stage.area = Fields(solids, local);
  stage.recession = Fields(solids, local);
  stage.extent = Fields(model.system.slow_reactions.size(), local);
  stage.fraction_left = Fields(model.reactions.has_layers() ? solids : 0, local);
  stage.coated = Fields(model.reactions.coats.size(), local);
  stage.fixed_water = Fields(1, owned);
  stage.sites = Fields(model.system.exchangers.size(), local);
  stage.equilibrium = Fields(model.system.equilibrium.size(), owned);
  stage.most_liquid = Fields(1, local, all_is_liquid);
  return stage;
}

void take_temperature(const Model& model, State& state) {
  if (!model.heat)
    state.temperature = model.temperature.of_cells(state.time, model.mesh.depth);
  else if (!state.next_temperature.empty())
    state.temperature = std::exchange(state.next_temperature, {});
}

namespace {

/// Of local cells at `time`, K.
std::vector<double> temperatures_of(const Model& model, const Stage& stage, double time) {
  if (!model.heat) return model.temperature.of_cells(time, model.mesh.depth);
  std::vector<double> kelvin = stage.start_temperature;
  const double part = stage.end_temperature.empty() ? 0 : (time - stage.begins) / stage.lasts;
  for (std::size_t c = 0; part > 0 && c < kelvin.size(); ++c)
    kelvin[c] = (1 - part) * kelvin[c] + part * stage.end_temperature[c];
  return kelvin;
}

/// How much of the water of local cells can be liquid at their temperatures.
void take_liquid(const Model& model, const std::vector<double>& kelvin, Stage& stage) {
  if (!model.heat || !model.heat->freezes()) return;
  for (std::size_t c = 0; c < kelvin.size(); ++c)
    stage.most_liquid[0][c] = most_liquid_in(model, c, stage.porosity[0][c], stage.solutes[c], kelvin[c]);
}

/// Air and snow at the patches.
void take_outside(const Model& model, double time, Stage& stage) {
  stage.air.resize(model.patches.size());
  for (std::size_t p = 0; p < model.patches.size(); ++p) {
    const PatchConditions& patch = model.patches[p];
    stage.air[p].resize(patch.air.size());
    for (std::size_t g = 0; g < patch.air.size(); ++g)
      stage.air[p][g] = patch.air[g].in(stage.pressure, time);
    if (!patch.water.snow) continue;
    stage.snow.resize(model.patches.size(), 0.0);
    stage.snow[p] = patch.water.snow->gas_path(time, 1);
  }
}

}  // namespace

void take_conditions(const Model& model, double time, Stage& stage) {
  stage.pressure = model.pressure.at(time);
  take_outside(model, time, stage);
  std::vector<double> kelvin = temperatures_of(model, stage, time);
  take_liquid(model, kelvin, stage);
  for (double& one : kelvin) one = chemical_temperature(model, one);
  stage.constants.take(model.system, kelvin);
  const std::size_t gases = stage.gases = model.system.gases.size(), cells = stage.constants.size();
  stage.free_gas.resize(cells * gases);
  for (std::size_t c = 0; c < cells; ++c) {
    const bool as_before = c > 0 && stage.constants.temperature(c) == stage.constants.temperature(c - 1);
    for (std::size_t g = 0; g < gases; ++g)
      stage.free_gas[c * gases + g] =
          as_before ? stage.free_gas[(c - 1) * gases + g]
                    : model.gas_diffusivity(g, stage.constants.temperature(c), stage.pressure);
  }
}

void begin_step(const Model& model, const State& state, const Ghosts& ghosts, Stage& stage) {
  const auto owned = static_cast<std::size_t>(model.mesh.owned);
  stage.elapsed = 0;
  stage.advection.clear();
  stage.water = state.water;
  if (model.heat) {
    stage.start_temperature = state.temperature;
    ghosts.update(stage.start_temperature);
    stage.end_temperature = state.next_temperature;
    stage.begins = state.time;
    stage.lasts = state.heated_for;
    stage.solutes.assign(stage.start_temperature.size(), 0.0);
    std::ranges::copy(state.solutes[0].first(owned), stage.solutes.begin());
    ghosts.update(stage.solutes);
  }
  for (std::size_t j = 0; j < state.totals.size(); ++j)
    std::ranges::copy(state.totals[j], stage.start_totals[j].begin());
  std::ranges::copy(state.ln_water[0].first(owned), stage.fixed_water[0].begin());
  std::ranges::copy(state.porosity[0], stage.porosity[0].begin());
  for (std::size_t e = 0; e < state.sites.size(); ++e)
    std::ranges::copy(state.sites[e], stage.sites[e].begin());
  for (std::size_t q = 0; q < state.equilibrium.size(); ++q)
    std::ranges::copy(state.equilibrium[q], stage.equilibrium[q].begin());
  ghosts.update(stage.porosity[0]);
  for (Fields* fields : {&stage.recession, &stage.extent, &stage.coated})
    for (std::size_t i = 0; i < fields->size(); ++i) std::ranges::fill((*fields)[i], 0.0);
  for (std::size_t p = 0; p < state.amount.size(); ++p) {
    std::ranges::copy(state.amount[p], stage.amount[p].begin());
    for (std::size_t c = 0; c < owned; ++c)
      stage.area[p][c] = surface_area(model.reactions.solids[p], state.amount[p][c],
                                      state.initial_amount[p][c], state.initial_surface[p][c]);
    begin_layer(model, state, p, stage);
  }
  if (!model.reactions.fill_pores) return;  // only then do neighbours feel the minerals of a cell
  for (Fields* fields : {&stage.amount, &stage.area, &stage.fraction_left, &stage.coated})
    for (std::size_t i = 0; i < fields->size(); ++i) ghosts.update((*fields)[i]);
}

}  // namespace talus
