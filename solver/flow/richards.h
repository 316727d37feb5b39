// Variably saturated flow by Richards' equation, mixed and mass-conservative:
//
//     V d(theta)/dt = sum_faces C k_r (H_there - H_here) + what patches bring + vapour      m3/s
//
//     theta = phi S(psi) + S_s max(psi, 0)     water per bulk volume
//     H = psi + z                              head, m; psi: pressure head
//     C = A / (d_a / K_a + d_b / K_b)          K = k rho g / mu, at the temperature of the time
//     k_r                                      of the side that the water comes from
//     vapour                                   between cells and through patches: vapour_flow.h
//
// Implicit Euler in time; Newton's method with analytic derivatives, its linear systems by linear/scalar_system.h. The unknown
// is psi, and update.h says how an update is taken. Steps are chosen by the error
// dt |d(theta)/dt - that of the step before| / 2 of the
// saturation (Kavetski and others 2001, Adv. Water Resour. 24:595).
//
// Water has one density here, as in chemistry/balances.h: volumes are masses divided by
// ChemicalSystem::water_density.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "solver/controls.h"
#include "solver/model.h"
#include "solver/own_steps.h"
#include "solver/state/state.h"

namespace talus {

/// How the flow went over a step of transport; its nonlinearity in time is that of saturations.
struct FlowResult : OwnStepsResult {
  int slow_steps = 0;            ///< successive ones so far that hardly advanced (solver/tiny_steps.h)
  std::int64_t worst_cell = -1;  ///< of this rank, by its global number: where it failed or was slow
  double worst_imbalance = 0;    ///< water that it lacks there, 1/s
};

class Richards {
 public:
  /// Both must outlive it. Collective.
  Richards(const Model& model, const Controls& controls);
  ~Richards();

  /// Takes the heads of `state` over dt, in steps of its own, from the water that the cells hold; writes to
  /// state.water the mean fluxes of dt, liquid and vapour apart. The time and the water of cells stay: who moves
  /// them uses the fluxes. ln of the activity of water of the local cells lowers their vapour; empty: 0.
  /// When it fails the state is not to be used. Collective.
  FlowResult advance(State& state, double dt, std::span<const double> ln_water_activity = {});

  /// Water of each owned cell at the end of the last advance(), kg/m3, if fluxes alone change it.
  const std::vector<double>& water_at_end() const;

  /// Sets the heads to those of the steady flow under what patches say at the time of the state. False when
  /// there is none to be found. Collective.
  FlowResult find_steady(State& state);

  /// For tests: residual (m3/s) at the heads of `state` for a step of length dt from the water that cells
  /// hold, and the product of its derivative with v; all per owned cell.
  void test_residual(const State& state, double dt, std::vector<double>& residual);
  void test_jacobian(const State& state, double dt, const std::vector<double>& v,
                     std::vector<double>& product);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace talus
