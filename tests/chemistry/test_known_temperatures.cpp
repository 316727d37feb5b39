// Constants that are used where they are not known.
#include "chemistry/known_temperatures.h"

#include "tests/catch.h"
#include "tests/chemistry/small_systems.h"

using namespace talus;

namespace {

FormationConstant sum_of(const std::vector<const EquilibriumConstant*>& constants) {
  FormationConstant sum;
  for (const EquilibriumConstant* constant : constants) sum.terms.push_back({constant, 1});
  return sum;
}

}  // namespace

TEST_CASE("a constant is as well known as the worst of those that make it", "[unit]") {
  EquilibriumConstant wide, cold, bare;
  wide.enthalpy = cold.enthalpy = 1e4;
  cold.range = {273.15, 298.15};
  CHECK(known_between(sum_of({&wide}), 278.15, 333.15) == Known::well);
  CHECK(known_between(sum_of({&wide, &cold}), 278.15, 298.15) == Known::well);
  CHECK(known_between(sum_of({&wide, &cold}), 278.15, 303.15) == Known::outside);
  CHECK(known_between(sum_of({&cold}), 268.15, 298.15) == Known::outside);
  CHECK(known_between(sum_of({&cold, &bare}), 278.15, 303.15) == Known::at_25_only);
  CHECK(known_between(sum_of({&bare}), 298.15, 298.15) == Known::well);
  CHECK(known_between(sum_of({}), 0, 1000) == Known::well);  // a component
}

TEST_CASE("a grid of activities that ends before the temperature is named", "[unit]") {
  Database database = shipped_database();
  CHECK(outside_of_grid(database, "B-dot", 298.15, 298.15).empty());  // it has no grid
  database.aqueous_model = AqueousModelRecord{.temperatures = {453.15, 673.15, 1213.15},
                                              .a = {0.6, 0.7, 0.8},
                                              .b = {3.4e9, 3.5e9, 3.6e9},
                                              .b_dot = {0.05, 0.05, 0.05},
                                              .co2 = {},
                                              .origin = {"hot.dat", 1}};
  const std::string words = outside_of_grid(database, "B-dot", 298.15, 298.15);
  INFO(words);
  CHECK(words.find("of hot.dat are given from 180 to 940 degC, and are used from 25 to 25 degC") !=
        std::string::npos);
  CHECK(outside_of_grid(database, "Davies", 298.15, 298.15).empty());
  CHECK(outside_of_grid(database, "B-dot", 460, 470).empty());
  CHECK_FALSE(outside_of_grid(database, "B-dot", 460, 1300).empty());
  database.aqueous_model->temperatures = {273.16, 298.15, 333.15};  // as llnl.dat begins, at 0.01 degC
  CHECK(outside_of_grid(database, "B-dot", 273.15, 298.15).empty());
}

TEST_CASE("a system says which constants are not known, and at which temperatures", "[unit]") {
  SystemChoice choice = tailings();
  const ChemicalSystem known(shipped_database(), choice);
  CHECK(unknown_temperatures(known, 283.15, 283.15).empty());
  CHECK(unknown_temperatures(known, 260, 283.15).find("constants outside of their range, of Brucite") !=
        std::string::npos);
  choice.precipitate.push_back("Dypingite");
  const ChemicalSystem system(shipped_database(), choice);
  INFO(unknown_temperatures(system, 298.15, 298.15));
  CHECK(unknown_temperatures(system, 298.15, 298.15).empty());
}
