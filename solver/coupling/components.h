// What the scheme asks of the components of a system alone.
#pragma once

#include <span>
#include <vector>

#include "solver/coupling/residual.h"
#include "solver/state/cell_unknowns.h"

namespace talus {

/// First guesses of the speciation: the ionic strength of the components alone, at the unknowns x of the
/// local cells.
inline void guess_strengths(const Model& model, const std::vector<double>& x, CellValues<double>& values) {
  const std::size_t n = model.unknowns.size();
  for (std::size_t c = 0; c < values.ionic_strength.size(); ++c)
    values.ionic_strength[c] =
        strength_of_components(model.system, std::span<const double>(x).subspan(c * n, n));
}

}  // namespace talus
