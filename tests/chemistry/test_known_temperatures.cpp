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
