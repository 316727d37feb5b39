// Dot products and norms of PETSc's vectors whose bits do not depend on the number of ranks: FGMRES then
// takes the same iterations to the same answer on any.
#pragma once

#include <span>

#include "base/petsc.h"

namespace talus {

/// A vector of `owned` numbers of this rank, in blocks of `block` that stay together, whose dot products and
/// 2-norms are exact sums (base/exact_sum.h) over the blocks, each summed in its order; as are those of all
/// vectors that PETSc makes after it. Collective.
VecHandle vector_with_exact_sums(MPI_Comm ranks, PetscInt owned, PetscInt block);

/// Calls with(x, y) for the numbers of this rank in two vectors.
template <class With>
void between(Vec x, Vec y, With&& with) {
  const double* in = nullptr;
  double* out = nullptr;
  PetscInt size = 0;
  petsc(VecGetLocalSize(x, &size));
  petsc(VecGetArrayRead(x, &in));
  petsc(VecGetArray(y, &out));
  const auto count = static_cast<std::size_t>(size);
  with(std::span<const double>(in, count), std::span<double>(out, count));
  petsc(VecRestoreArrayRead(x, &in));
  petsc(VecRestoreArray(y, &out));
}

/// PETSc keeps norms that it has found, by its own sums where SNES asks for several at once.
void forget_norms(Vec vector);

}  // namespace talus
