// The unknowns of a cell, in the order in which they stand in x, in residuals, in small blocks and in balances:
//
//     ln of the molality of each component        found by the balance of the component
//     ln of the water per bulk volume             found by the balance of water
//
// Newton's method, messages and files take names, units, bounds and scales from here; state/cell_unknowns.h puts x
// together.
#pragma once

#include <string>
#include <vector>

#include "chemistry/system.h"
#include "solver/unknown.h"

namespace talus {

class Unknowns {
 public:
  Unknowns() = default;
  explicit Unknowns(const ChemicalSystem& system);

  std::size_t size() const { return list_.size(); }
  const Unknown& operator[](std::size_t j) const { return list_[j]; }
  auto begin() const { return list_.begin(); }
  auto end() const { return list_.end(); }

  /// The place of water, behind the molalities.
  std::size_t water() const { return list_.size() - 1; }

 private:
  std::vector<Unknown> list_;
};

/// Their names, which are those of the balances: /system/components of a run file.
std::vector<std::string> names_of(const Unknowns& unknowns);

}  // namespace talus
