// Small dense linear systems, one in each lane: LU without interchanging rows, as all lanes must do the same.
// For matrices that are nearly nu^T m nu, positive definite but for a few rows at the end, when their rows
// are scaled.
#pragma once

#include <span>
#include <vector>

#include "chemistry/pack.h"

namespace talus {

template <class R>
struct LinearSystem {
  std::vector<R> matrix;  ///< [row][column]; after factor() the multipliers, and over the diagonal
  std::size_t size = 0;

  void resize(std::size_t n) {
    size = n;
    matrix.assign(n * n, R(0.0));
  }
  std::span<R> row(std::size_t i) { return {&matrix[i * size], size}; }

  void factor() {
    for (std::size_t p = 0; p < size; ++p) {
      const R* pivot = &matrix[p * size];
      const R over = R(1.0) / pivot[p];
      for (std::size_t i = p + 1; i < size; ++i) {
        R* at = &matrix[i * size];
        const R factor = at[p] * over;
        at[p] = factor;
        for (std::size_t k = p + 1; k < size; ++k) at[k] -= factor * pivot[k];
      }
      matrix[p * size + p] = over;
    }
  }

  /// Solves for the right side `b`, in place.
  void solve(std::span<R> b) const {
    for (std::size_t i = 1; i < size; ++i)
      for (std::size_t k = 0; k < i; ++k) b[i] -= matrix[i * size + k] * b[k];
    for (std::size_t i = size; i-- > 0;) {
      for (std::size_t k = i + 1; k < size; ++k) b[i] -= matrix[i * size + k] * b[k];
      b[i] *= matrix[i * size + i];
    }
  }
};

}  // namespace talus
