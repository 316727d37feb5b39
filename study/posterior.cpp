#include "study/posterior.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace talus::study {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
/// Least singular value that is inverted: of combinations of which nothing is known at all, the spread is a million prior ones.
constexpr double least_singular = 1e-6;

}  // namespace

bool Posterior::unconstrained(Index parameter) const {
  return !held[static_cast<std::size_t>(parameter)] && learned[parameter] < least_learned;
}

Posterior posterior_of(const LeastSquares& problem, const Solution& solution) {
  const Index n = solution.u.size(), rows = solution.slopes.rows();
  VectorXd gradient = solution.slopes.transpose() * solution.residuals;
  for (Index j = 0; j < n; ++j)
    if (problem.boxes[static_cast<std::size_t>(j)].prior) gradient[j] += solution.u[j];
  Posterior found{.held = held(problem, solution.u, gradient),
                  .deviation = VectorXd::Constant(n, nothing),
                  .correlation = MatrixXd::Constant(n, n, nothing),
                  .singular_values = {},
                  .singular_directions = {},
                  .learned = VectorXd::Constant(n, nothing)};
  const Eigen::JacobiSVD<MatrixXd> data(solution.slopes, Eigen::ComputeThinU | Eigen::ComputeFullV);
  found.singular_values = VectorXd::Zero(n);  // fewer data than parameters: the others are 0
  found.singular_values.head(data.singularValues().size()) = data.singularValues();
  found.singular_directions = data.matrixV();
  std::vector<Index> free;
  for (Index j = 0; j < n; ++j)
    if (!found.held[static_cast<std::size_t>(j)]) free.push_back(j);
  if (free.empty()) return found;
  const auto count = static_cast<Index>(free.size());
  MatrixXd stacked = MatrixXd::Zero(rows + count, count);
  stacked.topRows(rows) = solution.slopes(Eigen::all, free);
  for (Index k = 0; k < count; ++k)
    if (problem.boxes[static_cast<std::size_t>(free[static_cast<std::size_t>(k)])].prior)
      stacked(rows + k, k) = 1;
  const Eigen::JacobiSVD<MatrixXd> all(stacked, Eigen::ComputeThinU | Eigen::ComputeThinV);
  const VectorXd inverse = all.singularValues().cwiseMax(least_singular).cwiseInverse();
  const MatrixXd root = all.matrixV() * inverse.asDiagonal();
  const MatrixXd covariance = root * root.transpose();
  for (Index a = 0; a < count; ++a) {
    const Index j = free[static_cast<std::size_t>(a)];
    found.deviation[j] = std::sqrt(covariance(a, a));
    found.learned[j] = std::max(0.0, 1 - covariance(a, a));
    for (Index b = 0; b < count; ++b)
      found.correlation(j, free[static_cast<std::size_t>(b)]) =
          a == b ? 1 : covariance(a, b) / std::sqrt(covariance(a, a) * covariance(b, b));
  }
  return found;
}

}  // namespace talus::study
