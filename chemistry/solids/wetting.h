// The part of the reactive surfaces that water wets, by saturation S:
//
//     f = d(S) ((S - S_b) / (S_f - S_b))^p     0 in films S_b that are bound, 1 from S_f on
//     d = x^2 (3 - 2 x), x = S/S_d - 1         1 from 2 S_d on; 0 in a cell that has dried out, S up to S_d
//
// d is what makes a cell that dries out a state and not a failure: reactions that take water come to rest
// smoothly before it is gone, and what is dissolved stays so until water comes back.
#pragma once

#include <algorithm>

#include "chemistry/pack.h"

namespace talus {

struct Wetting {
  double exponent = 0;  ///< p; with 0 all of the surface is wetted
  double bound = 0;     ///< S_b
  double full = 1;      ///< S_f
  double dry = 0;       ///< S_d; 0: no saturation is dry
};

/// f, and d ln f / d ln S.
template <class R>
struct Wetted {
  R part;
  R slope;
};

/// d, and d ln d / d ln S.
template <class R>
Wetted<R> moist_part(double dry, const R& saturation) {
  using std::max, std::min;
  const R over = saturation * R(1 / dry), x = max(min(over - R(1.0), R(1.0)), R(0.0));
  const auto between = (x > R(0.0)) & (x < R(1.0));
  const R slope = R(6.0) * (R(1.0) - x) * over / (select(between, x, R(1.0)) * (R(3.0) - R(2.0) * x));
  return {x * x * (R(3.0) - R(2.0) * x), select(between, slope, R(0.0))};
}

template <class R>
Wetted<R> wetted_part(const Wetting& wetting, const R& saturation) {
  using std::max, std::min;
  Wetted<R> wetted{R(1.0), R(0.0)};
  if (wetting.exponent > 0) {
    const R over = saturation - R(wetting.bound);
    const R x = max(min(over * R(1 / (wetting.full - wetting.bound)), R(1.0)), R(0.0));
    const auto between = (x > R(0.0)) & (x < R(1.0));
    const R slope = R(wetting.exponent) * saturation / select(between, over, R(1.0));
    wetted = {power(x, wetting.exponent), select(between, slope, R(0.0))};
  }
  if (wetting.dry > 0) {
    const Wetted<R> moist = moist_part(wetting.dry, saturation);
    wetted = {wetted.part * moist.part, wetted.slope + moist.slope};
  }
  return wetted;
}

}  // namespace talus
