// The unknowns of a cell in x, in the order of solver/unknowns.h: the one place where x is put together.
#pragma once

#include <span>

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

}  // namespace talus
