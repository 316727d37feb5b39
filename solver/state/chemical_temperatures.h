// The temperatures whose constants chemistry takes.
#pragma once

#include <vector>

#include "solver/model.h"
#include "solver/state/state.h"

namespace talus {

/// Of the local cells of a state, K: those of the cells, or of water at 0 degC below it (model.h).
inline std::vector<double> chemical_temperatures(const Model& model, const State& state) {
  std::vector<double> kelvin = state.temperature;
  for (double& one : kelvin) one = chemical_temperature(model, one);
  return kelvin;
}

}  // namespace talus
