#include "solver/output/fields.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <set>

#include "chemistry/constants_of_cells.h"
#include "mesh/rise.h"
#include "solver/flow/water.h"
#include "solver/state/arrays.h"
#include "solver/state/cell_unknowns.h"
#include "solver/state/energy.h"
#include "solver/state/liquid.h"

namespace talus {

namespace {

/// Whether an array of the state is a field as it is; it has one value per cell then.
bool is_field(const Model& model, const ArrayInfo& info) {
  return info.is_field && info.rows == Rows::one && (!info.with_richards || model.has_richards());
}

/// Minerals with carbon, by number.
std::set<std::size_t> minerals_with_carbon(const CarbonSources& carbon) {
  std::set<std::size_t> minerals;
  for (const CarbonHolder& holder : carbon.holders) minerals.insert(holder.mineral);
  return minerals;
}

void append_carbon_columns(const Model& model, std::vector<ColumnInfo>& columns) {
  if (!model.carbon) return;
  for (const CarbonSource& source : model.carbon->sources) {
    const std::string of = "carbon_of_" + source.name + "_in_", text = "carbon of " + source.name + " in ";
    columns.push_back({of + "pores", "mol/m3", text + "water and gas per bulk volume"});
    for (const std::size_t mineral : minerals_with_carbon(*model.carbon)) {
      const std::string& name = model.system.minerals[mineral].name;
      columns.push_back({of + name, "mol/m3", text + name + " per bulk volume"});
    }
  }
}

}  // namespace

std::vector<ColumnInfo> field_columns(const Model& model) {
  std::vector<ColumnInfo> columns = {{"water", "kg/m3", "liquid water per bulk volume"},
                                     {"saturation", "1", "part of the pores filled with water"}};
  const State state;
  visit_arrays(state, [&](const auto&, const ArrayInfo& info) {
    if (is_field(model, info))
      columns.push_back({std::string(info.name), std::string(info.unit), std::string(info.long_name)});
  });
  if (model.heat) columns.push_back({std::string(ice_field), "kg/m3", "ice per bulk volume, of the water"});
  if (has_reaction_heat(model))
    columns.push_back({std::string(reaction_heat_field), "J/m3",
                       "heat that reactions gave off in the last step, per bulk volume"});
  if (model.has_richards())
    columns.insert(columns.end(),
                   {{"permeability", "m2", "vertical permeability where water fills the pores"},
                    {"water_pressure", "Pa", "pressure of the water over that of the air"},
                    {"water_flux_z", "m/s", "Darcy flux upwards, mean of the last step"}});
  if (model.system.components() > 0)
    columns.insert(columns.end(), {{"pH", "1", "minus log10 of the activity of H+"},
                                   {"ionic_strength", "mol/kg", "ionic strength, per kg of water"},
                                   {"water_activity", "1", "activity of water"}});
  for (const Gas& gas : model.system.gases) {
    columns.push_back({"partial_pressure_" + gas.name, "Pa", "partial pressure of " + gas.name});
    columns.push_back({"gaseous_" + gas.name, "mol/m3", gas.name + " in the pores per bulk volume"});
  }
  for (const std::string& name : names_of(model.unknowns))
    columns.push_back({"aqueous_" + name, "mol/m3", "total of " + name + " in the water per bulk volume"});
  for (const Exchanger& exchanger : model.system.exchangers)
    for (const ExchangeSpecies& species : exchanger.species)
      columns.push_back(
          {"exchanged_" + species.name, "mol/m3", species.name + " on an exchanger per bulk volume"});
  for (const Mineral& mineral : model.system.minerals) {
    columns.push_back({"mineral_" + mineral.name, "mol/m3", mineral.name + " per bulk volume"});
    columns.push_back({"initial_" + mineral.name, "mol/m3", mineral.name + " that was there at the start"});
    columns.push_back(
        {"saturation_index_" + mineral.name, "1", "log10 of the saturation ratio of " + mineral.name});
  }
  append_carbon_columns(model, columns);
  return columns;
}

namespace {

/// Mean Darcy flux upwards in each owned cell, m/s: sum over its faces of what leaves times the way up to the
/// face.
std::vector<double> upward_flux_of_cells(const Mesh& mesh, const WaterFlow& water) {
  std::vector<double> flux(static_cast<std::size_t>(mesh.owned), 0.0);
  const auto add = [&](Index cell, double amount) {
    if (cell < mesh.owned)
      flux[static_cast<std::size_t>(cell)] += amount / mesh.volume[static_cast<std::size_t>(cell)];
  };
  for (std::size_t f = 0; f < mesh.faces.size(); ++f) {
    const double nz = mesh.faces.nz[f], through = water.through_face(f);
    add(mesh.faces.left[f], through * rise_to_face(nz, mesh.faces.distance_left[f]));
    add(mesh.faces.right[f], through * rise_to_face(nz, mesh.faces.distance_right[f]));
  }
  for (std::size_t p = 0; p < mesh.patches.size(); ++p)
    for (std::size_t f = 0; f < mesh.patches[p].size(); ++f)
      add(mesh.patches[p].cell[f],
          -water.into_patch(p, f) * rise_to_face(mesh.patches[p].nz[f], mesh.patches[p].distance[f]));
  return flux;
}

/// Of an array with one value per cell.
double only_value(const Fields& array, std::size_t cell) { return array[0][cell]; }
double only_value(const std::vector<double>& array, std::size_t cell) { return array[cell]; }

/// Appends the values of one cell in the order of field_columns.
struct CellFields {
  const Model& model;
  const State& state;
  std::vector<std::vector<double>>& fields;
  std::vector<double> upward_flux;
  std::set<std::size_t> with_carbon;  // minerals; none where carbon is not followed
  std::size_t next = 0;
  void put(double value) { fields[next++].push_back(value); }

  void write_carbon(std::size_t cell) {
    if (!model.carbon) return;
    const std::size_t sources = model.carbon->sources.size();
    for (std::size_t s = 0; s < sources; ++s) {
      put(state.carbon_in_pores[s][cell]);
      for (const std::size_t mineral : with_carbon) {
        double amount = 0;
        for (std::size_t k = 0; k < model.carbon->holders.size(); ++k)
          if (model.carbon->holders[k].mineral == mineral)
            amount += state.carbon_in_minerals[k * sources + s][cell];
        put(amount);
      }
    }
  }

  void write(std::size_t cell, const Constants& at, const Contents<double>& c) {
    next = 0;
    const std::span<const double> lambda = c.solution.ln_activity;
    put(c.water);
    put(c.water / (model.system.water_density * c.porosity));
    visit_arrays(state, [&](const auto& array, const ArrayInfo& info) {
      if (is_field(model, info)) put(only_value(array, cell));
    });
    if (model.heat) put(ice_in(model, state, cell));
    if (has_reaction_heat(model)) put(state.reaction_heat[0][cell]);
    if (model.has_richards()) {
      const Hydraulics& h = hydraulics_at(model, cell);
      put(h.permeability *
          (model.reactions.fill_pores
               ? relative_permeability(h.permeability_law, c.porosity, model.cells.porosity[cell],
                                       model.cells.critical_porosity[cell])
               : 1));
      put(state.head[0][cell] * density_of_water(at.temperature) * gravity);
      put(upward_flux[cell]);
    }
    if (const int h = model.system.component("H+"); h >= 0) {
      put(-lambda[static_cast<std::size_t>(h)] / std::numbers::ln10);
      put(c.solution.ionic_strength);
      put(std::exp(lambda.back()));
    }
    std::vector<double> aqueous = c.store;
    for (std::size_t g = 0; g < c.gas.size(); ++g) {
      const double held = c.gas_volume * c.gas[g];
      put(c.gas[g] * gas_constant * at.temperature);
      put(held);
      const ReactionRow& row = model.system.gases[g].row;
      add_to_balances(row, -held, std::span<double>(aqueous));
    }
    std::vector<double> exchanged;
    for (std::size_t e = 0; e < model.system.exchangers.size(); ++e) {
      const Exchanger& one = model.system.exchangers[e];
      for (std::size_t i = 0; i < one.species.size(); ++i) {
        exchanged.push_back(c.loaded[e] ? loaded_amount(one, c.loading[e], i, state.sites[e][cell]) : 0.0);
        add_to_balances(one.species[i].row, -exchanged.back(), std::span<double>(aqueous));
      }
    }
    for (double amount : aqueous) put(amount);
    for (double amount : exchanged) put(amount);
    for (std::size_t m = 0; m < model.system.minerals.size(); ++m) {
      double amount = 0, initial = 0;
      for (std::size_t p = 0; p < model.reactions.solids.size(); ++p) {
        if (model.reactions.solids[p].mineral != m) continue;
        amount += state.amount[p][cell];
        initial += state.initial_amount[p][cell];
      }
      for (std::size_t q = 0; q < model.system.equilibrium.size(); ++q) {
        if (model.system.equilibrium[q].mineral != m) continue;
        amount += state.equilibrium[q][cell];
        initial += state.initial_equilibrium[q][cell];
      }
      put(amount);
      put(initial);
      put((model.system.minerals[m].row.dot(lambda) - at.ln_k_mineral[m]) / std::numbers::ln10);
    }
    write_carbon(cell);
  }
};

}  // namespace

std::vector<std::vector<double>> evaluate_fields(const Model& model, const State& state) {
  std::vector<std::size_t> cells(static_cast<std::size_t>(model.mesh.owned));
  std::iota(cells.begin(), cells.end(), std::size_t{0});
  return evaluate_fields(model, state, cells);
}

std::vector<std::vector<double>> evaluate_fields(const Model& model, const State& state,
                                                 std::span<const std::size_t> cells) {
  std::vector<std::vector<double>> fields(field_columns(model).size());
  if (cells.empty()) return fields;
  std::vector<double> temperature;
  for (const std::size_t cell : cells)
    temperature.push_back(chemical_temperature(model, state.temperature[cell]));
  ConstantsOfCells constants;
  constants.take(model.system, temperature);
  const std::size_t n = model.unknowns.size();
  CellFields writer{model, state, fields, upward_flux_of_cells(model.mesh, state.water),
                    model.carbon ? minerals_with_carbon(*model.carbon) : std::set<std::size_t>{}};
  Contents<double> c(model.system, 0);
  StageStart<double> start;
  std::vector<double> x(n);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::size_t cell = cells[i];
    load_unknowns(state, cell, x);
    start.porosity = state.porosity[0][cell];
    start.most_liquid = most_liquid_in(model, state, cell);
    start.sites.clear();
    for (std::size_t e = 0; e < state.sites.size(); ++e) start.sites.push_back(state.sites[e][cell]);
    c.solution.forget();  // the same bits whatever other cells this rank has
    c.solution.ionic_strength = strength_of_components(model.system, std::span<const double>(x));
    const Constants& at = constants.of_cell(i);
    contents(model.system, at, Reactions{}, start, std::span<const double>(x), c);
    writer.write(cell, at, c);
  }
  return fields;
}

}  // namespace talus
