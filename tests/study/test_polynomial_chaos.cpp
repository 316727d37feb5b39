// Polynomial chaos: polynomials that are found again to the last digits, indices of functions whose indices are known, and the error
// of what was not seen.
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "study/chaos_sample.h"
#include "study/unit_points.h"
#include "tests/catch.h"

using namespace talus::study;

namespace {

constexpr double endless = std::numeric_limits<double>::infinity();

std::vector<std::vector<double>> draw(const std::vector<Distribution>& distributions,
                                      const std::vector<double>& discrete, std::size_t count) {
  const UnitPoints points(Spreading::sobol, distributions.size(), count, 1);
  std::vector<std::vector<double>> all;
  for (std::size_t j = 0; j < count; ++j) {
    std::vector<double> point = points(j);
    for (std::size_t i = 0; i < point.size(); ++i) {
      point[i] = quantile(distributions[i], point[i]);
      if (std::holds_alternative<Discrete>(distributions[i]))
        point[i] = discrete[static_cast<std::size_t>(point[i])];
    }
    all.push_back(point);
  }
  return all;
}

std::vector<OrthonormalPolynomials> polynomials_of(const std::vector<Distribution>& distributions,
                                                   const std::vector<double>& discrete, int most) {
  std::vector<OrthonormalPolynomials> all;
  for (const Distribution& one : distributions) all.emplace_back(one, discrete, most);
  return all;
}

template <class F>
PolynomialChaos fitted(const F& function, const std::vector<Distribution>& distributions, std::size_t count,
                       int degree, const std::vector<double>& discrete = {}) {
  const auto points = draw(distributions, discrete, count);
  std::vector<double> answer;
  for (const auto& point : points) answer.push_back(function(point));
  return ChaosSample(polynomials_of(distributions, discrete, degree), points, degree).fit(answer).value();
}

double coefficient(const PolynomialChaos& chaos, const std::vector<int>& degrees) {
  for (const ChaosTerm& term : chaos.terms)
    if (term.degrees == degrees) return term.coefficient;
  return 0;
}

}  // namespace

TEST_CASE("Polynomials of Legendre and of Hermite, and those of other distributions", "[unit]") {
  const OrthonormalPolynomials legendre(Uniform{2, 6}, {}, 10),
      hermite(Lognormal{1, 0.5, 0, endless}, {}, 10);
  for (std::size_t k = 1; k <= 10; ++k) {
    const auto n = static_cast<double>(k);
    CHECK(legendre.a()[k] == Approx(0).margin(1e-12));
    CHECK(legendre.b()[k] == Approx(n * n / (4 * n * n - 1)));  // Gautschi 2004, table 1.1
    CHECK(hermite.a()[k] == Approx(0).margin(1e-9));
    CHECK(hermite.b()[k] == Approx(n));
  }
  CHECK(legendre(6)[2] == Approx(std::sqrt(5.0)));                           // sqrt(5) P_2(1)
  CHECK(hermite(std::exp(2.0))[3] == Approx((8 - 3 * 2) / std::sqrt(6.0)));  // He_3(2) / sqrt(3!)
  const std::vector<double> three{1, 2, 4};
  const std::array<Distribution, 5> others{Normal{15, 3, 14, endless}, Lognormal{0, 1, 0.5, 2},
                                           Loguniform{1e-3, 10}, Triangular{0, 1, 4}, Discrete{{1, 2, 1}}};
  for (const Distribution& one : others) {
    const OrthonormalPolynomials p(one, three, 5);
    const bool discrete = std::holds_alternative<Discrete>(one);
    REQUIRE(p.most() == (discrete ? 2 : 5));
    constexpr int points = 20000;
    double products[6][6] = {};
    for (int i = 0; i < points; ++i) {
      const double s = (i + 0.5) / points, weight = 6 * s * (1 - s) / points;
      const double x = quantile(one, s * s * (3 - 2 * s));  // points crowd where the tails are
      const auto values = p(discrete ? three[static_cast<std::size_t>(x)] : x);
      for (std::size_t j = 0; j < values.size(); ++j)
        for (std::size_t k = 0; k < values.size(); ++k) products[j][k] += weight * values[j] * values[k];
    }
    for (int j = 0; j <= p.most(); ++j)
      for (int k = 0; k <= p.most(); ++k) {
        INFO(one.index() << ": " << j << " " << k);
        CHECK(products[j][k] == Approx(j == k).margin(0.005));
      }
  }
  CHECK(OrthonormalPolynomials(Normal{0, 1, 20, endless}, {}, 4).most() == 4);
}

TEST_CASE("A polynomial is found again", "[unit]") {
  const std::vector<Distribution> of{Uniform{0, 2}, Normal{10, 2, -endless, endless}, Discrete{{1, 1}}};
  // t = x - 1, z = (y - 10) / 2, w = -1 or 1: 3 + 2 sqrt(3) t + 5 z + 4 (z^2 - 1) / sqrt(2) + 7 sqrt(3) t w
  const auto function = [](const std::vector<double>& x) {
    const double t = x[0] - 1, z = (x[1] - 10) / 2, w = 2 * x[2] - 1;
    return 3 + 2 * std::sqrt(3.0) * t + 5 * z + 4 * (z * z - 1) / std::sqrt(2.0) + 7 * std::sqrt(3.0) * t * w;
  };
  const PolynomialChaos chaos = fitted(function, of, 128, 4, {0, 1});
  CHECK(chaos.degree >= 2);
  CHECK(chaos.error < 1e-20);
  for (const ChaosTerm& term : chaos.terms) {
    const bool known = term.degrees == std::vector{0, 0, 0} || term.degrees == std::vector{1, 0, 0} ||
                       term.degrees == std::vector{0, 1, 0} || term.degrees == std::vector{0, 2, 0} ||
                       term.degrees == std::vector{1, 0, 1};
    if (!known) CHECK(term.coefficient == Approx(0).margin(1e-11));
    CHECK(term.degrees[2] <= 1);
  }
  CHECK(chaos.mean() == Approx(3).epsilon(1e-12));
  CHECK(coefficient(chaos, {1, 0, 0}) == Approx(2).epsilon(1e-12));
  CHECK(coefficient(chaos, {0, 1, 0}) == Approx(5).epsilon(1e-12));
  CHECK(coefficient(chaos, {0, 2, 0}) == Approx(4).epsilon(1e-12));
  CHECK(coefficient(chaos, {1, 0, 1}) == Approx(7).epsilon(1e-12));
  CHECK(chaos.deviation() == Approx(std::sqrt(4 + 25 + 16 + 49)));
  CHECK(chaos.indices(0).first == Approx(4.0 / 94));
  CHECK(chaos.indices(0).total == Approx(53.0 / 94));
  CHECK(chaos.indices(1).total == Approx(41.0 / 94));
  CHECK(chaos.indices(2).first == Approx(0).margin(1e-12));
}

TEST_CASE("The leave-one-out error is that of fits without each run in turn", "[unit]") {
  const std::vector<Distribution> of{Uniform{-1, 1}, Uniform{-1, 1}};
  const auto points = draw(of, {}, 24);
  std::vector<double> answer;
  for (const auto& x : points) answer.push_back(std::exp(2 * x[0] + x[1]));
  const auto polynomials = polynomials_of(of, {}, 1);
  const PolynomialChaos all = ChaosSample(polynomials, points, 1).fit(answer).value();
  double squares = 0, mean = 0, variance = 0;
  for (const double y : answer) mean += y / 24;
  for (const double y : answer) variance += (y - mean) * (y - mean) / 23;
  for (std::size_t i = 0; i < points.size(); ++i) {
    auto others = points;
    auto of_others = answer;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
    of_others.erase(of_others.begin() + static_cast<std::ptrdiff_t>(i));
    const PolynomialChaos chaos = ChaosSample(polynomials, others, 1).fit(of_others).value();
    double foretold = 0;
    for (const ChaosTerm& term : chaos.terms)
      foretold += term.coefficient * polynomials[0](points[i][0])[static_cast<std::size_t>(term.degrees[0])] *
                  polynomials[1](points[i][1])[static_cast<std::size_t>(term.degrees[1])];
    squares += (foretold - answer[i]) * (foretold - answer[i]) / 24;
  }
  CHECK(all.error == Approx(squares / variance).epsilon(1e-10));
}

TEST_CASE("Indices of Ishigami's function and of the g function from coefficients", "[unit]") {
  const double pi = std::numbers::pi;
  const auto ishigami = [](const std::vector<double>& x) {
    return std::sin(x[0]) + 7 * std::pow(std::sin(x[1]), 2) + 0.1 * std::pow(x[2], 4) * std::sin(x[0]);
  };
  const PolynomialChaos smooth = fitted(ishigami, std::vector<Distribution>(3, Uniform{-pi, pi}), 1024, 10);
  const double v1 = 0.5 * std::pow(1 + 0.1 * std::pow(pi, 4) / 5, 2), v2 = 49.0 / 8,
               v13 = 0.01 * std::pow(pi, 8) * (1.0 / 18 - 1.0 / 50), v = v1 + v2 + v13;
  CHECK(smooth.degree == 10);
  CHECK(smooth.error < 1e-3);
  CHECK(smooth.mean() == Approx(3.5).epsilon(1e-3));
  CHECK(smooth.deviation() == Approx(std::sqrt(v)).epsilon(1e-3));
  CHECK(smooth.indices(0).first == Approx(v1 / v).margin(1e-3));
  CHECK(smooth.indices(0).total == Approx((v1 + v13) / v).margin(1e-3));
  CHECK(smooth.indices(1).first == Approx(v2 / v).margin(1e-3));
  CHECK(smooth.indices(2).first == Approx(0).margin(1e-3));
  CHECK(smooth.indices(2).total == Approx(v13 / v).margin(1e-3));

  const std::array<double, 4> of_g{0, 1, 4.5, 9};
  const auto g = [&](const std::vector<double>& u) {
    double product = 1;
    for (std::size_t i = 0; i < u.size(); ++i) product *= (std::abs(4 * u[i] - 2) + of_g[i]) / (1 + of_g[i]);
    return product;
  };
  const PolynomialChaos kinked = fitted(g, std::vector<Distribution>(4, Uniform{0, 1}), 2048, 8);
  double product = 1;
  for (const double a : of_g) product *= 1 + 1 / (3 * (1 + a) * (1 + a));
  CHECK(kinked.error > 1e-3);  // no polynomial has a kink
  for (std::size_t i = 0; i < 4; ++i) {
    const double part = 1 / (3 * (1 + of_g[i]) * (1 + of_g[i]));
    CHECK(kinked.indices(i).first == Approx(part / (product - 1)).margin(0.02));
    CHECK(kinked.indices(i).total == Approx(part * product / (1 + part) / (product - 1)).margin(0.02));
  }
}

TEST_CASE("Too few runs, an answer that does not vary, terms that runs do not tell apart", "[unit]") {
  const std::vector<Distribution> of(3, Uniform{0, 1});
  const auto polynomials = polynomials_of(of, {}, 3);
  CHECK(!ChaosSample(polynomials, draw(of, {}, 7), 3).fit(std::vector<double>(7, 1.0)));
  std::vector<double> answer{1, 2, 3, 4, 5, 6, 7, 9};
  CHECK(ChaosSample(polynomials, draw(of, {}, 8), 3).fit(answer)->degree == 1);
  CHECK(!ChaosSample(polynomials, draw(of, {}, 8), 3).fit(std::vector<double>(8, 0.1)));
  const std::vector<std::vector<double>> same(8, std::vector<double>(3, 0.25));
  CHECK(!ChaosSample(polynomials, same, 3).fit(answer));
}
