#include "solver/linear/block_matrix.h"

#include <algorithm>

namespace talus {

namespace {

/// Where the blocks of a sequential BAIJ matrix begin.
class BlockPlaces {
 public:
  BlockPlaces(Mat matrix, std::size_t block) : matrix_(matrix), size_(block * block) {
    PetscInt rows = 0;
    PetscBool done = PETSC_FALSE;
    petsc(MatGetRowIJ(matrix_, 0, PETSC_FALSE, PETSC_TRUE, &rows, &first_, &column_, &done));
    petsc(MatSeqBAIJGetArray(matrix_, &entries_));
  }
  ~BlockPlaces() {
    PetscInt rows = 0;
    PetscBool done = PETSC_FALSE;
    MatSeqBAIJRestoreArray(matrix_, &entries_);
    MatRestoreRowIJ(matrix_, 0, PETSC_FALSE, PETSC_TRUE, &rows, &first_, &column_, &done);
  }
  BlockPlaces(const BlockPlaces&) = delete;
  BlockPlaces& operator=(const BlockPlaces&) = delete;

  double* of(Index row, PetscInt column) const {
    const PetscInt* end = column_ + first_[row + 1];
    const PetscInt* found = std::lower_bound(column_ + first_[row], end, column);
    return found != end && *found == column ? entries_ + static_cast<std::size_t>(found - column_) * size_
                                            : nullptr;
  }

 private:
  Mat matrix_;
  std::size_t size_;
  const PetscInt *first_ = nullptr, *column_ = nullptr;
  double* entries_ = nullptr;
};

/// An empty matrix with room for the blocks that the faces need.
MatHandle room_for_blocks(const Mesh& mesh, std::size_t block) {
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
  petsc(MatSetOption(matrix, MAT_NEW_NONZERO_ALLOCATION_ERR, PETSC_TRUE));
  return matrix;
}

void add_zeros(Mat matrix, std::int64_t row, std::int64_t column, const std::vector<double>& zeros) {
  const auto i = static_cast<PetscInt>(row), j = static_cast<PetscInt>(column);
  petsc(MatSetValuesBlocked(matrix, 1, &i, 1, &j, zeros.data(), INSERT_VALUES));
}

void assemble(Mat matrix) {
  petsc(MatAssemblyBegin(matrix, MAT_FINAL_ASSEMBLY));
  petsc(MatAssemblyEnd(matrix, MAT_FINAL_ASSEMBLY));
}

}  // namespace

std::size_t padded_block(std::size_t unknowns) {
  if (unknowns >= 8 && unknowns <= 10) return 11;
  if (unknowns == 13 || unknowns == 14) return 15;
  return unknowns;
}

BlockMatrix::BlockMatrix(const Mesh& mesh, std::size_t block)
    : block_(block),
      matrix_(room_for_blocks(mesh, block)),
      changed_(static_cast<std::size_t>(mesh.owned), 1) {
  const std::vector<double> zeros(block * block, 0.0);
  for (std::size_t c = 0; c < changed_.size(); ++c) add_zeros(matrix_, mesh.number[c], mesh.number[c], zeros);
  for (std::size_t f = 0; f < mesh.faces.size(); ++f) {
    const auto left = static_cast<std::size_t>(mesh.faces.left[f]);
    const auto right = static_cast<std::size_t>(mesh.faces.right[f]);
    if (left < changed_.size()) add_zeros(matrix_, mesh.number[left], mesh.number[right], zeros);
    if (right < changed_.size()) add_zeros(matrix_, mesh.number[right], mesh.number[left], zeros);
  }
  assemble(matrix_);
  place_blocks(mesh);
}

void BlockMatrix::place_blocks(const Mesh& mesh) {
  PetscBool split = PETSC_FALSE;
  petsc(PetscObjectTypeCompare(reinterpret_cast<PetscObject>(static_cast<Mat>(matrix_)), MATMPIBAIJ, &split));
  Mat own = matrix_, others = nullptr;
  const PetscInt* numbers = nullptr;  // global block columns of `others`
  if (split) petsc(MatMPIBAIJGetSeqBAIJ(matrix_, &own, &others, &numbers));
  const BlockPlaces inside(own, block_);
  PetscInt outer = 0;
  if (split) petsc(MatGetSize(others, nullptr, &outer));
  outer /= static_cast<PetscInt>(block_);
  const BlockPlaces outside(split ? others : own, block_);

  diagonal_.resize(changed_.size());
  for (Index c = 0; c < mesh.owned; ++c) diagonal_[static_cast<std::size_t>(c)] = inside.of(c, c);
  coupling_.assign(2 * mesh.faces.size(), nullptr);
  std::size_t spare = 0;
  for (std::size_t f = 0; f < mesh.faces.size(); ++f)
    for (const bool by_left : {true, false}) {
      const Index by = by_left ? mesh.faces.left[f] : mesh.faces.right[f];
      const Index row = by_left ? mesh.faces.right[f] : mesh.faces.left[f];
      double*& place = coupling_[2 * f + (by_left ? 0 : 1)];
      if (row >= mesh.owned)
        ++spare;
      else if (by < mesh.owned)
        place = inside.of(row, by);
      else
        place = outside.of(
            row, static_cast<PetscInt>(
                     std::lower_bound(numbers, numbers + outer, mesh.number[static_cast<std::size_t>(by)]) -
                     numbers));
    }
  elsewhere_.resize(spare * block_ * block_);
  double* next = elsewhere_.data();
  for (std::size_t f = 0; f < mesh.faces.size(); ++f)
    for (const bool by_left : {true, false}) {
      if ((by_left ? mesh.faces.right[f] : mesh.faces.left[f]) < mesh.owned) continue;
      coupling_[2 * f + (by_left ? 0 : 1)] = next;
      next += block_ * block_;
    }
}

void BlockMatrix::finish(const std::vector<std::uint8_t>& changed) {
  for (std::size_t c = 0; c < changed_.size(); ++c) changed_[c] |= changed[c];
  assemble(matrix_);
}

void BlockMatrix::forget_changes() { std::ranges::fill(changed_, 0); }

}  // namespace talus
