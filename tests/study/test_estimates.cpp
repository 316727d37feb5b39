// What samples say: intervals that hold what they promise, and indices of functions whose indices are known.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>

#include "report/credit.h"
#include "study/estimates.h"
#include "study/sensitivity.h"
#include "study/unit_points.h"
#include "tests/catch.h"

using namespace talus::study;

namespace {

/// The design of Saltelli for a function of the unit cube.
template <class F>
SaltelliSample sample_of(const F& function, std::size_t parameters, std::size_t base, std::uint32_t seed) {
  const UnitPoints points(Spreading::sobol, 2 * parameters, base, seed);
  SaltelliSample sample;
  sample.ab.resize(parameters);
  for (std::size_t j = 0; j < base; ++j) {
    const std::vector<double> both = points(j);
    const auto middle = both.begin() + static_cast<std::ptrdiff_t>(parameters);
    const std::vector<double> a(both.begin(), middle), b(middle, both.end());
    sample.a.push_back(function(a));
    sample.b.push_back(function(b));
    for (std::size_t i = 0; i < parameters; ++i) {
      std::vector<double> ab = a;
      ab[i] = b[i];
      sample.ab[i].push_back(function(ab));
    }
  }
  return sample;
}

/// Ishigami and Homma (1990): sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1, x from -pi to pi.
double ishigami(const std::vector<double>& u) {
  const auto x = [&](std::size_t i) { return std::numbers::pi * (2 * u[i] - 1); };
  return std::sin(x(0)) + 7 * std::pow(std::sin(x(1)), 2) + 0.1 * std::pow(x(2), 4) * std::sin(x(0));
}

const std::vector<double> of_g{0, 1, 4.5, 9, 99};

/// Sobol's g function: product of (|4 u - 2| + a) / (1 + a).
double sobol_g(const std::vector<double>& u) {
  double product = 1;
  for (std::size_t i = 0; i < u.size(); ++i) product *= (std::abs(4 * u[i] - 2) + of_g[i]) / (1 + of_g[i]);
  return product;
}

struct Known {
  double first, total;
};

/// Of the g function: V_i = 1 / (3 (1 + a_i)^2), V = product of (1 + V_i) - 1, T_i = V_i product of the other (1 + V_j) / V.
std::vector<Known> known_of_g() {
  std::vector<double> parts;
  double product = 1;
  for (const double a : of_g) product *= 1 + parts.emplace_back(1 / (3 * (1 + a) * (1 + a)));
  std::vector<Known> known;
  for (const double v : parts) known.push_back({v / (product - 1), v * product / (1 + v) / (product - 1)});
  return known;
}

void check_indices(const std::vector<SobolIndex>& found, const std::vector<Known>& known, double margin) {
  REQUIRE(found.size() == known.size());
  for (std::size_t i = 0; i < known.size(); ++i) {
    INFO("parameter " << i);
    CHECK(found[i].first.value == Approx(known[i].first).margin(margin));
    CHECK(found[i].total.value == Approx(known[i].total).margin(margin));
    CHECK(found[i].first.low <=
          known[i].first + 0.2 * margin);  // the interval of 95 %, and a little for the other 5 %
    CHECK(found[i].first.high >= known[i].first - 0.2 * margin);
    CHECK(found[i].total.low <= known[i].total + 0.2 * margin);
    CHECK(found[i].total.high >= known[i].total - 0.2 * margin);
  }
}

}  // namespace

TEST_CASE("Sobol's indices of Ishigami's function", "[unit]") {
  const double v1 = 0.5 * std::pow(1 + 0.1 * std::pow(std::numbers::pi, 4) / 5, 2), v2 = 49.0 / 8,
               v13 = 0.01 * std::pow(std::numbers::pi, 8) * (1.0 / 18 - 1.0 / 50), v = v1 + v2 + v13;
  const std::vector<Known> known{{v1 / v, (v1 + v13) / v}, {v2 / v, v2 / v}, {0, v13 / v}};
  check_indices(sobol_indices(sample_of(ishigami, 3, 2048, 1)), known, 0.02);
  check_indices(sobol_indices(sample_of(ishigami, 3, 2048, 2)), known, 0.02);
}

TEST_CASE("Sobol's indices of the g function", "[unit]") {
  check_indices(sobol_indices(sample_of(sobol_g, 5, 2048, 1)), known_of_g(), 0.02);
}

TEST_CASE("Base points of which a run failed are left out; nothing varies, nothing is said", "[unit]") {
  SaltelliSample sample = sample_of(ishigami, 3, 1024, 1);
  const SobolIndex all = sobol_indices(sample)[1];
  sample.ab[0][17] = sample.a[500] = std::numeric_limits<double>::quiet_NaN();
  CHECK(sobol_indices(sample)[1].first.value == Approx(all.first.value).margin(0.01));
  CHECK(std::isnan(sobol_indices({{1, 1, 1}, {1, 1, 1}, {{1, 1, 1}}})[0].total.value));
  CHECK(std::isnan(sobol_indices({{1}, {2}, {{1}}})[0].first.value));
}

TEST_CASE("The interval of a percentile holds the true one as often as it says", "[unit]") {
  std::mt19937_64 random(5);
  std::lognormal_distribution<double> draw(0, 1);
  for (const double p : {0.16, 0.5, 0.95}) {
    const double truth = std::exp(talus::report::normal_quantile(p));
    int inside = 0;
    constexpr int trials = 1000;
    for (int t = 0; t < trials; ++t) {
      std::vector<double> values(200);
      for (double& value : values) value = draw(random);
      std::ranges::sort(values);
      const Estimate found = percentile_of(values, p);
      inside += found.low <= truth && truth <= found.high;
      REQUIRE((found.low <= found.value && found.value <= found.high));
    }
    INFO(p);
    CHECK(inside >= 935);  // 95 % or a little more, as ranks are whole; three standard errors are 21
    CHECK(inside <= 985);
  }
  const std::vector<double> few{1, 2, 3, 4, 5};
  CHECK(percentile_of(few, 0.5).value == 3);
  CHECK(std::isnan(percentile_of(few, 0.05).low));
  CHECK(std::isnan(percentile_of(few, 0.95).high));
  CHECK(std::isnan(percentile_of({}, 0.5).value));
  const double never = std::numeric_limits<double>::infinity();
  const std::vector<double> some{-never, 2, 3, never, never};
  CHECK(percentile_of(some, 0.5).value == 3);
  CHECK(percentile_of(some, 0.45).value == Approx(2.8));
  CHECK(percentile_of(some, 0.6).value == never);
  CHECK(percentile_of(some, 0.95).value == never);
  CHECK(percentile_of(some, 0.05).value == -never);
}

TEST_CASE("Means, convergence, exceedance", "[unit]") {
  const std::vector<double> values{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  const Estimate mean = mean_of(values);
  CHECK(mean.value == Approx(5.5));
  CHECK(mean.high - mean.value == Approx(1.959964 * std::sqrt(55.0 / 6) / std::sqrt(10)));
  const std::vector<Convergence> parts = convergence_of(values);
  CHECK(parts.front().count == 8);
  CHECK(parts.front().middle == Approx(4.5));
  CHECK(parts.back().count == 10);
  CHECK(parts.back().middle == Approx(5.5));
  CHECK(convergence_of(std::vector<double>(7, 1.0)).empty());
  const auto curve = exceedance_of(values, 4);
  REQUIRE(curve.size() == 4);
  CHECK(curve.front() == std::array{1.0, 0.9});
  CHECK(curve.back() == std::array{10.0, 0.0});
}

TEST_CASE("Common random numbers: the ratio of variances", "[unit]") {
  const std::vector<double> baseline{1, 2, 3, 4}, project{2, 4, 6, 8};
  CHECK(variance_ratio(project, baseline) == Approx(5));  // (4 + 1) / 1
}

TEST_CASE("Rank correlation and the words of effects", "[unit]") {
  const std::vector<double> x{1, 2, 3, 4, 5}, cubes{1, 8, 27, 64, 125}, some{1, 2, 3, 5, 4},
      ties{1, 1, 2, 2, 3};
  CHECK(rank_correlation(x, cubes) == Approx(1));
  CHECK(rank_correlation(x, some) == Approx(0.9));
  CHECK(rank_correlation(x, ties) == Approx(9 / std::sqrt(90.0)));
  CHECK(std::isnan(rank_correlation(x, std::vector<double>(5, 1.0))));
  const std::vector<double> words{0, 0, 1, 1, 2, 2}, apart{5, 6, 1, 2, 3, 4}, alike{1, 6, 2, 5, 3, 4};
  CHECK(share_between(words, apart) == Approx(1 - 5.0 / 3 * 1.5 / 17.5));  // 1.5: ranks within words
  CHECK(share_between(words, alike) == 0);
  CHECK(std::isnan(share_between(words, std::vector<double>(6, 1.0))));
  CHECK(std::isnan(share_between(std::vector<double>(6, 1.0), apart)));
  CHECK(impact_word(0.0099) == "negligible");
  CHECK(impact_word(-0.03) == "low");
  CHECK(impact_word(0.05) == "medium");
  CHECK(impact_word(0.5) == "high");
  CHECK(impact_word(0.51) == "very high");
}
