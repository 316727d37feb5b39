// Vapour in Richards' equation: it diffuses between cells, and the air takes it from patches (laws/vapour.h,
// laws/evaporation.h). Both are functions of the heads, and part of the same Newton system.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "base/dual.h"
#include "mesh/ghosts.h"
#include "solver/laws/retention.h"
#include "solver/laws/weather.h"
#include "solver/model.h"
#include "solver/state/state.h"

namespace talus {

/// What Newton's method of the flow adds up: residual and sizes of fluxes per owned cell, m3/s; the matrix,
/// m2/s, as FlowSolver has it.
struct FlowSums {
  std::vector<double>&residual, &through, &diagonal, &by_left, &by_right;
};

class VapourFlow {
 public:
  /// Must outlive it. Collective.
  explicit VapourFlow(const Model& model);

  /// Whether there is anything to add.
  bool any() const { return between_cells_ || any_patch_; }

  /// Takes pores, temperature and pressure at `time` (s), where heat flows the temperature of the state; ln of the
  /// activity of water of the local cells, which may be empty where it is 0.
  void prepare(const State& state, double time, std::span<const double> ln_water_activity);
  /// Takes the air at `time`, and the snow that keeps it off. All faces are bare.
  void take_air(double time);
  /// What a face would lose as open water, m3/s; dew is negative.
  double from_open_water(std::size_t patch, std::size_t face) const;
  /// Part of the step in which no pond stands on a face.
  void bare(std::size_t patch, std::size_t face, double part) { bare_[patch][face] *= part; }

  /// Adds what leaves the cells as vapour at their heads (m, local cells).
  void add(std::span<const double> head, std::span<const Wetness<double>> wet, FlowSums sums);

  /// Begins the mean fluxes of a step of transport, and adds those of the last add() with their share of it.
  void begin_mean(WaterFlow& water) const;
  void add_mean(double share, WaterFlow& water) const;

 private:
  std::vector<double> faces_;                 ///< of the last add(), m3/s of water from left to right
  std::vector<std::vector<double>> patches_;  ///< [patch][face], m3/s of water into the domain
  std::vector<std::vector<double>> bare_;     ///< [patch][face], part of the step; 0 under snow

  /// A cell as vapour sees it, with slopes by its head.
  struct Cell {
    double pressure = 0, pressure_slope = 0;  ///< Pa, Pa/m
    double open = 0, open_slope = 0;          ///< D / T, m2/s/K, and 1/m of it
  };

  Cell cell_at(std::size_t cell, double head, const Wetness<double>& wet) const;
  void add_faces(FlowSums& sums);
  void add_patches(std::span<const double> head, std::span<const Wetness<double>> wet, FlowSums& sums);
  double crust_resistance(std::size_t patch, std::size_t face, std::size_t cell) const;
  double water_activity(std::size_t cell) const;
  /// Relative humidity over liquid water beside what a cell holds at a head (m), by that head. Ice has its own.
  Dual humidity(std::size_t cell, double head) const;

  const Model& model_;
  bool between_cells_ = false, any_patch_ = false;
  std::optional<Ghosts> ghosts_;  ///< where there is anything to add
  double gas_pressure_ = 0;       ///< Pa
  AirAbove air_;
  std::vector<double> temperature_;       ///< per local cell, K
  std::vector<double> porosity_;          ///< the same
  std::vector<double> saturated_, free_;  ///< the same: e_sat, Pa; D0, m2/s
  std::vector<double> beside_ice_;        ///< the same: head of water beside ice, m; empty where none freezes
  std::vector<double> ln_water_activity_;  ///< the same, or empty
  std::vector<Cell> cells_;                ///< the same, at the last heads
};

}  // namespace talus
