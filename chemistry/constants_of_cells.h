// The constants of many cells, each at its own temperature, tile by tile (structure of arrays). Tiles whose
// cells have the same temperatures share one set: where all cells have one temperature there is one set in
// all, and columns of a section share those of their layers.
#pragma once

#include <array>
#include <map>
#include <span>
#include <vector>

#include "chemistry/system.h"

namespace talus {

class ConstantsOfCells {
 public:
  ConstantsOfCells() = default;
  ConstantsOfCells(ConstantsOfCells&&) = default;  // a copy would point into the first
  ConstantsOfCells& operator=(ConstantsOfCells&&) = default;

  /// Takes the temperatures (K) of the cells, and evaluates what was not known of them. `system`, the same
  /// each time, must outlive this.
  void take(const ChemicalSystem& system, std::span<const double> temperature);

  std::size_t size() const { return temperature_.size(); }                   ///< cells
  double temperature(std::size_t cell) const { return temperature_[cell]; }  ///< K
  /// Those of one cell. Not for loops over all cells at temperatures of their own: each new one is evaluated.
  const Constants& of_cell(std::size_t cell) const;
  /// Those of all cells, where they have one temperature; else nothing.
  const Constants* of_all() const { return uniform_ ? &of_cell(0) : nullptr; }
  /// Those of the tile that begins at cell `first`, a multiple of tile_width; lanes beyond the last cell
  /// repeat it.
  const ConstantsOf<Pack>& of_tile(std::size_t first) const { return *of_tile_[first / width]; }

 private:
  static constexpr auto width = static_cast<std::size_t>(tile_width);
  using Lanes = std::array<double, width>;  // K

  const ChemicalSystem* system_ = nullptr;
  std::vector<double> temperature_;
  bool uniform_ = false;
  std::map<Lanes, ConstantsOf<Pack>> sets_;
  std::vector<const ConstantsOf<Pack>*> of_tile_;
  mutable std::map<double, Constants> of_cells_;
};

}  // namespace talus
