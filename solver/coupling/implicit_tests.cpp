// The Jacobian in other ways, for tests.
#include "solver/coupling/implicit_parts.h"

namespace talus {

void Implicit::test_jacobian(const State& state, double dt, std::span<const double> v, std::span<double> y) {
  impl_->linearize(state, dt);
  impl_->jacobian.multiply(v, y);
}

void Implicit::test_blocks(const State& state, double dt, std::span<const double> v, std::span<double> y) {
  Impl& m = *impl_;
  m.linearize(state, dt);
  std::vector<double> block(m.n * block_height(m.n), 0.0);
  const auto add_product = [&](std::size_t row, std::size_t column) {
    for (std::size_t k = 0; k < m.n; ++k)
      for (std::size_t j = 0; j < m.n; ++j)
        y[row * m.n + j] += block[k * block_height(m.n) + j] * v[column * m.n + k];
  };
  std::ranges::fill(y, 0.0);
  for (std::size_t c = 0; c < m.owned; ++c) {
    m.jacobian.write_diagonal(c, block.data());
    add_product(c, c);
  }
  const Faces& faces = m.model.mesh.faces;
  for (std::size_t f = 0; f < faces.size(); ++f)
    for (const bool by_left : {true, false}) {
      if (faces.nz[f] == 0) continue;
      m.jacobian.write_coupling(f, by_left, block.data());
      const auto left = static_cast<std::size_t>(faces.left[f]),
                 right = static_cast<std::size_t>(faces.right[f]);
      add_product(by_left ? right : left, by_left ? left : right);
    }
  for (const bool second : {false, true}) m.jacobian.add_between_columns(v, y, second);
}

void Implicit::test_dual(const State& state, double dt, std::span<const double> v, std::span<double> y) {
  Impl& m = *impl_;
  m.linearize(state, dt);  // which minerals are there
  const auto cells = static_cast<std::size_t>(m.model.mesh.local);
  std::vector<double> direction(cells * m.n, 0.0);
  std::ranges::copy(v, direction.begin());
  m.ghosts.update_blocks(m.x, static_cast<int>(m.n));
  m.ghosts.update_blocks(direction, static_cast<int>(m.n));
  std::vector<Dual> x(cells * m.n);
  for (std::size_t c = 0; c < cells; ++c)
    for (std::size_t j = 0; j < m.n; ++j) x[c * m.n + j] = {m.x[c * m.n + j], direction[c * m.n + j]};
  Tile<Dual> tile(m.model);
  CellValues<Dual> values(m.model);
  std::vector<Dual> residual(m.owned * m.n);
  Fluxes<Dual> fluxes;
  evaluate_cells(m.model, m.stage, x, std::vector<std::uint8_t>(cells, 1), tile, values,
                 [](Tile<Dual>&, std::size_t) {});
  add_fluxes(m.model, m.stage, values, fluxes);
  assemble_residual(m.model, m.stage, values, fluxes.leaving, x, residual.data());
  m.minerals.close(values, residual.data());
  for (std::size_t i = 0; i < y.size(); ++i) y[i] = residual[i].d;
}

}  // namespace talus
