// Blocks of a block model, and what a box among them holds.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/error.h"

namespace talus {

/// A box with faces along x (east), y (north) and z (up), m.
struct Box {
  std::array<double, 3> low{}, high{};
};

/// m3; 0 of a box that is empty.
double volume_of(const Box& box);
/// What two boxes share; empty where they share nothing.
Box shared(const Box& a, const Box& b);

/// Boxes that are found by their place: by bins as large as the largest of them.
class BoxBins {
 public:
  /// `largest` of the boxes along each direction, m.
  explicit BoxBins(const std::array<double, 3>& largest) : size_(largest) {}
  void add(const Box& box);
  /// Numbers of boxes that may share something with `box`, in the order in which they were added.
  std::vector<std::size_t> near(const Box& box) const;

 private:
  using Bin = std::array<long long, 3>;
  Bin bin_of(const std::array<double, 3>& point) const;
  std::array<double, 3> size_;                     // m
  std::map<Bin, std::vector<std::size_t>> boxes_;  // by their low corners
  std::size_t count_ = 0;
};

/// What a column gives.
enum class Attribute { mineral, surface, dry_density, porosity, saturation };

/// A column of values, one for each block.
struct BlockColumn {
  Attribute attribute = Attribute::mineral;
  std::string mineral;        ///< of a mineral and of its surface
  std::vector<double> value;  ///< kg/kg of dry mass, m2/kg of the mineral, kg/m3, -, -
};

/// What a box holds.
struct BlockMeans {
  double covered = 0;         ///< m3 of the box that blocks cover
  std::vector<double> value;  ///< of each column; empty where nothing is covered
};

/// Blocks in the coordinates of the mesh, and what they hold.
struct BlockModel {
  std::string path;
  std::vector<Box> blocks;
  std::vector<Place> places;  ///< of their rows
  std::vector<BlockColumn> columns;
  std::vector<double> dry_density, porosity;  ///< kg/m3 and -, of each block, from columns or the material
  BoxBins bins{{1, 1, 1}};

  /// Of each column, in one block.
  std::vector<double> values_of(std::size_t block) const;
  /// The means over the parts of blocks inside of `box`. With v the volume of a part, rho its dry density, phi its
  /// porosity and w its share of a mineral, a mean is sum(weight x) / sum(weight) with the weight that keeps what x counts:
  /// v of dry density and porosity, v rho of minerals, v rho w of their surfaces, v phi of saturation.
  BlockMeans means_in(const Box& box) const;
  /// The same over all blocks.
  BlockMeans means() const;
};

}  // namespace talus
