// The functions of temperature that constants are made of, evaluated once for all of them: at one temperature
// (K: a double), or at those of the cells of a tile (K: a pack), to the same rounding.
#pragma once

#include <cmath>

#include "chemistry/pack.h"

namespace talus {

/// f of a number, or of each lane of a pack.
template <class F>
double each_lane(double x, const F& f) {
  return f(x);
}
template <class F>
Pack each_lane(const Pack& x, const F& f) {
  alignas(Pack) double lanes[tile_width];
  x.store_aligned(lanes);
  for (double& lane : lanes) lane = f(lane);
  return Pack::load_aligned(lanes);
}

/// A temperature and its functions.
template <class K>
struct TemperatureOf {
  explicit TemperatureOf(const K& t)
      : kelvin(t),
        inverse(K(1.0) / t),
        square(t * t),
        inverse_square(K(1.0) / square),
        log10(each_lane(t, [](double x) { return std::log10(x); })) {}

  K kelvin;          ///< T, K
  K inverse;         ///< 1/T
  K square;          ///< T^2
  K inverse_square;  ///< 1/T^2
  K log10;           ///< log10 T
};

}  // namespace talus
