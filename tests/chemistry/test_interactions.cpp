// What databases bring for the models of activity: parameters of Pitzer and SIT, LLNL's grid, PHREEQC's A and
// B.
#include <cmath>

#include "chemistry/system.h"
#include "tests/catch.h"
#include "tests/chemistry/dat_files.h"
#include "tests/chemistry/small_systems.h"

using namespace talus;

namespace {

const std::string salt = R"(
H2O = OH- + H+
 log_k -14
SOLUTION_MASTER_SPECIES
K K+ 0 K 39.1
Cl Cl- 0 Cl 35.45
SOLUTION_SPECIES
K+ = K+
Cl- = Cl-
)";

const std::string pitzer_block = R"(
PITZER
-B0
 K+ Cl- 0.04835
 Mg+2 Cl- 0.35235
-B1
 K+ Cl- 0.2122
-C0
 K+ Cl- -0.00084
-PSI
 K+ Mg+2 Cl- -0.022
)";

SystemChoice brine(const std::string& model, const std::string& scale = "database") {
  SystemChoice choice = water_of({"H+", "K+", "Mg+2", "Cl-"}, model);
  choice.ph_scale = scale;
  return choice;
}

}  // namespace

TEST_CASE("a system takes Pitzer's parameters from its database", "[unit]") {
  const Database database = dat(salt + pitzer_block);
  const ChemicalSystem system(database, brine("Pitzer"));
  CHECK(system.interactions.pitzer.size() == 5);
  CHECK(system.interactions.conventions.macinnes);  // as PHREEQC, when the file says nothing
  CHECK(!ChemicalSystem(database, brine("Pitzer", "Pitzer")).interactions.conventions.macinnes);
  const Constants at = system.at(298.15);
  // PHREEQC's A_phi, to the density of water
  CHECK(std::get<PitzerTerms>(at.interactions).a_phi == Approx(0.39145849).epsilon(4e-6));
  CHECK(!ChemicalSystem(dat(salt + pitzer_block + "-MacInnes false\n"), brine("Pitzer"))
             .interactions.conventions.macinnes);
}

TEST_CASE("parameters that are not there are asked for by name", "[input]") {
  const Database none = dat(salt), no_chloride = dat(salt + "PITZER\n-B0\n Mg+2 Cl- 0.35\n");
  CHECK_THROWS_WITH(ChemicalSystem(none, brine("Pitzer")),
                    Catch::Contains("no database of this case has parameters"));
  CHECK_THROWS_WITH(ChemicalSystem(none, brine("SIT")), Catch::Contains("SIT parameters"));
  CHECK_THROWS_WITH(ChemicalSystem(no_chloride, brine("Pitzer")),
                    Catch::Contains("needs the parameters of KCl"));
  CHECK_NOTHROW(ChemicalSystem(no_chloride, brine("Pitzer", "Pitzer")));
  CHECK_THROWS_WITH(ChemicalSystem(none, brine("Davies", "MacInnes")),
                    Catch::Contains("is for activity = \"Pitzer\""));
}

TEST_CASE("a system takes the parameters of the SIT model from its database", "[unit]") {
  const ChemicalSystem system(dat(salt + "SIT\n-epsilon\n Mg+2 Cl- 0.19\n"), brine("SIT"));
  REQUIRE(system.interactions.sit.size() == 1);
  CHECK(system.interactions.sit[0].coefficients[0] == 0.19);
  CHECK(system.by_mixture());
}

TEST_CASE("B-dot follows the grid of its database, by straight lines and not beyond its ends", "[unit]") {
  const Database database = dat(R"(
LLNL_AQUEOUS_MODEL_PARAMETERS
-temperatures
 0 50
-dh_a
 0.49 0.53
-dh_b
 0.32 0.33
-bdot
 0.03 0.05
-co2_coefs
 -1 0.001 250 0.4 -0.002
)");
  const ActivityConstants at = activity_constants(database, "B-dot", 298.15);
  CHECK(at.water.a == Approx(0.51));
  CHECK(at.water.b == Approx(0.325e10));
  CHECK(at.water.b_dot == Approx(0.04));
  CHECK(at.co2[2] == 250);
  CHECK(activity_constants(database, "B-dot", 350).water.a == Approx(0.53));
  CHECK(activity_constants(database, "B-dot", 272).water.a == Approx(0.49));
  // other models do not use it, but PHREEQC's A and B: those that it prints at 25 degC, and a few parts in
  // 1e5 from ours elsewhere
  const DebyeHuckel room = activity_constants(database, "WATEQ", 298.15).water;
  CHECK(room.a == Approx(0.51002478941).epsilon(1e-9));
  CHECK(room.b == Approx(0.32849063398e10).epsilon(1e-9));
  for (const double temperature : {273.15, 333.15, 363.15}) {
    const DebyeHuckel there = activity_constants(database, "WATEQ", temperature).water;
    CHECK(there.a == Approx(debye_huckel(temperature).a).epsilon(4e-5));
    CHECK(there.b == Approx(debye_huckel(temperature).b).epsilon(4e-5));
    CHECK(there.b_dot == debye_huckel(temperature).b_dot);
  }
  CHECK(activity_constants(shipped_database(), "WATEQ", 298.15).water.a == debye_huckel(298.15).a);
}
