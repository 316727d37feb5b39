// The unknowns of a cell in x, in the order of solver/unknowns.h: the one place where x is put together.
#pragma once

#include <algorithm>
#include <cmath>
#include <span>

#include "chemistry/speciation/solution.h"
#include "solver/state/state.h"

namespace talus {

/// The unknowns of a cell.
inline void load_unknowns(const State& state, std::size_t cell, std::span<double> x) {
  const std::size_t water = x.size() - 1;
  for (std::size_t j = 0; j < water; ++j) x[j] = state.ln_molality[j][cell];
  x[water] = state.ln_water[0][cell];
}
inline void store_unknowns(std::span<const double> x, std::size_t cell, State& state) {
  const std::size_t water = x.size() - 1;
  for (std::size_t j = 0; j < water; ++j) state.ln_molality[j][cell] = x[j];
  state.ln_water[0][cell] = x[water];
}

/// The same of many cells at once: load(values) of the array of each unknown.
template <class R, class Load>
void load_unknowns(const State& state, std::span<R> x, Load&& load) {
  const std::size_t water = x.size() - 1;
  for (std::size_t j = 0; j < water; ++j) x[j] = load(state.ln_molality[j]);
  x[water] = load(state.ln_water[0]);
}

/// The molalities of a cell alone.
inline void load_molalities(const State& state, std::size_t cell, std::span<double> ln_molality) {
  for (std::size_t j = 0; j < ln_molality.size(); ++j) ln_molality[j] = state.ln_molality[j][cell];
}

/// A first guess of the ionic strength, mol/kgw, at the unknowns x of a cell or of several: that of the components
/// alone. It depends on nothing else, so that what follows from it does not, whatever other cells a rank has.
template <class R>
R strength_of_components(const ChemicalSystem& system, std::span<const R> x) {
  using std::exp, std::max;
  R strength(0.0);
  for (std::size_t j = 0; j < system.components(); ++j) {
    const double charge = system.species[j].charge;
    strength += R(0.5 * charge * charge) * exp(x[j]);
  }
  return max(strength, R(first_ionic_strength));
}

}  // namespace talus
