// What follows a step of Newton's method in a stage of a batch reactor (reactor_stage.h) by first
// derivatives, in place of another evaluation.
#pragma once

#include <algorithm>

#include "chemistry/reactor/reactor_stage.h"

namespace talus {

/// Speeds and changes of solids after the step in right_, in place of another evaluation: what the Jacobian
/// is off by, the last step of Newton's method leaves in x as well.
template <class R>
void ReactorStage<R>::follow_speeds() {
  const std::vector<R>& slope = derivatives_.speed;
  for (std::size_t p = 0; p < contents.speed.size(); ++p) {
    R& speed = contents.speed[p];
    for (std::size_t k = 0; k < balances_; ++k) speed -= slope[p * balances_ + k] * right_[k];
    contents.change[p] = solid_change(model_.reactions.solids[p], start, p,
                                      R(start.recession[p] + start.weight * speed), contents);
  }
}

/// The ionic strength after the step in right_, for the next speciation to begin with.
template <class R>
void ReactorStage<R>::follow_ionic_strength() {
  using std::max, std::min;
  const std::vector<R>& slope = derivatives_.response.ionic_strength;
  if (slope.size() + 1 != balances_) return;
  R& strength = contents.solution.ionic_strength;
  R change(0.0);
  for (std::size_t k = 0; k + 1 < balances_; ++k) change -= slope[k] * right_[k];
  strength = max(min(strength + change, R(2.0) * strength), R(0.5) * strength);
}

}  // namespace talus
