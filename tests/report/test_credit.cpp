// The rules by which a claim is credited, and which part of what was done belongs to a period.
#include "report/credit.h"

#include <cmath>
#include <random>

#include "report/claimed_amounts.h"
#include "tests/catch.h"

using namespace talus::report;

namespace {

constexpr double day = 86400;

}  // namespace

TEST_CASE("Percentiles have the endings of their numbers", "[unit]") {
  const auto words = [](double share) {
    CreditCase rule;
    rule.rule = "percentile";
    rule.percentile = share;
    return rule_words(rule);
  };
  CHECK(words(0.01) == "1st percentile");
  CHECK(words(0.02) == "2nd percentile");
  CHECK(words(0.23) == "23rd percentile");
  CHECK(words(0.11) == "11th percentile");
  CHECK(words(0.13) == "13th percentile");
  CHECK(words(0.16) == "16th percentile");
  CHECK(words(0.025) == "2.5th percentile");
}

TEST_CASE("The 16th percentile of a normal distribution is its mean less 0.994 standard deviations",
          "[unit]") {
  CHECK(normal_quantile(0.16) == Approx(-0.994457883).epsilon(1e-8));
  std::mt19937 random(17);
  std::normal_distribution<double> normal(100, 10);
  Uncertain amount{.mean = 100, .deviation = 0, .numerical = 0, .ensemble = {}};
  for (int i = 0; i < 200000; ++i) amount.ensemble.push_back(normal(random));
  amount.deviation = spread_of(amount.ensemble).deviation;
  CHECK(amount.deviation == Approx(10).epsilon(0.01));
  CreditCase rule;
  rule.rule = "percentile";
  rule.percentile = 0.16;
  CHECK(credited(amount, rule) == Approx(100 - 9.94).epsilon(2e-3));
  amount.ensemble.clear();
  CHECK(credited(amount, rule) == Approx(100 - 0.994457883 * amount.deviation).epsilon(1e-9));
}

TEST_CASE("A quantile of the ensemble above its mean credits that much", "[unit]") {
  const std::vector<double> ensemble{0, 9, 10, 10, 10};
  Uncertain amount{
      .mean = 7.8, .deviation = spread_of(ensemble).deviation, .numerical = 0, .ensemble = ensemble};
  CreditCase rule;
  rule.rule = "percentile";
  rule.percentile = 0.5;
  CHECK(credited(amount, rule) == Approx(10));
  rule.percentile = 0.3;  // 9.2, with the numerical error below it
  amount.numerical = 1;
  CHECK(credited(amount, rule) == Approx(9.2 + normal_quantile(0.3)));
}

TEST_CASE("Rules of crediting", "[unit]") {
  const Uncertain amount{.mean = 100, .deviation = 12, .numerical = 5, .ensemble = {}};  // 13 together
  CreditCase rule;
  rule.rule = "lower bound";
  rule.confidence = 0.9;
  CHECK(credited(amount, rule) == Approx(100 - 1.644853627 * 13));
  rule.rule = "deduction";
  rule.allowed = 0.1;
  rule.per_excess = 0.5;
  CHECK(credited(amount, rule) == Approx(100 * (1 - 0.5 * (1.644853627 * 0.13 - 0.1))));
  rule.rule = "standard errors";
  rule.errors = 2;
  rule.samples = 36;
  CHECK(credited(amount, rule) == Approx(100 - 2 * std::hypot(2, 5)));
  CHECK(sample_quantile({4, 1, 2}, 0.5) == 2);
  CHECK(sample_quantile({1, 2}, 0.25) == 1.25);
}

TEST_CASE("What is done at once or over a time belongs to its periods once", "[unit]") {
  ActivityCase one;
  one.amount = "10 L";
  one.factor = "2.68 kg/L";
  one.share = 0.5;
  CHECK(emitted(one) == Approx(13.4));
  const Period run{0, 3 * day};
  CHECK(part_of_period(one, {0, day}, run) == Approx(1. / 3));
  one.from = one.to = day;
  CHECK(part_of_period(one, {0, day}, run) == 1);
  CHECK(part_of_period(one, {day, 2 * day}, run) == 0);
  one.from = one.to = 0;
  CHECK(part_of_period(one, {0, day}, run) == 1);
  one.from = 0.5 * day, one.to = 2.5 * day;
  CHECK(part_of_period(one, {day, 2 * day}, run) == 0.5);
}
