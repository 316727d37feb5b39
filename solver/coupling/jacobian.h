// The Jacobian of the residual (residual.h), from analytic derivatives of cells and faces.
#pragma once

#include <vector>

#include "base/petsc.h"
#include "solver/coupling/residual.h"

namespace talus {

/// Derivatives of what cells hold, by their own unknowns; filled tile by tile.
struct CellDerivatives {
  std::vector<double> local;                      ///< [owned cell][balance][unknown]
  std::vector<double> concentration;              ///< [cell][balance][component]
  std::vector<double> gas;                        ///< [cell][gas][component]
  std::vector<double> gas_factor, solute_factor;  ///< [cell], by ln water

  explicit CellDerivatives(const Model& model);
  /// Computes and keeps the derivatives of a tile that fill_cells has just filled.
  void keep(const Model& model, const Stage& stage, Tile<Pack>& tile, std::size_t first);
};

/// Puts the Jacobian of the whole residual into `matrix` (BAIJ with `block` rows a cell) and assembles it.
void assemble_jacobian(const Model& model, const Stage& stage, const CellValues<double>& values,
                       const CellDerivatives& derivatives, std::size_t block, Mat matrix);

}  // namespace talus
