// The state of a run: every array that changes, in one place, each with one writer.
//
//     array                                          written by
//     ln_molality, ln_water, totals, amount,
//     porosity                                       coupling (implicit.cpp), operations (churn.cpp)
//     initial_amount, initial_surface                start (build.cpp), operations (churn.cpp)
//     entered, booked                                coupling, operations
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "chemistry/pack.h"

namespace talus {

/// Several values per cell, value by value (structure of arrays): fields[j] is one contiguous array of local
/// cells, padded to a whole number of tiles so that a tile can be loaded at any cell.
class Fields {
 public:
  Fields() = default;
  Fields(std::size_t count, std::size_t cells, double value = 0)
      : cells_(cells),
        stride_((cells / tile_width + 2) * tile_width),
        data_(count * stride_, value),
        count_(count) {}

  std::span<double> operator[](std::size_t j) { return {data_.data() + j * stride_, cells_}; }
  std::span<const double> operator[](std::size_t j) const { return {data_.data() + j * stride_, cells_}; }
  /// The address of value j of `cell`; a whole tile may be read from there.
  const double* at(std::size_t j, std::size_t cell) const { return data_.data() + j * stride_ + cell; }
  std::size_t size() const { return count_; }

 private:
  std::size_t cells_ = 0, stride_ = 0;
  std::vector<double> data_;
  std::size_t count_ = 0;
};

struct State {
  double time = 0;  ///< s, since the start

  // per local cell
  Fields ln_molality;  ///< of each component, mol/kgw
  Fields ln_water;     ///< one: water per bulk volume, kg/m3

  // per owned cell
  Fields totals;           ///< of each component and water, dissolved and in the gas: mol/m3, by the balances
  Fields amount;           ///< of each solid, mol/m3
  Fields porosity;         ///< one: what solids leave, m3/m3
  Fields initial_amount;   ///< of each solid that was there, mol/m3 (V0)
  Fields initial_surface;  ///< of each solid that was there, m2/m3 (A0)

  // since the start
  std::vector<std::vector<double>> entered;  ///< per patch: [face][component and water], mol
  std::vector<double> booked;                ///< of each component and water on this rank, mol
};

}  // namespace talus
