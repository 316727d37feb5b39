#include "solver/linear/explicit_matrix.h"

#include <vector>

#include "solver/linear/small_blocks.h"

namespace talus {

namespace {

void insert(Mat matrix, std::int64_t row, std::int64_t column, const std::vector<double>& entries) {
  const auto i = static_cast<PetscInt>(row), j = static_cast<PetscInt>(column);
  petsc(MatSetValuesBlocked(matrix, 1, &i, 1, &j, entries.data(), INSERT_VALUES));
}

/// A block as it is written, without the rows that only fill registers.
std::vector<double> packed(const std::vector<double>& block, std::size_t n) {
  std::vector<double> entries;
  for (std::size_t k = 0; k < n; ++k)
    for (std::size_t j = 0; j < n; ++j) entries.push_back(block[k * block_height(n) + j]);
  return entries;
}

}  // namespace

MatHandle explicit_matrix(const Mesh& mesh, std::size_t block) {
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
  petsc(MatCreate(mesh.communicator, matrix.fresh()));
  petsc(MatSetSizes(matrix, rows, rows, PETSC_DETERMINE, PETSC_DETERMINE));
  petsc(MatSetBlockSize(matrix, size));
  petsc(MatSetType(matrix, MATBAIJ));
  petsc(MatSeqBAIJSetPreallocation(matrix, size, 0, inside.data()));
  petsc(MatMPIBAIJSetPreallocation(matrix, size, 0, inside.data(), 0, outside.data()));
  petsc(MatSetOption(matrix, MAT_NEW_NONZERO_ALLOCATION_ERR, PETSC_TRUE));
  petsc(MatSetOption(matrix, MAT_ROW_ORIENTED, PETSC_FALSE));
  return matrix;
}

void write_blocks(const Mesh& mesh, const BlockOperator& from, Mat matrix) {
  const std::size_t n = from.unknowns();
  std::vector<double> block(n * block_height(n), 0.0);
  for (std::size_t c = 0; c < static_cast<std::size_t>(mesh.owned); ++c) {
    from.write_diagonal(c, block.data());
    insert(matrix, mesh.number[c], mesh.number[c], packed(block, n));
  }
  for (std::size_t f = 0; f < mesh.faces.size(); ++f)
    for (const bool by_left : {true, false}) {
      const auto by = static_cast<std::size_t>(by_left ? mesh.faces.left[f] : mesh.faces.right[f]);
      const auto row = static_cast<std::size_t>(by_left ? mesh.faces.right[f] : mesh.faces.left[f]);
      if (row >= static_cast<std::size_t>(mesh.owned)) continue;
      from.write_coupling(f, by_left, block.data());
      insert(matrix, mesh.number[row], mesh.number[by], packed(block, n));
    }
  petsc(MatAssemblyBegin(matrix, MAT_FINAL_ASSEMBLY));
  petsc(MatAssemblyEnd(matrix, MAT_FINAL_ASSEMBLY));
}

}  // namespace talus
