// Grains of several sizes: each size is a solid of its own that shrinks, and is gone when it is gone.
//
//     A_j / mass = lambda 6 / (rho d_j)          m2 per kg of the grains of diameter d_j; rho of the mineral
//
// lambda is roughness times liberation: how much more surface than a sphere has, and how much of it the water
// meets.
#pragma once

#include <vector>

namespace talus {

struct Grains {
  std::vector<double> diameter;  ///< m
  std::vector<double> share;     ///< of the mass of the mineral; together 1
  double roughness = 1;
  double liberation = 1;
};

/// m2 of surface per kg of all the grains, by their size; `density` in kg/m3.
inline std::vector<double> surface_by_size(const Grains& grains, double density) {
  std::vector<double> surface;
  for (std::size_t j = 0; j < grains.diameter.size(); ++j)
    surface.push_back(grains.roughness * grains.liberation * grains.share[j] * 6 /
                      (density * grains.diameter[j]));
  return surface;
}

}  // namespace talus
