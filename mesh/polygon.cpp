#include "mesh/polygon.h"

#include <algorithm>
#include <array>

namespace talus {

namespace {

double twice_area(const Point& a, const Point& b, const Point& c) {
  return (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
}

using Three = std::array<double, 3>;

/// Integral over a triangle of the product of two linear functions with these values at its corners, over its area.
double mean_of_product(const Three& f, const Three& g) {
  return ((f[0] + f[1] + f[2]) * (g[0] + g[1] + g[2]) + f[0] * g[0] + f[1] * g[1] + f[2] * g[2]) / 12;
}

/// The value of a linear function at a corner; what is rounding of its terms is 0, so that an edge which lies on the line of a
/// cut stays where it is.
double value_at(const Plane& plane, const Point& p) {
  const double value = plane.at(p.x, p.y);
  const double terms = std::abs(plane.x_slope * p.x) + std::abs(plane.y_slope * p.y) + std::abs(plane.z0);
  return std::abs(value) <= 1e-14 * terms ? 0 : value;
}

}  // namespace

/// Sutherland and Hodgman (1974), Commun. ACM 17:32, for one half-plane. A new corner on an edge along an axis keeps the
/// coordinate of that edge to the last bit.
Polygon clipped(const Polygon& polygon, const Plane& keep) {
  Polygon result;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const Point &a = polygon[i], &b = polygon[(i + 1) % polygon.size()];
    const double at_a = value_at(keep, a), at_b = value_at(keep, b);
    if (at_a >= 0) result.push_back(a);
    if ((at_a > 0 && at_b < 0) || (at_a < 0 && at_b > 0)) {
      const double part = at_a / (at_a - at_b);
      result.push_back({a.x + part * (b.x - a.x), a.y + part * (b.y - a.y)});
    }
  }
  if (result.size() < 3) result.clear();
  return result;
}

double area_of(const Polygon& polygon) {
  double twice = 0;
  for (std::size_t i = 2; i < polygon.size(); ++i)
    twice += twice_area(polygon[0], polygon[i - 1], polygon[i]);
  return twice / 2;
}

void Moments::add(const Moments& other) {
  volume += other.volume;
  x += other.x;
  y += other.y;
  z += other.z;
}

Moments prism(const Polygon& polygon, const Plane& upper, const Plane& lower) {
  Moments sum;
  for (std::size_t i = 2; i < polygon.size(); ++i) {
    const std::array<Point, 3> corner{polygon[0], polygon[i - 1], polygon[i]};
    const double area = twice_area(corner[0], corner[1], corner[2]) / 2;
    Three x{}, y{}, thick{}, twice_middle{};
    for (std::size_t k = 0; k < 3; ++k) {
      const double high = upper.at(corner[k].x, corner[k].y), low = lower.at(corner[k].x, corner[k].y);
      x[k] = corner[k].x;
      y[k] = corner[k].y;
      thick[k] = std::max(0.0, high - low);
      twice_middle[k] = high + low;
    }
    sum.add({area * (thick[0] + thick[1] + thick[2]) / 3, area * mean_of_product(x, thick),
             area * mean_of_product(y, thick), area * mean_of_product(twice_middle, thick) / 2});
  }
  return sum;
}

}  // namespace talus
