// Dissolved species that a file has and the model leaves out, said of the waters that could have them.
#include "chemistry/left_out.h"

#include "tests/catch.h"
#include "tests/chemistry/analyses.h"
#include "tests/chemistry/dat_files.h"

using namespace talus;

namespace {

/// A hydroxide out of balance, as the polysulphides of PHREEQC's files are, and a mineral out of balance.
const std::string unbalanced = R"(
H2O = OH- + H+
 log_k -14
2 Mg+2 = Mg3+6
 -no_check
 log_k -5
Fe+2 = Fe2+4
 -no_check
 log_k -3
PHASES
Periclase
 MgO2 + 2 H+ = Mg+2 + H2O
 log_k 20
)";

}  // namespace

TEST_CASE("a water says which species its elements have and the model leaves out", "[unit]") {
  const Database database = dat(unbalanced);
  CHECK(left_out_of(database, {"Mg", "H", "O"}, {"Mg+2"}).starts_with("Mg3+6 (their reactions in "));
  CHECK(left_out_of(database, {"Mg", "Fe", "H", "O"}, {"Mg+2"}).find("Fe2+4") == std::string::npos);
  const std::string both = left_out_of(database, {"Mg", "Fe", "H", "O"}, {"Mg+2", "Fe+2"});
  CHECK((contains(both, "Mg3+6") && contains(both, "Fe2+4") && !contains(both, "Periclase")));
  CHECK(left_out_of(database, {"Ca", "H", "O"}, {"Ca+2"}).empty());
  CHECK(left_out_of(shipped_database(), {"Mg", "S"}, {"Mg+2", "SO4-2"}).empty());

  Speciator speciate(database, {.model = "Davies"});
  const auto said = [&](const std::string& element) {
    for (const WaterNote& note : speciate(analysis(7, {{element, "1 mmol/kgw"}})).notes)
      if (note.kind == "dissolved species that its elements have and the model leaves out") return note.what;
    return std::string();
  };
  CHECK(contains(said("Mg"), "Mg3+6"));
  CHECK(said("Ca").empty());
}
