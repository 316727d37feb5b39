// Data that no database gives are named defaults: each kind is listed.
#include "chemistry/assumptions.h"

#include "tests/catch.h"
#include "tests/chemistry/brines.h"
#include "tests/chemistry/dat_files.h"
#include "tests/chemistry/small_systems.h"

using namespace talus;
using Catch::Matchers::Contains;

namespace {

/// All lines of a system used from 10 to 40 degC, in one text.
std::string assumed(const ChemicalSystem& system) {
  std::string text;
  for (const std::string& line : in_words(assumptions_of(system, 283.15, 313.15))) text += line + "\n";
  return text;
}

SystemChoice choice_of(std::vector<std::string> components, const std::string& activity) {
  SystemChoice choice;
  choice.components = std::move(components);
  choice.activity = activity;
  choice.water_activity = "unity";
  return choice;
}

}  // namespace

TEST_CASE("constants that are known at 25 degC only are listed where it is colder or warmer", "[unit]") {
  const Database d = dat("Mg+2 + HCO3- = MgHCO3+\n log_k 1\nH2O = OH- + H+\n log_k -14; delta_h 55 kJ\n");
  const ChemicalSystem system(d, choice_of({"H+", "HCO3-", "Mg+2"}, "Davies"));
  CHECK_THAT(assumed(system), Contains("log10 K from 10 to 40 degC of MgHCO3+: taken as at 25 degC"));
  CHECK_THAT(assumed(system), !Contains("OH-"));
  CHECK(assumptions_of(system, 298.15, 298.15).empty());
}

TEST_CASE("ions without WATEQ's parameters or ion sizes are listed", "[unit]") {
  const Database d =
      dat("Mg+2 + HCO3- = MgHCO3+\n log_k 1; delta_h 1 kJ; -gamma 4 0\n"
          "Mg+2 + HCO3- = MgCO3 + H+\n log_k -7; delta_h 1 kJ\n");
  const ChemicalSystem wateq(d, choice_of({"H+", "HCO3-", "Mg+2"}, "WATEQ"));
  CHECK_THAT(assumed(wateq), Contains("activity coefficient of H+, HCO3-, Mg+2: by Davies's equation") &&
                                 Contains("by ionic strength of MgCO3") && !Contains("MgHCO3+"));
  CHECK_THROWS_WITH(ChemicalSystem(d, choice_of({"H+", "HCO3-", "Mg+2"}, "B-dot")),
                    Contains("B-dot needs ion sizes"));
}

TEST_CASE("pairs of ions without parameters of Pitzer's model are listed", "[unit]") {
  const ChemicalSystem system(dat("PITZER\n-B0\nMg+2 HCO3- 0.03\nK+ Cl- 0.04\n-B1\nMg+2 HCO3- 0.6\n"), [] {
    SystemChoice choice = choice_of({"H+", "HCO3-", "Mg+2"}, "Pitzer");
    choice.ph_scale = "Pitzer";
    return choice;
  }());
  CHECK_THAT(assumed(system),
             Contains("B0 of Pitzer's model of H+ with HCO3-") && !Contains("Mg+2 with HCO3-"));
}

TEST_CASE("minerals without a volume and gases without an exponent are listed", "[unit]") {
  const DatFolder folder;
  folder.write("a.dat", "PHASES\nNewmineral\n Mg(OH)2 + 2 H+ = Mg+2 + 2 H2O; log_k 16; delta_h -1 kJ\n");
  folder.write("b.toml",
               "[gases.\"CO2(g)\"]\ndiffusion = { coefficient = \"1.4e-5 m2/s\", source = \"a\", status = "
               "\"assumed\" }\n[[minerals.Newmineral.rates]]\nset = \"any\"\nlaw = \"transition state\"\n"
               "direction = \"both\"\nsource = \"a\"\nstatus = \"assumed\"\nmechanisms = [{ log_k = -8, "
               "activation_energy = \"40 kJ/mol\" }]\n");
  const Database d = Database::read({"talus", "a.dat", "b.toml"}, folder.path());
  SystemChoice choice = choice_of({"H+", "HCO3-", "Mg+2"}, "B-dot");
  choice.gases = {"CO2(g)"};
  choice.dissolve = {"Newmineral"};
  const ChemicalSystem system(d, choice);
  CHECK_THAT(assumed(system), Contains("molar volume of Newmineral: the database has none") &&
                                  Contains("exponent of the temperature in its diffusivity of CO2(g)"));
}

TEST_CASE("half of WATEQ's parameters are refused", "[input]") {
  const DatFolder folder;
  folder.write("b.toml",
               "[aqueous.\"Sr+2\"]\nactivity = { ion_size = \"5 angstrom\", wateq_size = \"5 angstrom\", "
               "source = \"a\", status = \"assumed\" }\n");
  CHECK_THROWS_WITH(Database::read({"talus", "b.toml"}, folder.path()),
                    Contains("has one of activity.wateq_size and wateq_slope"));
}
