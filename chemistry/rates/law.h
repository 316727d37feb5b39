// What every rate law shares: what it returns, and how catalysts enter.
#pragma once

#include <cmath>
#include <span>
#include <vector>

#include "chemistry/pack.h"
#include "chemistry/reaction_row.h"

namespace talus {

/// A rate per m2 of surface, and its derivatives by the law's own arguments.
template <class R>
struct Rate {
  R value;                       ///< mol/m2/s, > 0 dissolves
  R d_ln_omega;                  ///< mol/m2/s
  std::vector<R> d_ln_activity;  ///< mol/m2/s, by the log activities of the components, water last

  void clear(std::size_t n) {
    value = R(0.0);
    d_ln_omega = R(0.0);
    d_ln_activity.assign(n, R(0.0));
  }
};

/// prod_s a_s^n_s = exp(ln_constant(T) + row . lambda): species and gases are themselves products of the
/// components.
struct Catalysts {
  /// A species (activity) or a gas (pressure in atm) and its power.
  struct Factor {
    bool gas;
    std::size_t index;
    double power;
  };
  std::vector<Factor> factors;
  ReactionRow row;

  /// sum_s n_s ln K_s; ln K of species, and of gases with p in Pa.
  double ln_constant(std::span<const double> ln_k_species, std::span<const double> ln_k_gas) const {
    double sum = 0;
    for (const Factor& f : factors)
      sum += f.power * (f.gas ? ln_k_gas[f.index] - std::log(101325.0) : ln_k_species[f.index]);
    return sum;
  }
};

}  // namespace talus
