// [[lifts]]: tailings that are placed on the pile while the run goes on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/input.h"
#include "base/ranges.h"
#include "case/layers.h"

namespace talus {

struct Case;

/// One lift, or several of one kind.
struct LiftCase {
  std::string placed;    ///< a time or a date, of the first
  double thickness = 0;  ///< m
  std::string material;
  int count = 1;
  std::optional<double> every, production;  ///< s; kg/s of dry solids
  std::optional<double> temperature;        ///< K
};
template <class V>
void describe(LiftCase& l, V& v) {
  v("placed", l.placed,
    "When it is placed, after the start of the run: a time such as \"30 d\", or a date such as \"2027-05-01\", which needs "
    "run.start. Lifts stand in the order in which they are placed, from the ground up.");
  v("thickness", l.thickness, in("cm"), ranges::extent, "Thickness of the lift.");
  v("material", l.material,
    "Name of a table in 'materials': what it is made of, and the water that it brings.");
  v("count", l.count, at_least(1), "Number of equal lifts, one after the other.", by_default("1"));
  v("every", l.every, in("d"), ranges::duration,
    "Time between two of them, where 'count' is above 1; or give 'production'.");
  v("production", l.production, in("t/d"), positive,
    "Dry mass that is laid down per time on the footprint of the mesh: two lifts are as far apart as one takes.");
  v("temperature", l.temperature, in("degC"), ranges::ground_temperature,
    "Temperature at which it is placed; needed with [heat].");
}

/// A single lift.
struct PlacedLift {
  double time = 0;  ///< s
  LayerCase layer;
  std::optional<double> temperature;  ///< K
};

/// Notes what is wrong with [[lifts]], and fills c.placed_lifts and what the mesh has to know of them.
void read_lifts(Document& document, Case& c);

/// How deep operations reach, m below the surface of their time.
std::vector<double> depths_of_operations(const Case& c);

/// Refuses by name what a pile that grows cannot have. Of cases that are otherwise without fault.
void check_lifts(Document& document, const Case& c);

/// All layers from the top of the finished pile down: lifts, the last one first, then [[layers]]. With lifts they are
/// divided where an operation needs a face below one of the surfaces that the pile has while it grows.
const std::vector<LayerCase>& layers_of_finished_pile(const Case& c);

/// Their thicknesses, m.
std::vector<double> thicknesses_of(const std::vector<LayerCase>& layers);

}  // namespace talus
