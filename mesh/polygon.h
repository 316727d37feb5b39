// Convex polygons in the plan, and what stands on them between two planes: exact moments.
#pragma once

#include <vector>

#include "mesh/pile_shape.h"

namespace talus {

/// A place in the plan.
struct Point {
  double x = 0, y = 0;  ///< m
};

/// Corners in counter-clockwise order; empty where there is nothing.
using Polygon = std::vector<Point>;

/// What of a polygon lies where `keep` is at least 0.
Polygon clipped(const Polygon& polygon, const Plane& keep);

/// m2.
double area_of(const Polygon& polygon);

/// A volume (m3) and its first moments (m4), which add up.
struct Moments {
  double volume = 0, x = 0, y = 0, z = 0;
  void add(const Moments& other);
  double centre_x() const { return x / volume; }
  double centre_y() const { return y / volume; }
  double centre_z() const { return z / volume; }
};

/// What stands on a polygon between a lower and an upper plane, which do not cross above it.
Moments prism(const Polygon& polygon, const Plane& upper, const Plane& lower);

}  // namespace talus
