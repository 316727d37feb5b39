// How PHREEQC writes: lines, words, equations, units. Values by hand.
#include <stdexcept>

#include "chemistry/database/phreeqc/lines.h"
#include "chemistry/database/phreeqc/reaction.h"
#include "chemistry/database/phreeqc/reaction_check.h"
#include "tests/catch.h"

using namespace talus;
using namespace talus::phreeqc;
using Catch::Matchers::Contains;

namespace {

/// "number: text" of each logical line.
std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> found;
  const Lines lines(text, "a.dat");
  for (const Line& line : lines.all()) found.push_back(std::to_string(line.number) + ": " + line.text);
  return found;
}

std::string rewritten(const std::string& equation) { return reaction_text(parse_equation(equation), ""); }

}  // namespace

TEST_CASE("lines of PHREEQC end at ';' and at line ends, go on after '\\', and lose their comments",
          "[unit]") {
  CHECK(lines_of("a b # c ; d\n\n  # only words\n\tlog_k 1; delta_h 2 kJ ;\r\nlast") ==
        std::vector<std::string>{"1: a b", "4: log_k 1", "4: delta_h 2 kJ", "5: last"});
  CHECK(lines_of("one \\\n two \\ \n three # end\nfour") ==
        std::vector<std::string>{"1: one  two  three", "4: four"});
  CHECK(lines_of("\n# nothing\n;;\n").empty());
}

TEST_CASE("a place points at the word, or at the first of its line", "[unit]") {
  const Lines lines("PHASES\n  log_k wrong\r\n", "a.dat");
  const Place place = lines.place(2, "wrong");
  CHECK(place.line == 2);
  CHECK(place.column == 9);
  CHECK(place.length == 5);
  CHECK(place.line_text == "  log_k wrong");
  CHECK(lines.place(2).column == 3);
}

TEST_CASE("options may be cut short after '-', and whole without it, whatever their case", "[unit]") {
  constexpr std::string_view known[] = {"log_k", "logk", "delta_h", "analytical_expression", "a_e"};
  for (const char* word : {"-l", "-log", "-LOG_K", "log_k", "Log_K"})
    CHECK(option_of(word, known) == "log_k");
  CHECK(option_of("logk", known) == "logk");
  for (const char* word : {"-a", "-analytic", "-Analytical"})
    CHECK(option_of(word, known) == "analytical_expression");
  CHECK(option_of("-a_e", known) == "a_e");
  CHECK(option_of("log", known).empty());
  CHECK(option_of("-analytics", known).empty());
  CHECK(option_of("-", known).empty());
}

TEST_CASE("equations of PHREEQC are read with amounts, charges and hydrates in all their forms", "[unit]") {
  CHECK(rewritten("2H2O = O2 + 4H+ + 4e-") == "2 H2O = O2 + 4 H+ + 4 e-");
  CHECK(rewritten("0.5O2 + 2 HS- = S2-2 + H2O") == "0.5 O2 + 2 HS- = S2-2 + H2O");
  CHECK(rewritten(" .5 O2 + 2 HS- = S2-2 + H2O") == "0.5 O2 + 2 HS- = S2-2 + H2O");
  CHECK(rewritten("Ca++ + CO3-- = CaCO3") == "Ca+2 + CO3-2 = CaCO3");
  CHECK(rewritten("BaSO4  =  +  Ba++ +  SO4-2") == "BaSO4 = Ba+2 + SO4-2");
  CHECK(rewritten("1.000Al+3 + 1.000H2PO4-  = AlH2PO4+2") == "Al+3 + H2PO4- = AlH2PO4+2");
  CHECK(rewritten("Ca5(PO4)3F +3.0 H+  =  +  F- + 3.0 HPO4-2 + 5.0 Ca++") ==
        "Ca5(PO4)3F + 3 H+ = F- + 3 HPO4-2 + 5 Ca+2");
  CHECK(rewritten("MgSO4:7H2O = Mg+2 + SO4-2 + 7H2O") == "MgSO4:7H2O = Mg+2 + SO4-2 + 7 H2O");
  CHECK(rewritten("H2O + 0.01e- = H2O-0.01") == "H2O + 0.01 e- = H2O-0.01");
  CHECK(rewritten("Na+1 + Cl-1 = NaCl+0") == "Na+ + Cl- = NaCl");
  CHECK(rewritten("[13C]O2 + H2O = H[13C]O3- + H+") == "[13C]O2 + H2O = H[13C]O3- + H+");
  CHECK(rewritten("[C-O]O2 = CO3-2") == "[C-O]O2 = CO3-2");
}

TEST_CASE("blanks mean nothing in equations: a sign is charge unless a name follows", "[unit]") {
  CHECK(rewritten("H2O=H++OH-") == "H2O = H+ + OH-");
  CHECK(rewritten("CO2+2H2O=H++HCO3-+H2O") == "CO2 + 2 H2O = H+ + HCO3- + H2O");
  CHECK(rewritten("Ca+2+2Cl-=CaCl2") == "Ca+2 + 2 Cl- = CaCl2");
  CHECK(rewritten("4H++4e-+O2=2H2O") == "4 H+ + 4 e- + O2 = 2 H2O");
  CHECK(rewritten("Fe+++SO4--=FeSO4") == "Fe+2 + SO4-2 = FeSO4");
}

TEST_CASE("a negative amount changes sides, as sit.dat and pitzer.dat need", "[unit]") {
  CHECK(rewritten("Mg(OH)2 = Mg+2 - 2 H+ + 2 H2O") == "Mg(OH)2 + 2 H+ = Mg+2 + 2 H2O");
  CHECK(rewritten("Ca+2 + H2O - H+ = CaOH+") == "Ca+2 + H2O = CaOH+ + H+");
}

TEST_CASE("equations that make no sense say why", "[input]") {
  const auto refuse = [](const std::string& text, const std::string& why) {
    INFO(text);
    CHECK_THROWS_WITH(parse_equation(text), Contains(why));
  };
  refuse("Mg+2 + H2O", "has no '='");
  refuse("= MgOH+", "has nothing on one side");
  refuse("Mg+2 =", "has nothing on one side");
  refuse("Mg+2 + = MgOH+", "lacks a name");
  refuse("1.2.3 Mg = X", "'1.2.3' is not a number");
  refuse("Ca++2 = X", "charge that is written twice");
  refuse("2 * H+ = X", "lacks a name");
}

TEST_CASE("names of species take PHREEQC's short form", "[unit]") {
  CHECK(species_name("Fe+++") == "Fe+3");
  CHECK(species_name("CO3--") == "CO3-2");
  CHECK(species_name("e-") == "e-");
  CHECK(species_name("H4SiO4") == "H4SiO4");
  CHECK_THROWS_AS(species_name("2H+"), std::invalid_argument);
  CHECK_THROWS_AS(species_name("H+=H+"), std::invalid_argument);
}

TEST_CASE("enthalpies and volumes have the units of PHREEQC", "[unit]") {
  CHECK(joules(-3.561, "kcal") == Approx(-14899.224));
  CHECK(joules(2, "kcal/mol") == Approx(8368));
  CHECK(joules(56.4, "") == Approx(56400));
  CHECK(joules(56.4, "kJ/mol") == Approx(56400));
  CHECK(joules(1, "KJOULES") == Approx(1000));
  CHECK(joules(100, "cal") == Approx(418.4));
  CHECK(joules(7, "J") == 7);
  CHECK_THROWS_WITH(joules(1, "eV"), Contains("'eV' is not a unit of enthalpy"));
  CHECK_THROWS_AS(joules(1, "kJ/kg"), std::invalid_argument);
  CHECK(cubic_metres(36.9, "") == Approx(36.9e-6));
  CHECK(cubic_metres(36.9, "cm3/mol") == Approx(36.9e-6));
  CHECK(cubic_metres(0.0369, "dm3/mol") == Approx(36.9e-6));
  CHECK(cubic_metres(36.9e-6, "m3/mol") == Approx(36.9e-6));
  CHECK_THROWS_WITH(cubic_metres(1, "ft3"), Contains("'ft3' is not a unit of molar volume"));
}

TEST_CASE("numbers are read as PHREEQC writes them", "[unit]") {
  CHECK(number_of("+3.5") == 3.5);
  CHECK(number_of("-.5") == -0.5);
  CHECK(number_of("1.5E+2") == 150);
  CHECK_THROWS_WITH(number_of("3,5"), Contains("'3,5' is not a number"));
  CHECK_THROWS_AS(number_of("inf"), std::invalid_argument);
  CHECK_THROWS_AS(number_of(""), std::invalid_argument);
}

TEST_CASE("an equation out of balance says what it makes, or loses", "[unit]") {
  const ElementWeights edta{{"Edta", 0.2882}};
  ReactionCheck check(edta);
  const auto excess = [&](const std::string& text) { return check.imbalance(parse_equation(text)); };
  CHECK(excess("Mg+2 + H2O = MgOH+ + H+").empty());
  CHECK(excess("Edta-4 + Mg+2 = MgEdta-2").empty());
  CHECK(excess("2 H2O = O2 + 4 H+ + 4 e-").empty());
  CHECK(excess("Ca0.8SiO2.8:1.54H2O + 1.6 H+ = 0.8 Ca+2 + H4SiO4 + 0.34 H2O").empty());
  CHECK(excess("Mg+2 + H2O = MgOH+") == "H -1, charge -1");
  CHECK(excess("HS- = S2-2 + H+") == "S +1");
  CHECK(excess("Mg+2 + 1.00000001 H2O = MgOH+ + H+") == "H -2e-08, O -1e-08");
  CHECK_THROWS_WITH(excess("Xy+ = Xy+"), Contains("unknown element 'Xy'"));
}

TEST_CASE("a phase goes by its name in our reactions, also when the name starts like a number", "[unit]") {
  const Equation equation = parse_equation("CO2 = CO2");
  CHECK(reaction_text(equation, "CO2(g)") == "CO2(g) = CO2");
  CHECK(reaction_text(equation, "2K2SO4.Fe") == "1 2K2SO4.Fe = CO2");
  CHECK(exact_number(0.1) == "0.1");
}
