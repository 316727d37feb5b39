// The flow of water, heat and reactive transport under one clock: over each step of transport the flow goes
// first, in steps of its own, and hands over the mean flux through every face; then heat, which these fluxes
// carry, and which hands over the temperatures of the end; what is dissolved at the start of the step says how much of the water
// they leave liquid (solutes_beside_ice.h). Transport keeps the water of cells as
// an unknown and solves its balance with these fluxes and with what reactions bind and release, so that its
// mass balances close whatever the flow has left undone; the flow begins its next step from what cells
// then hold.
//
// What this splits is controlled: the reactions' water and pores in the step, which the flow did
// not see; how far the water and the temperature of a cell were from a straight line in time, which transport
// does not see; what the change of pores would have done to the flow (pores_and_flow.h); and what the heat of reactions, which the next
// step brings, will warm.
#pragma once

#include <optional>

#include "solver/coupling/implicit.h"
#include "solver/coupling/pores_and_flow.h"
#include "solver/coupling/solutes_beside_ice.h"
#include "solver/coupling/water_activity.h"
#include "solver/flow/richards.h"
#include "solver/heat/heat.h"

namespace talus {

class FlowFirst {
 public:
  /// All must outlive it. Collective.
  FlowFirst(const Model& model, const Controls& controls, Implicit& transport);

  /// Takes `state` from its time to its time plus dt. When the step fails the state is not to be used.
  /// Collective.
  Step advance(State& state, double dt);

 private:
  bool advance_flow(State& state, double dt, Step& step);
  bool advance_heat(State& state, double dt, Step& step);
  void name_worst_cell(const FlowResult& flow, Step& step) const;
  double splitting_error(const State& state, const std::vector<double>& porosity_before) const;
  /// By how much the heat of reactions of the step will warm or cool a cell at most, K; collective.
  double warming_by_reactions(const State& state) const;

  const Model& model_;
  const Controls& controls_;
  Implicit& transport_;
  std::optional<Richards> flow_;
  std::optional<PoresAndFlow> pores_;
  std::optional<CellWaterActivity> activity_;
  std::optional<SolutesBesideIce> solutes_;
  std::optional<Heat> heat_;
  FlowResult flow_result_;  ///< of the last step
  HeatResult heat_result_;
};

/// Gives a state the heads of the steady flow under what patches say at its time; water flows by Richards'
/// equation. SolveError when there is none to be found, Interrupted. Collective.
void find_steady_flow(const Model& model, const Controls& controls, State& state);

}  // namespace talus
