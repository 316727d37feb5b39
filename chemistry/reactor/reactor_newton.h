// Newton's method for a stage of a batch reactor (reactor_stage.h), lane by lane.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "chemistry/reactor/reactor_equations.h"

namespace talus {

template <class R>
auto ReactorStage<R>::solve(const Constants& at, bool with_last_jacobian, double negligible) {
  using std::abs, std::max, std::min;
  constexpr int most = 25;
  constexpr double furthest = 2;  // change of a ln m
  constexpr double slow = 0.2;    // a step that falls by less asks for a new Jacobian
  constexpr double last = 1e-6;   // Newton's method squares its error
  const bool smooth = only_solids_react();
  if (smooth) contents.solution.small_change = std::sqrt(0.1 * negligible);
  const auto never = R(0.0) > R(1.0);
  auto done = never;
  bool fresh = !smooth || !with_last_jacobian;
  R before(1.0);
  for (int iteration = 0; iteration < most; ++iteration) {
    if (!evaluate(at)) return never;
    if (fresh) {
      fill_jacobian(at);
      linear_.factor();
    }
    const R size = step_of_newton(at, furthest);
    const R shrinks = max(size / before, R(1e-2));
    done = smooth ? size * shrinks < R(negligible) : size < R(last);
    const auto finite = size < R(1e300);
    if (all(done | !finite)) break;
    fresh = !smooth || some(finite & !done & (shrinks > R(slow)));
    before = size;
  }
  if (smooth && all(done)) {
    follow_speeds();
    return done;
  }
  return evaluate(at) ? done : never;
}

/// What reactions turn over of component j in the stage, mol: what its balance is a difference of, beside what there is.
template <class R>
R ReactorStage<R>::turnover(std::size_t j) const {
  using std::abs;
  R sum(0.0);
  for (std::size_t p = 0; p < model_.reactions.solids.size(); ++p)
    sum += R(std::abs(system_.minerals[model_.reactions.solids[p].mineral].row.of(j))) *
           abs(contents.change[p].value);
  for (std::size_t i = 0; i < system_.slow_reactions.size(); ++i)
    sum += R(std::abs(system_.slow_reactions[i].row.of(j))) * abs(contents.extent[i]);
  return sum;
}

/// Takes a step, which stays in right_; its size before it was cut to `furthest`.
template <class R>
R ReactorStage<R>::step_of_newton(const Constants& at, double furthest) {
  using std::abs, std::log, std::max, std::min;
  // A trace that comes or goes does not hold up the others. Where more of it is missing than is there, m rises by that;
  // where there is too much it falls, by so much at once, and what a balance lacks of nothing is what steps leave
  // of it: two reactions beside each other are equal within their error in time.
  constexpr double trace = 1e-12, fall_of_trace = 20, lack_of_nothing = 1e-10;  // mol/kgw, -, mol/kgw
  fill_residual(at);
  std::vector<R>& excess = row_;  // mol
  for (std::size_t k = 0; k < balances_; ++k) excess[k] = right_[k] * contents.magnitude[k];
  linear_.solve(std::span<R>(right_));
  R size(0.0), longest(0.0);
  for (std::size_t k = 0; k < balances_; ++k) {
    R& step = right_[k];
    const R here = contents.magnitude[k];
    const bool water = k + 1 == balances_;
    // of what is far less than the rounding of its turnover no change means anything
    const R unknown = water ? R(0.0) : R(unresolved * turnover(k));
    const auto too_much = excess[k] > R(0.0);
    const auto is_trace = (here < R(trace) * contents.water) & (abs(step) > R(furthest));
    const auto is_nothing = is_trace & too_much & (here < R(1e-3) * excess[k]) &
                            (excess[k] < R(lack_of_nothing) * contents.water);
    const R by_itself = excess[k] / here;  // as if nothing else changed
    const R missing = select(is_trace, abs(by_itself), abs(step)) * here / (here + unknown);
    size = max(size, select(is_nothing, R(0.0), missing));
    const R rise = -log(R(1.0) + max(R(-by_itself), R(0.0))), fall = min(by_itself, R(fall_of_trace));
    step = select(is_trace, select(too_much, fall, rise), step);
    if (!water)  // of what has vanished there cannot be less
      step = min(step, max(R(z[k] - R(vanished_ln_molality)), R(0.0)));
    longest = max(longest, select(is_trace, R(0.0), abs(step)));
  }
  const R damping = min(R(1.0), R(furthest) / longest);
  const auto finite = max(longest, size) < R(1e300);
  for (R& step : right_) step = select(finite, R(damping * step), R(0.0));
  for (std::size_t k = 0; k < unknowns(); ++k) z[k] -= right_[k];
  if (contents.solution.small_change > 0) follow_ionic_strength();
  return size;
}

}  // namespace talus
