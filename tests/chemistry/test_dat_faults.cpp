// What .dat files have wrong: what is left out and noted, and what is refused, each with its line.
#include "tests/catch.h"
#include "tests/chemistry/dat_files.h"

using namespace talus;
using Catch::Matchers::Contains;

namespace {

using Notes = std::vector<std::string>;

}  // namespace

TEST_CASE("reactions out of balance are left out and noted with their line", "[unit]") {
  const Database d = dat(R"(Mg+2 + H2O = MgOH+
  log_k -11.44
Mg+2 + HCO3- = MgHCO3-
  log_k 1
Ca+2 + Fe+2 = CaHCO3+
  log_k 1
  -no_check
PHASES
Brucite
  Mg(OH)2 + 2 H+ = Mg+2 + 3 H2O
  log_k 17.1
Unknown
  Xy(OH)2 + 2 H+ = Mg+2 + 2 H2O
  log_k 1
)");
  CHECK(notes_of(d, FileNote::out_of_balance) ==
        Notes{"20 MgOH+: H -1, charge -1 in Mg+2 + H2O = MgOH+",
              "22 MgHCO3-: charge -2 in Mg+2 + HCO3- = MgHCO3-",
              "24 CaHCO3+: C +1, Fe -1, H +1, O +3, charge -3 (-no_check) in Ca+2 + Fe+2 = CaHCO3+",
              "29 Brucite: H +2, O +1 in Mg(OH)2 + 2 H+ = Mg+2 + 3 H2O"});
  CHECK(notes_of(d, FileNote::left_out) ==
        Notes{"32 Unknown: 'Xy(OH)2' is not a formula: unknown element 'Xy' (at character 1)"});
  CHECK(d.aqueous.size() == 7);  // the components
  CHECK(d.minerals.empty());
}

TEST_CASE("a polysulfide that only -mass_balance could balance is left out, with all that needs it",
          "[unit]") {
  const std::string sulfur = "SOLUTION_MASTER_SPECIES\nS HS- 1 S 32.06\nSOLUTION_SPECIES\nHS- = HS-\n";
  const Database d = dat(sulfur + R"(HS- = S2-2 + H+
  log_k -14.5; -no_check; -mass_balance S(-2)2
Fe+2 + S2-2 = FeS2
  log_k 3
Fe+2 + FeS2 = Fe2S2+2
  log_k 1
)");
  CHECK(notes_of(d, FileNote::out_of_balance) == Notes{"24 S2-2: S +1 (-no_check) in HS- = S2-2 + H+"});
  CHECK(notes_of(d, FileNote::left_out) ==
        Notes{"26 FeS2: no species 'S2-2'", "28 Fe2S2+2: no species 'FeS2'"});
}

TEST_CASE("a record without log K is left out: PHREEQC's 0 is nobody's value", "[unit]") {
  const Database d =
      dat("Mg+2 + HCO3- = MgHCO3+\n -gamma 5 0\nPHASES\nRhyolite\n Mg(OH)2 + 2 H+ = Mg+2 + 2 H2O\n");
  CHECK(notes_of(d, FileNote::left_out) == Notes{"20 MgHCO3+: no log K", "23 Rhyolite: no log K"});
  CHECK_FALSE(d.aqueous.contains("MgHCO3+"));
  CHECK_FALSE(d.minerals.contains("Rhyolite"));
}

TEST_CASE("what follows six coefficients of an expression is not used, and noted unless it is 0", "[unit]") {
  const Database d = dat(R"(Mg+2 + HCO3- = MgHCO3+
  -analytic 1 2 3 4 5 6 7
Ca+2 + HCO3- = CaHCO3+
  -analytic 1 2 3 4 5 6 0
)");
  CHECK(notes_of(d, FileNote::doubtful) ==
        Notes{"21 an analytic expression has six coefficients; what follows is not used, as in PHREEQC"});
  const Database six = dat("Mg+2 + HCO3- = MgHCO3+\n  -analytic 1 2 3 4 5 6\n");
  const auto at_50 = [](const Database& database) {
    return database.aqueous.at("MgHCO3+").constant.at(323.15);
  };
  CHECK(at_50(d) == at_50(six));
}

TEST_CASE("blocks that are not read are noted with their line, options at their first", "[unit]") {
  const Database d = dat(R"(Mg+2 + HCO3- = MgHCO3+
  log_k 1
  -viscosity 1 2
Ca+2 + HCO3- = CaHCO3+
  log_k 1; -viscosity 3
SURFACE_MASTER_SPECIES
  Hfo_w Hfo_wOH
SURFACE_SPECIES
  Hfo_wOH = Hfo_wOH
  log_k 0
RATES
Calcite
-start
10 rate = 1
-end
TITLE nothing
of this
END
MIX 1
)");
  CHECK(notes_of(d, FileNote::skipped) == Notes{"25 SURFACE_MASTER_SPECIES, lines: 1",
                                                "27 SURFACE_SPECIES, lines: 2", "30 RATES, lines: 4",
                                                "35 TITLE nothing, lines: 1", "38 MIX 1"});
  CHECK(notes_of(d, FileNote::not_used) == Notes{"22 -viscosity"});
}

TEST_CASE("the later of two records of one name holds", "[unit]") {
  const Database d = dat(R"(Mg+2 + HCO3- = MgHCO3+
  log_k 1
Mg+2 + HCO3- = MgHCO3+
  log_k 2
PHASES
Brucite
  Mg(OH)2 + 2 H+ = Mg+2 + 2 H2O; log_k 16
BRUCITE
  Mg(OH)2 + 2 H+ = Mg+2 + 2 H2O; log_k 17
PITZER
-B0
Mg+2 HCO3- 1
HCO3- Mg+2 2
)");
  CHECK(d.aqueous.at("MgHCO3+").constant.log_k == 2);
  REQUIRE(d.minerals.size() == 1);
  CHECK(d.minerals.at("BRUCITE").constant.log_k == 17);
  REQUIRE(d.pitzer.size() == 1);
  CHECK(d.pitzer[0].coefficients[0] == 2);
  CHECK(notes_of(d, FileNote::repeated) ==
        Notes{"20 MgHCO3+ stands again in line 22, which holds",
              "25 Brucite stands again in line 27, which holds",
              "31 PITZER B0 of Mg+2 and HCO3- stands again in line 32, which holds"});
}

TEST_CASE("phases that differ by case but are other things stay two, as HF(g) and Hf(g) of llnl.dat",
          "[unit]") {
  const Database d = dat(R"(PHASES
COo
  MgCO3 + H+ = Mg+2 + HCO3-; log_k 2
CoO
  Mg(OH)2 + 2 H+ = Mg+2 + 2 H2O; log_k 17
)");
  CHECK(d.minerals.at("COo").constant.log_k == 2);
  CHECK(d.minerals.at("CoO").constant.log_k == 17);
  CHECK(notes_of(d, FileNote::doubtful) ==
        Notes{"23 CoO and COo of line 21 are one name for PHREEQC, which keeps the later; both are kept"});
}

TEST_CASE("a name at the end of PHASES without an equation is passed over, and noted", "[unit]") {
  const Database d = dat("PHASES\nReferences\nEND\n");
  CHECK(notes_of(d, FileNote::left_out) == Notes{"21 References: a name without an equation"});
}

TEST_CASE("a phase whose name starts like a number is read and balanced", "[unit]") {
  const Database d = dat("PHASES\n2Mg.Ca\n Mg2Ca(OH)6 + 6 H+ = 2 Mg+2 + Ca+2 + 6 H2O; log_k 50\n");
  const auto amounts = parse_reaction(d.minerals.at("2Mg.Ca").reaction);
  CHECK(amounts.at("2Mg.Ca") == -1);
  CHECK(amounts.at("Mg+2") == 2);
}

TEST_CASE("lines that cannot be read are refused with line, word and the nearest right one", "[input]") {
  const auto refuse = [](const std::string& text, const std::string& place, const std::string& why) {
    INFO(text);
    CHECK_THAT(dat_complaint(text), Contains(place) && Contains(why));
  };
  const std::string species = "Mg+2 + HCO3- = MgHCO3+\n";
  refuse(species + "  -analitic 1 2\n", "mine.dat:21:3", "unknown option '-analitic'");
  refuse(species + "  -gama 1 2\n", "mine.dat:21:3", "did you mean '-gamma'?");
  refuse(species + "  log_k one\n", "mine.dat:21:9", "'one' is not a number");
  refuse(species + "  log_k\n", "mine.dat:21:3", "a number is missing after 'log_k'");
  refuse(species + "  delta_h 3 eV\n", "mine.dat:21:13", "'eV' is not a unit of enthalpy");
  refuse(species + "  -add_logk\n", "mine.dat:21:3", "needs the name of an expression");
  refuse(species + "  -add_logk Nobody\n", "mine.dat:20:", "no named expression 'nobody'");
  refuse("Mg+2 + HCO3-\n", "mine.dat:20:1", "has no '='");
  refuse("Mg+2 + HCO3- = 2 MgHCO3+\n", "mine.dat:20:1", "does not form one 'MgHCO3+'");
  refuse("PHASES\n log_k 1\n", "mine.dat:21:2", "stands before the first record of its block");
  refuse("PHASES\nBrucite\n log_k 1\n", "mine.dat:22:2", "the equation of 'Brucite' is missing here");
  refuse("PHASES\nMg(OH)2 + 2 H+ = Mg+2 + 2 H2O\n", "mine.dat:21:1", "without the name of a phase");
  refuse("PHASES\nBrucite\n 2 Mg(OH)2 + 4 H+ = 2 Mg+2 + 4 H2O\n", "mine.dat:22:2",
         "does not begin with one 'Mg(OH)2'");
  refuse("PHASES\nA\n Mg(OH)2 + 2 H+ = Mg+2 + 2 H2O\n -Vm 3 ft3\n", "mine.dat:23:8",
         "'ft3' is not a unit of molar volume");
  refuse("SOLUTION_MASTER_SPECIES\nK\n", "mine.dat:21:1", "the species that stands for 'K' is missing");
  refuse("SOLUTION_MASTER_SPECIES\nK K+ 0 Kx 39\n", "mine.dat:21:8", "unknown element 'Kx'");
  refuse("PITZER\nNa+ Cl- 1\n", "mine.dat:21:1", "a parameter before the first option of the block");
  refuse("PITZER\n-bO\n", "mine.dat:21:1", "unknown option '-bO'");
  refuse("PITZER\n-PSI\nNa+ K+ 1\n", "mine.dat:22:8", "-psi needs 3 species");
  refuse("SIT\n-epsilon\nNa+ Cl-\n", "mine.dat:22:", "a number is missing");
  refuse("LLNL_AQUEOUS_MODEL_PARAMETERS\n-temperatures 0 25\n-dh_a 1 2\n-dh_b 1\n-bdot 1 2\n",
         "mine.dat:21:1", "as many values of dh_a, dh_b and bdot as temperatures (2)");
}

TEST_CASE("all mistakes of a file are told at once, and options of a broken record are passed over",
          "[input]") {
  const std::string all = dat_complaint("Mg+2 + HCO3-\n log_k 1\n -gamma 4 0\nCa+2 = CaHCO3 = X\n log_k x\n");
  CHECK_THAT(all, Contains("mine.dat:20:1") && Contains("mine.dat:23:1") && Contains("2 errors"));
}

TEST_CASE("files as they are in the wild: a mark, a title, seven coefficients, kca, -APHI", "[unit]") {
  const DatFolder folder;
  folder.write(
      "wild.dat",
      "\xEF\xBB\xBFThermodynamic data, edition 3\n" + dat_basis +
          "Mg+2 + HCO3- = MgHCO3+\n log_k 1\n -analytic 1 0 0 0 0 0 0\n"
          "Ca+2 + HCO3- = CaHCO3+\n log_k 1; delta_h 2 kca\nPITZER\n-APHI\n0.39 0 0\n-B0\nNa+ Cl- 0.1\n");
  const Database d = Database::read({"wild.dat"}, folder.path());
  CHECK(d.aqueous.at("MgHCO3+").constant.at(350) == Approx(1));
  CHECK(*d.aqueous.at("CaHCO3+").constant.enthalpy == Approx(8368));
  CHECK(d.pitzer.size() == 1);
  CHECK(notes_of(d, FileNote::skipped) == Notes{"1 before the first block: Thermodynamic data, edition 3"});
  CHECK(notes_of(d, FileNote::doubtful).empty());
}

TEST_CASE("INCLUDE$ is read where it stands, and places tell its file", "[unit]") {
  const DatFolder folder;
  folder.write("main.dat",
               dat_basis + "INCLUDE$ more.dat\nPHASES\nBru\n Mg(OH)2 + 2 H+ = Mg+2 + 2 H2O\n log_k 17\n");
  folder.write("more.dat", "# the block goes on\nMg+2 + HCO3- = MgHCO3+\n log_k 1\n");
  const Database d = Database::read({"main.dat"}, folder.path());
  CHECK(d.aqueous.at("MgHCO3+").origin.line == 2);
  CHECK_THAT(d.aqueous.at("MgHCO3+").origin.file, Contains("more.dat"));
  CHECK(d.minerals.at("Bru").origin.line == 22);
  folder.write("more.dat", "Mg+2 + HCO3- = MgHCO3+\n log_k one\n");
  CHECK_THROWS_WITH(Database::read({"main.dat"}, folder.path()),
                    Contains("more.dat:2:8") && Contains("'one'"));
  folder.write("more.dat", "INCLUDE$ main.dat\n");
  CHECK_THROWS_WITH(Database::read({"main.dat"}, folder.path()), Contains("goes round in a circle"));
  folder.write("main.dat", "INCLUDE$ nowhere.dat\n");
  CHECK_THROWS_WITH(Database::read({"main.dat"}, folder.path()),
                    Contains("main.dat:1:10") && Contains("cannot read"));
}

TEST_CASE("a text that is no database of PHREEQC is refused", "[input]") {
  CHECK_THAT(dat_complaint("TITLE x\nSOLUTION 1\n pH 7\n", ""),
             Contains("mine.dat:2:1") && Contains("this is an input file of PHREEQC (SOLUTION)"));
  CHECK_THAT(dat_complaint("SOLUTION_SPECEIS\nH+ = H+\n", ""),
             Contains("mine.dat:1:1") && Contains("no block of PHREEQC begins with") &&
                 Contains("did you mean 'SOLUTION_SPECIES'?"));
  CHECK_THROWS_AS(Database::read({"nowhere.dat"}, "."), FileError);
}

TEST_CASE("reactions that go round in a circle are refused", "[input]") {
  const std::string complaint =
      dat_complaint("Mg+2 + H2O = MgOH+ + H+\n log_k -11\nMgOH+ + H+ = Mg+2 + H2O\n log_k 11\n");
  CHECK_THAT(complaint, Contains("mine.dat:20:") && Contains("leads back to itself"));
}
