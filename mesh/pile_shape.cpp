#include "mesh/pile_shape.h"

#include <algorithm>
#include <limits>
#include <numbers>

namespace talus {

namespace {

// Slopes are run over rise, m/m: a face with slope 2 rises 1 m over 2 m.

/// A face that rises from z = 0 at x = `toe` to the east (`towards` 1) or to the west (-1); likewise along y.
Plane along_x(double toe, double slope, double towards) {
  return {towards / slope, 0, -towards * toe / slope};
}
Plane along_y(double toe, double slope, double towards) {
  return {0, towards / slope, -towards * toe / slope};
}

const Plane level{};  // z = 0
Plane flat(double z) { return {0, 0, z}; }

/// Width of the crest, said or what the base leaves.
double crest_of(const std::optional<double>& crest, const std::optional<double>& base, double slopes) {
  return crest ? *crest : std::max(0.0, *base - slopes);
}

/// Increasing, without what stands twice.
std::vector<double> edges(std::vector<double> places) {
  const double near = 1e-12 * places.back();
  std::vector<double> result;
  for (const double place : places)
    if (result.empty() || place > result.back() + near) result.push_back(place);
  result.back() = places.back();
  return result;
}

PileShape windrow(const PileCase& p, double slope) {
  const double foot = slope * p.height, crest = crest_of(p.crest_width, p.base_width, 2 * foot);
  const double base = 2 * foot + crest;
  PileShape shape{.tops = {along_x(0, slope, 1), flat(p.height)}, .grounds = {level}};
  shape.dimensions = 2;
  if (p.half.value_or(false)) {
    shape.width = base / 2;
    shape.edges_x = edges({0, foot, shape.width});
    shape.upright = {"east"};
  } else {
    shape.tops.push_back(along_x(base, slope, -1));
    shape.width = base;
    shape.edges_x = edges({0, foot, foot + crest, base});
  }
  return shape;
}

PileShape frustum(const PileCase& p, double slope) {
  const double foot = slope * p.height, across = crest_of(p.crest_width, p.base_width, 2 * foot),
               along = crest_of(p.crest_length, p.base_length, 2 * foot);
  PileShape shape{.tops = {along_x(0, slope, 1), along_x(2 * foot + across, slope, -1), along_y(0, slope, 1),
                           along_y(2 * foot + along, slope, -1), flat(p.height)},
                  .grounds = {level}};
  shape.width = 2 * foot + across;
  shape.length = 2 * foot + along;
  shape.edges_x = edges({0, foot, foot + across, shape.width});
  shape.edges_y = edges({0, foot, foot + along, shape.length});
  return shape;
}

/// Facets touch the circle of a cone, so that it has the extents of the cone along x and y.
PileShape cone(const PileCase& p, double slope) {
  const double foot = slope * p.height, crest = crest_of(p.crest_width, p.base_width, 2 * foot);
  const double radius = foot + crest / 2;
  PileShape shape{.tops = {}, .grounds = {level}};
  const int facets = p.facets.value_or(24);
  for (int k = 0; k < facets; ++k) {
    const double angle = 2 * std::numbers::pi * k / facets;
    double x = std::cos(angle), y = std::sin(angle);  // outwards
    if (k % (facets / 2) == 0) y = 0;
    if (k % (facets / 2) == facets / 4) x = 0;
    shape.tops.push_back({-x / slope, -y / slope, radius * (1 + x + y) / slope});
  }
  shape.tops.push_back(flat(p.height));
  shape.width = shape.length = 2 * radius;
  shape.edges_x = shape.edges_y = edges({0, radius, 2 * radius});
  return shape;
}

PileShape slab(const PileCase& p) {
  PileShape shape{.tops = {flat(p.height)}, .grounds = {level}};
  shape.dimensions = p.base_length ? 3 : 2;
  shape.width = *p.base_width;
  shape.edges_x = {0, shape.width};
  if (p.base_length) {
    shape.length = *p.base_length;
    shape.edges_y = {0, shape.length};
  }
  shape.upright = {"east", "west"};
  if (p.base_length) shape.upright.insert(shape.upright.end(), {"north", "south"});
  return shape;
}

/// Its crest ends where the hillside, which rises from its toe, has the same height.
PileShape side_hill(const PileCase& p, double slope, double ground) {
  PileShape shape{.tops = {along_x(0, slope, 1), flat(p.height)}, .grounds = {along_x(0, ground, 1)}};
  shape.dimensions = 2;
  shape.width = ground * p.height;
  shape.edges_x = edges({0, slope * p.height, shape.width});
  return shape;
}

/// A frustum with a level crest; the west toe is the lowest point of the pad, which rises to the east.
PileShape heap_leach_pad(const PileCase& p, double slope, double ground) {
  PileShape shape = frustum(p, slope);
  shape.grounds = {along_x(0, ground, 1)};
  // where the east face, z = (width - x) / slope, meets the pad, z = x / ground
  const double end = shape.width * ground / (slope + ground);
  shape.edges_x.pop_back();
  shape.edges_x.push_back(end);
  shape.width = end;
  return shape;
}

/// The face rises from the lowest point of the valley to the north, up to a level crest. The floor rises to the north, the
/// sides to the east and the west of it.
PileShape valley_fill(const PileCase& p, double slope, double ground, double sides) {
  const double half = sides * p.height;
  PileShape shape{
      .tops = {along_y(0, slope, 1), flat(p.height)},
      .grounds = {{1 / sides, 1 / ground, -half / sides}, {-1 / sides, 1 / ground, half / sides}}};
  shape.width = 2 * half;
  shape.length = ground * p.height;
  shape.edges_x = {0, half, 2 * half};
  shape.edges_y = edges({0, slope * p.height, shape.length});
  return shape;
}

}  // namespace

double PileShape::top(double x, double y) const {
  double z = std::numeric_limits<double>::infinity();
  for (const Plane& plane : tops) z = std::min(z, plane.at(x, y));
  return z;
}

double PileShape::ground(double x, double y) const {
  double z = -std::numeric_limits<double>::infinity();
  for (const Plane& plane : grounds) z = std::max(z, plane.at(x, y));
  return z;
}

PileShape shape_of(const PileCase& pile) {
  const double slope = pile.slope ? run_per_rise(*pile.slope) : 0,
               ground = pile.ground ? run_per_rise(*pile.ground) : 0;
  PileShape shape = pile.shape == "windrow"     ? windrow(pile, slope)
                    : pile.shape == "frustum"   ? frustum(pile, slope)
                    : pile.shape == "cone"      ? cone(pile, slope)
                    : pile.shape == "slab"      ? slab(pile)
                    : pile.shape == "side_hill" ? side_hill(pile, slope, ground)
                    : pile.shape == "heap_leach_pad"
                        ? heap_leach_pad(pile, slope, ground)
                        : valley_fill(pile, slope, ground, run_per_rise(*pile.sides));
  shape.height = pile.height;
  if (shape.dimensions == 2) {
    shape.length = pile.length.value_or(1.0);
    shape.edges_y = {0, shape.length};
  }
  return shape;
}

}  // namespace talus
