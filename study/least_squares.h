// Least squares by Levenberg and Marquardt, between bounds, where every evaluation is a run that may fail.
//
//     F(u) = sum r_i(u)^2 + sum over parameters with a prior (u_j - c_j)^2
//
// r_i    residual of a measured value divided by its uncertainty
// u_j    parameter in units of the standard deviation of its prior, of its logarithm where it is logarithmic
// c_j    its prior mean in that unit, 0
//
// A step solves (J'J + lambda I) d = -J'r over the parameters that are free; those at a bound that would be pushed beyond it are held. A
// point where F is not less, or where the run fails, is left, and lambda grows. Own code and no library: of those at hand
// (TAO's BRGN, Eigen's LevenbergMarquardt) none has bounds, failing evaluations and evaluations in batches at once.
//
// Source: Nocedal and Wright (2006) Numerical Optimization, 10.3; Marquardt (1963) J. SIAM 11:431.
#pragma once

#include <Eigen/Dense>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace talus::study {

/// Where a parameter may be, and whether it has a prior, in its own unit.
struct Box {
  double low, high;
  bool prior = false;  ///< normal, of mean 0 and standard deviation 1
};

/// What is to be made least.
struct LeastSquares {
  std::vector<Box> boxes;
  /// The residuals of the data at a point; nothing where the run fails. Called at one point after the other; `count` is how many
  /// have been asked before.
  std::function<std::optional<Eigen::VectorXd>(const Eigen::VectorXd& u, int count)> residuals;
  /// Their derivatives at the last point that was taken, which had `count`.
  std::function<Eigen::MatrixXd(const Eigen::VectorXd& u, const Eigen::VectorXd& r, int count)> slopes;
};

/// A point that was tried.
struct Trial {
  Eigen::VectorXd u;
  double misfit = 0;  ///< F; not a number where the run failed
  double lambda = 0;  ///< 0 at the start
  bool taken = false;
};

/// Where it ends.
struct Solution {
  Eigen::VectorXd u, residuals;  ///< of the data
  Eigen::MatrixXd slopes;        ///< of the data, there
  double misfit = 0;             ///< F
  int count = 0;                 ///< of the point that was taken last
  bool converged = false;
  std::string why;  ///< what ended it, a sentence
  std::vector<Trial> trials;
};

/// Converged: the step of Gauss and Newton that would follow is shorter than this part of the standard deviations that the fit
/// leaves, or than what lambda lets through is less than `least_gain` of F.
inline constexpr double near_enough = 0.02, least_gain = 0.01;

/// Seeks from `start`, which is in its boxes, at most so many points. SolveError where the run at the start fails.
Solution least_squares(const LeastSquares& problem, const Eigen::VectorXd& start, int most_points);

/// The parameters that are held at a bound: there, and the slope of F pushes them out.
std::vector<bool> held(const LeastSquares& problem, const Eigen::VectorXd& u,
                       const Eigen::VectorXd& gradient);

}  // namespace talus::study
