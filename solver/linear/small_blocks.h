// Algebra of small dense blocks in SIMD registers, for the column solver.
//
// A block has `n` columns of V packs each: a column begins at a multiple of V * tile_width numbers, and the
// rows beyond n are zero, or whatever the caller does not look at. V is known when the program is compiled,
// so that a column stays in registers.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <utility>

#include "chemistry/pack.h"

namespace talus {

/// Places of a column of a block with `unknowns` rows: whole packs.
constexpr std::size_t block_height(std::size_t unknowns) {
  const auto width = static_cast<std::size_t>(tile_width);
  return (unknowns + width - 1) / width * width;
}

template <int V>
struct SmallBlocks {
  static constexpr std::size_t height = static_cast<std::size_t>(V) * static_cast<std::size_t>(tile_width);
  using Column = std::array<Pack, static_cast<std::size_t>(V)>;

  template <class Number>
  static Column load(const Number* from) {
    Column column;
    for (std::size_t v = 0; v < V; ++v) column[v] = Pack::load_unaligned(from + v * Pack::size);
    return column;
  }
  static void store(const Column& column, double* to) {
    for (std::size_t v = 0; v < V; ++v) column[v].store_unaligned(to + v * Pack::size);
  }
  /// into += factor * column.
  static void add(Column& into, double factor, const Column& column) {
    const Pack f(factor);
    for (std::size_t v = 0; v < V; ++v) into[v] = xsimd::fma(f, column[v], into[v]);
  }

  /// into += sign * A b. Either may be kept in single precision.
  template <class A, class B>
  static void multiply_add(const A* a, const B* b, std::size_t n, double sign, double* into) {
    Column even = load(into), odd{};
    for (Pack& p : odd) p = Pack(0.0);
    std::size_t k = 0;
    for (; k + 1 < n; k += 2) {  // two sums, as each has to wait for its last term
      add(even, sign * b[k], load(a + k * height));
      add(odd, sign * b[k + 1], load(a + (k + 1) * height));
    }
    if (k < n) add(even, sign * b[k], load(a + k * height));
    for (std::size_t v = 0; v < V; ++v) even[v] += odd[v];
    store(even, into);
  }

  /// C += sign * A B, blocks of n columns. B may be kept in single precision.
  template <class Number>
  static void multiply_add_block(const double* a, const Number* b, std::size_t n, double sign, double* c) {
    std::size_t j = 0;
    for (; j + 1 < n; j += 2) {  // two columns at a time share what is read of A
      double *first = c + j * height, *second = first + height;
      const Number *by_first = b + j * height, *by_second = by_first + height;
      Column x = load(first), y = load(second);
      for (std::size_t k = 0; k < n; ++k) {
        const Column column = load(a + k * height);
        add(x, sign * by_first[k], column);
        add(y, sign * by_second[k], column);
      }
      store(x, first);
      store(y, second);
    }
    if (j < n) multiply_add(a, b + j * height, n, sign, c + j * height);
  }

  /// For each row of A one over its largest entry; 1 where there is none.
  static Column over_largest(const double* a, std::size_t n) {
    Column scale{};
    for (Pack& p : scale) p = Pack(0.0);
    for (std::size_t k = 0; k < n; ++k) {
      const Column column = load(a + k * height);
      for (std::size_t v = 0; v < V; ++v) scale[v] = xsimd::max(scale[v], xsimd::abs(column[v]));
    }
    for (Pack& p : scale) p = xsimd::select(p > Pack(0.0), Pack(1.0) / p, Pack(1.0));
    return scale;
  }
  /// Multiplies each row of A by its number.
  static void scale_rows(const Column& scale, std::size_t n, double* a) {
    for (std::size_t k = 0; k < n; ++k) {
      Column column = load(a + k * height);
      for (std::size_t v = 0; v < V; ++v) column[v] *= scale[v];
      store(column, a + k * height);
    }
  }

  /// Replaces A by its inverse: Gauss-Jordan elimination with row pivoting, in place. False when A is
  /// singular.
  static bool invert(double* a, std::size_t n) {
    std::array<std::size_t, height> pivots{};
    for (std::size_t k = 0; k < n; ++k) {
      std::size_t p = k;
      for (std::size_t i = k + 1; i < n; ++i)
        if (std::abs(a[k * height + i]) > std::abs(a[k * height + p])) p = i;
      pivots[k] = p;
      if (p != k)
        for (std::size_t j = 0; j < n; ++j) std::swap(a[j * height + k], a[j * height + p]);
      double* pivot_column = a + k * height;
      const double over = 1 / pivot_column[k];
      if (!std::isfinite(over)) return false;
      pivot_column[k] -= 1;  // so that row k needs no rule of its own: a_kj - f (a_kk - 1) = f
      const Column column = load(pivot_column);
      for (std::size_t j = 0; j < n; ++j) {
        if (j == k) continue;
        double* other = a + j * height;
        Column changed = load(other);
        add(changed, -over * other[k], column);
        store(changed, other);
      }
      Column own;
      for (std::size_t v = 0; v < V; ++v) own[v] = Pack(-over) * column[v];
      store(own, pivot_column);
      pivot_column[k] += 1;
    }
    for (std::size_t k = n; k-- > 0;)
      if (pivots[k] != k)
        for (std::size_t i = 0; i < n; ++i) std::swap(a[k * height + i], a[pivots[k] * height + i]);
    return true;
  }
};

/// Chooses V by a block's rows when the program runs: calls `with` with the right SmallBlocks<V>.
template <int V = 1, class With>
auto with_small_blocks(std::size_t unknowns, With&& with) {
  if (unknowns <= SmallBlocks<V>::height) return with(SmallBlocks<V>{});
  if constexpr (V < 16)
    return with_small_blocks<V + 1>(unknowns, std::forward<With>(with));
  else
    throw std::length_error("more unknowns in a cell than the solver of small blocks is compiled for");
}

/// into += sign * A b, for blocks of the size that it was chosen for.
using MultiplyAdd = void (*)(const double* a, const double* b, std::size_t n, double sign, double* into);
inline MultiplyAdd multiply_add_for(std::size_t unknowns) {
  return with_small_blocks(unknowns, []<int V>(SmallBlocks<V>) -> MultiplyAdd {
    return &SmallBlocks<V>::template multiply_add<double, double>;
  });
}

}  // namespace talus
