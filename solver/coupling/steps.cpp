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

/// What the estimate of a step is multiplied by to bound its error. For what relaxes, y' = -k y, the method's
/// error is 4 + 2 sqrt(2) = 6.8 times what the quadrature sees of it as k dt goes to 0, and less for longer
/// steps: the quadrature measures the error of an integral, not that of the stages in it.
constexpr double relaxation = 6.83;
// What errors are damped by assumes diffusion from the start; churning brings some of them back. With 1.25 a
// column churned every 5 d printed 0.89 of its true error, the least of what is measured: 1.5 makes it 1.07
// (docs/numerics.md).
constexpr double margin = 1.5;

constexpr double far_too_large = 10;  // error over what is allowed at which a step is taken again
constexpr double longest_growth = 2.5, deepest_fall = 0.2;  // of a step, from one to the next

}  // namespace

StepControl::StepControl(const StepsCase& keys, const ChemicalSystem& system)
    : first_(keys.fixed.value_or(keys.first)),
      largest_(keys.fixed.value_or(keys.largest.value_or(std::numeric_limits<double>::infinity()))),
      smallest_(keys.smallest),
      tolerance_(keys.tolerance),
      fixed_(keys.fixed.has_value()),
      carbon_(carbon_in_components(system)) {
  restart();
}

double StepControl::propose(double time, double next_stop) const {
  const double left = next_stop - time;
  if (memory_.next >= left * (1 - 1e-9)) return left;
  return fixed_ ? memory_.next : std::min(memory_.next, left / 2);
}

bool StepControl::accept(const Step& step, double dt) {
  // carbon, then what entered of each component (not water), then each solid and each slow reaction
  const std::size_t n = carbon_.size(), solids = step.solid_change.size();
  const std::size_t count = n + solids + step.slow_extent.size();
  std::vector<double> change(count, 0.0), error(count, 0.0);
  for (std::size_t j = 0; j < n; ++j) {
    change[0] += carbon_[j] * step.entered[j];
    error[0] += carbon_[j] * step.time_error[j];
    if (j + 1 == n) break;
    change[j + 1] = step.entered[j];
    error[j + 1] = step.time_error[j];
  }
  for (std::size_t p = 0; p < solids; ++p) {
    change[n + p] = step.solid_change[p];
    error[n + p] = step.time_error[n + p];
  }
  for (std::size_t i = n + solids; i < count; ++i) {
    change[i] = step.slow_extent[i - n - solids];
    error[i] = step.time_error[i];
  }
  memory_.change.resize(count + 1, 0.0);
  double reference = 0;
  for (std::size_t i = 0; i < count; ++i)
    reference = std::max(reference, std::abs(memory_.change[i] + change[i]));
  double worst = step.splitting_error;
  limit_ = -1;
  for (std::size_t i = 0; i < count; ++i) {
    const double allowed = tolerance_ * (std::abs(change[i]) + 1e-3 * reference);
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

/// What is stored too early slows what follows: where CO2 comes by diffusion, S dS/dt is constant, and an
/// error of S falls as 1/S. The smaller of both estimates is taken: the filter is there to take away what
/// stiff reactions add to the first, and adds nothing.
void StepControl::add_carbon_error(const Step& step) {
  double quadrature = 0, filtered = 0;
  for (std::size_t j = 0; j < carbon_.size(); ++j) {
    quadrature += carbon_[j] * step.time_error[j];
    filtered += carbon_[j] * step.entered_error[j];
  }
  double& largest = memory_.change.back();
  const double before = std::exchange(largest, std::max(largest, std::abs(memory_.change[0])));
  if (largest > 0) memory_.carbon_error *= before / largest;
  memory_.carbon_error += margin * relaxation * std::min(std::abs(quadrature), std::abs(filtered));
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
