// How long the next step is: from the error in time of what users read, CO2 stored and minerals.
//
// The error that a step adds to each integral is estimated by a quadrature of third order (implicit.cpp). It
// may be
//     tolerance (|change in the step| + 1/1000 of what has changed since the start),
// so that the error of an integral stays near tolerance times the integral. The estimate falls with dt^3, so
// the next step is dt sqrt(allowed / estimated). Lengths are rounded to two digits: the last bits of sums
// over ranks decide nothing.
#pragma once

#include <vector>

#include "solver/case.h"
#include "solver/coupling/implicit.h"

namespace talus {

class StepControl {
 public:
  StepControl(const StepsCase& keys, const ChemicalSystem& system);

  /// The step to try from `time` so that `next_stop` is met exactly: never more than half of what is left
  /// unless all.
  double propose(double time, double next_stop) const;

  /// Judges a good step of length dt: false when its error is too large, and it must be taken again.
  bool accept(const Step& step, double dt);
  /// Makes the next try shorter after a step that failed. SolveError when that is shorter than allowed.
  void cut(const Step& step, double dt);
  /// The state has jumped: begin small again.
  void restart() { next_ = first_; }

  /// Sum of the estimates of the error of stored CO2, mol.
  double carbon_error() const { return carbon_error_; }

 private:
  double first_, largest_, smallest_, tolerance_, next_;
  bool fixed_;
  std::vector<double> carbon_;  // atoms in each balance
  std::vector<double> change_;  // of carbon, then of each solid: what has changed since the start, mol
  double carbon_error_ = 0;
};

}  // namespace talus
