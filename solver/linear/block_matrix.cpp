#include "solver/linear/block_matrix.h"

namespace talus {

std::size_t padded_block(std::size_t unknowns) {
  if (unknowns >= 8 && unknowns <= 10) return 11;
  if (unknowns == 13 || unknowns == 14) return 15;
  return unknowns;
}

MatHandle make_block_matrix(const Mesh& mesh, std::size_t block) {
  std::vector<PetscInt> inside(static_cast<std::size_t>(mesh.owned), 1), outside(inside.size(), 0);
  const auto count = [&](Index cell, Index other) {
    if (cell >= mesh.owned) return;
    ++(other < mesh.owned ? inside : outside)[static_cast<std::size_t>(cell)];
  };
  for (std::size_t f = 0; f < mesh.faces.size(); ++f) {
    count(mesh.faces.left[f], mesh.faces.right[f]);
    count(mesh.faces.right[f], mesh.faces.left[f]);
  }
  const auto size = static_cast<PetscInt>(block);
  const PetscInt rows = static_cast<PetscInt>(mesh.owned) * size;
  MatHandle matrix;
  petsc(MatCreate(PETSC_COMM_WORLD, matrix.fresh()));
  petsc(MatSetSizes(matrix, rows, rows, PETSC_DETERMINE, PETSC_DETERMINE));
  petsc(MatSetBlockSize(matrix, size));
  petsc(MatSetType(matrix, MATBAIJ));
  petsc(MatSeqBAIJSetPreallocation(matrix, size, 0, inside.data()));
  petsc(MatMPIBAIJSetPreallocation(matrix, size, 0, inside.data(), 0, outside.data()));
  petsc(MatSetOption(matrix, MAT_ROW_ORIENTED, PETSC_TRUE));
  petsc(MatSetOption(matrix, MAT_NEW_NONZERO_ALLOCATION_ERR, PETSC_TRUE));
  return matrix;
}

}  // namespace talus
