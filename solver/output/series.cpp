#include "solver/output/series.h"

#include "solver/state/carbon_store.h"

namespace talus {

namespace {

/// The values of the columns of carbon that crossed the patches.
void append_carbon(const Budget& budget, const State& state, std::vector<double>& row) {
  const CarbonCrossing all = budget.carbon_crossing();
  row.insert(row.end(), {all.gas, all.inflow, all.outflow});
  for (std::size_t p = 0; p < state.crossings.size(); ++p) {
    const CarbonCrossing& patch = budget.carbon_by_patch()[p];
    if (state.crossings[p].has_gas) row.push_back(patch.gas);
    if (state.crossings[p].has_water) row.insert(row.end(), {patch.inflow, patch.outflow});
  }
}

/// A column of the water at a patch.
struct SurfaceColumn {
  ColumnInfo info;
  double value = 0;
};

/// What the weather brought to a patch and took from it; of a state without values the columns alone.
std::vector<SurfaceColumn> surface_columns(const Model& model, const State& state, std::size_t p,
                                           const WaterOnPatch& water, double closure) {
  const std::string &patch = model.mesh.patches[p].name, at = " at patch " + patch;
  const std::string since = at + " since the start";
  std::vector<SurfaceColumn> columns;
  const auto add = [&](const char* name, const std::string& sentence, double value) {
    columns.push_back({{std::string(name) + "_" + patch, "mol", sentence}, value});
  };
  const Crossing& crossing = state.crossings[p];
  if (crossing.has_vapour)
    add("evaporated", "H2O that left as vapour" + since + "; negative when more dew fell", -water.vapour);
  if (!model.patches[p].water.rain) return columns;
  add("rain", "H2O that rain and melting snow have offered" + since, water.rain);
  add("runoff", "H2O that ran off: rain that did not enter, and what came out," + since, water.runoff);
  if (crossing.has_pond) {
    add("ponded", "H2O that stands" + at, water.ponded);
    add("pond_evaporated", "H2O that has evaporated from what stood" + since, water.pond_vapour);
  }
  if (model.patches[p].water.snow) {
    add("snow", "H2O that lies as snow" + at, water.snow);
    add("snowfall", "H2O that has fallen as snow" + since, water.snowfall);
    add("sublimated", "H2O that has gone from snow into the air" + since, water.sublimated);
  }
  columns.push_back(
      {{"closure_surface_" + patch, "1", "what is missing of the rain and the snow" + at}, closure});
  return columns;
}

void append_weather(const Model& model, const Budget& budget, const State& state, std::vector<double>& row) {
  for (std::size_t p = 0; p < state.crossings.size(); ++p)
    for (const SurfaceColumn& column :
         surface_columns(model, state, p, budget.surface_by_patch()[p], budget.surface_closure(p)))
      row.push_back(column.value);
}

}  // namespace

std::vector<ColumnInfo> series_columns(const Model& model, const State& state) {
  const ChemicalSystem& system = model.system;
  std::vector<ColumnInfo> columns = {
      {"step_length", "s", "length of the step"},
      {"newton_iterations", "1", "Newton iterations of the step"},
      {"linear_iterations", "1", "iterations of the linear solver in the step"},
      {"cuts", "1", "attempts at the step that were thrown away"},
      {"stored_CO2", "mol", "carbon in minerals, water and pores beyond what was there at the start"},
      {"time_error_CO2", "mol",
       "estimate of the error in time of stored_CO2 so far, without that of the flow of water"},
      {"from_air_CO2", "mol", "carbon that came in as gas since the start; negative when more left"},
      {"from_water_CO2", "mol", "carbon that water brought in since the start"},
      {"exported_CO2", "mol", "carbon that water took out since the start"}};
  for (std::size_t p = 0; p < state.crossings.size(); ++p) {
    const std::string& patch = model.mesh.patches[p].name;
    if (state.crossings[p].has_gas)
      columns.push_back({"from_air_CO2_" + patch, "mol", "from_air_CO2 through patch " + patch});
    if (!state.crossings[p].has_water) continue;
    columns.push_back({"from_water_CO2_" + patch, "mol", "from_water_CO2 through patch " + patch});
    columns.push_back({"exported_CO2_" + patch, "mol", "exported_CO2 through patch " + patch});
  }
  if (model.heat) {
    columns.push_back(
        {"energy", "J", "heat that the domain holds, beyond that of dry solids and water at 0 degC"});
    for (const EnergyKind& kind : energy_kinds)
      columns.push_back({"energy_" + std::string(kind.name), "J", std::string(kind.sentence)});
    columns.push_back({"closure_energy", "1", "what is missing in the balance of energy"});
  }
  for (std::size_t p = 0; p < state.crossings.size(); ++p)
    for (const SurfaceColumn& column : surface_columns(model, state, p, {}, 0))
      columns.push_back(column.info);
  for (const Mineral& m : system.minerals)
    columns.push_back({"mineral_" + m.name, "mol", m.name + " in the whole domain"});
  for (std::size_t s = 0; model.carbon && s < model.carbon->sources.size(); ++s) {
    const std::string& source = model.carbon->sources[s].name;
    columns.push_back({"carbon_in_pores_" + source, "mol", "carbon of " + source + " in water and gas"});
    columns.push_back({"carbon_in_minerals_" + source, "mol", "carbon of " + source + " in minerals"});
    columns.push_back({"carbon_in_" + source, "mol", "carbon of " + source + " that has come in"});
    columns.push_back({"carbon_out_" + source, "mol", "carbon of " + source + " that has left"});
  }
  for (const Unknown& unknown : model.unknowns) {
    const std::string& name = unknown.name;
    columns.push_back({"entered_" + name, unknown.amount,
                       name + " that came in through all patches and sources since the start"});
    columns.push_back({"closure_" + name, "1", "what is missing in the balance of " + name});
  }
  return columns;
}

std::vector<double> series_row(const Model& model, const State& state, const Budget& budget,
                               const EnergyBudget& energy, const StepFigures& step) {
  std::vector<double> row = {step.length,
                             static_cast<double>(step.newton_iterations),
                             static_cast<double>(step.linear_iterations),
                             static_cast<double>(step.cuts),
                             budget.stored_carbon(model.system),
                             step.carbon_error};
  append_carbon(budget, state, row);
  if (model.heat) {
    row.push_back(energy.now());
    row.insert(row.end(), energy.entered().joules.begin(), energy.entered().joules.end());
    row.push_back(energy.closure());
  }
  append_weather(model, budget, state, row);
  for (std::size_t m = 0; m < model.system.minerals.size(); ++m) {
    double amount = 0;
    for (std::size_t p = 0; p < model.reactions.solids.size(); ++p)
      if (model.reactions.solids[p].mineral == m) amount += budget.now().solids[p];
    for (std::size_t q = 0; q < model.system.equilibrium.size(); ++q)
      if (model.system.equilibrium[q].mineral == m) amount += budget.now().equilibrium[q];
    row.push_back(amount);
  }
  for (const CarbonOfSource& carbon : carbon_by_source(model, state))
    row.insert(row.end(), {carbon.in_pores, carbon.in_minerals, carbon.came_in, carbon.left});
  const std::vector<double> closure = budget.closure();
  for (std::size_t j = 0; j < closure.size(); ++j) {
    row.push_back(budget.entered()[j]);
    row.push_back(closure[j]);
  }
  return row;
}

}  // namespace talus
