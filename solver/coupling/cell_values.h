// What the residual computes of every cell (residual.h), as flat arrays.
#pragma once

#include <vector>

#include "chemistry/speciation/solution.h"
#include "solver/model.h"

namespace talus {

/// What the cells hold at x. Cell by cell where faces need it (all local cells), else solid by solid.
template <class S>
struct CellValues {
  std::vector<S> concentration;  ///< [cell][balance], mol per m3 of water; of water what is bound in solutes
  std::vector<S> gas;            ///< [cell][gas], mol per m3 of gas
  std::vector<S> dissolved;      ///< [cell][gas], of the gas itself: m3 of gas per m3 of water (H)
  std::vector<S> porosity;       ///< [cell]
  std::vector<S> gas_factor;     ///< [cell], D_eff / D0 of gases
  std::vector<S> solute_factor;  ///< [cell]
  std::vector<S> store;          ///< [owned cell][balance], mol/m3
  std::vector<S> accumulation;   ///< [owned cell][balance], store and minerals, mol/m3
  std::vector<S> magnitude;      ///< [owned cell][balance], mol/m3
  std::vector<S> speed, change,
      slope;  ///< [owned cell][solid]: mol/m2/s, mol/m3, m2/m3 (dn/dt over speed)
  std::vector<double>
      gross;  ///< [owned cell][solid], mol/m3: of its change by ln Omega, what that is a difference of
  std::vector<S> slow_speed, slow_progress,
      extent;               ///< [owned cell][slow reaction]: mol/m3/s, mol/m3/s, mol/m3 (balances.h)
  std::vector<S> enthalpy,  ///< [cell], chemical, J per m3 of water; empty without reactions' heat
      held_enthalpy;        ///< [owned cell], the same of water, gas and exchangers, J/m3
  std::vector<S> ln_omega;  ///< [owned cell][mineral at equilibrium], less its target
  /// [cell], of the speciation: what it found last, for a first guess.
  std::vector<S> ionic_strength, ln_water_activity;

  CellValues(const Model& model) {
    const auto local_cells = static_cast<std::size_t>(model.mesh.local);
    const auto owned = static_cast<std::size_t>(model.mesh.owned);
    const std::size_t n = model.unknowns.size(), solids = model.reactions.solids.size();
    concentration.resize(local_cells * n);
    gas.resize(local_cells * model.system.gases.size());
    dissolved.resize(gas.size());
    porosity.resize(local_cells);
    gas_factor.resize(local_cells);
    solute_factor.resize(local_cells);
    for (auto* field : {&store, &accumulation, &magnitude}) field->resize(owned * n);
    for (auto* field : {&speed, &change, &slope}) field->resize(owned * solids);
    gross.resize(owned * solids);
    for (auto* field : {&slow_speed, &slow_progress, &extent})
      field->resize(owned * model.system.slow_reactions.size());
    ln_omega.resize(owned * model.system.equilibrium.size());
    if (has_reaction_heat(model)) {
      enthalpy.resize(local_cells);
      held_enthalpy.resize(owned);
    }
    forget();
  }

  /// The first guesses are those of a new solution: what comes next does not depend on what has been before.
  void forget() {
    ionic_strength.assign(porosity.size(), S(first_ionic_strength));
    ln_water_activity.assign(porosity.size(), S(0.0));
  }
};

}  // namespace talus
