// What a fit says: computed once, and written by page, JSON, CSV and terminal.
#pragma once

#include <string>
#include <vector>

#include "study/fit.h"
#include "study/posterior.h"

namespace talus::study {

/// What is known of a parameter, in its unit.
struct FittedParameter {
  Value best;
  double low = 0, high = 0;  ///< ends of the 95 % interval; not numbers where it is held at a bound
  double prior_low = 0, prior_high = 0;  ///< the same of its prior
  double learned = 0;  ///< part of the prior's variance that the data took away; not a number where held
  bool held = false, unconstrained = false;

  /// "held at a bound", "not constrained by the data", "fitted".
  std::string state() const;
};

/// How residuals of one series go together.
struct ResidualCheck {
  double bias_in_errors =
      0;  ///< sum of z divided by the square root of their number; a standard normal number where all is right
  double rms_z = 0;  ///< root of the mean of z^2; about 1 where all is right
};

/// All of it.
struct FitSummary {
  Solution solution;
  Posterior posterior;
  std::vector<FittedParameter> parameters;
  FitSeries series;   ///< beside the best run
  double misfit = 0;  ///< sum of z^2 of the data that are fitted
  int freedom = 0;    ///< degrees of freedom of F: data plus priors minus parameters that are free
  double probability =
      0;  ///< of an F at least as large if uncertainties and model are right; not a number without freedom

  /// What a reader must know before the numbers, a sentence each: what the data do not say, and how badly they are met.
  std::vector<std::string> warnings(const Fit& fit) const;
  /// "surface of brucite: 1.03 m2/g, 95 % interval 0.95 to 1.12", a sentence for each parameter.
  std::vector<std::string> headlines(const Fit& fit) const;
  /// How well each series is met, those that were held out apart.
  std::vector<std::string> residual_words() const;
};

/// Of a series whose points have uncertainties; those without are left out.
ResidualCheck check_of(const report::MeasuredSeries& series);

/// Works it out; `best` is the run at the solution.
FitSummary summarise(const Fit& fit, const LeastSquares& problem, Solution solution,
                     const report::Account& best);

}  // namespace talus::study
