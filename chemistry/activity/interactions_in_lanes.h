// The interactions of Pitzer and SIT of the cells of a tile, from those of each.
#pragma once

#include <span>

#include "chemistry/activity/interactions.h"
#include "chemistry/pack.h"

namespace talus {

/// Those of as many cells as a tile has, lane by lane. All were made by one system, so that they differ in
/// their numbers alone.
Interacting<Pack> in_lanes(std::span<const Interacting<double>> lanes);

}  // namespace talus
