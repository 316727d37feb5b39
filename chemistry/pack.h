// A number that is several cells: as many as the instruction set holds in one register (8, 4 or 2).
//
// Chemistry is written once for any number R: double (one cell), Pack (a tile of cells) or Dual (tests).
// Inside such a template, `using std::exp;` and an unqualified call pick the right function for each.
#pragma once

#include <algorithm>
#include <cmath>
#include <utility>
#include <xsimd/xsimd.hpp>

namespace talus {

using Pack = xsimd::batch<double>;

/// Cells in a tile.
inline constexpr int tile_width = static_cast<int>(Pack::size);

inline double select(bool condition, double a, double b) { return condition ? a : b; }

/// Whether a comparison holds in all lanes, in any of them.
inline bool all(bool holds) { return holds; }
inline bool some(bool holds) { return holds; }
template <class A>
bool all(const xsimd::batch_bool<double, A>& holds) {
  return xsimd::all(holds);
}
template <class A>
bool some(const xsimd::batch_bool<double, A>& holds) {
  return xsimd::any(holds);
}

/// Which lanes of a number are meant.
template <class R>
using LanesOf = decltype(std::declval<R>() < std::declval<R>());
template <class R>
LanesOf<R> no_lanes() {
  return R(1.0) < R(0.0);
}

/// The largest value of all lanes.
inline double largest(double a) { return a; }
inline double largest(Pack a) {
  alignas(Pack::arch_type::alignment()) double lanes[tile_width];
  a.store_aligned(lanes);
  return *std::max_element(lanes, lanes + tile_width);
}

/// x^p for x >= 0; 0^p = 0 for p > 0 and 1 for p = 0.
template <class R>
R power(const R& x, double p) {
  using std::exp, std::log, std::max;
  if (p == 0) return R(1.0);
  if (p == 1) return x;
  if (p == 2) return x * x;
  if (p == 3) return x * x * x;
  return select(x > R(0.0), exp(R(p) * log(max(x, R(1e-300)))), R(0.0));
}

}  // namespace talus
