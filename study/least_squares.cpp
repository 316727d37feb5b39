#include "study/least_squares.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace talus::study {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double first_lambda = 1e-2, least_lambda = 1e-6;
/// What may be left to gain of F where steps that are long enough did not gain it: a move by half a standard deviation.
constexpr double largest_rest = 0.25;

double misfit_of(const LeastSquares& problem, const VectorXd& u, const VectorXd& r) {
  double sum = r.squaredNorm();
  for (std::size_t j = 0; j < problem.boxes.size(); ++j)
    if (problem.boxes[j].prior) sum += u[static_cast<Eigen::Index>(j)] * u[static_cast<Eigen::Index>(j)];
  return sum;
}

/// J'J and J'r with those of the priors.
struct NormalEquations {
  MatrixXd matrix;
  VectorXd gradient;
};

NormalEquations normal_equations(const LeastSquares& problem, const Solution& at) {
  NormalEquations made{at.slopes.transpose() * at.slopes, at.slopes.transpose() * at.residuals};
  for (std::size_t k = 0; k < problem.boxes.size(); ++k) {
    if (!problem.boxes[k].prior) continue;
    const auto j = static_cast<Eigen::Index>(k);
    made.matrix(j, j) += 1;
    made.gradient[j] += at.u[j];
  }
  return made;
}

/// The step with this lambda, not beyond the bounds; those that are held do not move. What reaches its bound stays there, and the
/// others are solved once more.
VectorXd step_of(const LeastSquares& problem, const Solution& at, const NormalEquations& normal,
                 double lambda) {
  const Eigen::Index n = at.u.size();
  std::vector<bool> fixed = held(problem, at.u, normal.gradient);
  VectorXd step = VectorXd::Zero(n);
  for (Eigen::Index turn = 0; turn <= n; ++turn) {
    std::vector<Eigen::Index> free;
    for (Eigen::Index j = 0; j < n; ++j)
      if (!fixed[static_cast<std::size_t>(j)]) free.push_back(j);
    if (free.empty()) return step;
    MatrixXd a = normal.matrix(free, free);
    a.diagonal().array() += lambda;
    for (const Eigen::Index j : free) step[j] = 0;
    const VectorXd slope = normal.gradient + normal.matrix * step;  // with those that went to their bounds
    const VectorXd found = a.completeOrthogonalDecomposition().solve(-slope(free));
    bool inside = true;
    for (std::size_t k = 0; k < free.size(); ++k) {
      const Eigen::Index j = free[k];
      const Box& box = problem.boxes[static_cast<std::size_t>(j)];
      const double to = std::clamp(at.u[j] + found[static_cast<Eigen::Index>(k)], box.low, box.high);
      if (to != at.u[j] + found[static_cast<Eigen::Index>(k)]) {
        fixed[static_cast<std::size_t>(j)] = true;
        inside = false;
      }
      step[j] = to - at.u[j];
    }
    if (inside) return step;
  }
  return step;
}

/// How much F falls by a step if the residuals were linear.
double foreseen(const NormalEquations& normal, const VectorXd& step) {
  return -(2 * normal.gradient.dot(step) + step.dot(normal.matrix * step));
}

}  // namespace

std::vector<bool> held(const LeastSquares& problem, const VectorXd& u, const VectorXd& gradient) {
  std::vector<bool> found;
  for (std::size_t k = 0; k < problem.boxes.size(); ++k) {
    const auto j = static_cast<Eigen::Index>(k);
    found.push_back((u[j] <= problem.boxes[k].low && gradient[j] > 0) ||
                    (u[j] >= problem.boxes[k].high && gradient[j] < 0));
  }
  return found;
}

Solution least_squares(const LeastSquares& problem, const VectorXd& start, int most_points) {
  Solution at{.u = start, .residuals = {}, .slopes = {}, .why = {}, .trials = {}};
  int asked = 0;
  const auto first = problem.residuals(start, asked);
  if (!first) throw SolveError("the run at the start of the fit failed");
  at.residuals = *first;
  at.misfit = misfit_of(problem, start, *first);
  at.trials.push_back({start, at.misfit, 0, true});
  at.slopes = problem.slopes(at.u, at.residuals, at.count);
  double lambda = first_lambda;
  while (true) {
    const NormalEquations normal = normal_equations(problem, at);
    const VectorXd whole = step_of(problem, at, normal, least_lambda);
    if (whole.dot(normal.matrix * whole) < near_enough * near_enough) {
      at.converged = true;
      at.why = "the next step would be shorter than 2 % of the standard deviations that are left";
      return at;
    }
    const VectorXd step = step_of(problem, at, normal, lambda);
    if (foreseen(normal, step) < least_gain) {
      at.converged = foreseen(normal, whole) < largest_rest;
      at.why = at.converged ? "no step made the misfit smaller by more than the runs' own numerical errors do"
                            : "no step made the misfit smaller, though its slopes say that one should";
      return at;
    }
    if (++asked >= most_points) {
      at.why = "the fit was not at its end after " + std::to_string(most_points) + " points";
      return at;
    }
    const VectorXd to = at.u + step;
    const auto r = problem.residuals(to, asked);
    const double misfit = r ? misfit_of(problem, to, *r) : std::nan("");
    const bool better = misfit < at.misfit;
    at.trials.push_back({to, misfit, lambda, better});
    if (!better) {
      lambda = std::max(10 * lambda, first_lambda);
      continue;
    }
    lambda = std::max(lambda / 10, least_lambda);
    at.u = to;
    at.residuals = *r;
    at.misfit = misfit;
    at.count = asked;
    at.slopes = problem.slopes(at.u, at.residuals, asked);
  }
}

}  // namespace talus::study
