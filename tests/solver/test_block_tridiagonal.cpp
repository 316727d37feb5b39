// The direct solver of columns against dense elimination with full pivoting.
#include "solver/linear/block_tridiagonal.h"

#include <Eigen/Dense>
#include <random>

#include "solver/linear/small_blocks.h"
#include "tests/catch.h"
#include "tests/mesh/lattices.h"

using namespace talus;

namespace {

using Matrix = Eigen::MatrixXd;

/// Blocks of numbers that look like chance, and the same in a dense matrix. Rows of very different size, and
/// no entry that stands out within a block.
class ChanceBlocks : public BlockOperator {
 public:
  ChanceBlocks(const Mesh& mesh, std::size_t unknowns, double size)
      : mesh_(mesh), n_(unknowns), changed_(static_cast<std::size_t>(mesh.owned), 1) {
    const auto rows = static_cast<Eigen::Index>(n_) * mesh.owned;
    dense = Matrix::Zero(rows, rows);
    for (Index c = 0; c < mesh_.owned; ++c) draw(c, c, size);
    for (std::size_t f = 0; f < mesh_.faces.size(); ++f) {
      if (mesh_.faces.nz[f] == 0) continue;
      draw(mesh_.faces.right[f], mesh_.faces.left[f], 1);
      draw(mesh_.faces.left[f], mesh_.faces.right[f], 1);
    }
  }

  /// Other numbers for the diagonal block of a cell.
  void change(Index cell, double size) {
    draw(cell, cell, size);
    changed_[static_cast<std::size_t>(cell)] = 1;
  }

  std::size_t unknowns() const override { return n_; }
  void multiply(std::span<const double>, std::span<double>) override { FAIL("nobody needs this here"); }
  void add_between_columns(std::span<const double>, std::span<double>, std::uint8_t) override {
    FAIL("nor this");
  }
  void write_diagonal(std::size_t cell, double* to) const override { copy(cell, cell, to); }
  void write_coupling(std::size_t face, bool by_left, double* to) const override {
    const auto left = static_cast<std::size_t>(mesh_.faces.left[face]);
    const auto right = static_cast<std::size_t>(mesh_.faces.right[face]);
    copy(by_left ? right : left, by_left ? left : right, to);
  }
  const std::vector<std::uint8_t>& changed() const override { return changed_; }
  void forget_changes() override { std::ranges::fill(changed_, 0); }

  Matrix dense;

 private:
  auto place(std::size_t row, std::size_t column) const {
    return std::pair(static_cast<Eigen::Index>(row * n_), static_cast<Eigen::Index>(column * n_));
  }
  void draw(Index row, Index column, double size) {
    std::uniform_real_distribution<double> any(-size, size);
    const auto [i, j] = place(static_cast<std::size_t>(row), static_cast<std::size_t>(column));
    for (Eigen::Index k = 0; k < static_cast<Eigen::Index>(n_); ++k)
      for (Eigen::Index l = 0; l < static_cast<Eigen::Index>(n_); ++l)
        dense(i + k, j + l) = any(chance_) * std::pow(10, -static_cast<double>(k % 5));
  }
  void copy(std::size_t row, std::size_t column, double* to) const {
    const auto [i, j] = place(row, column);
    for (std::size_t k = 0; k < n_; ++k)
      for (std::size_t l = 0; l < n_; ++l)
        to[k * block_height(n_) + l] =
            dense(i + static_cast<Eigen::Index>(l), j + static_cast<Eigen::Index>(k));
  }

  const Mesh& mesh_;
  std::size_t n_;
  std::vector<std::uint8_t> changed_;
  std::mt19937 chance_{42};
};

/// The largest difference between what the columns and the dense matrix make of one right-hand side, relative
/// to the answer.
double difference(const BlockTridiagonal& columns, const ChanceBlocks& blocks) {
  const Eigen::VectorXd b = Eigen::VectorXd::LinSpaced(blocks.dense.rows(), -1, 2);
  std::vector<double> answer(static_cast<std::size_t>(b.size()));
  columns.solve({b.data(), answer.size()}, answer);
  const Eigen::VectorXd x = blocks.dense.fullPivLu().solve(b);
  return (Eigen::Map<Eigen::VectorXd>(answer.data(), b.size()) - x).cwiseAbs().maxCoeff() /
         x.cwiseAbs().maxCoeff();
}

}  // namespace

TEST_CASE("columns are solved as a dense matrix is", "[unit]") {
  const Mesh mesh = lattices::section().whole();
  for (std::size_t n = 1; n <= 23; ++n) {
    ChanceBlocks blocks(mesh, n, 20);
    BlockTridiagonal columns(mesh, n);
    INFO(n << " unknowns");
    REQUIRE(columns.factor(blocks));
    CHECK(difference(columns, blocks) < 1e-9);

    // one cell changes: what lies below it is kept, what lies above is not
    blocks.change((mesh.column_first[1] + mesh.column_first[2]) / 2, 30);
    CHECK(difference(columns, blocks) > 1e-6);
    REQUIRE(columns.factor(blocks));
    CHECK(difference(columns, blocks) < 1e-9);
  }
}

TEST_CASE("single precision is good to four digits at least, for balances of any size", "[unit]") {
  const Mesh mesh = lattices::section().whole();
  constexpr std::size_t n = 9;
  for (const double size : {1e-60, 1.0, 1e60}) {  // beyond what single precision can hold
    ChanceBlocks blocks(mesh, n, 20);
    Eigen::VectorXd b = Eigen::VectorXd::LinSpaced(blocks.dense.rows(), -1, 2);
    const Eigen::VectorXd x = blocks.dense.fullPivLu().solve(b);
    for (Eigen::Index row = 0; row < b.size(); row += n) {
      blocks.dense.row(row) *= size;
      b[row] *= size;
    }
    BlockTridiagonal columns(mesh, n, BlockTridiagonal::Precision::single);
    INFO("one balance of each cell times " << size);
    REQUIRE(columns.factor(blocks));
    std::vector<double> answer(static_cast<std::size_t>(b.size()));
    columns.solve({b.data(), answer.size()}, answer);
    const double found = (Eigen::Map<Eigen::VectorXd>(answer.data(), b.size()) - x).cwiseAbs().maxCoeff() /
                         x.cwiseAbs().maxCoeff();
    CHECK(found < 1e-4);
    CHECK(found > 1e-9);
  }
}

TEST_CASE("a singular block is told", "[unit]") {
  const Mesh mesh = lattices::column().whole();
  for (const auto precision : {BlockTridiagonal::Precision::full, BlockTridiagonal::Precision::single}) {
    ChanceBlocks blocks(mesh, 3, 0);
    blocks.dense.setZero();
    BlockTridiagonal columns(mesh, 3, precision);
    CHECK_FALSE(columns.factor(blocks));
  }
}
