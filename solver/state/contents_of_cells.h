// What the cells of a state hold in water and gas, tile by tile.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "chemistry/constants_of_cells.h"
#include "solver/model.h"
#include "solver/state/cell_unknowns.h"
#include "solver/state/chemical_temperatures.h"
#include "solver/state/liquid.h"
#include "solver/state/state.h"

namespace talus {

/// Calls visit(first, count, contents) for each tile of owned cells: the number of its first cell, how many it has, and
/// what they hold by the unknowns of `state`, without minerals, in its lanes. `constants` are brought to the
/// temperatures of the state. What is found has the same bits whatever other cells this rank has.
template <class Visit>
void visit_contents(const Model& model, const State& state, ConstantsOfCells& constants, Visit&& visit) {
  const auto owned = static_cast<std::size_t>(model.mesh.owned);
  const std::vector<double> kelvin = chemical_temperatures(model, state);
  constants.take(model.system, std::span<const double>(kelvin).first(owned));
  std::vector<double> liquid(owned);
  for (std::size_t cell = 0; cell < owned; ++cell) liquid[cell] = most_liquid_in(model, state, cell);
  const Reactions no_reactions;
  Contents<Pack> c(model.system, 0);
  StageStart<Pack> start;
  start.sites.assign(model.system.exchangers.size(), Pack(0.0));
  std::vector<Pack> x(model.unknowns.size());
  constexpr auto width = static_cast<std::size_t>(tile_width);
  for (std::size_t first = 0; first < owned; first += width) {
    const auto load = [&](std::span<const double> values) {
      double lanes[width];  // those beyond the last cell repeat it
      for (std::size_t i = 0; i < width; ++i) lanes[i] = values[std::min(first + i, owned - 1)];
      return Pack::load_unaligned(lanes);
    };
    load_unknowns(state, std::span<Pack>(x), load);
    start.porosity = load(state.porosity[0]);
    start.most_liquid = load(liquid);
    c.solution.forget();
    c.solution.ionic_strength = strength_of_components(model.system, std::span<const Pack>(x));
    for (std::size_t e = 0; e < start.sites.size(); ++e) start.sites[e] = load(state.sites[e]);
    contents(model.system, constants.of_tile(first), no_reactions, start, std::span<const Pack>(x), c);
    visit(first, std::min(width, owned - first), c);
  }
}

}  // namespace talus
