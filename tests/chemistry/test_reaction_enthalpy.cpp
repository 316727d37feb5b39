// Enthalpies of reactions from their constants, against calorimetry.
#include "chemistry/reaction_enthalpy.h"

#include <cmath>
#include <numbers>

#include "tests/catch.h"
#include "tests/chemistry/small_systems.h"

using namespace talus;

namespace {

constexpr double room = temperature_of_enthalpies;

/// Enthalpies of formation from the elements at 25 degC, J/mol. Ions, water and CO2: Cox and others (1989) CODATA Key Values for
/// Thermodynamics; brucite and calcite: Robie and Hemingway (1995) US Geol. Surv. Bull. 2131; nesquehonite: Robie and Hemingway
/// (1973) J. Res. US Geol. Surv. 1:543.
constexpr double water = -285830, bicarbonate = -689930, carbonate = -675230, hydroxide = -230015,
                 carbon_dioxide = -393510, magnesium = -467000, calcium = -543000, brucite = -924500,
                 calcite = -1207400, nesquehonite = -1977260;

double slope_of(const EquilibriumConstant& constant, double kelvin) {
  const double h = 0.01;
  return (constant.at(kelvin + h) - constant.at(kelvin - h)) / (2 * h);
}

ReactionEnthalpies enthalpies_of(const ChemicalSystem& system) {
  std::vector<std::string> unknown;
  const ReactionEnthalpies found = reaction_enthalpies(system, unknown);
  CHECK(unknown.empty());
  return found;
}

template <class Records>
std::size_t number_of(const Records& records, const std::string& name) {
  for (std::size_t i = 0; i < records.size(); ++i)
    if (records[i].name == name) return i;
  FAIL(name);
  return 0;
}

}  // namespace

TEST_CASE("the enthalpy of a reaction is the slope of its constant", "[unit]") {
  EquilibriumConstant analytic, by_enthalpy, bare;
  analytic.analytic = {-356.41635, -0.053167189, 24317.829, 128.73122, -952868.82, 1e-6};
  by_enthalpy.log_k = 5.059;
  by_enthalpy.enthalpy = -37.1e3;
  bare.log_k = 3;
  for (const double kelvin : {278.15, 298.15, 333.15})
    for (const EquilibriumConstant* constant : {&analytic, &by_enthalpy})
      CHECK(*reaction_enthalpy(*constant, kelvin) ==
            Approx(gas_constant * kelvin * kelvin * std::numbers::ln10 * slope_of(*constant, kelvin))
                .epsilon(1e-6));
  CHECK_FALSE(reaction_enthalpy(bare, room));
  const FormationConstant sum{{{&analytic, -2}, {&by_enthalpy, 0.5}}};
  CHECK(*reaction_enthalpy(sum, room) ==
        Approx(-2 * *reaction_enthalpy(analytic, room) + 0.5 * *reaction_enthalpy(by_enthalpy, room)));
  CHECK_FALSE(reaction_enthalpy(FormationConstant{{{&analytic, 1}, {&bare, 1}}}, room));
}

TEST_CASE("the database's enthalpies are those of calorimetry", "[unit]") {
  SystemChoice choice = tailings();
  choice.components = {"H+", "HCO3-", "Mg+2", "Ca+2"};
  choice.gases = {"CO2(g)"};
  choice.dissolve = {"Brucite", "Calcite"};
  choice.precipitate = {"Nesquehonite"};
  const ChemicalSystem system(shipped_database(), choice);
  const ReactionEnthalpies found = enthalpies_of(system);
  const auto mineral = [&](const std::string& name) {
    return found.minerals[number_of(system.minerals, name)];
  };
  const auto species = [&](const std::string& name) {
    return found.species[number_of(system.species, name)];
  };
  const double close = 1.5e3;  // J/mol: log K moves by 0.01 from 15 to 25 degC
  CHECK(mineral("Brucite") == Approx(brucite - magnesium - 2 * water).margin(close));
  CHECK(mineral("Calcite") == Approx(calcite - calcium - bicarbonate).margin(close));
  CHECK(mineral("Nesquehonite") == Approx(nesquehonite - magnesium - bicarbonate - 3 * water).margin(close));
  CHECK(found.gases[0] == Approx(carbon_dioxide + water - bicarbonate).margin(close));
  CHECK(species("OH-") == Approx(hydroxide - water).margin(close));
  CHECK(species("CO3-2") == Approx(carbonate - bicarbonate).margin(close));
  CHECK(species("Mg+2") == 0);
  // brucite + CO2 + 2 H2O = nesquehonite
  CHECK(mineral("Nesquehonite") - mineral("Brucite") - found.gases[0] ==
        Approx(nesquehonite - brucite - carbon_dioxide - 2 * water).margin(close));
}

TEST_CASE("a closed path gives no heat, whatever the components are", "[unit]") {
  SystemChoice choice = tailings();
  choice.components = {"H+", "HCO3-", "Mg+2"};
  choice.gases = {"CO2(g)"};
  choice.dissolve = {"Brucite"};
  choice.precipitate = {"Nesquehonite"};
  const ChemicalSystem by_bicarbonate(shipped_database(), choice);
  choice.slow_co2_hydration = true;  // dissolved CO2 is a component, and its hydration a reaction
  const ChemicalSystem by_both(shipped_database(), choice);
  const ReactionEnthalpies one = enthalpies_of(by_bicarbonate), other = enthalpies_of(by_both);
  REQUIRE(other.slow.size() == 1);
  // CO2(g) dissolves, hydrates, and leaves as it came
  CHECK(other.gases[0] - other.slow[0] == Approx(one.gases[0]).margin(1e-6));
  CHECK(one.minerals == other.minerals);
}

TEST_CASE("what a database knows at 25 degC alone is named", "[unit]") {
  Database database = shipped_database();
  database.minerals.at("Brucite").constant.analytic.clear();
  database.minerals.at("Brucite").constant.enthalpy.reset();
  const ChemicalSystem system(database, tailings());
  std::vector<std::string> unknown;
  reaction_enthalpies(system, unknown);
  CHECK(unknown == std::vector<std::string>{"Brucite"});
}
