// What the scheme asks of the components of a system alone.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "solver/coupling/residual.h"

namespace talus {

/// First guesses of the speciation: the ionic strength of the components alone, at the unknowns x of the
/// local cells.
inline void guess_strengths(const Model& model, const std::vector<double>& x, CellValues<double>& values) {
  const std::size_t n = model.unknowns.size();
  for (std::size_t c = 0; c < values.ionic_strength.size(); ++c) {
    double strength = 0;
    for (std::size_t j = 0; j + 1 < n; ++j) {
      const double charge = model.system.species[j].charge;
      strength += 0.5 * charge * charge * std::exp(x[c * n + j]);
    }
    values.ionic_strength[c] = std::max(strength, first_ionic_strength);
  }
}

}  // namespace talus
