// What data leave open of parameters, from the slopes of the residuals at the best fit: linear, as a normal distribution.
//
//     C = (J'J + P)^-1         J: slopes of the data, P: 1 for each parameter with a normal prior
//
// in units of the standard deviations of the priors; of a uniform prior that of the range, 1 / sqrt(12) of it. A singular value
// of J below 1 is a combination of parameters of which the data say less than the priors.
// Source: Tarantola (2005) Inverse Problem Theory, 3.2; singular values: Aster and others (2018) Parameter Estimation, 4.
#pragma once

#include <Eigen/Dense>
#include <vector>

#include "study/least_squares.h"

namespace talus::study {

/// What is known of the parameters after the data; in the order of the parameters.
struct Posterior {
  std::vector<bool> held;       ///< at a bound beyond which the data would have it: no spread is given for it
  Eigen::VectorXd deviation;    ///< standard deviations; not a number where held
  Eigen::MatrixXd correlation;  ///< not numbers in rows and columns of those that are held
  Eigen::VectorXd singular_values;      ///< of J, the largest first
  Eigen::MatrixXd singular_directions;  ///< a column for each: what each parameter has in it
  /// 1 minus (posterior standard deviation / prior one)^2: the part of the prior's variance that the data took away. 0 where the
  /// data say nothing; not a number where held.
  Eigen::VectorXd learned;

  /// Whether the data say next to nothing of it: less than `least_learned`.
  bool unconstrained(Eigen::Index parameter) const;
};

/// A parameter of whose variance less than this is taken away is not constrained by the data.
inline constexpr double least_learned = 0.2;
/// Two parameters that are correlated more than this are found together only.
inline constexpr double found_together = 0.95;

/// From the end of a fit.
Posterior posterior_of(const LeastSquares& problem, const Solution& solution);

}  // namespace talus::study
