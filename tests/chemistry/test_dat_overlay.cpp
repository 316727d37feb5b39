// .dat files among others: what lies over what, and what a system makes of it.
#include <cmath>

#include "chemistry/system.h"
#include "tests/catch.h"
#include "tests/chemistry/dat_files.h"

using namespace talus;
using Catch::Matchers::Contains;

namespace {

const std::string carbonates = R"(HCO3- + H+ = CO2 + H2O
  log_k 6.35
CO2 + Ca+2 + H2O = CaHCO3+ + H+
  log_k -5.2
PHASES
brucite
  Mg(OH)2 + 2 H+ = Mg+2 + 2 H2O; log_k 16.9
CO2(g)
  CO2 = CO2; log_k -1.5
Calcite
  CaCO3 + H+ = Ca+2 + HCO3-; log_k 1.8; -Vm 36.9
)";

Database over_shipped() {
  const DatFolder folder;
  folder.write("mine.dat", dat_basis + carbonates);
  return Database::read({"talus", "mine.dat"}, folder.path());
}

}  // namespace

TEST_CASE("a .dat file lies over the shipped database: the ending chooses the reader", "[unit]") {
  const Database shipped = Database::read({"talus"}, ".");
  const Database d = over_shipped();
  REQUIRE(d.readings.size() == 2);
  CHECK(d.readings[0].file == "talus");
  CHECK(d.readings[1].file.ends_with("mine.dat"));
  CHECK(d.minerals.at("Brucite").constant.log_k == 16.9);  // "brucite" of the file: case means nothing
  CHECK_FALSE(d.minerals.contains("brucite"));
  CHECK(d.minerals.at("Brucite").reaction == "Brucite + 2 H+ = Mg+2 + 2 H2O");
  CHECK(d.minerals.at("Brucite").molar_volume == shipped.minerals.at("Brucite").molar_volume);
  CHECK(d.minerals.at("Brucite").rates.size() == shipped.minerals.at("Brucite").rates.size());
  CHECK(d.gases.at("CO2(g)").constant.log_k == -1.5);
  CHECK(d.gases.at("CO2(g)").diffusivity == shipped.gases.at("CO2(g)").diffusivity);
  CHECK(d.aqueous.at("Mg+2").ion_size == shipped.aqueous.at("Mg+2").ion_size);
  CHECK(d.aqueous.at("Mg+2").origin.line == 17);
  CHECK(d.hash != shipped.hash);
}

TEST_CASE("one species has one record: CO2 of a file is CO2(aq) of the file before", "[unit]") {
  const Database d = over_shipped();
  CHECK_FALSE(d.aqueous.contains("CO2"));
  CHECK(d.aqueous.at("CO2(aq)").reaction == "HCO3- + H+ = CO2(aq) + H2O");
  CHECK(d.aqueous.at("CO2(aq)").constant.log_k == 6.35);
  CHECK(d.aqueous.at("CaHCO3+").reaction == "CO2(aq) + Ca+2 + H2O = CaHCO3+ + H+");
  CHECK(d.gases.at("CO2(g)").reaction == "CO2(g) = CO2(aq)");
  CHECK(notes_of(d, FileNote::renamed) == std::vector<std::string>{"20 CO2 is CO2(aq) of an earlier file"});
}

TEST_CASE("files of PHREEQC lie over each other in the order given", "[unit]") {
  const DatFolder folder;
  folder.write("a.dat", dat_basis + carbonates);
  folder.write(
      "b.dat",
      "PHASES\nBrucite\n Mg(OH)2 + 2 H+ = Mg+2 + 2 H2O; log_k 17.1\nSOLUTION_SPECIES\nMg+2 + HCO3- = "
      "MgHCO3+; log_k 1.1\n");
  const Database d = Database::read({"a.dat", "b.dat"}, folder.path());
  CHECK(d.minerals.at("brucite").constant.log_k == 17.1);
  CHECK(d.aqueous.contains("MgHCO3+"));
  CHECK(d.minerals.at("Calcite").constant.log_k == 1.8);
  // the other way round, there is no species yet when the first file is read
  const Database other = Database::read({"b.dat", "a.dat"}, folder.path());
  CHECK(other.minerals.at("brucite").constant.log_k == 16.9);
  REQUIRE(other.readings[0].notes.size() == 2);
  CHECK(other.readings[0].notes[0].what == "Brucite: no species 'H+'");
}

TEST_CASE("a TOML record lies over one of PHREEQC, with names of both", "[unit]") {
  const DatFolder folder;
  folder.write("a.dat", dat_basis + carbonates);
  folder.write("b.toml", R"toml([minerals.Magnesite]
formula = "MgCO3"
reaction = "Magnesite + 2 H+ = Mg+2 + CO2 + H2O"
log_k = 9
source = "a test"
status = "assumed"
volume = { molar = "28 cm3/mol", source = "a test", status = "assumed" }

[gases."CO2(g)"]
reaction = "CO2(g) = CO2"
log_k = -1.47
source = "a test"
status = "assumed"
diffusion = { coefficient = "1.4e-5 m2/s", source = "a test", status = "assumed" }
)toml");
  const Database d = Database::read({"a.dat", "b.toml"}, folder.path());
  CHECK(d.minerals.at("Magnesite").origin.line == 1);
  CHECK(d.gases.at("CO2(g)").constant.log_k == -1.47);
  CHECK_FALSE(d.minerals.contains("CO2(g)"));  // the file's other word for a gas that was replaced
}

TEST_CASE("a TOML record over a .dat file is checked for balance all the same", "[input]") {
  const DatFolder folder;
  folder.write("a.dat", dat_basis + carbonates);
  folder.write("b.toml",
               "[aqueous.\"MgOH+\"]\nreaction = \"Mg+2 = MgOH+ + H+\"\nlog_k = 1\nsource = \"a\"\nstatus = "
               "\"assumed\"\n"
               "activity = { ion_size = \"4 angstrom\", source = \"a\", status = \"assumed\" }\n");
  CHECK_THROWS_WITH(Database::read({"a.dat", "b.toml"}, folder.path()),
                    Contains("b.toml:2") && Contains("does not balance: H +2, O +1"));
}

TEST_CASE("CO2 of a .dat file becomes CO2(aq) of a TOML file over it", "[unit]") {
  const DatFolder folder;
  folder.write("a.dat", dat_basis + carbonates + "PITZER\n-LAMBDA\nCO2 Ca+2 0.2\n");
  const Database d = Database::read({"a.dat", "talus"}, folder.path());
  CHECK_FALSE(d.aqueous.contains("CO2"));
  CHECK(d.aqueous.at("CO2(aq)").origin.file == "talus");
  CHECK(d.minerals.at("Calcite").origin.file == "talus");
  CHECK(d.pitzer.at(0).species.front() == "CO2(aq)");
  folder.write(
      "b.toml",
      "[aqueous.\"CO2(aq)\"]\nreaction = \"HCO3- + H+ = CO2(aq) + H2O\"\nlog_k = 6.3\nsource = \"a\"\n"
      "status = \"assumed\"\nactivity = { source = \"a\", status = \"assumed\" }\n");
  const Database other = Database::read({"a.dat", "b.toml"}, folder.path());
  CHECK(other.aqueous.at("CO2(aq)").constant.log_k == 6.3);
  CHECK(other.aqueous.at("CaHCO3+").reaction == "CO2(aq) + Ca+2 + H2O = CaHCO3+ + H+");
  CHECK(other.gases.at("CO2(g)").reaction == "CO2(g) = CO2(aq)");
  REQUIRE(notes_of(other, FileNote::renamed).size() == 1);
  CHECK_THAT(notes_of(other, FileNote::renamed)[0], Contains("1 CO2(aq) is CO2 of ") && Contains("a.dat"));
}

TEST_CASE("components of two files with one element that nothing links are pointed out", "[unit]") {
  const DatFolder folder;
  folder.write("a.dat", "SOLUTION_SPECIES\nH+ = H+; H4SiO4 = H4SiO4; e- = e-\n");
  const Database d = Database::read({"talus", "a.dat"}, folder.path());
  CHECK(notes_of(d, FileNote::doubtful) ==
        std::vector<std::string>{
            "2 H4SiO4 and SiO2(aq) of talus are components with Si, and no reaction makes one "
            "of the other: choose one"});
  folder.write("b.dat", "SOLUTION_SPECIES\nH+ = H+; H4SiO4 = H4SiO4\nH4SiO4 = SiO2 + 2 H2O; log_k 0\n");
  CHECK(notes_of(Database::read({"talus", "b.dat"}, folder.path()), FileNote::doubtful).empty());
}

TEST_CASE("circles across files are found", "[input]") {
  const DatFolder folder;
  folder.write("a.dat", dat_basis + "Mg+2 + H2O = MgOH+ + H+\n log_k -11\n");
  folder.write("b.dat", "SOLUTION_SPECIES\nMgOH+ + H+ = Mg+2 + H2O\n log_k 11\n");
  CHECK_THROWS_WITH(Database::read({"a.dat", "b.dat"}, folder.path()),
                    Contains("b.dat:2") && Contains("leads back to itself"));
}

TEST_CASE("a system takes components, redox and gases from a file of PHREEQC", "[unit]") {
  const Database d =
      dat("Fe+2 = Fe+3 + e-\n log_k -13.02; -gamma 9 0\n2 H2O = O2 + 4 H+ + 4 e-\n log_k -86.08\n" +
          carbonates + "O2(g)\n O2 = O2; log_k -2.89\n");
  SystemChoice choice;
  choice.components = {"H+", "e-", "Fe+2", "HCO3-", "Ca+2"};
  choice.gases = {"CO2(g)", "O2(g)"};
  choice.activity = "WATEQ";
  choice.water_activity = "unity";
  const ChemicalSystem system(d, choice);
  std::vector<std::string> names;
  for (const Species& species : system.species) names.push_back(species.name);
  CHECK(names ==
        std::vector<std::string>{"H+", "e-", "Fe+2", "HCO3-", "Ca+2", "CO2", "CaHCO3+", "Fe+3", "O2"});
  const Constants c = system.at(298.15);
  CHECK(c.ln_k_species[7] == Approx(-13.02 * std::log(10)));
  // O2(g) = O2 = 2 H2O - 4 H+ - 4 e-: p = K(O2) / K(O2(g)), in Pa
  CHECK(c.ln_k_gas[1] == Approx((-86.08 + 2.89) * std::log(10) + std::log(101325.0)));
  CHECK(system.species[1].charge == -1);
  CHECK(system.species[7].charge == 3);
}
