// Direct solution of every column by itself: block tridiagonal elimination from the base to the top,
//
//     S_1 = D_1,   S_i = D_i - L_i X_{i-1},   X_i = S_i^-1 U_i
//
// D the block of a cell, L_i and U_i its couplings to the cells below and above. For a mesh that is one
// column (or columns that do not touch) it solves the whole system; else it is a preconditioner, columns
// being what couples strongly.
//
// Factors are kept from one matrix to the next: elimination begins at the lowest cell whose blocks have
// changed. Where a front works near the surface, what lies below costs nothing. A preconditioner keeps them
// in single precision, as what it costs is to read them; rows of balances are scaled so that they have the
// range.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "mesh/mesh.h"
#include "solver/linear/block_operator.h"

namespace talus {

/// For each owned cell the face to the next cell up in its column, or -1.
std::vector<std::ptrdiff_t> faces_upwards(const Mesh& mesh);

/// Whether cells of different columns touch, on any rank. Collective.
bool columns_touch(const Mesh& mesh);

class BlockTridiagonal {
 public:
  /// For an exact answer, or for one that is good to six digits in half the time.
  enum class Precision { full, single };
  BlockTridiagonal(const Mesh& mesh, std::size_t unknowns, Precision precision = Precision::full);
  ~BlockTridiagonal();

  /// Brings the factors up to date with `matrix`, which then forgets its changes. False when a block is
  /// singular.
  bool factor(BlockOperator& matrix);
  /// x = A^-1 b for the columns of this rank, cell by cell.
  void solve(std::span<const double> b, std::span<double> x) const;
  /// The same for its columns of a colour (Mesh::colour); the rest of x stays.
  void solve(std::span<const double> b, std::span<double> x, std::uint8_t colour) const;

  /// The same for all sizes of blocks: hides the number of registers that a column of a block takes, and the
  /// precision.
  struct Factors;

 private:
  std::unique_ptr<Factors> factors_;
};

}  // namespace talus
