#include "solver/coupling/steps.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <utility>

#include "base/error.h"
#include "solver/state/budget.h"

namespace talus {

namespace {

/// `value` with two digits, not longer.
double two_digits(double value) {
  const double unit = std::pow(10, std::floor(std::log10(value)) - 1);
  return std::max(1.0, std::floor(value / unit)) * unit;
}

constexpr double far_too_large = 10;  // error over what is allowed at which a step is taken again
constexpr double rounding =
    1e-13;  // of what there is: what nothing but Newton's tolerance moves has no other error
constexpr double longest_growth = 2.5, deepest_fall = 0.2;  // of a step, from one to the next

}  // namespace

StepControl::StepControl(const StepControls& controls, const ChemicalSystem& system)
    : first_(controls.fixed.value_or(controls.first)),
      largest_(controls.fixed.value_or(controls.largest.value_or(std::numeric_limits<double>::infinity()))),
      smallest_(controls.smallest),
      tolerance_(controls.tolerance),
      fixed_(controls.fixed.has_value()),
      carbon_(carbon_in_components(system)) {
  restart();
}

double StepControl::propose(double time, double next_stop) const {
  const double left = next_stop - time;
  if (memory_.next >= left * (1 - 1e-9)) return left;
  return fixed_ ? memory_.next : std::min(memory_.next, left / 2);
}

bool StepControl::accept(const Step& step, double dt) {
  const std::vector<double> change = judged_values(step.change, carbon_),
                            error = judged_values(step.time_error, carbon_);
  const std::size_t count = change.size();
  memory_.change.resize(count + 1, 0.0);
  double reference = 0;
  for (std::size_t i = 0; i < count; ++i)
    reference = std::max(reference, std::abs(memory_.change[i] + change[i]));
  double worst = step.splitting_error;
  limit_ = -1;
  for (std::size_t i = 0; i < count; ++i) {
    const double allowed =
        std::max(tolerance_ * (std::abs(change[i]) + 1e-3 * reference), rounding * step.held);
    if (!(error[i] > 0 && error[i] / allowed > worst)) continue;
    worst = error[i] / allowed;
    limit_ = static_cast<int>(i);
  }
  const double growth = std::exchange(again_, false) ? 1 : longest_growth;
  if (fixed_) {
    memory_.next = largest_;  // a step that had to be cut is an exception
  } else {
    const double factor = std::clamp(0.9 / std::sqrt(std::max(worst, 1e-12)), deepest_fall, growth);
    // a step that an output cut short says nothing against the longer one that had been proposed
    const double longer = factor >= 1 ? memory_.next : 0;
    memory_.next = std::min(std::max(two_digits(dt * factor), longer), largest_);
    if (worst > far_too_large && dt > smallest_) {
      again_ = true;
      return false;
    }
  }
  for (std::size_t i = 0; i < count; ++i) memory_.change[i] += change[i];
  add_carbon_error(step);
  return true;
}

/// What is stored too early slows what follows: where uptake falls as S^-p with what is stored, an error of S
/// does. p is 1 where CO2 comes by diffusion alone, and 0 where nothing limits reactions: 1/2 is taken.
///
/// How much of an error is forgotten is not known better than that, so errors above and below 0 are summed
/// apart: whatever is forgotten of either, the rest is not larger than the larger sum. What begins or ends
/// within a step, as in a cell that a front leaves, is badly seen by any difference of rates, but the steps
/// that follow make it good: the largest error of a step before it is filtered stands for what is open.
void StepControl::add_carbon_error(const Step& step) {
  double error = 0, unfiltered = 0;
  for (std::size_t j = 0; j < carbon_.size(); ++j) {
    error += carbon_[j] * step.entered_error[j];
    unfiltered += carbon_[j] * step.entered_unfiltered[j];
  }
  double& stored = memory_.change.back();
  const double before = std::exchange(stored, std::max(stored, std::abs(memory_.change[0])));
  auto& [above, below, largest] = memory_.carbon_errors;
  for (double* of : {&above, &below, &largest})
    if (stored > 0) *of *= std::sqrt(before / stored);
  (error > 0 ? above : below) += std::abs(error);
  largest = std::max(largest, unfiltered);
}

void StepControl::cut(const Step& step, double dt) {
  memory_.next = two_digits(dt / (again_ ? 4 : 2));
  again_ = true;
  if (memory_.next >= smallest_) return;
  char text[64];
  std::snprintf(text, sizeof text, "%.3g s", memory_.next);
  throw SolveError(step.reason + "; the step would have to be " + text + ", shorter than steps.smallest");
}

}  // namespace talus
