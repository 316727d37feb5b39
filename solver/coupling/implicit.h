// The globally implicit scheme: transport, speciation and minerals of all cells in one Newton solve.
//
// A step has two stages of the L-stable, stiffly accurate SDIRK method of order two (Alexander 1977, SIAM J.
// Numer. Anal. 14:1006), g = 1 - 1/sqrt(2):
//
//     stage 1    store(x1) = store_n + g dt q(x1)
//     stage 2    store(x2) = store_n + (1-g) dt q(x1) + g dt q(x2),   the end of the step
//
// A cell from which a reaction takes more in the step than there is can be left with less than nothing by the
// share of stage 1 in stage 2, which no molality answers. Then the step is one stage, backward Euler's, which
// leaves something of everything, and its error in time is the larger one of a method of first order.
//
// q is what transport brings; the recession of minerals is summed likewise. Fluxes, minerals and external
// amounts use the same weights, so that every balance closes to rounding. The store is carried by its
// balance, not recomputed from x, so that what Newton's method leaves over does not add up.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "solver/coupling/judged.h"
#include "solver/model.h"
#include "solver/state/energy.h"
#include "solver/state/state.h"

namespace talus {

/// How a step went. A step that failed is a value, not an exception: cutting steps is normal life.
struct Step {
  bool good = false;
  int newton_iterations = 0;
  int linear_iterations = 0;
  std::string reason;              ///< why it failed
  bool less_than_nothing = false;  ///< a stage asked a cell for more than it has
  std::int64_t worst_cell = -1;    ///< global number of the cell with the largest imbalance
  int worst_balance = -1;          ///< component, n is water
  double worst_imbalance = 0;      ///< mol/m3
  Integrals change;                ///< what the step brought
  double held = 0;       ///< mol, sizes of what water, gas and exchangers hold of all components at its end
  Integrals time_error;  ///< estimates of the errors in time that it adds to these, above 0
  /// The same of each balance through all patches, mol, too much above 0, with the errors of the stages and
  /// with what the method damps (time_error.h); and the size of that before the damping.
  std::vector<double> entered_error, entered_unfiltered;
  bool unrecoverable = false;  ///< it failed, and a shorter one would too
  int slow_flow_steps = 0;     ///< successive steps of the flow so far that hardly got on (tiny_steps.h)
  double splitting_error = 0;  ///< of flow and transport (flow_first.h), over what is allowed; as dt^2
  EnergyTerms energy;          ///< that came in, where heat flows
};

class Implicit {
 public:
  /// `model` must outlive it. Collective.
  explicit Implicit(const Model& model);
  ~Implicit();

  /// Takes `state` from its time to its time plus dt; the state is as before when the step fails. Collective.
  Step advance(State& state, double dt);

  /// Finds the unknowns of a state whose totals, minerals and gas have been set from outside (an operation),
  /// cell by cell: the same balances with a step of no length. Collective.
  Step respeciate(State& state);

  /// The Jacobian of stage 1 of a step of length dt at the state's unknowns, for tests: y = J v. `v` and `y`
  /// are [owned cell][balance].
  void test_jacobian(const State& state, double dt, std::span<const double> v, std::span<double> y);
  /// The same by the blocks that the columns are solved with, and what couples columns.
  void test_blocks(const State& state, double dt, std::span<const double> v, std::span<double> y);
  /// The same by dual numbers, without any matrix.
  void test_dual(const State& state, double dt, std::span<const double> v, std::span<double> y);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace talus
