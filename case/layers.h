// [[layers]] and [[regions]]: which material is where.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "base/input.h"
#include "base/ranges.h"

namespace talus {

/// A horizontal layer, from the top down.
struct LayerCase {
  double thickness = 0;  ///< m
  std::string material;
  int lift = 0;  ///< with which it is placed, counted from 1 (lifts.h); 0: it is there from the start on
};
template <class V>
void describe(LayerCase& l, V& v) {
  v("thickness", l.thickness, in("cm"), ranges::extent,
    "Thickness of the layer; layers stand from the top down.");
  v("material", l.material, "Name of a table in 'materials'.");
}

/// A box of another material inside the layers.
struct RegionCase {
  std::optional<std::array<double, 2>> x, y, depth;  ///< m
  std::string material;
};
template <class V>
void describe(RegionCase& r, V& v) {
  v("x", r.x, in("m"), ranges::coordinate, "From and to, along x; all of it when absent.");
  v("y", r.y, in("m"), ranges::coordinate, "From and to, along y; all of it when absent.");
  v("depth", r.depth, in("m"), ranges::coordinate, "From and to, below the surface; all of it when absent.");
  v("material", r.material, "Name of a table in 'materials'; it replaces that of the layer.");
}

}  // namespace talus
