// The product of the Jacobian by the blocks that the columns are solved with, and what couples columns: for tests.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "solver/coupling/jacobian.h"
#include "solver/model.h"

namespace talus {

/// y = J v of an up-to-date Jacobian; `v` and `y` are [owned cell][balance].
inline void multiply_by_blocks(const Model& model, Jacobian& jacobian, std::span<const double> v,
                               std::span<double> y) {
  const std::size_t n = model.unknowns.size();
  std::vector<double> block(n * block_height(n), 0.0);
  const auto add_product = [&](std::size_t row, std::size_t column) {
    for (std::size_t k = 0; k < n; ++k)
      for (std::size_t j = 0; j < n; ++j)
        y[row * n + j] += block[k * block_height(n) + j] * v[column * n + k];
  };
  std::ranges::fill(y, 0.0);
  for (std::size_t c = 0; c < static_cast<std::size_t>(model.mesh.owned); ++c) {
    jacobian.write_diagonal(c, block.data());
    add_product(c, c);
  }
  const Faces& faces = model.mesh.faces;
  for (std::size_t f = 0; f < faces.size(); ++f)
    for (const bool by_left : {true, false}) {
      if (faces.nz[f] == 0) continue;
      jacobian.write_coupling(f, by_left, block.data());
      const auto left = static_cast<std::size_t>(faces.left[f]),
                 right = static_cast<std::size_t>(faces.right[f]);
      add_product(by_left ? right : left, by_left ? left : right);
    }
  for (const bool second : {false, true}) jacobian.add_between_columns(v, y, second);
}

}  // namespace talus
