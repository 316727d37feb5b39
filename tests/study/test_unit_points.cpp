// Points that are spread in the unit cube, and distributions: against what is known of them.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "report/credit.h"
#include "study/distribution.h"
#include "study/sensitivity.h"
#include "study/unit_points.h"
#include "tests/catch.h"

using namespace talus::study;

namespace {

using Points = std::vector<std::vector<double>>;

Points points_of(Spreading spreading, std::size_t dimensions, std::size_t count, std::uint32_t seed = 1) {
  const UnitPoints all(spreading, dimensions, count, seed);
  Points points;
  for (std::size_t i = 0; i < count; ++i) points.push_back(all(i));
  return points;
}

/// Squared L2 star discrepancy, by Warnock's formula (1972): 3^-s - 2^(1-s)/n sum prod(1 - x^2)
/// + 1/n^2 sum sum prod(1 - max(x, y)).
double discrepancy(const Points& points) {
  const auto n = static_cast<double>(points.size()), s = static_cast<double>(points[0].size());
  double single = 0, pairs = 0;
  for (const auto& x : points) {
    double product = 1;
    for (const double c : x) product *= 1 - c * c;
    single += product;
    for (const auto& y : points) {
      double both = 1;
      for (std::size_t d = 0; d < x.size(); ++d) both *= 1 - std::max(x[d], y[d]);
      pairs += both;
    }
  }
  return std::pow(3, -s) - std::pow(2, 1 - s) / n * single + pairs / (n * n);
}

/// How many of `slices` equal slices of an axis hold exactly n / slices points.
std::size_t even_slices(const Points& points, std::size_t axis, std::size_t slices) {
  std::vector<std::size_t> held(slices);
  for (const auto& x : points) ++held[static_cast<std::size_t>(x[axis] * static_cast<double>(slices))];
  return static_cast<std::size_t>(std::ranges::count(held, points.size() / slices));
}

std::vector<double> column(const Points& points, std::size_t axis) {
  std::vector<double> values;
  for (const auto& x : points) values.push_back(x[axis]);
  return values;
}

}  // namespace

TEST_CASE("Every slice of a Latin hypercube holds one point, and seeds differ", "[unit]") {
  const Points points = points_of(Spreading::latin_hypercube, 5, 100),
               others = points_of(Spreading::latin_hypercube, 5, 100, 2);
  for (std::size_t d = 0; d < 5; ++d) CHECK(even_slices(points, d, 100) == 100);
  CHECK(points != others);
  CHECK(points == points_of(Spreading::latin_hypercube, 5, 100));
  CHECK(std::abs(rank_correlation(column(points, 0), column(points, 1))) < 0.3);
}

TEST_CASE("Sobol's points are those of Joe and Kuo, shifted", "[unit]") {
  // The first points in three dimensions: 0, 1/2 1/2 1/2, 3/4 1/4 1/4, 1/4 3/4 3/4, 3/8 3/8 5/8, 7/8 7/8 1/8. A digital shift
  // is the same for all of them: an exclusive or of the binary digits of two points is that of the sequence.
  const std::vector<std::vector<unsigned>> eighths{{0, 0, 0}, {4, 4, 4}, {6, 2, 2},
                                                   {2, 6, 6}, {3, 3, 5}, {7, 7, 1}};
  const Points points = points_of(Spreading::sobol, 3, 6);
  const auto digits = [](double x) { return static_cast<unsigned>(x * 8); };
  for (std::size_t i = 0; i < 6; ++i)
    for (std::size_t d = 0; d < 3; ++d) {
      INFO(i << " " << d);
      CHECK((digits(points[i][d]) ^ digits(points[0][d])) == eighths[i][d]);
    }
}

TEST_CASE("Sobol's points have the discrepancy that is known of them", "[unit]") {
  constexpr std::size_t n = 512, s = 4;
  Points shifted = points_of(Spreading::sobol, s, n), plain = shifted;
  for (auto& x : plain)
    for (std::size_t d = 0; d < s; ++d) {  // the origin is shifted too, and says by how much
      const auto digits = [](double y) { return static_cast<std::uint64_t>(y * 0x1p52); };
      x[d] = static_cast<double>(digits(x[d]) ^ digits(shifted[0][d])) * 0x1p-52;
    }
  // scipy 1.10, scipy.stats.qmc: discrepancy(Sobol(4, scramble=False).random(512), method="L2-star"), squared
  CHECK(discrepancy(plain) == Approx(6.784269782761366e-06).epsilon(1e-9));
  const double random =
      (std::pow(2, -1.0 * s) - std::pow(3, -1.0 * s)) / n;  // the mean of independent points
  double of_random = 0;
  for (std::uint32_t seed = 1; seed <= 8; ++seed) {
    // Shifted at random by scipy's numbers, sixteen times: 5.97e-6 to 6.70e-6.
    CHECK(discrepancy(points_of(Spreading::sobol, s, n, seed)) == Approx(6.4e-6).epsilon(0.12));
    of_random += discrepancy(points_of(Spreading::random, s, n, seed)) / 8;
  }
  CHECK(of_random > 0.5 * random);
  CHECK(of_random < 2 * random);
  for (std::size_t d = 0; d < s; ++d) CHECK(even_slices(shifted, d, n) == n);
}

TEST_CASE("A point is a function of the seed and its number", "[unit]") {
  for (const auto spreading : {Spreading::random, Spreading::sobol}) {
    const UnitPoints few(spreading, 3, 10, 7), many(spreading, 3, 1000, 7), other(spreading, 3, 10, 8);
    CHECK(few(9) == many(9));
    CHECK(few(9) != other(9));
    for (const double x : many(999)) CHECK((x > 0 && x < 1));
  }
}

TEST_CASE("Correlated lognormals have their moments and their rank correlation", "[unit]") {
  constexpr std::size_t n = 4096;
  const RankCorrelations ranks{2, {1, 0.7, 0.7, 1}};
  const Lognormal one = lognormal_of_moments(2, 1), other = lognormal_of_moments(10, 3);
  for (const auto spreading : {Spreading::random, Spreading::latin_hypercube, Spreading::sobol}) {
    const UnitPoints points(spreading, 2, n, 3, ranks);
    Points cube;
    std::vector<double> x, y;
    for (std::size_t i = 0; i < n; ++i) {
      cube.push_back(points(i));
      x.push_back(quantile(one, cube.back()[0]));
      y.push_back(quantile(other, cube.back()[1]));
    }
    INFO(static_cast<int>(spreading));
    const auto of_x = talus::report::spread_of(x), of_y = talus::report::spread_of(y);
    const double even = spreading == Spreading::random ? 4 : 1;  // standard errors, or less
    CHECK(std::abs(of_x.mean - 2) < even * 1 / 64);
    CHECK(std::abs(of_y.mean - 10) < even * 3.0 / 64);
    CHECK(of_x.deviation == Approx(1).epsilon(0.08));
    CHECK(of_y.deviation == Approx(3).epsilon(0.06));
    CHECK(rank_correlation(x, y) == Approx(0.7).margin(0.03));
    if (spreading == Spreading::latin_hypercube)
      for (std::size_t d = 0; d < 2; ++d) CHECK(even_slices(cube, d, n) == n);
  }
  CHECK_FALSE(normal_factor({3, {1, 0.9, -0.9, 0.9, 1, 0.9, -0.9, 0.9, 1}}));
}

TEST_CASE("Quantiles of distributions", "[unit]") {
  const double z = 1.6448536269514722;  // P95 of a normal variable
  CHECK(quantile(Normal{10, 2, -HUGE_VAL, HUGE_VAL}, 0.95) == Approx(10 + 2 * z));
  CHECK(quantile(Lognormal{std::log(3), 0.5, 0, HUGE_VAL}, 0.05) == Approx(3 * std::exp(-0.5 * z)));
  CHECK(quantile(Uniform{-1, 3}, 0.25) == Approx(0));
  CHECK(quantile(Triangular{0, 1, 4}, 0.25) == Approx(1));
  CHECK(quantile(Triangular{0, 1, 4}, 0.75) == Approx(4 - std::sqrt(3)));
  CHECK(quantile(Triangular{0, 0, 1}, 0.75) == Approx(0.5));
  CHECK(quantile(Normal{0, 1, 0, HUGE_VAL}, 0.9) == Approx(z));  // half of a normal variable
  CHECK(quantile(Normal{0, 1, -0.1, 0.1}, 1e-12) == Approx(-0.1));
  CHECK(quantile(Lognormal{0, 1, 1, HUGE_VAL}, 0.9) == Approx(std::exp(z)));
  const Discrete three{{1, 0, 3}};
  CHECK(quantile(three, 0.25) == 0);
  CHECK(quantile(three, 0.26) == 2);
  CHECK(quantile(three, 0.999999) == 2);
}
