#include "report/yield.h"

#include <cmath>

#include "report/account.h"
#include "report/published.h"
#include "tests/catch.h"
#include "tests/report/known_run.h"

using namespace talus::report;

TEST_CASE("CO2 is counted by place, mass and area", "[unit]") {
  const Yield yield = make_yield(known_run());
  const double stored = 2 * 0.044009;  // kg
  CHECK(carbon_dioxide_molar_mass() == Approx(0.044009).epsilon(1e-5));
  CHECK(yield.total() == Approx(stored).epsilon(1e-5));
  CHECK(yield.per_mass() == Approx(stored).epsilon(1e-5));
  CHECK(yield.per_area() == Approx(stored / 0.5).epsilon(1e-5));
  CHECK(yield.per_area_and_year() == Approx(stored / 0.5 / 2 * 365.25).epsilon(1e-5));
  REQUIRE(yield.by_place.size() == 3);
  CHECK(yield.by_place[0].place == "Nesquehonite");
  CHECK(yield.by_place[0].stored.back() == Approx(yield.total()));
  CHECK(yield.by_place[1].stored.back() == 0);
  REQUIRE(yield.through_patch.size() == 1);
  CHECK(yield.through_patch[0].second == Approx(yield.total()));
  CHECK(std::isnan(yield.time_error));
}

TEST_CASE("Minerals are followed", "[unit]") {
  const Yield yield = make_yield(known_run());
  REQUIRE(yield.conversions.size() == 1);
  const Conversion& brucite = yield.conversions[0];
  CHECK(brucite.conversion.back() == Approx(0.5));
  CHECK(brucite.initial == Approx(4 * 0.0583197));
  CHECK(*brucite.reached[0] == Approx(0.4 * 86400));
  CHECK(*brucite.reached[1] == Approx(172800));
  CHECK_FALSE(brucite.reached[2].has_value());
  REQUIRE(yield.formed.size() == 1);
  CHECK(yield.formed[0].mass == Approx(2 * 0.13836));
}

TEST_CASE("Minerals bind the water that the liquid loses", "[unit]") {
  const WaterAccount water = make_yield(known_run()).water;
  CHECK(water.bound == Approx(4 * 0.018015).epsilon(1e-4));  // two for each of two moles
  CHECK(water.initial - water.final == Approx(water.bound).epsilon(1e-4));
}

TEST_CASE("The rate of uptake is that of the steps", "[unit]") {
  Run run = known_run();
  run.step_time = {43200, 86400, 172800};
  run.series["stored_CO2"] = {"mol", {0.25, 1, 2}};
  const Yield yield = make_yield(run);
  REQUIRE(yield.rate.size() == 3);
  CHECK(yield.rate_time[0] == 21600);
  CHECK(yield.rate[0] == Approx(0.25 * carbon_dioxide_molar_mass() / 43200));
  CHECK(yield.rate[1] == Approx(0.75 * carbon_dioxide_molar_mass() / 43200));
}

TEST_CASE("A level is reached between two points, at once, or never", "[unit]") {
  CHECK(*time_to_reach({0, 10, 20}, {0, 0.2, 0.6}, 0.4) == Approx(15));
  CHECK(*time_to_reach({5, 10}, {0.5, 0.6}, 0.4) == 5);
  CHECK_FALSE(time_to_reach({0, 10}, {0, 0.3}, 0.4).has_value());
}

TEST_CASE("Published values stand beside the computed ones", "[unit]") {
  const Yield yield = make_yield(known_run());
  const auto compared = compare_with_published(
      R"([{"quantity": "CO2 uptake", "value": "44.009 g/kg", "source": "a paper"},
          {"quantity": "Brucite conversion", "range": ["15 %", "30 %"], "source": "a paper"},
          {"quantity": "CO2 uptake per area and year", "value": "1 kg/m2/yr", "source": "a paper"},
          {"quantity": "Talc conversion", "value": "1 %", "source": "a paper"}])",
      yield);
  REQUIRE(compared.size() == 4);
  CHECK(*compared[0].computed == Approx(88.018).epsilon(1e-5));
  CHECK(*compared[0].ratio() == Approx(2).epsilon(1e-5));
  CHECK_FALSE(compared[0].inside().has_value());
  CHECK(*compared[1].computed == Approx(50));
  CHECK(compared[1].inside() == false);
  CHECK(compared[1].sentence() == "50.0 %, above the published range of 15 to 30 %");
  CHECK(*compared[2].computed == Approx(yield.per_area_and_year()));
  CHECK_FALSE(compared[3].computed.has_value());
  CHECK(compared[3].sentence() == "not given by this run");
}

TEST_CASE("What may be published is known by name and unit", "[unit]") {
  const std::vector<std::string> minerals{"Brucite"};
  const auto known = published_quantities(minerals);
  REQUIRE(known.size() == 4);
  CHECK(known.front().name == "CO2 uptake");
  CHECK(known.back().name == "Brucite conversion");
  CHECK(known.back().unit == "%");
}

TEST_CASE("The numerical error is what a refined run changes", "[unit]") {
  Account account;
  account.run = known_run();
  account.ledger = make_ledger(account.run);
  account.yield = make_yield(account.run);
  CHECK(account.numerical_error_text() ==
        "numerical error (grid and steps): not estimated: run with --refine");
  const auto shown = [&] {
    for (const Result& result : results_of(account))
      if (result.quantity == "numerical error (grid and steps)") return result.value;
    return -1.0;
  };
  CHECK(std::isnan(shown()));
  const double moles = account.yield.total() / carbon_dioxide_molar_mass();
  account.run.refined = Refined{"fine.h5", moles, 0.8 * moles, {{"Brucite", {0.5, 0.4}}}};
  CHECK(account.numerical_error_text() == "numerical error (grid and steps): 25 % (refined run: 70.4 g/kg)");
  CHECK(shown() == Approx(25));
}

TEST_CASE("The headline says what was taken up, the verdict whether to believe it", "[unit]") {
  Account account;
  account.run = known_run();
  account.ledger = make_ledger(account.run);
  account.yield = make_yield(account.run);
  CHECK(account.headline() == "Took up 88.0 g CO2 per kg of dry tailings in 2 d (0.176 kg/m2)");
  CHECK(account.verdict().find("The books are closed") == 0);
  CHECK(account.warnings().empty());
  account.run.provenance["status"] = "gave up: the step is below 1 s";
  account.run.provenance["warnings"] = "a front is thin\nanother thing";
  REQUIRE(account.warnings().size() == 3);
  CHECK(account.warnings()[0].find("gave up: the step is below 1 s") != std::string::npos);
  CHECK(account.warnings()[2] == "Beware: another thing.");
  account.run.total["mineral_Nesquehonite"][2] *= 1 + 1e-6;
  account.ledger = make_ledger(account.run);
  CHECK(account.verdict().find("INVALID") == 0);
  CHECK(account.verdict().find("Mg") != std::string::npos);
}
