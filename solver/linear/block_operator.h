// A linear operator on the unknowns of cells, in blocks: what a solver may ask of a Jacobian.
//
// Blocks are dense and square, one per cell and two per face between cells. Nobody stores them all: a product
// needs less, and who wants a block has it written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace talus {

class BlockOperator {
 public:
  virtual ~BlockOperator() = default;

  /// Unknowns, and balances, of a cell.
  virtual std::size_t unknowns() const = 0;
  /// y = J x on owned cells, cell by cell. Collective.
  virtual void multiply(std::span<const double> x, std::span<double> y) = 0;

  /// y += R x in the rows of cells of a colour (Mesh::colour), R being what couples cells of different columns: J without
  /// what block_tridiagonal.h solves. Such cells are of the other colour: of x nothing else is read. Collective.
  virtual void add_between_columns(std::span<const double> x, std::span<double> y, std::uint8_t colour) = 0;

  /// Writes the block of an owned cell's balances by its own unknowns: (row j, column k) to
  /// [k * block_height(unknowns()) + j]. Rows beyond the last are left as they are or zero.
  virtual void write_diagonal(std::size_t cell, double* to) const = 0;
  /// The same for a cell's balances by the unknowns of the cell on the other side of a face, which is the
  /// left one (`by_left`) or the right one.
  virtual void write_coupling(std::size_t face, bool by_left, double* to) const = 0;

  /// Whether a block of each owned cell may have changed since forget_changes().
  virtual const std::vector<std::uint8_t>& changed() const = 0;
  virtual void forget_changes() = 0;
};

}  // namespace talus
