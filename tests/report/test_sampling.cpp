// How many cores show a change, against published values.
#include "report/sampling.h"

#include <cmath>

#include "base/error.h"
#include "tests/catch.h"
#include "tests/report/known_run.h"

using namespace talus::report;

TEST_CASE("Cores that show a change are as many as Cohen's tables have", "[unit]") {
  // Cohen (1988), table 2.4.1, a2 = 0.05, power 0.80: d = 0.50 needs 64, d = 0.80 needs 26, d = 1.20 needs 12; a2 = 0.01,
  // power 0.90, d = 0.50: 120 by his tables, 121 by the distribution itself
  CHECK(cores_needed(0.5, 0.95, 0.8) == 64);
  CHECK(cores_needed(0.8, 0.95, 0.8) == 26);
  CHECK(cores_needed(1.2, 0.95, 0.8) == 12);
  CHECK(cores_needed(0.2, 0.95, 0.8) == 394);
  CHECK(std::abs(*cores_needed(0.5, 0.99, 0.9) - 120) <= 1);
  CHECK(power_of_cores(0.5, 64, 0.95) == Approx(0.8014596).epsilon(1e-6));  // G*Power 3.1 manual, two groups
  CHECK_FALSE(cores_needed(0, 0.95, 0.8));
  CHECK(cores_needed(-0.5, 0.95, 0.8) == 64);
}

TEST_CASE("Up to a million cores are counted", "[unit]") {
  const auto effect = [](double cores) { return 2.801585 * std::sqrt(2 / cores); };  // z(0.975) + z(0.8)
  const auto many = cores_needed(effect(9e5), 0.95, 0.8);
  REQUIRE(many);
  CHECK(*many == Approx(9e5).epsilon(1e-4));
  CHECK(cores_needed(effect(6e5), 0.95, 0.8));
  CHECK_FALSE(cores_needed(effect(1.01e6), 0.95, 0.8));
}

TEST_CASE("What many cores detect is what needs that many", "[unit]") {
  for (const int cores : {2, 5, 30, 400}) {
    const double effect = detectable_effect(cores, 0.9, 0.8);
    CHECK(power_of_cores(effect, cores, 0.9) == Approx(0.8));
    CHECK(cores_needed(effect * (1 + 1e-9), 0.9, 0.8) == cores);
  }
  CHECK(cores_needed(100, 0.95, 0.8) == 2);
}

TEST_CASE("The spread of cores is that within groups of one time and depth", "[unit]") {
  const auto point = [](double time, double top, double value) {
    return MeasuredPoint{.time = time, .top = top, .bottom = top + 0.1, .measured = value};
  };
  const std::vector<MeasuredPoint> cores{point(0, 0, 1),    point(0, 0, 3),    point(0, 0.1, 10),
                                         point(0, 0.1, 11), point(0, 0.1, 12), point(1, 0, 100)};
  const PooledSpread spread = pooled_spread(cores);
  CHECK(spread.freedom == 3);
  CHECK(spread.points == 5);  // the last has none beside it
  CHECK(spread.deviation == Approx(std::sqrt((2.0 + 2.0) / 3)));
}

TEST_CASE("A claim's change of inorganic carbon is found by its cores", "[unit]") {
  Run project = known_run(), baseline = known_run();
  baseline.total["mineral_Nesquehonite"] = {0, 0, 0.5};
  const SamplingCase said{.confidence = 0.95,
                          .power = 0.8,
                          .standard_deviation = {},
                          .variation = 0.5,
                          .changes = {0.001},
                          .cores = 30};
  const Sampling s = sampling_of(said, project, 2, baseline, 2, {});
  CHECK(s.project == Approx(2 * 0.012011));  // 2 mol in 1 kg
  CHECK(s.baseline == Approx(0.5 * 0.012011));
  CHECK(s.deviation == Approx(0.012011));
  CHECK(s.rows[0].cores == cores_needed(1.5, 0.95, 0.8));
  CHECK(s.rows[1].cores == cores_needed(0.75, 0.95, 0.8));
  CHECK(s.rows[2].cores == cores_needed(0.001 / 0.012011, 0.95, 0.8));
  CHECK(*s.detectable == Approx(0.012011 * detectable_effect(30, 0.95, 0.8)));
  const Sampling same = sampling_of(said, project, 2, project, 2, {});
  CHECK_FALSE(same.rows[0].cores);  // nothing changes, so that nothing can be shown
  SamplingCase by_cores = said;
  by_cores.variation.reset();
  CHECK_THROWS_AS(sampling_of(by_cores, project, 2, baseline, 2, {}), talus::FileError);
}

TEST_CASE("The spread of whole cores is not that of their slices", "[unit]") {
  Run run = known_run();
  run.profiles.depth = {0.05, 0.15};  // a pile of 20 cm
  const SamplingCase said{.confidence = 0.95,
                          .power = 0.8,
                          .standard_deviation = {},
                          .variation = {},
                          .changes = {},
                          .cores = {}};
  const auto point = [](double top, double bottom, double value) {
    return MeasuredPoint{.time = 0, .top = top, .bottom = bottom, .measured = value};
  };
  MeasuredSeries series{
      .run = run.name, .quantity = "TIC", .unit = "wt%", .kind = "", .source = "", .points = {}};
  series.points = {point(0, 0.1, 1), point(0, 0.1, 3), point(0.1, 0.2, 5)};
  const Sampling slices = sampling_of(said, run, 2, run, 2, std::vector{series});
  CHECK(slices.deviation == Approx(0.01 * std::sqrt(2.0)));
  CHECK(slices.deviation_from.starts_with(
      "of 2 slices of cores, 1 degrees of freedom; no two measured cores are of"));
  series.points.insert(series.points.end(), {point(0, 0.2, 2), point(0, 0.2, 2.2)});
  const Sampling whole = sampling_of(said, run, 2, run, 2, std::vector{series});
  CHECK(whole.deviation == Approx(0.002 / std::sqrt(2.0)));
  CHECK(whole.deviation_from == "of 2 measured cores, 1 degrees of freedom");
}
