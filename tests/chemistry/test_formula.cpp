#include "chemistry/database/formula.h"

#include <stdexcept>
#include <string>

#include "tests/catch.h"

using namespace talus;
using Catch::Matchers::Contains;

TEST_CASE("formulas of ions carry their charge at the end", "[unit]") {
  const Formula magnesium = parse_formula("Mg+2");
  CHECK(magnesium.charge == 2);
  CHECK(magnesium.elements == std::map<std::string, double>{{"Mg", 1}});
  CHECK(parse_formula("HCO3-").charge == -1);
  CHECK(parse_formula("SO4-2").charge == -2);
  CHECK(parse_formula("H+").charge == 1);
  CHECK(parse_formula("H2SiO4-2").elements == std::map<std::string, double>{{"H", 2}, {"Si", 1}, {"O", 4}});
}

TEST_CASE("formulas drop the suffix of a state, and nothing else", "[unit]") {
  CHECK(parse_formula("SiO2(aq)").elements == std::map<std::string, double>{{"Si", 1}, {"O", 2}});
  CHECK(parse_formula("CO2(g)").elements == parse_formula("CO2").elements);
  CHECK(parse_formula("Mg(OH)2").elements == std::map<std::string, double>{{"Mg", 1}, {"O", 2}, {"H", 2}});
}

TEST_CASE("the water that ':' joins may be counted in fractions", "[unit]") {
  CHECK(parse_formula("K2CO3:1.5H2O").elements.at("H") == Approx(3));
  CHECK(parse_formula("CdSO4:2.667H2O").elements.at("O") == Approx(6.667));
  CHECK(parse_formula("CeF3:.5H2O").elements.at("H") == Approx(1));
  CHECK(parse_formula("UO3:.9H2O").elements.at("H") == Approx(1.8));
}

TEST_CASE("the electron, and names that a database uses like elements", "[unit]") {
  CHECK(parse_formula("e-").charge == -1);
  CHECK(parse_formula("e-").elements.empty());
  CHECK(parse_formula("H2O-0.01").charge == -0.01);
  const ElementWeights own{{"Edta", 0.2882}, {"Hfo_w", 0}, {"[13C]", 0.013}};
  CHECK(parse_formula("HEdta-3", own).elements == std::map<std::string, double>{{"H", 1}, {"Edta", 1}});
  CHECK(parse_formula("HEdta-3", own).molar_mass == Approx(0.2882 + 0.001008));
  CHECK(parse_formula("Hfo_wOH", own).elements.at("Hfo_w") == 1);
  CHECK(parse_formula("[13C]O2", own).molar_mass == Approx(0.013 + 2 * 0.015999));
  CHECK_THROWS_WITH(parse_formula("HEdta-3"), Contains("unknown element 'Edta'"));
  CHECK_THROWS_WITH(parse_formula("[13CO2", own), Contains("'[' is not closed"));
}

TEST_CASE("formulas open brackets, nested ones too, and hydrates", "[unit]") {
  const std::map<std::string, double> hydromagnesite{{"Mg", 5}, {"C", 4}, {"O", 18}, {"H", 10}};
  CHECK(parse_formula("Mg5(CO3)4(OH)2:4H2O").elements == hydromagnesite);
  CHECK(parse_formula("Mg5(CO3)4(OH)2.4H2O").elements == hydromagnesite);
  CHECK(parse_formula("MgCO3.3H2O").elements == parse_formula("MgCO3:3H2O").elements);
  CHECK(parse_formula("CaSO4:0.5H2O").elements.at("H") == Approx(1));
  CHECK(parse_formula("MgCO3:Mg(OH)2:3H2O").elements == parse_formula("Mg2CO3(OH)2:3H2O").elements);
  CHECK(parse_formula("Ca(Mg(OH)2)3").elements ==
        std::map<std::string, double>{{"Ca", 1}, {"Mg", 3}, {"O", 6}, {"H", 6}});
  CHECK(parse_formula("Na.96Al.96Si2.04O6:H2O").elements.at("Si") == Approx(2.04));
  CHECK(parse_formula("Ca0.5H2O").elements.at("Ca") == Approx(0.5));
}

TEST_CASE("molar masses are those of the tables", "[unit]") {  // g/mol, from mineral and chemical handbooks
  const auto grams = [](const char* formula) { return parse_formula(formula).molar_mass * 1e3; };
  CHECK(grams("H2O") == Approx(18.015).margin(2e-3));
  CHECK(grams("CO2") == Approx(44.009).margin(2e-3));
  CHECK(grams("Mg(OH)2") == Approx(58.32).margin(1e-2));
  CHECK(grams("MgCO3:3H2O") == Approx(138.36).margin(1e-2));
  CHECK(grams("Mg5(CO3)4(OH)2:4H2O") == Approx(467.64).margin(2e-2));
  CHECK(grams("Mg3Si2O5(OH)4") == Approx(277.11).margin(1e-2));
  CHECK(grams("Mg2SiO4") == Approx(140.69).margin(1e-2));
  CHECK(grams("CaCO3") == Approx(100.09).margin(1e-2));
  CHECK(atomic_weight("Ni") == Approx(0.058693));
  CHECK(atomic_weight("U") == Approx(0.23803));
}

TEST_CASE("formulas that are none say where and why", "[unit]") {
  CHECK_THROWS_WITH(parse_formula("Mgg(OH)2"), Contains("unknown element 'Mgg'") && Contains("character 1"));
  CHECK_THROWS_WITH(parse_formula("Mg(OH2"), Contains("'(' at 3 is not closed"));
  CHECK_THROWS_WITH(parse_formula("Mg(OH)2)"), Contains("unexpected ')'"));
  CHECK_THROWS_WITH(parse_formula("MgCO3:"), Contains("nothing after ':'"));
  CHECK_THROWS_WITH(parse_formula("mgo"), Contains("unexpected 'm'"));
  CHECK_THROWS_WITH(parse_formula("Mg1.2.3O"), Contains("Mg1.2.3O"));
  CHECK_THROWS_AS(parse_formula(""), std::invalid_argument);
  CHECK_THROWS_WITH(atomic_weight("Xx"), Contains("unknown element 'Xx'"));
}

TEST_CASE("formulas that no stack, mass or valence can hold are refused", "[unit]") {
  const std::string many(60000, '(');
  CHECK_THROWS_WITH(
      parse_formula(many + "H" + std::string(60000, ')')),
      Contains("more than 50 brackets stand in each other (at character 52)") && Contains("((...'"));
  CHECK_THROWS_WITH(parse_formula("[" + many), Contains("'[' is not closed"));
  CHECK(parse_formula(std::string(50, '(') + "H" + std::string(50, ')')).elements.at("H") == 1);
  CHECK_THROWS_WITH(parse_formula("H" + std::string(400, '9')), Contains("no such number of atoms of H"));
  const std::string large(200, '9');
  CHECK_THROWS_WITH(parse_formula("(H" + large + ")" + large), Contains("no such number of atoms of H"));
  CHECK_THROWS_WITH(parse_formula("Ca+3000000000"), Contains("no ion has such a charge"));
  CHECK_THROWS_WITH(parse_formula("Ca-" + std::string(400, '9')), Contains("no ion has such a charge"));
}
