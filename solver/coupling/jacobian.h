// The Jacobian of the residual (residual.h), from analytic derivatives of cells and faces.
#pragma once

#include <cstdint>
#include <vector>

#include "solver/coupling/residual.h"
#include "solver/linear/block_matrix.h"

namespace talus {

/// Derivatives of what cells hold, by their own unknowns; filled tile by tile. `local` and `concentration`
/// are laid out as blocks of the matrix: balances next to each other, `block` places for each unknown.
struct CellDerivatives {
  std::size_t block;
  std::vector<double> local;                      ///< [owned cell][unknown][balance]
  std::vector<double> concentration;              ///< [cell][component][balance]
  std::vector<double> gas;                        ///< [cell][gas][component]
  std::vector<double> gas_factor, solute_factor;  ///< [cell], by ln water

  CellDerivatives(const Model& model, std::size_t block_size);
  /// Computes and keeps the derivatives of a tile that fill_cells has just filled.
  void keep(const Model& model, const Stage& stage, Tile<Pack>& tile, std::size_t first);
};

/// Brings the Jacobian of the whole residual in `matrix` up to date: the blocks that depend on a local cell
/// marked in `moved`, whose unknowns have changed since the last time.
void assemble_jacobian(const Model& model, const Stage& stage, const CellValues<double>& values,
                       const CellDerivatives& derivatives, const std::vector<std::uint8_t>& moved,
                       BlockMatrix& matrix);

}  // namespace talus
