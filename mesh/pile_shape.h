// The shape of a pile: what lies below its upper planes, above those of the ground, and inside of its extents.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "mesh/pile_case.h"

namespace talus {

/// z = x_slope x + y_slope y + z0, in m. Also any linear function of a place.
struct Plane {
  double x_slope = 0, y_slope = 0;  ///< -
  double z0 = 0;                    ///< m
  double at(double x, double y) const { return x_slope * x + y_slope * y + z0; }
  /// Area of the plane over its horizontal projection.
  double area_per_plan() const { return std::sqrt(1 + x_slope * x_slope + y_slope * y_slope); }
  Plane lowered(double by) const { return {x_slope, y_slope, z0 - by}; }
};
inline Plane operator-(const Plane& a, const Plane& b) {
  return {a.x_slope - b.x_slope, a.y_slope - b.y_slope, a.z0 - b.z0};
}

/// A convex pile: z is at most each of `tops`, at least each of `grounds`, x between 0 and `width`, y between 0 and
/// `length`. The lowest point is z = 0.
struct PileShape {
  std::vector<Plane> tops, grounds;
  double width = 0, length = 0, height = 0;  ///< m
  int dimensions = 3;                        ///< 2: the same all along y
  /// Where its planes meet in lines across x or y, ends included; m. Columns have faces there.
  std::vector<double> edges_x = {}, edges_y = {};
  std::vector<std::string> upright = {};  ///< patches where it ends upright, and not in a toe

  /// Highest z of the pile and lowest one of the ground over a place; m.
  double top(double x, double y) const;
  double ground(double x, double y) const;
};

/// The shape of a pile that has passed check_pile().
PileShape shape_of(const PileCase& pile);

}  // namespace talus
