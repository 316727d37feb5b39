// Equilibrium from nothing but what there is: the outer loop of equilibrium.h, in activities.
//
// At given activity coefficients and a given activity of water both stages of equilibrium_search.h find the
// one answer that there is. What that dissolves has other activities, with which they go on from there:
//
//   - where coefficients depend on ionic strength alone, that is one number: strength_search.h;
//   - else (Pitzer, SIT) coefficients follow, at most by a factor e at once, later by less.
//
// Near the end the second stage tries with activities that follow by themselves, to rounding.
#pragma once

#include "chemistry/equilibrium/equilibrium_search.h"
#include "chemistry/speciation/water_activities.h"

namespace talus {

class EquilibriumAnew {
 public:
  EquilibriumAnew(const EquilibriumModel& model, const EquilibriumConstants& at, const Batch& batch,
                  EquilibriumSearch& search)
      : model_(model), batch_(batch), search_(search), activities_(solutes_of(*model.system), at.water) {}

  /// Fills `point`. False: see search.failure().
  bool find(EquilibriumPoint& point);

 private:
  bool find_strength(EquilibriumPoint& point);
  bool follow_activities(EquilibriumPoint& point);
  bool solve(EquilibriumPoint& point);
  bool solve_from_afar(EquilibriumPoint& point);
  bool release(EquilibriumPoint& point);
  bool plausible();
  void begin(EquilibriumPoint& point);
  void lower_to_totals(Eigen::VectorXd& x);

  const EquilibriumModel& model_;
  const Batch& batch_;
  EquilibriumSearch& search_;
  WaterActivities activities_;
  bool begun_ = false;
};

}  // namespace talus
