// Least squares between bounds with evaluations that fail, and what data leave open, of functions whose answers are known.
#include <cmath>
#include <random>

#include "base/error.h"
#include "study/posterior.h"
#include "tests/catch.h"

using namespace talus;
using namespace talus::study;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

constexpr double endless = HUGE_VAL;
const Box open{-endless, endless, false};

/// Residuals that a function gives at a point, with slopes by differences.
LeastSquares problem_of(std::vector<Box> boxes,
                        const std::function<std::optional<VectorXd>(const VectorXd&)>& f) {
  return {.boxes = std::move(boxes),
          .residuals = [f](const VectorXd& u, int) { return f(u); },
          .slopes =
              [f](const VectorXd& u, const VectorXd& r, int) {
                MatrixXd slopes(r.size(), u.size());
                for (Eigen::Index j = 0; j < u.size(); ++j) {
                  VectorXd to = u;
                  to[j] += 1e-6;
                  slopes.col(j) = (f(to).value() - r) / 1e-6;
                }
                return slopes;
              }};
}

VectorXd vector_of(std::initializer_list<double> values) {
  VectorXd made(static_cast<Eigen::Index>(values.size()));
  std::copy(values.begin(), values.end(), made.begin());
  return made;
}

}  // namespace

TEST_CASE("A linear problem ends at its normal equations, with their covariance", "[unit]") {
  const MatrixXd a = (MatrixXd(4, 2) << 1, 0, 1, 1, 1, 2, 1, 3).finished() * 10;
  const VectorXd b = vector_of({10, 31, 49, 71});
  const auto line = problem_of({open, open}, [&](const VectorXd& u) { return VectorXd(a * u - b); });
  const Solution found = least_squares(line, vector_of({0, 0}), 20);
  const VectorXd exact = (a.transpose() * a).inverse() * a.transpose() * b;
  CHECK(found.converged);
  const Posterior posterior = posterior_of(line, found);
  const MatrixXd covariance = (a.transpose() * a).inverse();
  for (int j = 0; j < 2; ++j) {
    CHECK(std::abs(found.u[j] - exact[j]) < near_enough * std::sqrt(covariance(j, j)));
    CHECK(posterior.deviation[j] == Approx(std::sqrt(covariance(j, j))).epsilon(1e-6));
    CHECK(posterior.learned[j] == Approx(1 - covariance(j, j)).epsilon(1e-6));
  }
  CHECK(posterior.correlation(0, 1) ==
        Approx(covariance(0, 1) / std::sqrt(covariance(0, 0) * covariance(1, 1))).epsilon(1e-6));
  CHECK(posterior.singular_values[0] > posterior.singular_values[1]);
}

TEST_CASE("Normal priors weigh as one measured value each", "[unit]") {
  // of one value 3 with uncertainty 1 and a prior 0 with deviation 1 the mean is 1.5, its variance 1/2
  const auto one =
      problem_of({{-endless, endless, true}}, [](const VectorXd& u) { return vector_of({u[0] - 3}); });
  const Solution found = least_squares(one, vector_of({0}), 20);
  CHECK(found.u[0] == Approx(1.5).margin(0.02));
  CHECK(posterior_of(one, found).deviation[0] == Approx(std::sqrt(0.5)));
  CHECK(found.misfit == Approx(4.5).margin(1e-3));
}

TEST_CASE("Rosenbrock's valley", "[unit]") {
  const auto valley = problem_of({open, open}, [](const VectorXd& u) {
    return vector_of({100 * (u[1] - u[0] * u[0]), 10 * (1 - u[0])});
  });
  const Solution found = least_squares(valley, vector_of({-1.2, 1}), 200);
  CHECK(found.converged);
  CHECK(found.u[0] == Approx(1).margin(2e-3));
  CHECK(found.u[1] == Approx(1).margin(4e-3));
}

TEST_CASE("A parameter beyond its bound is held there, and has no interval; the others are free", "[unit]") {
  const auto bounded = problem_of({{-1, 1, false}, open}, [](const VectorXd& u) {
    return vector_of({10 * (u[0] - 2), 10 * (u[1] + u[0] - 5)});
  });
  const Solution found = least_squares(bounded, vector_of({0, 0}), 50);
  CHECK(found.converged);
  CHECK(found.u[0] == 1);
  CHECK(found.u[1] == Approx(4).margin(0.01));
  const Posterior posterior = posterior_of(bounded, found);
  CHECK(posterior.held[0]);
  CHECK_FALSE(posterior.held[1]);
  CHECK(std::isnan(posterior.deviation[0]));
  CHECK(posterior.deviation[1] == Approx(0.1));
}

TEST_CASE("Points that fail are left, and the fit goes around them", "[unit]") {
  const auto failing = problem_of({open}, [](const VectorXd& u) -> std::optional<VectorXd> {
    if (u[0] > 2.1) return {};
    return vector_of({20 * (std::exp(u[0]) - std::exp(2.0))});
  });
  const Solution found = least_squares(failing, vector_of({-1}), 50);
  CHECK(found.converged);
  CHECK(found.u[0] == Approx(2).margin(1e-3));
  CHECK(std::ranges::any_of(found.trials, [](const Trial& trial) { return std::isnan(trial.misfit); }));
  const auto never = problem_of({open}, [](const VectorXd&) -> std::optional<VectorXd> { return {}; });
  CHECK_THROWS_AS(least_squares(never, vector_of({0}), 50), SolveError);
}

TEST_CASE("What the data do not say is not said", "[unit]") {
  // only the sum of the first two is seen, and nothing of the third
  const auto sum = problem_of({{-endless, endless, true}, {-endless, endless, true}, {-1.7, 1.7, false}},
                              [](const VectorXd& u) {
                                return vector_of({100 * (u[0] + u[1] - 1), 0});
                              });
  const Solution found = least_squares(sum, vector_of({0, 0, 0.3}), 50);
  CHECK(found.converged);
  const Posterior posterior = posterior_of(sum, found);
  CHECK(posterior.correlation(0, 1) < -found_together);
  CHECK(posterior.unconstrained(2));
  CHECK_FALSE(posterior.unconstrained(0));
  CHECK(posterior.learned[0] == Approx(0.5).margin(1e-3));  // half of the variance of each is in their sum
  CHECK(found.u[2] == 0.3);                                 // nothing moves it
  CHECK(posterior.singular_values[1] < 1e-6);
}

TEST_CASE("A fit that is not at its end says so", "[unit]") {
  const auto far =
      problem_of({open}, [](const VectorXd& u) { return vector_of({100 * (u[0] * u[0] * u[0] - 1)}); });
  const Solution found = least_squares(far, vector_of({40}), 3);
  CHECK_FALSE(found.converged);
  CHECK(found.why.find("after 3 points") != std::string::npos);
}

TEST_CASE("95 % intervals hold what data were made of in 95 % of trials", "[unit]") {
  std::mt19937 random(7);
  std::normal_distribution<double> normal;
  int inside = 0;
  const int trials = 400;
  for (int trial = 0; trial < trials; ++trial) {
    VectorXd noise(12);
    for (double& one : noise) one = normal(random);
    // decay: ln of amplitude and of rate, true 0.4 and -0.2
    const auto decay = problem_of({open, open}, [&](const VectorXd& u) {
      VectorXd r(12);
      for (int i = 0; i < 12; ++i)
        r[i] =
            (std::exp(u[0] - std::exp(u[1]) * 0.25 * i) - std::exp(0.4 - std::exp(-0.2) * 0.25 * i)) / 0.05 +
            noise[i];
      return r;
    });
    const Solution found = least_squares(decay, vector_of({0, 0}), 50);
    const Posterior posterior = posterior_of(decay, found);
    inside += std::abs(found.u[0] - 0.4) < 1.96 * posterior.deviation[0];
    inside += std::abs(found.u[1] + 0.2) < 1.96 * posterior.deviation[1];
  }
  // of 800 that are alike in pairs the standard deviation is at most 11
  CHECK(inside > 0.95 * 2 * trials - 33);
  CHECK(inside < 0.95 * 2 * trials + 33);
}
