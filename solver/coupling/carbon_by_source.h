// The carbon of each source, as passive parts of all carbon. In the pores of a cell (gas, water, exchangers) it is mixed; a mineral
// that dissolves gives what it has of each source, and one that grows takes it as the pores have it. Over a step
//
//     D f_s = M_s + sum_faces in f_s(there) + sum_patches in_s + released_s,      D = M + in + released of all sources
//
// f_s the part of source s in the pores of a cell, M_s what they held of it at the start of the step (mol), `in` what came through
// faces and patches (carbon_flows.h), with the amounts that the step has brought: backward Euler's method, of first order in time,
// whose matrix is an M-matrix: no f_s is below 0, and as the sum over s of the right side is D where all f_s there add to 1, so do
// these. All carbon is what the balances say; nothing of the run depends on f.
#pragma once

#include <vector>

#include "mesh/ghosts.h"
#include "solver/coupling/carbon_flows.h"
#include "solver/linear/scalar_system.h"
#include "solver/model.h"
#include "solver/state/state.h"

namespace talus {

class CarbonBySource {
 public:
  /// Both must outlive it; the model has sources of carbon. Collective.
  CarbonBySource(const Model& model, const Ghosts& ghosts);

  /// Begins a step.
  void begin() { flows_.clear(model_); }
  /// Adds what goes through faces and patches in `seconds` at the values of the cells.
  void add(const Stage& stage, const CellValues<double>& values, double seconds) {
    flows_.add(model_, stage, values, seconds);
  }
  /// Ends the step: `state` has the new totals and minerals, and gets what there is of each source. Collective. SolveError where
  /// the carbon of a cell is not what came and went, or the system has no solution.
  void finish(State& state);

 private:
  void release(State& state);
  void receive();
  void require_balance(const State& state) const;
  void solve_for(std::vector<double>& x);
  void solve();
  void write(State& state) const;
  double& brought(std::size_t cell, std::size_t source) { return brought_[source][cell]; }

  const Model& model_;
  const Ghosts& ghosts_;
  ScalarSystem system_;
  CarbonFlows flows_;
  // Per owned cell, mol: D; what leaves through faces and patches; what minerals take.
  std::vector<double> gathered_, left_, grown_;
  std::vector<std::vector<double>> brought_;  ///< [source][owned cell]: the right side, mol
  std::vector<std::vector<double>> part_;     ///< [source][local cell]: f
};

/// Counts gas of a cell that is replaced by air of source `air`: `removed` and `added` are carbon, mol per bulk volume; `face` is
/// that of patch `patch` whose air it is.
void replace_gas(const Model& model, std::size_t patch, std::size_t face, std::size_t cell, double removed,
                 double added, State& state);

}  // namespace talus
