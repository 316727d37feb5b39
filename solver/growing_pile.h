// A pile to which lifts are added while a run goes on.
//
// The whole model has the cells of the finished pile. Those of lifts to come hold from the start on what they
// will hold when they are placed, and stay as they are until then: so the mass balances of the whole need no
// term for what is placed, and close as those of any pile. What is computed is the part that stands, with a
// mesh of its own (mesh/standing_part.h). A lift makes it larger: what stood there keeps its state, and the
// former surface is inside of it from then on.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "mesh/standing_part.h"
#include "solver/model.h"
#include "solver/output/run_layout.h"
#include "solver/state/state.h"

namespace talus {

class GrowingPile {
 public:
  /// `whole` has lifts; those at the time of `start` or before stand from the start on. Collective.
  GrowingPile(Model whole, State start);

  const Model& model() const { return model_; }  ///< of the whole
  const State& state() const { return state_; }  ///< the same
  /// For a restart, which reads a state of the whole.
  State& state_to_read() { return state_; }

  /// The model of the part that stands, of what has been placed so far. Collective.
  Model standing_model();
  /// Its mesh and properties of cells and patches, in a model that had those of another part. Collective.
  void fit(Model& standing);
  /// Its state, as the whole has it; fluxes of water have yet to be found. Collective.
  State standing_state() const;

  /// Brings what the standing part has become to the whole.
  void take(const State& standing);

  /// When the next lift is placed, s; nothing after the last.
  std::optional<double> next() const;
  /// Places the lifts of this time (s) and before.
  void place(double time);

  /// Fields of the whole from those of the standing part, and behind them placed_field: 1 of cells that stand, 0 of others.
  /// Owned cells. Collective.
  std::vector<std::vector<double>> whole_fields(const std::vector<std::vector<double>>& standing) const;

  /// Series of what has been placed since the start, and their values now; the same on all ranks.
  std::vector<ColumnInfo> columns() const;
  std::vector<double> row() const;

 private:
  std::size_t placed() const { return static_cast<std::size_t>(state_.placed_lifts); }

  Model model_;
  State state_;
  StandingPart part_;
  std::size_t at_start_ = 0;                // lifts that stand from the start on
  std::vector<std::vector<double>> holds_;  // [lift][dry mass in kg, then mol of each balance], all ranks
};

}  // namespace talus
