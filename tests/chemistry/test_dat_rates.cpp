// Rate parameters of .dat files: the forms that PHREEQC evaluates, and the traps in them.
#include <cmath>
#include <numbers>

#include "tests/catch.h"
#include "tests/chemistry/dat_files.h"

using namespace talus;
using Catch::Matchers::Contains;

namespace {

const std::string phases = R"(HCO3- + H+ = CO2 + H2O
  log_k 6.3447
Fe+2 = Fe+3 + e-; log_k -13.02
2 H2O = O2 + 4 H+ + 4 e-; log_k -86.08
PHASES
Brucite
  Mg(OH)2 + 2 H+ = Mg+2 + 2 H2O; log_k 17.1
Magnesite
  MgCO3 + H+ = Mg+2 + HCO3-; log_k 2
Iron
  Fe = Fe+2 + 2 e-; log_k 10
CO2(g)
  CO2 = CO2; log_k -1.468
)";

const RateRecord& law(const Database& d, const std::string& mineral) {
  return d.minerals.at(mineral).rates.at(0);
}

const std::vector<Mechanism>& mechanisms(const RateRecord& record) { return mechanisms_of(record.law); }

double power(const Mechanism& mechanism, const std::string& name) {
  for (const auto& [catalyst, n] : mechanism.catalysts.powers)
    if (catalyst == name) return n;
  return 0;
}

}  // namespace

TEST_CASE("Palandri and Kharaka's mechanisms, each with a power of a(H+), also the one headed OH-",
          "[unit]") {
  const Database d = dat(phases + "RATE_PARAMETERS_PK\nbrucite -4.73 59 0.5 -8.24 42 -12 50 -0.4\n");
  const RateRecord& brucite = law(d, "Brucite");
  CHECK(brucite.set == "RATE_PARAMETERS_PK");
  CHECK(brucite.direction == "both");
  REQUIRE(mechanisms(brucite).size() == 3);
  CHECK(mechanisms(brucite)[0].log_k == -4.73);
  CHECK(mechanisms(brucite)[0].activation_energy == 59000);
  CHECK(power(mechanisms(brucite)[0], "H+") == 0.5);
  CHECK(mechanisms(brucite)[1].catalysts.powers.empty());
  CHECK(power(mechanisms(brucite)[2], "H+") == -0.4);
  CHECK_THAT(brucite.provenance.source, Contains("mine.dat line 34; Palandri and Kharaka (2004)"));
}

TEST_CASE("a log k of -30 is no mechanism; tables 33 and 35 have CO2, Fe+3 and O2", "[unit]") {
  const Database d = dat(phases + R"(RATE_PARAMETERS_PK
brucite   -4.73 59 0.5 -8.24 42 -30 0 0
Magnesite -6.38 14.4 1 -9.34 23.5 -5.22 62.8 1 33
Iron      -7.52 56.9 -0.5 0.5 -4.55 56.9 0.5 -30 0 0 35
)");
  CHECK(mechanisms(law(d, "Brucite")).size() == 2);
  REQUIRE(mechanisms(law(d, "Magnesite")).size() == 3);
  CHECK(power(mechanisms(law(d, "Magnesite"))[2], "CO2(g)") == 1);
  CHECK(power(mechanisms(law(d, "Magnesite"))[2], "H+") == 0);
  const RateRecord& iron = law(d, "Iron");
  REQUIRE(mechanisms(iron).size() == 2);
  CHECK(power(mechanisms(iron)[0], "H+") == -0.5);
  CHECK(power(mechanisms(iron)[0], "Fe+3") == 0.5);
  CHECK(mechanisms(iron)[1].log_k == -4.55);
  CHECK(power(mechanisms(iron)[1], "O2") == 0.5);
}

TEST_CASE("Hermanska's factor and energy count, not the log k that is printed", "[unit]") {
  // diopside of phreeqc_rates.dat: printed -11.01, A and E say -12.06
  const Database d =
      dat(phases + "RATE_PARAMETERS_HERMANSKA\nBrucite -11.01 8.55e-5 45.7 0.28 0 0 0 -9 2e-3 50 0.2\n");
  const RateRecord& record = law(d, "Brucite");
  REQUIRE(mechanisms(record).size() == 2);
  CHECK(mechanisms(record)[0].log_k ==
        Approx(std::log10(8.55e-5) - 45700 / (8.314 * 298.15 * std::numbers::ln10)).epsilon(1e-12));
  CHECK(power(mechanisms(record)[0], "H+") == 0.28);
  CHECK(power(mechanisms(record)[1], "H+") == 0.2);
  REQUIRE(notes_of(d, FileNote::doubtful).size() == 1);
  CHECK_THAT(notes_of(d, FileNote::doubtful)[0], Contains("34 ") && Contains("-11.01, -12.07"));
}

TEST_CASE("a printed log k of 0 switches a mechanism off", "[unit]") {
  const Database d = dat(phases + "RATE_PARAMETERS_HERMANSKA\nBrucite -8 1e-4 23 0.3 0 1 10 0 1 10 0.2\n");
  CHECK(mechanisms(law(d, "Brucite")).size() == 1);
}

TEST_CASE("an acid mechanism without a power of a(H+) is pointed out, as fayalite's", "[unit]") {
  const Database d = dat(phases + "RATE_PARAMETERS_PK\nIron -4.8 94.4 0 -12.8 94.4 -30 0 0\n");
  CHECK(notes_of(d, FileNote::doubtful) ==
        std::vector<std::string>{
            "34 RATE_PARAMETERS_PK of Iron: the acid mechanism (log k -4.8) has no power of "
            "a(H+), so that it runs at every pH"});
  CHECK(mechanisms(law(d, "Iron"))[0].catalysts.powers.empty());
}

TEST_CASE("numbers without a law or a mineral are kept as they stand, and noted", "[unit]") {
  const Database d = dat(phases + R"(RATE_PARAMETERS_SVD
Brucite 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31
RATE_PARAMETERS_PK
Glass -4.73 59 0.5 -8.24 42 -30 0 0
)");
  REQUIRE(d.rate_parameters.size() == 2);
  CHECK(d.rate_parameters[0].set == "SVD");
  CHECK(d.rate_parameters[0].values.size() == 31);
  CHECK(d.rate_parameters[1].mineral == "Glass");
  CHECK(d.minerals.at("Brucite").rates.empty());
  CHECK(notes_of(d, FileNote::left_out) ==
        std::vector<std::string>{
            "34 RATE_PARAMETERS_SVD of Brucite: the numbers are kept, there is no such rate law",
            "36 RATE_PARAMETERS_PK of Glass: the numbers are kept, no file so far has such a mineral"});
}

TEST_CASE("numbers are kept for a mineral that a later file defines", "[unit]") {
  const DatFolder folder;
  folder.write("basis.dat", dat_basis);
  folder.write("rates.dat", "RATE_PARAMETERS_PK\nBrucite -4.73 59 0.5 -8.24 42 -30 0 0\n");
  folder.write("phases.dat", "PHASES\nBrucite\n Mg(OH)2 + 2 H+ = Mg+2 + 2 H2O\n log_k 17.1\n");
  const Database d = Database::read({"basis.dat", "rates.dat", "phases.dat"}, folder.path());
  REQUIRE(d.minerals.at("Brucite").rates.size() == 1);
  for (const FileReading& reading : d.readings)
    for (const FileNote& note : reading.notes) CHECK_THAT(note.what, !Contains("no file so far"));
}

TEST_CASE("the later of two lines for a mineral holds, and is noted", "[unit]") {
  const Database d =
      dat(phases + "RATE_PARAMETERS_PK\nbrucite -4 59 0.5 -8 42 -30 0 0\nBrucite -5 59 0.5 -8 42 -30 0 0\n");
  REQUIRE(d.minerals.at("Brucite").rates.size() == 1);
  CHECK(mechanisms(law(d, "Brucite"))[0].log_k == -5);
  REQUIRE(notes_of(d, FileNote::repeated).size() == 1);
  CHECK_THAT(notes_of(d, FileNote::repeated)[0], Contains("35 RATE_PARAMETERS_PK of Brucite stood before"));
}

TEST_CASE("rate parameters that do not fit are refused with their line", "[input]") {
  CHECK_THAT(dat_complaint(phases + "RATE_PARAMETERS_PK\nBrucite -4 59 0.5\n"),
             Contains("mine.dat:34:1") && Contains("needs 8 numbers after the name, there are 3"));
  CHECK_THAT(dat_complaint(phases + "RATE_PARAMETERS_PK\nBrucite -4 59 0.5 -8 42 -30 0 0 29\n"),
             Contains("mine.dat:34:1") && Contains("no form for table 29"));
}
