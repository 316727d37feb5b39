// How long the next step is: from the error in time of what users read, CO2 stored, what entered, and
// minerals.
//
// The error that a step adds to each integral is estimated by a quadrature of third order (implicit.cpp). It
// may be
//
//     tolerance (|change in the step| + 1/1000 of what has changed since the start),
//
// so that the error of an integral stays near tolerance times the integral. The estimate falls with dt^3, so
// the next step is dt sqrt(allowed / estimated). Fronts that leave a cell make the estimate jump: a step is
// taken again only when it is far above what is allowed, else the next one is shorter. Lengths are rounded to
// two digits: the last bits of sums over ranks decide nothing.
#pragma once

#include <algorithm>
#include <array>
#include <vector>

#include "solver/controls.h"
#include "solver/coupling/implicit.h"

namespace talus {

/// What the choice of steps remembers of those so far.
struct StepMemory {
  double next = 0;  ///< the step to try, s
  /// Of all that is judged (judged.h) since the start, and the largest of carbon so far; mol.
  std::vector<double> change;
  /// Of the errors of stored CO2 that steps have added: the sums of those above and below 0, and the size of
  /// the largest; mol, each damped while more is stored.
  std::array<double, 3> carbon_errors{};
};

/// Chooses and judges the lengths of steps; the same decisions on every rank.
class StepControl {
 public:
  StepControl(const StepControls& controls, const ChemicalSystem& system);

  /// The step to try from `time` so that `next_stop` is met exactly: never more than half of what is left
  /// unless all.
  double propose(double time, double next_stop) const;

  /// Judges a good step of length dt: false when its error is far too large, and it must be taken again.
  bool accept(const Step& step, double dt);
  /// Makes the next try shorter after a step that failed. SolveError when that is shorter than allowed.
  void cut(const Step& step, double dt);
  /// The state has jumped: begin small again.
  void restart() { memory_.next = std::min(first_, largest_); }

  /// Goes on from what another control remembered.
  void resume(const StepMemory& memory) { memory_ = memory; }
  const StepMemory& memory() const { return memory_; }

  /// Estimate of the error of stored CO2, mol: the larger of the two sums, and the largest error of a step.
  double carbon_error() const {
    const auto& [above, below, largest] = memory_.carbon_errors;
    return std::max(above, below) + largest;
  }

  /// What had the largest error divided by what is allowed in the last step that was judged: its place in
  /// judged_by(); below 0 the splitting of flow and transport.
  int limit() const { return limit_; }

 private:
  void add_carbon_error(const Step& step);

  double first_, largest_, smallest_, tolerance_;
  bool fixed_;
  std::vector<double> carbon_;  // atoms in each balance
  bool again_ = false;          // the step at work has been tried before, and was longer
  int limit_ = 0;
  StepMemory memory_;
};

}  // namespace talus
