// The mass balance: what the domain held at the start, what came in, what was added otherwise, what it holds
// now.
#pragma once

#include <vector>

#include "chemistry/constants_of_cells.h"
#include "solver/model.h"
#include "solver/state/state.h"

namespace talus {

/// Amounts of every balance (components, water last) in the whole domain, mol.
struct Store {
  std::vector<double> amount;            ///< net: what balances must close
  std::vector<double> magnitude;         ///< of what amount is a difference of
  std::vector<double> solids;            ///< mol of each solid
  std::vector<double> equilibrium = {};  ///< mol of each mineral at equilibrium
};

/// What the domain holds by the unknowns and minerals of `state`, recomputed from scratch. Collective.
/// `constants` are those of the owned cells, kept from call to call.
Store store_of(const Model& model, const State& state, ConstantsOfCells& constants);

/// What an owned cell holds of a balance, mol per bulk volume: water, gas and exchangers as the balances have carried them,
/// and minerals.
double held_in_cell(const Model& model, const State& state, std::size_t cell, std::size_t balance);

/// Carbon that crossed a patch since the start, mol.
struct CarbonCrossing {
  double gas = 0;      ///< came in with the gas; negative when more left
  double inflow = 0;   ///< brought by water
  double outflow = 0;  ///< taken out by water, positive
};

class Budget {
 public:
  Budget(const Model& model, const State& state);

  /// Takes note of the state after a step or an operation. Collective.
  void update(const Model& model, const State& state);

  /// Goes on with `state` the balances of a run that held `start` and had moved `turnover` (mol of each
  /// balance). Collective.
  void resume(const Model& model, const State& state, Store start, std::vector<double> turnover);

  /// (change of store - entered - external) / max(initial store, turnover), of each balance. What passes
  /// through counts in the turnover where it comes in and where it leaves.
  std::vector<double> closure() const;

  /// mol of carbon that the domain holds now beyond what it held at the start.
  double stored_carbon(const ChemicalSystem& system) const;

  /// Of each patch; the same on all ranks.
  const std::vector<CarbonCrossing>& carbon_by_patch() const { return carbon_by_patch_; }
  /// The sum over all patches.
  CarbonCrossing carbon_crossing() const;

  /// H2O that has come in as vapour, and that rain has offered, through each patch, mol; the same on all ranks,
  /// and 0 where nothing evaporates.
  const std::vector<double>& vapour_by_patch() const { return vapour_by_patch_; }
  const std::vector<double>& rain_by_patch() const { return rain_by_patch_; }

  const Store& now() const { return now_; }
  const Store& start() const { return start_; }
  const std::vector<double>& entered() const {
    return entered_;
  }  ///< mol of each balance, all patches and ranks
  const std::vector<double>& external() const { return external_; }  ///< mol of each balance, all ranks
  const std::vector<double>& turnover() const { return turnover_; }  ///< mol of each balance, all ranks

 private:
  void take_weather(const Model& model, const State& state);

  ConstantsOfCells constants_;  // first: the others are made with it
  Store start_, now_;
  std::vector<double> entered_, external_, turnover_;
  std::vector<CarbonCrossing> carbon_by_patch_;
  std::vector<double> vapour_by_patch_, rain_by_patch_;
  std::vector<double> rain_area_;  // m2 of each patch on which rain falls, all ranks
  std::vector<double> by_patch_;   ///< mol of each balance that has come in so far, [patch][balance]
};

/// Atoms of carbon in one mole of each balance.
std::vector<double> carbon_in_components(const ChemicalSystem& system);
/// Atoms of carbon in one mole of each gas.
std::vector<double> carbon_in_gases(const ChemicalSystem& system);

}  // namespace talus
