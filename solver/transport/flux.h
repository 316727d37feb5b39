// The flux through one face, by two-point differences; positive from a to b.
#pragma once

#include "base/dual.h"

namespace talus {

/// Two half cells in series: T = A / (d_a / D_a + d_b / D_b), so that F = T (c_a - c_b). Zero when either D
/// is. `area` m2, distances m, diffusivities m2/s; T in m3/s.
template <class S>
S conductance(double area, double distance_a, const S& diffusivity_a, double distance_b,
              const S& diffusivity_b) {
  const S resistance = distance_a * diffusivity_b + distance_b * diffusivity_a;
  if (!(resistance > S(0.0))) return S(0.0);
  return area * diffusivity_a * diffusivity_b / resistance;
}

/// dT / dD_a: A d_a D_b^2 / (d_a D_b + d_b D_a)^2.
inline double conductance_slope(double area, double distance_a, double diffusivity_a, double distance_b,
                                double diffusivity_b) {
  const double resistance = distance_a * diffusivity_b + distance_b * diffusivity_a;
  if (!(resistance > 0)) return 0;
  return area * distance_a * diffusivity_b * diffusivity_b / (resistance * resistance);
}

}  // namespace talus
