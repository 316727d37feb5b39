// The block matrix of the implicit scheme: one dense block per cell and two per face between cells.
//
// It is PETSc's (BAIJ), so that all of PETSc's solvers work on it, but its blocks are written in place: who
// knows cells and faces needs no search for rows and columns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/petsc.h"
#include "mesh/mesh.h"

namespace talus {

/// PETSc has fast kernels for some block sizes only (measured: docs/decisions/0003): 8 to 10 become 11, 13
/// and 14 become 15. The rest of a padded block is identity.
std::size_t padded_block(std::size_t unknowns);

/// Blocks are square, `block()` rows, stored column by column: entry (row j, column k) is [k * block() + j].
class BlockMatrix {
 public:
  /// A matrix of zeros with exactly the blocks that the faces of `mesh` need. Collective.
  BlockMatrix(const Mesh& mesh, std::size_t block);

  Mat petsc_matrix() const { return matrix_; }
  std::size_t block() const { return block_; }

  /// The block of an owned cell's balances by its own unknowns.
  double* diagonal(std::size_t cell) const { return diagonal_[cell]; }
  /// The block of one cell's balances by the unknowns of the cell on the other side of a face, which is the
  /// left one (`by_left`) or the right one. Where the balances are another rank's, a place of its own that is
  /// no part of the matrix.
  double* coupling(std::size_t face, bool by_left) const { return coupling_[2 * face + (by_left ? 0 : 1)]; }

  /// Says that blocks have been written, those of the owned cells marked in `changed` (their diagonal, or a
  /// coupling to the cell above or below). Collective.
  void finish(const std::vector<std::uint8_t>& changed);
  /// Owned cells whose blocks have been written since the last forget_changes().
  const std::vector<std::uint8_t>& changed() const { return changed_; }
  void forget_changes();

 private:
  void place_blocks(const Mesh& mesh);

  std::size_t block_;
  MatHandle matrix_;
  std::vector<double*> diagonal_, coupling_;
  std::vector<double> elsewhere_;  // blocks whose rows are another rank's
  std::vector<std::uint8_t> changed_;
};

}  // namespace talus
