// The part of the reactive surfaces that water wets, by saturation S:
//
//     f = ((S - S_b) / (S_f - S_b))^p          0 in films S_b that are bound, 1 from S_f on
#pragma once

#include <algorithm>

#include "chemistry/pack.h"

namespace talus {

struct Wetting {
  double exponent = 0;  ///< p; with 0 all of the surface is wetted
  double bound = 0;     ///< S_b
  double full = 1;      ///< S_f
};

/// f, and d ln f / d ln S.
template <class R>
struct Wetted {
  R part;
  R slope;
};

template <class R>
Wetted<R> wetted_part(const Wetting& wetting, const R& saturation) {
  using std::max, std::min;
  if (wetting.exponent == 0) return {R(1.0), R(0.0)};
  const R over = saturation - R(wetting.bound);
  const R x = max(min(over * R(1 / (wetting.full - wetting.bound)), R(1.0)), R(0.0));
  const auto between = (x > R(0.0)) & (x < R(1.0));
  const R slope = R(wetting.exponent) * saturation / select(between, over, R(1.0));
  return {power(x, wetting.exponent), select(between, slope, R(0.0))};
}

}  // namespace talus
