// Neighbours' copies: the values of cells that other ranks own and this rank sees across a face.
#pragma once

#include <span>
#include <vector>

#include "base/petsc.h"
#include "mesh/mesh.h"

namespace talus {

/// Sends the values of owned cells to the ranks that hold ghosts of them. Nothing else talks to MPI about
/// cells. Every rank of the communicator must call update, those without cells too.
class Ghosts {
 public:
  /// `mesh` is this rank's part of one mesh over all ranks of its communicator; it may be gone afterwards.
  explicit Ghosts(const Mesh& mesh);

  /// Fills the ghosts of a field with one value per local cell.
  void update(std::span<double> field) const { update_blocks(field, 1); }
  /// The same for `block` values per local cell, which stand side by side.
  void update_blocks(std::span<double> field, int block) const;

  /// Global numbers of the ghosts, in local order; what VecCreateGhostBlock asks for.
  std::span<const PetscInt> ghost_numbers() const { return numbers_; }

 private:
  std::size_t local_;
  std::vector<PetscInt> numbers_;
  SfHandle forest_;
};

}  // namespace talus
