// Recipes of waters: solved against calculations by hand, and refused in sentences.
#include "chemistry/speciation/recipe.h"

#include <cmath>
#include <numbers>

#include "tests/catch.h"
#include "tests/chemistry/small_systems.h"

using namespace talus;
using Catch::Matchers::Contains;

namespace {

constexpr double atmosphere = 101325;  // Pa

/// Waters of a few components with minerals to be saturated with.
ChemicalSystem magnesium_water(const std::string& activity = "B-dot") {
  SystemChoice choice = water_of({"H+", "HCO3-", "Mg+2", "Na+", "Cl-"}, activity);
  choice.dissolve = {"Brucite", "Magnesite"};
  choice.precipitate = {"Nesquehonite"};
  return ChemicalSystem(shipped_database(), choice);
}

/// What a user reads about a recipe.
std::string complaint(const WaterRecipe& recipe) {
  static const ChemicalSystem system = magnesium_water();
  try {
    solve_water(system, system.at(room), recipe);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "no complaint";
}

}  // namespace

TEST_CASE("pure water under air has the pH of a calculation by hand", "[unit]") {
  const ChemicalSystem system = magnesium_water();
  const Water water =
      solve_water(system, system.at(room),
                  {.equilibrium = {{"CO2(g)", std::pow(10, -3.38) * atmosphere}}, .balance = "H+"});
  // H+ = HCO3- + OH-: aH^2 = 10^(-7.820 - 3.38) + 10^-13.998
  CHECK(water.pH ==
        Approx(-std::log10(std::sqrt(std::pow(10, -7.820 - 3.38) + std::pow(10, -13.998)))).margin(2e-3));
  CHECK(water.pH == Approx(5.5997).margin(1e-3));  // PHREEQC 3.8.9 with phreeqc.dat
  CHECK(water.ionic_strength == Approx(2.52e-6).epsilon(0.01));
  CHECK(std::abs(water.charge) < 1e-17);
  CHECK(water.gas_pressure[0] == Approx(std::pow(10, -3.38) * atmosphere).epsilon(1e-12));
  CHECK(water.absent == std::vector<std::string>{"Mg+2", "Na+", "Cl-"});
  for (const std::size_t j : {2u, 3u, 4u}) CHECK(water.total[j] == Approx(trace_total).epsilon(1e-10));
}

TEST_CASE("pure water is neutral at every temperature", "[unit]") {
  const ChemicalSystem system = magnesium_water();
  for (const double temperature : {275.0, room, 333.15}) {
    const Constants at = system.at(temperature);
    const Water water = solve_water(system, at, {.balance = "H+"});
    const double log_kw = at.ln_k_species[species_number(system, "OH-")] / std::numbers::ln10;
    CHECK(water.pH == Approx(-log_kw / 2).margin(1e-6));
    CHECK(water.water_activity == Approx(1).margin(1e-8));
  }
}

TEST_CASE("water saturated with brucite has the pH of a calculation by hand", "[unit]") {
  const ChemicalSystem system = magnesium_water("Davies");
  const Water water = solve_water(system, system.at(room), {.saturated = {"Brucite"}, .balance = "H+"});
  CHECK(water.saturation_index[0] == Approx(0).margin(1e-10));
  // aMg = 10^17.112 aH^2, aOH = 10^-13.998 / aH, aMgOH = 10^-11.44 aMg / aH; 2 Mg + MgOH + H = OH, with
  // Davies's coefficients at the ionic strength found; solved for aH by halving
  double strength = 0, pH = 0;
  for (int i = 0; i < 100; ++i) {
    const double root = std::sqrt(strength);
    const double one = std::pow(10, -0.51 * (root / (1 + root) - 0.3 * strength)), two = std::pow(one, 4);
    double low = 8, high = 13;
    while (high - low > 1e-12) {
      pH = (low + high) / 2;
      const double h = std::pow(10, -pH), mg = std::pow(10, 17.112) * h * h;
      const double charge =
          2 * mg / two + std::pow(10, -11.44) * mg / h / one + h / one - std::pow(10, -13.998) / h / one;
      (charge > 0 ? low : high) = pH;
      strength = (4 * mg / two + std::pow(10, -11.44) * mg / h / one + std::pow(10, -13.998) / h / one) / 2;
    }
  }
  CHECK(water.pH == Approx(pH).margin(1e-3));
  CHECK(water.pH == Approx(10.48).margin(0.02));
  CHECK(water.ionic_strength == Approx(strength).epsilon(5e-3));
}

TEST_CASE("totals, pH and the charge balance are kept", "[unit]") {
  const ChemicalSystem system = magnesium_water(GENERATE(as<std::string>{}, "B-dot", "Davies", "WATEQ"));
  const Constants at = system.at(288.15);
  const Water water = solve_water(system, at,
                                  {.pH = 9.3,
                                   .total = {{"Mg+2", 2e-3}, {"Na+", 2e-3}, {"Cl-", 2e-3}, {"HCO3-", 1e-3}},
                                   .balance = "Cl-"});
  CHECK(water.pH == Approx(9.3).epsilon(1e-12));
  CHECK(water.total[1] == Approx(1e-3).epsilon(1e-12));
  CHECK(water.total[2] == Approx(2e-3).epsilon(1e-12));
  CHECK(water.total[3] == Approx(2e-3).epsilon(1e-12));
  CHECK(water.total[4] > 2e-3);  // chloride gave way
  CHECK(std::abs(water.charge) < 1e-15);
  CHECK(water.absent.empty());
  // the same water by its speciation: charges of all species
  Solution<double> s(system);
  REQUIRE(speciate(system, at, std::span<const double>(water.ln_molality), s));
  double charge = 0;
  for (std::size_t i = 0; i < system.species.size(); ++i) charge += system.species[i].charge * s.molality[i];
  CHECK(std::abs(charge) < 1e-15);
  CHECK(s.ionic_strength == Approx(water.ionic_strength).epsilon(1e-12));
}

TEST_CASE("gas and minerals in equilibrium fix a component each", "[unit]") {
  const ChemicalSystem system = magnesium_water();
  const Constants at = system.at(room);
  const Water water = solve_water(system, at,
                                  {.total = {{"Na+", 0.1}, {"Cl-", 0.1}},
                                   .equilibrium = {{"CO2(g)", 4.2e-4 * atmosphere}},
                                   .saturated = {"Nesquehonite"},
                                   .balance = "H+"});
  CHECK(water.saturation_index[2] == Approx(0).margin(1e-10));  // nesquehonite is the third mineral
  CHECK(water.gas_pressure[0] == Approx(4.2e-4 * atmosphere).epsilon(1e-10));
  CHECK(std::abs(water.charge) < 1e-14);
  CHECK(water.pH > 8.5);
  CHECK(water.pH < 10);
  // brucite and nesquehonite together fix the pressure of CO2: 58 ppm at 25 degC
  const Water pair = solve_water(
      system, at, {.total = {{"Mg+2", 0.05}}, .saturated = {"Brucite", "Nesquehonite"}, .balance = "Cl-"});
  CHECK(pair.gas_pressure[0] / atmosphere == Approx(58e-6).epsilon(0.05));
  CHECK(pair.saturation_index[0] == Approx(0).margin(1e-10));
  CHECK(pair.saturation_index[2] == Approx(0).margin(1e-10));
}

TEST_CASE("a total of nothing is the same as no total", "[unit]") {
  const ChemicalSystem system = magnesium_water();
  const Constants at = system.at(room);
  const Water one = solve_water(system, at, {.pH = 7, .total = {{"Na+", 0.0}, {"Mg+2", 1e-3}}});
  const Water two = solve_water(system, at, {.pH = 7, .total = {{"Mg+2", 1e-3}}});
  CHECK(one.ln_molality == two.ln_molality);
  CHECK(one.absent == std::vector<std::string>{"HCO3-", "Na+", "Cl-"});
}

TEST_CASE("waters from dilute to strong, acid to basic, are all found", "[unit]") {
  const ChemicalSystem system(shipped_database(), tailings());
  const Constants at = system.at(288.15);
  for (const double pH : {2.0, 5.0, 8.0, 11.0, 13.0})
    for (const double salt : {1e-9, 1e-4, 0.1, 0.7}) {
      CAPTURE(pH, salt);
      const Water water = solve_water(system, at,
                                      {.pH = pH,
                                       .total = {{"Mg+2", salt},
                                                 {"Ca+2", salt},
                                                 {"SO4-2", salt / 2},
                                                 {"HCO3-", salt},
                                                 {"Cl-", salt},
                                                 {"SiO2(aq)", 1e-4}}});
      CHECK(water.pH == Approx(pH).epsilon(1e-12));
      for (const char* name : {"Mg+2", "Ca+2", "HCO3-"})
        CHECK(water.total[static_cast<std::size_t>(system.component(name))] == Approx(salt).epsilon(1e-11));
    }
}

TEST_CASE("recipes that fix no water are refused in a sentence", "[input]") {
  CHECK(complaint({.pH = 7}) == "no complaint");
  CHECK_THAT(complaint({.pH = 7, .total = {{"Mg2+", 1e-3}}}),
             Contains("no component 'Mg2+' in chemistry.components") && Contains("'Mg+2'"));
  CHECK_THAT(complaint({.pH = 7, .total = {{"H2O", 1e-3}}}), Contains("no component 'H2O'"));
  CHECK(complaint({.pH = 7, .equilibrium = {{"CO2", 40}}}) ==
        "no gas 'CO2' in this case; did you mean 'CO2(g)'? known: CO2(g)");
  CHECK_THAT(complaint({.pH = 7, .saturated = {"Brucit"}}),
             Contains("no mineral 'Brucit' in this case") && Contains("'Brucite'"));
  CHECK(complaint({}) == "nothing fixes H+: give pH, balance = \"H+\", or a total of H+");
  CHECK(complaint({.total = {{"Na+", 1e-3}}, .balance = "Na+"}) ==
        "nothing fixes H+: give pH, balance = \"H+\", or a total of H+");
  CHECK(complaint({.pH = 7, .balance = "H+"}) == "'H+' is fixed twice: by pH and by charge balance");
  CHECK(complaint({.pH = 7, .total = {{"H+", 1e-3}}}) == "'H+' is fixed twice: by pH and by its total");
  CHECK(complaint({.total = {{"Mg+2", 1e-3}}, .saturated = {"Brucite"}, .balance = "H+"}) ==
        "saturation with Brucite must fix exactly one of H+, Mg+2; now each of them is fixed otherwise");
  CHECK(
      complaint({.equilibrium = {{"CO2(g)", 40}}}) ==
      "equilibrium with CO2(g) must fix exactly one of H+, HCO3-; now more than one is free: give totals, pH "
      "or balance");
  CHECK(
      complaint({.pH = 7, .total = {{"Na+", 1e-3}}, .balance = "Mg+2"}) ==
      "charge balance by Mg+2 cannot be met: what is needed is of the other sign; choose an ion of the other "
      "charge, or pH");
  CHECK(complaint({.pH = 7, .total = {{"Na+", -1e-3}}}) ==
        "the total of 'Na+' is below 0, and no dissolved species has less than none of it");
  CHECK(complaint({.pH = 7, .total = {{"Na+", 100}, {"Cl-", 100}}}) ==
        "there would be more dissolved than there is water, which no model of activity describes: are the "
        "totals "
        "right?");
}

TEST_CASE("waters with iron are found beside much oxygen and beside next to none", "[unit]") {
  const Database redox = Database::read({"talus", "talus redox"}, ".");
  SystemChoice choice = water_of({"H+", "HCO3-", "Ca+2", "Fe+2", "SO4-2", "O2(aq)"}, "Davies");
  choice.gases = {"O2(g)", "CO2(g)"};
  const ChemicalSystem system(redox, choice);
  const Constants at = system.at(298.15);
  for (const double pH : {3.0, 5.0, 7.0})
    for (const double oxygen : {0.21, 1e-20, 1e-45, 1e-64})
      for (const double iron : {1e-9, 1.8e-6, 1e-3}) {
        CAPTURE(pH, oxygen, iron);
        const Water water = solve_water(system, at,
                                        {.pH = pH,
                                         .total = {{"Ca+2", 1e-2}, {"Fe+2", iron}},
                                         .equilibrium = {{"O2(g)", oxygen * 101325}, {"CO2(g)", 40}},
                                         .balance = "SO4-2"});
        CHECK(water.total[3] == Approx(iron).epsilon(1e-8));
        CHECK(water.gas_pressure[0] == Approx(oxygen * 101325).epsilon(1e-8));
        CHECK(water.charge == Approx(0).margin(1e-14));
      }
}

TEST_CASE("equilibria find the components that they fix in any order", "[unit]") {
  SystemChoice choice = water_of({"H+", "HCO3-", "Na+", "Al+3", "SiO2(aq)"}, "Davies");
  choice.dissolve = {"Albite", "Kaolinite"};
  const ChemicalSystem system(shipped_database(), choice);
  const Constants at = system.at(298.15);
  for (const std::vector<std::string>& saturated :
       {std::vector<std::string>{"Albite", "Kaolinite"}, std::vector<std::string>{"Kaolinite", "Albite"}}) {
    const Water water = solve_water(
        system, at,
        {.pH = 8, .total = {{"HCO3-", 1e-3}, {"SiO2(aq)", 2e-4}}, .equilibrium = {}, .saturated = saturated});
    CHECK(water.saturation_index[0] == Approx(0).margin(1e-10));
    CHECK(water.saturation_index[1] == Approx(0).margin(1e-10));
  }
}

TEST_CASE("a total of H+ fixes pH", "[unit]") {
  const ChemicalSystem system = magnesium_water();
  const Constants at = system.at(room);
  // a millimole of NaOH per kilogram: H+ below 0 by what OH- takes
  const Water lye = solve_water(system, at, {.total = {{"H+", -1e-3}, {"Na+", 1e-3}}});
  CHECK(lye.total[0] == Approx(-1e-3).epsilon(1e-12));
  CHECK(lye.pH == Approx(11 - 0.016).margin(3e-3));  // log gamma of OH- in 0.001 mol/kgw is -0.016
  CHECK(std::abs(lye.charge) < 1e-12);
  const Water pure = solve_water(system, at, {.total = {{"H+", 0.0}}});
  CHECK(pure.pH ==
        Approx(-at.ln_k_species[species_number(system, "OH-")] / std::numbers::ln10 / 2).margin(1e-6));
}

TEST_CASE("waters can be saturated with a mineral that has no rates", "[unit]") {
  const ChemicalSystem system = magnesium_water();
  const Constants at = system.at(room);
  WaterPhase twin{"Brucite twin", system.minerals[0].row, -at.ln_k_mineral[0]};
  const std::vector<WaterPhase> phases = {twin};
  const Water one = solve_water(system, at, {.saturated = {"Brucite"}, .balance = "H+"});
  const Water two = solve_water(system, at, {.saturated = {"Brucite twin"}, .balance = "H+"}, phases);
  CHECK(two.pH == Approx(one.pH).epsilon(1e-12));
  CHECK(two.total[2] == Approx(one.total[2]).epsilon(1e-12));
}

TEST_CASE("charges that do not balance are noted from five per cent on", "[unit]") {
  const ChemicalSystem system = magnesium_water();
  const Constants at = system.at(room);
  const auto water = [&](double chloride) {
    return solve_water(system, at, {.pH = 7, .total = {{"Na+", 1e-3}, {"Cl-", chloride}}});
  };
  CHECK(charge_note(water(0.95e-3)).empty());
  CHECK_THAT(charge_note(water(0.8e-3)),
             Contains("11.1 % more positive than negative (2.00e-04 eq/kgw)") && Contains("charge = \"Cl\""));
  CHECK_THAT(charge_note(water(1.25e-3)),
             Contains("11.1 % more negative than positive") && Contains("charge = \"Na\""));
}
