// Newton's method on its own: what it makes of unknowns that are logarithms and of others, by their list.
#include <algorithm>
#include <cmath>
#include <vector>

#include "solver/linear/newton.h"
#include "solver/linear/small_blocks.h"
#include "tests/catch.h"
#include "tests/mesh/lattices.h"

using namespace talus;

namespace {

constexpr std::size_t two = 2;

Mesh column(int cells) {
  lattices::Lattice lattice = lattices::column();
  lattice.mesh.depth = cells;
  lattice.mesh.cells = {};
  lattice.mesh.cells.count = cells;
  lattice.layers = {static_cast<double>(cells)};
  return lattice.whole();
}

/// In each cell of a column, without anything between cells:
///
///     exp(x_0) = a        x_0 a logarithm
///     x_1 = b             x_1 none
struct Equations : BlockOperator {
  explicit Equations(const Mesh& m) : mesh(m), changed_cells(static_cast<std::size_t>(m.owned), 1) {}

  NewtonResult solve(std::vector<Unknown> unknowns, std::vector<double>& x) {
    Newton newton(mesh, *this,
                  {.residual = [this](std::span<const double> at, std::span<double> r,
                                      bool) { return find_residual(at, r); },
                   .update_jacobian = [] {},
                   .imbalance =
                       [](std::span<const double> r, std::span<double> of_cell) {
                         for (std::size_t c = 0; c < of_cell.size(); ++c)
                           of_cell[c] = std::max(std::abs(r[two * c]), std::abs(r[two * c + 1]));
                       },
                   .unknowns = std::move(unknowns)});
    return newton.solve(x);
  }

  bool find_residual(std::span<const double> at, std::span<double> r) {
    visited.emplace_back(at.begin(), at.end());
    for (std::size_t i = 0; i < at.size(); i += two) {
      r[i] = std::exp(at[i]) - a;
      r[i + 1] = at[i + 1] - b;
    }
    std::ranges::fill(changed_cells, 1);
    return true;
  }

  std::size_t unknowns() const override { return two; }
  void multiply(std::span<const double>, std::span<double>) override { FAIL("one column needs no product"); }
  void add_between_columns(std::span<const double>, std::span<double>, std::uint8_t) override {}
  void write_diagonal(std::size_t cell, double* to) const override {
    const std::size_t height = block_height(two);
    std::fill_n(to, two * height, 0.0);
    to[0] = std::exp(visited.back()[two * cell]);
    to[height + 1] = 1;
  }
  void write_coupling(std::size_t, bool, double* to) const override {
    std::fill_n(to, two * block_height(two), 0.0);
  }
  const std::vector<std::uint8_t>& changed() const override { return changed_cells; }
  void forget_changes() override { std::ranges::fill(changed_cells, 0); }

  /// The largest change of x_1 of the first cell from one evaluation to the next.
  double largest_step() const {
    double largest = 0;
    for (std::size_t i = 1; i < visited.size(); ++i)
      largest = std::max(largest, std::abs(visited[i][1] - visited[i - 1][1]));
    return largest;
  }

  const Mesh& mesh;
  double a = 1, b = 0;
  std::vector<std::vector<double>> visited;
  std::vector<std::uint8_t> changed_cells;
};

const std::vector<Unknown> a_logarithm_and_another{
    {.name = "a", .quantity = "a", .unit = "1", .lowest = -300, .positive = true},
    {.name = "b", .quantity = "b", .unit = "1", .logarithm = false, .scale = 2}};

}  // namespace

TEST_CASE("an unknown that is no logarithm moves by its scale at most, and both are found", "[unit]") {
  const Mesh mesh = column(3);
  Equations equations(mesh);
  equations.a = 1e6;
  equations.b = 5;
  std::vector<double> x(two * 3, 0.0);
  const NewtonResult result = equations.solve(a_logarithm_and_another, x);
  REQUIRE(result.converged);
  for (std::size_t c = 0; c < 3; ++c) {
    CHECK(x[two * c] == Approx(std::log(1e6)).epsilon(1e-13));
    CHECK(x[two * c + 1] == Approx(5).epsilon(1e-13));
  }
  CHECK(equations.largest_step() == 2);
}

TEST_CASE("no unknown falls below its lowest value", "[unit]") {
  const Mesh mesh = column(1);
  Equations equations(mesh);
  equations.b = -1;
  std::vector<Unknown> unknowns = a_logarithm_and_another;
  unknowns[1].lowest = -0.5;
  std::vector<double> x{0, 1};
  CHECK_FALSE(equations.solve(unknowns, x).converged);
  CHECK(x == std::vector<double>{0, 1});  // as before
  for (const std::vector<double>& at : equations.visited) CHECK(at[1] >= -0.5);
}

TEST_CASE("a balance of positive things that would need less than nothing says so, another does not",
          "[unit]") {
  const Mesh mesh = column(1);
  for (const bool positive : {true, false}) {
    Equations equations(mesh);
    equations.a = -1;
    std::vector<Unknown> unknowns = a_logarithm_and_another;
    unknowns[0].positive = positive;
    std::vector<double> x{0, 0};
    const NewtonResult result = equations.solve(unknowns, x);
    CHECK_FALSE(result.converged);
    CHECK(result.less_than_nothing == positive);
  }
}
