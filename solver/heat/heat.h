// The heat of the pile: conduction, what water and vapour carry, and what freezes.
//
//     V dH(t)/dt = sum_faces [ C (t_there - t_here) - rho W h_w(t_face) - rho W_v h_v(t_up) ]
//               + patches + V Q / dt                                                                        W
//
//     H        heat content by temperature and water (laws/freezing.h), J/m3
//     C        A / (d_a / lambda_a + d_b / lambda_b)
//     W, W_v   mean fluxes of water and vapour over the step (state.water), m3/s of liquid
//     Q        heat of reactions of the last step of transport, which comes evenly over this one, J/m3
//     t_face   on the straight line between the centres, turned to the side that the water comes from as far
//              as that takes to keep every cell between its neighbours: the upstream side counts for
//              1 - C / (rho |W| c_w) at least
//
// Time: two stages of the L-stable SDIRK method of order two that transport has too (coupling/implicit.h), each
// by Newton's method in H, whose unknown is the temperature; conductivities are those of the start of a step. The
// water of cells goes along the straight line that the fluxes make, so that a pile of one temperature keeps it.
// Steps are chosen by an estimate of third order, damped by the matrix of the last stage.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "solver/controls.h"
#include "solver/model.h"
#include "solver/own_steps.h"
#include "solver/state/energy.h"
#include "solver/state/state.h"

namespace talus {

/// How the heat went over a step of transport; its nonlinearity in time is that of temperatures, K.
struct HeatResult : OwnStepsResult {
  EnergyTerms brought;  ///< over the step, all ranks
};

class Heat {
 public:
  /// `model` has heat; both must outlive it. Collective.
  Heat(const Model& model, const Controls& controls);
  ~Heat();

  /// Brings the ghosts of state.temperature up to date. Collective.
  void update_ghosts(State& state) const;

  /// Takes the temperatures of `state` over dt, in steps of its own, with the fluxes of state.water; writes
  /// state.next_temperature. When it fails the state is not to be used; it does where a cell is below 0 degC by more
  /// than heat.tolerance, and nothing says how its water freezes. Collective.
  HeatResult advance(State& state, double dt);

  /// Energy (J, all ranks) that the domain holds at temperatures that `state` has or will have at the end of the
  /// step, with the water that its cells have now, minus that with the water which fluxes alone gave them in the
  /// last advance(). Collective.
  double energy_of_other_water(const State& state) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace talus
