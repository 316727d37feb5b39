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
  CHECK(yield.stored() == Approx(stored).epsilon(1e-5));
  CHECK(yield.from_air() == Approx(stored).epsilon(1e-5));
  CHECK(yield.exported() == 0);
  CHECK(yield.per_mass(stored) == Approx(stored));
  CHECK(yield.per_area(stored) == Approx(stored / 0.5));
  CHECK(yield.per_year(stored) == Approx(stored / 2 * 365.25));
  const auto& places = yield.carbon.by_place;
  REQUIRE(places.size() == 3);
  CHECK(places[0].place == "Nesquehonite");
  CHECK(places[0].stored.back() == Approx(yield.stored()));
  CHECK(places[1].stored.back() == 0);
  REQUIRE(yield.carbon.crossings.size() == 1);
  CHECK(yield.carbon.crossings[0].from_air.back() == Approx(yield.stored()));
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
  REQUIRE(yield.formed.size() == 2);
  CHECK(yield.formed[0].mass == 0);  // brucite, which dissolved: 0, so that runs can be subtracted
  CHECK(yield.formed[1].mass == Approx(2 * 0.13836));
}

TEST_CASE("Minerals bind the water that the liquid loses", "[unit]") {
  const WaterAccount water = make_yield(known_run()).water;
  CHECK(water.bound == Approx(4 * 0.018015).epsilon(1e-4));  // two for each of two moles
  CHECK(water.initial - water.final == Approx(water.bound).epsilon(1e-4));
}

TEST_CASE("Snow of all patches lies together, and most at one time", "[unit]") {
  Run run = known_run();
  run.patches.push_back({.name = "slope", .area = 0.5, .entered = std::vector<Curve>(4, Curve(3, 0))});
  run.step_time = {43200, 86400, 172800};
  run.series["snow_top"] = {"mol", {10, 40, 20}};
  run.series["snow_slope"] = {"mol", {100, 20, 5}};
  const WaterAccount water = make_yield(run).water;
  const double mole = 0.018015;  // kg
  CHECK(*water.snow == Approx(25 * mole).epsilon(1e-5));
  CHECK(*water.most_snow == Approx(110 * mole).epsilon(1e-5));  // not 140, which lay at two times
  run.series.erase("snow_slope");
  CHECK(*make_yield(run).water.snow == Approx(20 * mole).epsilon(1e-5));
  run.series.erase("snow_top");
  CHECK_FALSE(make_yield(run).water.snow.has_value());
}

TEST_CASE("Elements are followed from minerals into minerals, water and drainage", "[unit]") {
  Run run = known_run();
  PatchRecord& top = run.patches[0];  // brings 0.1 mol of Mg, takes out 0.4
  top.inflow.assign(4, Curve(3, 0));
  top.outflow = top.inflow;
  top.inflow[2] = {0, 0, 0.1};
  top.outflow[2] = {0, 0.2, 0.4};
  run.total["aqueous_Mg+2"] = {0.5, 0.5, 0.2};
  const std::vector<ElementYield> elements = make_yield(run).elements;
  REQUIRE(elements.size() == 1);  // hydrogen, carbon and oxygen stand in other tables
  const double mole = 0.024305;   // kg of Mg
  CHECK(elements[0].element == "Mg");
  CHECK(elements[0].in_minerals == Approx(4 * mole).epsilon(1e-4));
  CHECK(elements[0].released == Approx(2 * mole).epsilon(1e-4));
  CHECK(elements[0].taken_up == Approx(2 * mole).epsilon(1e-4));
  CHECK(elements[0].in_water == Approx(0.2 * mole).epsilon(1e-4));
  CHECK(elements[0].exported == Approx(0.3 * mole).epsilon(1e-4));
}

TEST_CASE("The acid-base account counts sulfides against carbonates and hydroxides", "[unit]") {
  const AcidBase of_known = make_yield(known_run()).acid_base;
  const double calcite = 100.087;  // kg/t of a mole per kg
  CHECK(of_known.acid_potential.back() == 0);
  CHECK(of_known.of_hydroxides.front() == Approx(4 * calcite).epsilon(1e-4));
  CHECK(of_known.of_hydroxides.back() == Approx(2 * calcite).epsilon(1e-4));
  CHECK(of_known.of_carbonates.back() == Approx(2 * calcite).epsilon(1e-4));
  // 1 wt% of sulfur in pyrite is 31.2 kg CaCO3/t (Sobek and others 1978: 31.25); that of gypsum makes no acid, and the carbon of
  // siderite neutralises none that its iron does not make again
  Run run = known_run();
  run.system.components = {"H+", "HCO3-", "Fe+2", "H2O", "SO4-2", "O2(aq)", "Ca+2"};
  run.system.elements = {"C", "Ca", "Fe", "H", "O", "S"};
  run.system.component_elements = {7, 6, {0, 0, 0, 1, 0, 0, 1, 0, 0, 1, 3, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0,
                                          2, 1, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0, 2, 0, 0, 1, 0, 0, 0, 0}};
  run.system.component_charge = {1, -1, 2, 0, -2, 0, 2};
  run.system.minerals = {"Pyrite", "Gypsum", "Siderite"};
  run.system.mineral_components = {
      3, 7, {2, 0, 1, -1, 2, -3.5, 0, 0, 0, 0, 2, 1, 0, 1, -1, 1, 1, 0, 0, 0, 0}};
  run.system.gases.clear();
  run.total["mineral_Pyrite"] = Curve(3, 0.01 / 0.03206 / 2);
  run.total["mineral_Gypsum"] = run.total["mineral_Siderite"] = Curve(3, 1);
  const AcidBase account = acid_base_of(run);
  CHECK(account.acid_potential.back() == Approx(31.22).epsilon(1e-3));
  CHECK(account.neutralisation(2) == 0);
}

TEST_CASE("The rate of uptake is that of the steps", "[unit]") {
  Run run = known_run();
  run.step_time = {43200, 86400, 172800};
  run.series["stored_CO2"] = {"mol", {0.25, 1, 2}};
  run.series["from_air_CO2"] = {"mol", {0.5, 1, 2}};
  const CarbonRates rates = make_yield(run).rates;
  REQUIRE(rates.time.size() == 3);
  CHECK(rates.time[0] == 21600);
  CHECK(rates.stored[0] == Approx(0.25 * carbon_dioxide_molar_mass() / 43200));
  CHECK(rates.stored[1] == Approx(0.75 * carbon_dioxide_molar_mass() / 43200));
  CHECK(rates.from_air[0] == Approx(0.5 * carbon_dioxide_molar_mass() / 43200));
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
  CHECK(*compared[2].computed == Approx(yield.per_year(yield.per_area(yield.from_air()))));
  CHECK_FALSE(compared[3].computed.has_value());
  CHECK(compared[3].sentence() == "not given by this run");
}

TEST_CASE("What may be published is known by name and unit", "[unit]") {
  const std::vector<std::string> minerals{"Brucite"};
  const auto known = published_quantities(minerals);
  REQUIRE(known.size() == 6);
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
        "numerical error (grid and steps) of CO2 from air: not estimated: run with --refine");
  const auto shown = [&] {
    for (const Result& result : results_of(account))
      if (result.quantity == "numerical error of CO2 from air") return result.value;
    return -1.0;
  };
  CHECK(std::isnan(shown()));
  const double moles = account.yield.stored() / carbon_dioxide_molar_mass();
  account.run.refined = Refined{"fine.h5", moles, 0.5 * moles, moles, 0.8 * moles, {{"Brucite", {0.5, 0.4}}}};
  CHECK(account.numerical_error_text() ==
        "numerical error (grid and steps) of CO2 from air: 25 % (refined run: 70.4 g/kg)");
  CHECK(shown() == Approx(25));
  CHECK(account.numerical_error_of_stored() == Approx(1));
}

TEST_CASE("The headline says what was taken up, the verdict whether to believe it", "[unit]") {
  Account account;
  account.run = known_run();
  account.ledger = make_ledger(account.run);
  account.yield = make_yield(account.run);
  CHECK(account.headline() ==
        "Took up 88.0 g CO2 per kg of dry tailings from air in 2 d (0.176 kg/m2); stored 88.0 g/kg "
        "(0.176 kg/m2)");
  CHECK(account.carbon_text() == "CO2 in g/kg: 88.0 from air = 88.0 in minerals that grew");
  CHECK(account.verdict().find("The mass balances close") == 0);
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
