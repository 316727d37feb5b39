#include "solver/coupling/crossings.h"

#include <algorithm>

#include "solver/coupling/residual.h"

namespace talus {

namespace {

bool lets_water_through(const PatchConditions& conditions) {
  return conditions.inflow || conditions.solutes || conditions.outflow || !conditions.water.closed();
}

void add(std::vector<double>& to, const std::vector<double>& rates, double seconds) {
  for (std::size_t i = 0; i < rates.size(); ++i) to[i] += seconds * rates[i];
}

}  // namespace

std::vector<Crossing> no_crossings(const Model& model) {
  std::vector<Crossing> crossings;
  for (std::size_t p = 0; p < model.mesh.patches.size(); ++p) {
    const PatchConditions& conditions = model.patches[p];
    const std::size_t faces = model.mesh.patches[p].size();
    Crossing none;
    none.has_gas = !conditions.air.empty();
    none.has_water = lets_water_through(conditions);
    if (none.has_gas) none.gas.assign(faces * model.system.gases.size(), 0.0);
    if (none.has_water) none.inflow.assign(faces * model.unknowns.size(), 0.0);
    none.outflow = none.inflow;
    none.has_vapour = conditions.water.evaporation.has_value();
    if (none.has_vapour) none.vapour.assign(faces, 0.0);
    none.has_rain = conditions.water.rain.has_value();
    if (none.has_rain) none.runoff.assign(faces, 0.0);
    none.has_pond = conditions.water.keeps_pond();
    if (none.has_pond) none.pond_vapour = none.ponded = none.runoff;
    none.has_carbon = model.carbon.has_value();
    if (none.has_carbon) none.carbon_in.assign(faces * model.carbon->sources.size(), 0.0);
    none.carbon_out = none.carbon_in;
    crossings.push_back(std::move(none));
  }
  return crossings;
}

void find_crossings(const Model& model, const Stage& stage, const CellValues<double>& values,
                    std::vector<Crossing>& rates) {
  const std::size_t n = model.unknowns.size(), gases = model.system.gases.size();
  std::vector<double> water(n);
  for (std::size_t p = 0; p < rates.size(); ++p)
    for (std::size_t f = 0; f < model.mesh.patches[p].size(); ++f) {
      if (rates[p].has_gas) patch_gas_flux(model, stage, values, p, f, rates[p].gas.data() + f * gases);
      if (rates[p].has_vapour) rates[p].vapour[f] = patch_vapour_flux(model, stage, p, f);
      if (!rates[p].has_water) continue;
      patch_water_flux(model, stage, values, p, f, water.data());
      for (std::size_t j = 0; j < n; ++j) {
        rates[p].inflow[f * n + j] = std::max(water[j], 0.0);
        rates[p].outflow[f * n + j] = std::max(-water[j], 0.0);
      }
    }
}

void add_crossings(std::vector<Crossing>& crossings, const std::vector<Crossing>& rates, double seconds) {
  for (std::size_t p = 0; p < rates.size(); ++p) {
    add(crossings[p].gas, rates[p].gas, seconds);
    add(crossings[p].inflow, rates[p].inflow, seconds);
    add(crossings[p].outflow, rates[p].outflow, seconds);
    add(crossings[p].vapour, rates[p].vapour, seconds);
  }
}

}  // namespace talus
