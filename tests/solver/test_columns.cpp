// The direct solver of columns against dense elimination with full pivoting.
#include "solver/linear/columns.h"

#include <Eigen/Dense>
#include <random>

#include "tests/catch.h"
#include "tests/mesh/lattices.h"

using namespace talus;

namespace {

using Matrix = Eigen::MatrixXd;

/// Fills the blocks of `cells` with numbers that look like chance, and the same in a dense matrix. Rows of
/// very different size, and no diagonal that dominates within a block.
class Filling {
 public:
  Filling(const Mesh& mesh, std::size_t unknowns, BlockMatrix& matrix)
      : mesh_(mesh), n_(unknowns), matrix_(matrix) {
    dense =
        Matrix::Zero(static_cast<Eigen::Index>(n_) * mesh.owned, static_cast<Eigen::Index>(n_) * mesh.owned);
  }

  void diagonal(Index cell, double size) {
    fill(matrix_.diagonal(static_cast<std::size_t>(cell)), cell, cell, size);
    for (std::size_t j = n_; j < matrix_.block(); ++j)
      matrix_.diagonal(static_cast<std::size_t>(cell))[j * matrix_.block() + j] = 1;
  }
  void couplings() {
    for (std::size_t f = 0; f < mesh_.faces.size(); ++f) {
      if (mesh_.faces.nz[f] == 0) continue;
      fill(matrix_.coupling(f, true), mesh_.faces.right[f], mesh_.faces.left[f], 1);
      fill(matrix_.coupling(f, false), mesh_.faces.left[f], mesh_.faces.right[f], 1);
    }
  }

  Matrix dense;

 private:
  void fill(double* block, Index row, Index column, double size) {
    std::uniform_real_distribution<double> any(-size, size);
    for (std::size_t k = 0; k < n_; ++k)
      for (std::size_t j = 0; j < n_; ++j) {
        const double value = any(chance_) * std::pow(10, -static_cast<double>(j % 5));
        block[k * matrix_.block() + j] = value;
        dense(static_cast<Eigen::Index>(static_cast<std::size_t>(row) * n_ + j),
              static_cast<Eigen::Index>(static_cast<std::size_t>(column) * n_ + k)) = value;
      }
  }

  const Mesh& mesh_;
  std::size_t n_;
  BlockMatrix& matrix_;
  std::mt19937 chance_{42};
};

/// The largest difference between what the columns and the dense matrix make of one right-hand side, relative
/// to the answer.
double difference(const Columns& columns, const Filling& filling, std::size_t n, std::size_t block) {
  const auto cells = static_cast<std::size_t>(filling.dense.rows()) / n;
  const Eigen::VectorXd b = Eigen::VectorXd::LinSpaced(filling.dense.rows(), -1, 2);
  std::vector<double> right(cells * block, 3.0), answer(right.size());
  for (std::size_t c = 0; c < cells; ++c)
    for (std::size_t j = 0; j < n; ++j) right[c * block + j] = b(static_cast<Eigen::Index>(c * n + j));
  columns.solve(right, answer);
  const Eigen::VectorXd x = filling.dense.fullPivLu().solve(b);
  double worst = 0;
  for (std::size_t c = 0; c < cells; ++c) {
    for (std::size_t j = 0; j < n; ++j)
      worst = std::max(worst, std::abs(answer[c * block + j] - x(static_cast<Eigen::Index>(c * n + j))));
    for (std::size_t j = n; j < block; ++j) CHECK(answer[c * block + j] == 3.0);
  }
  return worst / x.cwiseAbs().maxCoeff();
}

}  // namespace

TEST_CASE("columns are solved as a dense matrix is", "[unit]") {
  const Mesh mesh = lattices::section().whole();
  for (std::size_t n = 1; n <= 23; ++n) {
    const std::size_t block = padded_block(n);
    BlockMatrix matrix(mesh, block);
    Filling filling(mesh, n, matrix);
    for (Index c = 0; c < mesh.owned; ++c) filling.diagonal(c, 20);
    filling.couplings();
    matrix.finish(std::vector<std::uint8_t>(static_cast<std::size_t>(mesh.local), 1));
    Columns columns(mesh, block, n);
    INFO(n << " unknowns");
    REQUIRE(columns.factor(matrix));
    CHECK(difference(columns, filling, n, block) < 1e-9);

    // one cell changes: what lies below it is kept, what lies above is not
    const auto middle = static_cast<std::size_t>(mesh.column_first[1] + mesh.column_first[2]) / 2;
    filling.diagonal(static_cast<Index>(middle), 30);
    std::vector<std::uint8_t> changed(static_cast<std::size_t>(mesh.local), 0);
    changed[middle] = 1;
    matrix.finish(changed);
    CHECK(difference(columns, filling, n, block) > 1e-9);
    REQUIRE(columns.factor(matrix));
    CHECK(difference(columns, filling, n, block) < 1e-9);
  }
}

TEST_CASE("a singular block is told", "[unit]") {
  const Mesh mesh = lattices::column().whole();
  BlockMatrix matrix(mesh, 3);
  Columns columns(mesh, 3, 3);
  CHECK_FALSE(columns.factor(matrix));
}
