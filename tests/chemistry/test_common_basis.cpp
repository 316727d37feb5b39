// Constants of two files that write to other components, on one basis.
#include "chemistry/database/common_basis.h"

#include <cmath>

#include "tests/catch.h"
#include "tests/chemistry/dat_files.h"

using namespace talus;

namespace {

const std::string with_bicarbonate = R"(SOLUTION_SPECIES
H+ = H+; H2O = H2O; Ca+2 = Ca+2; HCO3- = HCO3-
HCO3- = CO3-2 + H+; log_k -10.33
PHASES
Calcite
CaCO3 + H+ = Ca+2 + HCO3-; log_k 1.85
Odd
Ca(OH)2 + 2 H+ = Ca+2 + 2 H2O; log_k 22.8
)";
const std::string with_carbonate = R"(SOLUTION_SPECIES
H+ = H+; H2O = H2O; Ca+2 = Ca+2; CO3-2 = CO3-2
CO3-2 + H+ = HCO3-; log_k 10.4
PHASES
Calcite
CaCO3 = Ca+2 + CO3-2; log_k -8.45
Odd
CaCO3 = Ca+2 + CO3-2; log_k -8.45
)";

Composition composed(const Database& database, const std::string& mineral) {
  const MineralRecord& record = database.minerals.at(mineral);
  return composition_of(database, mineral, record.reaction, record.constant, 298.15).value();
}

}  // namespace

TEST_CASE("a record is written to the components of its own database", "[unit]") {
  const Database a = dat(with_bicarbonate, "");
  const Composition calcite = composed(a, "Calcite");
  CHECK(calcite.log_k == Approx(-1.85));  // of making it
  CHECK(calcite.amounts == std::map<std::string, double>{{"Ca+2", 1}, {"HCO3-", 1}, {"H+", -1}});
}

TEST_CASE("records of two databases are compared on the basis of the first", "[unit]") {
  const Database a = dat(with_bicarbonate, ""), b = dat(with_carbonate, "");
  const Composition one = composed(a, "Calcite");
  const Composition other = on_basis_of(a, composed(b, "Calcite"), 298.15);
  CHECK(same_amounts(one, other));
  CHECK(other.log_k == Approx(8.45 - 10.33));  // the carbonate of a links the two
  CHECK_FALSE(same_amounts(composed(a, "Odd"), on_basis_of(a, composed(b, "Odd"), 298.15)));
}

TEST_CASE("a solute is the same with and without the ending (aq)", "[unit]") {
  const std::string quartz = "\nPHASES\nQuartz\nSiO2 = SiO2";
  const Database a =
      dat("SOLUTION_SPECIES\nH+ = H+; H2O = H2O; SiO2(aq) = SiO2(aq)" + quartz + "(aq); log_k -3.7\n", "");
  const Database b = dat("SOLUTION_SPECIES\nH+ = H+; H2O = H2O; SiO2 = SiO2" + quartz + "; log_k -4\n", "");
  CHECK(same_amounts(composed(a, "Quartz"), on_basis_of(a, composed(b, "Quartz"), 298.15)));
  CHECK(same_amounts(composed(b, "Quartz"), on_basis_of(b, composed(a, "Quartz"), 298.15)));
}

TEST_CASE("a reaction with a species that has no record has no composition", "[unit]") {
  const Database a = dat(with_bicarbonate, "");
  EquilibriumConstant k;
  k.log_k = 1;
  CHECK_FALSE(composition_of(a, "X", "X = Na+ + Cl-", k, 298.15));
  CHECK_FALSE(composition_of(a, "X", "Ca+2 = H+", k, 298.15));
}
