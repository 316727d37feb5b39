// Batches without an answer, and those that Gibbs' phase rule leaves open: what is said of them.
#include <cmath>
#include <limits>

#include "chemistry/equilibrium/equilibrium.h"
#include "tests/chemistry/vessels.h"

using namespace talus;

namespace {

SystemChoice carbonate_water() {
  return water_of({"H+", "HCO3-", "Mg+2", "Ca+2", "SO4-2", "Na+", "Cl-"}, "B-dot");
}

std::string failure_of(const TestVessel& vessel) {
  const Equilibrium e = equilibrate(vessel.model, vessel.at, vessel.batch);
  CHECK_FALSE(e.found);
  return e.failure;
}

}  // namespace

TEST_CASE("of polymorphs one stays, whichever was there", "[unit]") {
  TestVessel vessel(with_more_phases(), carbonate_water(), {"Aragonite", "Calcite_known"});
  for (const double first : {0.0, 0.3, 0.01}) {
    vessel.start("Aragonite").amount = first;
    vessel.start("Calcite_known").amount = 0.3 - first;
    const Equilibrium e = equilibrate(vessel.model, vessel.at, vessel.batch);
    check_equilibrium(vessel, e);
    CHECK_FALSE(e.present[0]);
    CHECK(e.saturation[0] == Approx(1.849 - 1.993));
    CHECK(e.amount[1] == Approx(0.3).epsilon(1e-3));
    // a first guess in which both are there
    Equilibrium both = e;
    both.present = {true, true};
    const Equilibrium again = equilibrate(vessel.model, vessel.at, vessel.batch, &both);
    check_equilibrium(vessel, again);
    CHECK(again.amount[1] == Approx(e.amount[1]).epsilon(1e-12));
  }
}

TEST_CASE("phases whose amounts the phase rule leaves open are named", "[unit]") {
  TestVessel vessel(with_more_phases(), carbonate_water(), {"Gypsum", "Calcite_known", "Calcite_twin"});
  vessel.start("Calcite_known").amount = 0.3;
  vessel.start("Gypsum").amount = 0.1;
  const std::string failure = failure_of(vessel);
  CHECK_THAT(failure, Catch::Contains("phase rule") && Catch::Contains("'Calcite_known', 'Calcite_twin'") &&
                          !Catch::Contains("Gypsum"));
  vessel.start("Calcite_twin").target = 0.01;  // once they differ, one of them is enough
  const Equilibrium e = equilibrate(vessel.model, vessel.at, vessel.batch);
  check_equilibrium(vessel, e);
  CHECK_FALSE(e.present[2]);
}

TEST_CASE("open phases that contradict each other are named", "[unit]") {
  TestVessel vessel(with_more_phases(), carbonate_water(), {"Aragonite", "Calcite_known"});
  vessel.start("Aragonite").open = vessel.start("Calcite_known").open = true;
  CHECK_THAT(failure_of(vessel), Catch::Contains("'Aragonite', 'Calcite_known' contradict each other"));
}

TEST_CASE("what cannot be is said before anything is solved", "[unit]") {
  TestVessel vessel(with_more_phases(), carbonate_water(), {"Calcite"});
  vessel.total("Cl-") = -1e-3;
  CHECK(failure_of(vessel) == "the total of 'Cl-' is below 0");
  vessel.total("Cl-") = std::numeric_limits<double>::quiet_NaN();
  CHECK(failure_of(vessel) == "the total of 'Cl-' is not a number");
  vessel.total("Cl-") = 0;
  vessel.start("Calcite").amount = -1;
  CHECK_THAT(failure_of(vessel), Catch::Contains("amount of 'Calcite' is below 0"));
  vessel.start("Calcite").amount = 0;
  vessel.batch.total.back() = 0;
  CHECK(failure_of(vessel) == "there is no water");
}

TEST_CASE("hydrates that bind all water are said to", "[unit]") {
  TestVessel vessel(with_more_phases(), carbonate_water(), {"Brucite", "Nesquehonite", "CO2(g)"}, 0.1);
  vessel.start("Brucite").amount = 4;
  vessel.start("CO2(g)") = {.target = -1, .open = true};
  CHECK_THAT(failure_of(vessel), Catch::Contains("water"));
}

TEST_CASE("a phase must exist, and be made of the components", "[unit]") {
  const ChemicalSystem system(with_more_phases(), water_of({"H+", "HCO3-", "Ca+2"}, "B-dot"));
  CHECK(phase(with_more_phases(), system, "CO2(g)").row.of(1) == 1);
  CHECK_THROWS_WITH(phase(with_more_phases(), system, "Calcit"), Catch::Contains("'Calcite'"));
  CHECK_THROWS_WITH(phase(with_more_phases(), system, "Brucite"),
                    Catch::Contains("needs a component that is not chosen"));
}
