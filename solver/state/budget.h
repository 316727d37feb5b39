// The mass balance: what the domain held at the start, what came in, what was added otherwise, what it holds
// now.
#pragma once

#include <optional>
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

/// Rain, snow and vapour at a patch since the start, mol of H2O, the same on all ranks; 0 where there is none.
struct WaterOnPatch {
  double vapour = 0;   ///< that came in; what evaporated is negative
  double rain = 0;     ///< offered: rain, and snow that has melted
  double entered = 0;  ///< liquid, less what came out
  double runoff = 0, ponded = 0,
         pond_vapour = 0;    ///< of it: ran off, stands there now, evaporated before it entered
  double precipitation = 0;  ///< fell, as rain and as snow, and lay there at the start
  double snowfall = 0, snow = 0, sublimated = 0;  ///< fell as snow, lies there now, went from it into the air

  /// What has fallen and is nowhere.
  double missing() const {
    return precipitation - snow - sublimated - entered - runoff - ponded - pond_vapour;
  }
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

  const std::vector<WaterOnPatch>& surface_by_patch() const { return surface_by_patch_; }
  /// What is missing of the water on a patch, divided by all that fell: since the start, or since a restart under other
  /// rain.
  double surface_closure(std::size_t patch) const;

  const Store& now() const { return now_; }
  const Store& start() const { return start_; }
  const std::vector<double>& entered() const {
    return entered_;
  }  ///< mol of each balance, all patches and ranks
  const std::vector<double>& external() const { return external_; }  ///< mol of each balance, all ranks
  const std::vector<double>& turnover() const { return turnover_; }  ///< mol of each balance, all ranks

 private:
  void take_weather(const Model& model, const State& state);
  WaterOnPatch surface_of(const Model& model, const State& state, std::size_t patch) const;

  ConstantsOfCells constants_;  // first: the others are made with it
  Store start_, now_;
  std::vector<double> entered_, external_, turnover_;
  std::vector<CarbonCrossing> carbon_by_patch_;
  /// What falls on a patch.
  struct Falls {
    double area = 0;  ///< m2 on which it falls, all ranks
    std::optional<HeldSum> rain, precipitation;
  };
  std::vector<Falls> falls_;
  std::vector<WaterOnPatch> surface_by_patch_;
  std::vector<double> missing_before_;  // by patch, mol, at the start or the restart
  std::vector<double> by_patch_;        ///< mol of each balance that has come in so far, [patch][balance]
};

/// Atoms of carbon in one mole of each balance.
std::vector<double> carbon_in_components(const ChemicalSystem& system);
/// Atoms of carbon in one mole of each gas.
std::vector<double> carbon_in_gases(const ChemicalSystem& system);

}  // namespace talus
