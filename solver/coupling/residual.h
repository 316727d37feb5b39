// The residual of the implicit scheme, in two halves that every number type shares:
//
//     evaluate_cells    what each local cell holds at x, tile by tile (chemistry/balances.h)
//     add_fluxes    what crosses faces and patches (fluxes.h)
//
//     R_j = V [ accumulation_j(x) - start_totals_j ] + h sum_faces F_j(x)         mol, per cell and balance
//
// start_totals are the store at the start of the step plus what earlier stages have brought; h the weight of this
// stage. The product uses it with packs of cells; the tests with dual numbers, whose derivative is exact.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "chemistry/balances_derivatives.h"
#include "chemistry/chemical_enthalpy.h"
#include "solver/coupling/cell_values.h"
#include "solver/coupling/fluxes.h"
#include "solver/coupling/stage.h"
#include "solver/model.h"
#include "solver/state/state.h"

namespace talus {

/// How a number type covers cells: a pack many at once, a dual number one.
template <class R>
struct Lanes;
template <>
struct Lanes<Pack> {
  using Scalar = double;
  static constexpr int width = tile_width;
  static Pack load(const double* values) { return Pack::load_unaligned(values); }
  static double lane(const Pack& pack, int i) { return pack.get(static_cast<std::size_t>(i)); }
};
template <>
struct Lanes<Dual> {
  using Scalar = Dual;
  static constexpr int width = 1;
  static Dual load(const double* values) { return *values; }
  static Dual lane(const Dual& number, int) { return number; }
};

/// Work space for a tile of cells.
template <class R>
struct Tile {
  explicit Tile(const Model& model)
      : contents(model.system, model.reactions.solids.size()),
        derivatives(model.system),
        x(model.unknowns.size(), R(0.0)),
        accumulation(model.unknowns.size(), R(0.0)) {
    const std::size_t solids = model.reactions.solids.size();
    start.amount.assign(solids, R(0.0));
    start.area.assign(solids, R(0.0));
    start.recession.assign(solids, R(0.0));
    start.extent.assign(model.system.slow_reactions.size(), R(0.0));
    start.fraction_left.assign(model.reactions.has_layers() ? solids : 0, R(0.0));
    start.coated.assign(model.reactions.coats.size(), R(0.0));
    start.sites.assign(model.system.exchangers.size(), R(0.0));
  }
  Contents<R> contents;
  ContentsDerivatives<R> derivatives;
  StageStart<R> start;
  std::vector<R> x, accumulation;
  ChemicalEnthalpy<R> enthalpy;  ///< where the heat of reactions counts
  std::array<typename Lanes<R>::Scalar, Lanes<R>::width> gas_factor{}, solute_factor{};  ///< D_eff / D0
};

/// Loads the start of the stage and the unknowns of the tile that begins at `first`. `x` is cell by cell;
/// lanes beyond the last local cell repeat it.
template <class R, class S>
void load_tile(const Model& model, const Stage& stage, const std::vector<S>& x, std::size_t first,
               Tile<R>& tile) {
  constexpr int width = Lanes<R>::width;
  const auto cells = static_cast<std::size_t>(model.mesh.local);
  for (std::size_t j = 0; j < tile.x.size(); ++j) {
    if constexpr (width == 1) {
      tile.x[j] = x[first * tile.x.size() + j];
    } else {
      double lanes[width];
      for (int i = 0; i < width; ++i)
        lanes[i] = x[std::min(first + static_cast<std::size_t>(i), cells - 1) * tile.x.size() + j];
      tile.x[j] = Lanes<R>::load(lanes);
    }
  }
  tile.start.porosity = Lanes<R>::load(stage.porosity.at(0, first));
  tile.start.most_liquid = Lanes<R>::load(stage.most_liquid.at(0, first));
  tile.start.reference_porosity = Lanes<R>::load(model.cells.porosity.data() + first);
  tile.start.critical_porosity = Lanes<R>::load(model.cells.critical_porosity.data() + first);
  tile.start.weight = R(stage.weight);
  tile.start.elapsed = R(stage.elapsed);
  for (std::size_t p = 0; p < tile.start.fraction_left.size(); ++p)
    tile.start.fraction_left[p] = Lanes<R>::load(stage.fraction_left.at(p, first));
  for (std::size_t i = 0; i < tile.start.coated.size(); ++i)
    tile.start.coated[i] = Lanes<R>::load(stage.coated.at(i, first));
  for (std::size_t e = 0; e < tile.start.sites.size(); ++e)
    tile.start.sites[e] = Lanes<R>::load(stage.sites.at(e, first));
  for (std::size_t p = 0; p < tile.start.amount.size(); ++p) {
    tile.start.amount[p] = Lanes<R>::load(stage.amount.at(p, first));
    tile.start.area[p] = Lanes<R>::load(stage.area.at(p, first));
    tile.start.recession[p] = Lanes<R>::load(stage.recession.at(p, first));
  }
  for (std::size_t i = 0; i < tile.start.extent.size(); ++i)
    tile.start.extent[i] = Lanes<R>::load(stage.extent.at(i, first));
}

/// First guesses of the speciation of a tile: what its own cells held last, whatever other cells a rank has.
template <class R, class S>
void load_guess(const CellValues<S>& values, std::size_t first, Tile<R>& tile) {
  constexpr int width = Lanes<R>::width;
  Solution<R>& solution = tile.contents.solution;
  solution.forget();
  if constexpr (width == 1) {
    solution.ionic_strength = values.ionic_strength[first];
    solution.ln_activity.back() = values.ln_water_activity[first];
  } else {
    double strength[width], water[width];
    for (int i = 0; i < width; ++i) {
      const std::size_t cell = std::min(first + static_cast<std::size_t>(i), values.porosity.size() - 1);
      strength[i] = values.ionic_strength[cell];
      water[i] = values.ln_water_activity[cell];
    }
    solution.ionic_strength = Lanes<R>::load(strength);
    solution.ln_activity.back() = Lanes<R>::load(water);
  }
}

/// Writes one lane of a tile to the arrays of its cell, and how fast its pores let things diffuse to both.
template <class R, class S>
void store_cell(const Model& model, Tile<R>& tile, int lane, std::size_t cell, CellValues<S>& values) {
  using L = Lanes<R>;
  const Contents<R>& c = tile.contents;
  const std::size_t n = model.unknowns.size();
  for (std::size_t j = 0; j < n; ++j) values.concentration[cell * n + j] = L::lane(c.concentration[j], lane);
  for (std::size_t g = 0; g < c.gas.size(); ++g) {
    values.gas[cell * c.gas.size() + g] = L::lane(c.gas[g], lane);
    values.dissolved[cell * c.gas.size() + g] = L::lane(c.dissolved[g], lane);
  }
  const auto material = static_cast<std::size_t>(model.cells.local_material[cell]);
  const S porosity = L::lane(c.porosity, lane), theta = L::lane(c.water_volume, lane);
  const auto i = static_cast<std::size_t>(lane);
  tile.gas_factor[i] =
      relative_diffusivity(model.cells.gas_law[material], S(L::lane(c.gas_volume, lane)), porosity);
  tile.solute_factor[i] = relative_diffusivity(model.cells.solute_law[material], theta, porosity);
  values.ionic_strength[cell] = L::lane(c.solution.ionic_strength, lane);
  values.ln_water_activity[cell] = L::lane(c.solution.ln_activity.back(), lane);
  values.porosity[cell] = porosity;
  values.gas_factor[cell] = tile.gas_factor[i];
  values.solute_factor[cell] = tile.solute_factor[i];
  const bool reactions_heat = has_reaction_heat(model);
  if (reactions_heat) values.enthalpy[cell] = L::lane(tile.enthalpy.of_water, lane);
  if (cell >= static_cast<std::size_t>(model.mesh.owned)) return;
  if (reactions_heat) values.held_enthalpy[cell] = L::lane(tile.enthalpy.held, lane);
  for (std::size_t j = 0; j < n; ++j) {
    values.store[cell * n + j] = L::lane(c.store[j], lane);
    values.accumulation[cell * n + j] = L::lane(tile.accumulation[j], lane);
    values.magnitude[cell * n + j] = L::lane(c.magnitude[j], lane);
  }
  for (std::size_t p = 0; p < c.speed.size(); ++p) {
    values.speed[cell * c.speed.size() + p] = L::lane(c.speed[p], lane);
    values.change[cell * c.speed.size() + p] = L::lane(c.change[p].value, lane);
    values.slope[cell * c.speed.size() + p] = L::lane(c.change[p].amount_per_speed, lane);
    values.gross[cell * c.speed.size() + p] = size_of(
        L::lane(R(c.change[p].d_recession * tile.start.weight * c.active[p] * c.rate[p].d_ln_omega), lane));
  }
  for (std::size_t k = 0; k < c.slow_speed.size(); ++k) {
    values.slow_speed[cell * c.slow_speed.size() + k] = L::lane(c.slow_speed[k], lane);
    values.slow_progress[cell * c.slow_speed.size() + k] = L::lane(c.slow_progress[k], lane);
    values.extent[cell * c.slow_speed.size() + k] = L::lane(c.extent[k], lane);
  }
  for (std::size_t q = 0; q < c.ln_omega.size(); ++q)
    values.ln_omega[cell * c.ln_omega.size() + q] = L::lane(c.ln_omega[q], lane);
}

/// contents() of a tile, by the constants of its cells.
template <class R>
bool find_contents(const Model& model, const Stage& stage, std::size_t first, Tile<R>& tile) {
  const auto at = [&](const auto& constants) {
    return contents(model.system, constants, model.reactions, tile.start, std::span<const R>(tile.x),
                    tile.contents);
  };
  if constexpr (Lanes<R>::width == 1) return at(stage.constants.of_cell(first));
  if (const Constants* of_all = stage.constants.of_all()) return at(*of_all);
  if constexpr (Lanes<R>::width > 1) return at(stage.constants.of_tile(first));
}

/// Everything that each local cell holds at x that is marked in `moved`; the others are as they were. `after`
/// is called with each tile that has such a cell and the number of its first cell, for those who want
/// derivatives too. False when a cell's speciation does not settle.
template <class R, class S, class After>
bool evaluate_cells(const Model& model, const Stage& stage, const std::vector<S>& x,
                    const std::vector<std::uint8_t>& moved, Tile<R>& tile, CellValues<S>& values,
                    After&& after) {
  constexpr int width = Lanes<R>::width;
  const auto cells = static_cast<std::size_t>(model.mesh.local);
  bool all = true;
  for (std::size_t first = 0; first < cells; first += static_cast<std::size_t>(width)) {
    const auto begin = moved.begin() + static_cast<std::ptrdiff_t>(first);
    const auto end = moved.begin() + static_cast<std::ptrdiff_t>(std::min(first + width, cells));
    if (std::find(begin, end, std::uint8_t{1}) == end) continue;
    load_tile(model, stage, x, first, tile);
    load_guess(values, first, tile);
    if (!find_contents(model, stage, first, tile)) {
      all = false;
      continue;
    }
    find_accumulation(model.system, model.reactions, tile.contents, std::span<R>(tile.accumulation));
    if (has_reaction_heat(model))
      tile.enthalpy = chemical_enthalpy(model.system, *model.heat->reaction, tile.start.sites, tile.contents);
    for (int lane = 0; begin + lane < end; ++lane)
      if (begin[lane]) store_cell(model, tile, lane, first + static_cast<std::size_t>(lane), values);
    after(tile, first);
  }
  return all;
}

/// The residual from its halves; `x` and `residual` are cell by cell. Where water is held, its balance gives
/// way to its saturation, which is what it was.
template <class S>
void assemble_residual(const Model& model, const Stage& stage, const CellValues<S>& values,
                       const std::vector<S>& leaving, const std::vector<S>& x, S* residual) {
  using std::log;
  const std::size_t n = model.unknowns.size();
  for (std::size_t c = 0; c < static_cast<std::size_t>(model.mesh.owned); ++c) {
    S* r = residual + c * n;
    for (std::size_t j = 0; j < n; ++j)
      r[j] = S(model.mesh.volume[c]) * (values.accumulation[c * n + j] - S(stage.start_totals[j][c])) +
             S(stage.weight) * leaving[c * n + j];
    if (model.water_is_held)
      r[n - 1] =
          S(model.mesh.volume[c] / water_molar_mass) *
          (x[c * n + n - 1] - S(stage.fixed_water[0][c]) - log(values.porosity[c] / S(stage.porosity[0][c])));
  }
}

}  // namespace talus
