// The heat that reactions give off in each cell over a step:
//
//     Q = -(E_end - E_start) + (brought in) / V - sum_m H_m Delta n_m - sum_s H_s xi_s          J/m3
//
//     E      chemical enthalpy of water, gas and exchangers (chemistry/chemical_enthalpy.h), J/m3
//     brought in   what gas and water carried of it through the faces, by the fluxes and weights of the stages, J
//     H_m    of a mineral, H_s of a slow reaction (chemistry/reaction_enthalpy.h), J/mol; Delta n, xi: mol/m3
//
// What gas and water carry is what their species are worth, so that heat is given off where something reacts and not where it has come
// from: CO2 of the air warms the cell in which it dissolves. What a cell gives off and all that crosses the patches is what the
// pile loses of its chemical enthalpy, whatever happened between.
#pragma once

#include <vector>

#include "solver/coupling/cell_values.h"
#include "solver/coupling/equilibrium_minerals.h"
#include "solver/coupling/stage.h"
#include "solver/model.h"
#include "solver/state/state.h"

namespace talus {

class ReactionHeat {
 public:
  /// All must outlive it, and are those of the step at work. Nothing is computed where the heat of reactions does not
  /// count.
  ReactionHeat(const Model& model, const Stage& stage, const CellValues<double>& values,
               const EquilibriumMinerals& minerals)
      : model_(model), stage_(stage), values_(values), minerals_(minerals) {}

  /// The values are those of the start of a step.
  void note_start();
  /// A first stage begins: nothing has been brought in.
  void begin();
  /// Counts what comes in at the values now, over `seconds`.
  void count(double seconds);
  /// Writes state.reaction_heat of the step whose last stage has the values now, and gives its sum over the domain, J.
  /// Collective.
  double finish(State& state) const;

 private:
  double through_face(std::size_t face) const;
  double through_patch(std::size_t patch, std::size_t face);

  const Model& model_;
  const Stage& stage_;
  const CellValues<double>& values_;
  const EquilibriumMinerals& minerals_;
  std::vector<double> at_start_;  ///< E per owned cell, J/m3
  std::vector<double> brought_;   ///< per owned cell, J
  std::vector<double> gas_;       ///< work space, mol/s
};

}  // namespace talus
