// The liquid part of the water of a cell where water freezes (laws/freezing.h).
#pragma once

#include <algorithm>

#include "chemistry/balances.h"
#include "solver/model.h"
#include "solver/state/state.h"

namespace talus {

/// How much water (kg/m3) can be liquid in a local cell with that porosity, `solutes` (mol/m3) and temperature (K).
inline double most_liquid_in(const Model& model, std::size_t cell, double porosity, double solutes,
                             double kelvin) {
  if (!model.heat || !(kelvin < zero_celsius_in_kelvin)) return all_is_liquid;
  const FreezingCurve& curve = thermal_material(model, cell).freezing;
  if (!curve) return all_is_liquid;
  return most_liquid(curve, porosity * model.system.water_density, solutes, kelvin - zero_celsius_in_kelvin)
      .value;
}

/// The same of an owned cell of the state.
inline double most_liquid_in(const Model& model, const State& state, std::size_t cell) {
  return most_liquid_in(model, cell, state.porosity[0][cell], state.solutes[0][cell],
                        state.temperature[cell]);
}

/// What solutes hold liquid counts as this many mol/m3: the osmolality -ln a_w / M_w of a water, times its liquid (kg/m3).
inline double osmotic_content(double ln_water_activity, double liquid) {
  return std::max(-ln_water_activity, 0.0) / water_molar_mass * liquid;
}

}  // namespace talus
