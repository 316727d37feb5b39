// The part of a mesh that stands while lifts are still to come, as a mesh of its own: cells that are not there yet have no
// number in it, so that nobody who computes on it has to know of them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "mesh/mesh.h"

namespace talus {

/// Those of the `values` of the whole that have these `numbers`, in their order.
template <class Value, class Numbers>
std::vector<Value> picked(const std::vector<Value>& values, const Numbers& numbers) {
  std::vector<Value> result;
  result.reserve(numbers.size());
  for (const auto number : numbers) result.push_back(values[static_cast<std::size_t>(number)]);
  return result;
}

/// A part of a mesh, and where it stands in the whole.
struct StandingPart {
  Mesh mesh;
  std::vector<Index> cell;  ///< per local cell of the part: the local cell of the whole
  std::vector<std::vector<std::size_t>>
      faces;  ///< per patch and face of the part: the face of that patch of the whole
};

/// The part of `whole` of which `there` says, per local cell, that it stands. Of every column the cells from the base up to
/// some height must stand. Cells, faces and patches keep their order, and ranks their columns; patch "top" lies on the
/// uppermost cells, and depths are below it. Patches keep the numbers of their faces. Collective.
StandingPart standing_part(const Mesh& whole, std::span<const std::uint8_t> there);

}  // namespace talus
