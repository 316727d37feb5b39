// Records of a database of PHREEQC: every construct, with values by hand.
#include <cmath>
#include <numbers>

#include "tests/catch.h"
#include "tests/chemistry/dat_files.h"

using namespace talus;

namespace {

/// log10 K at T (K) from log_k and an enthalpy in J/mol, with PHREEQC's R.
double van_t_hoff(double log_k, double enthalpy, double t) {
  return log_k - enthalpy / (8.3147 * std::numbers::ln10) * (1 / t - 1 / 298.15);
}

double analytic(const std::vector<double>& a, double t) {
  const double terms[] = {1, t, 1 / t, std::log10(t), 1 / (t * t), t * t};
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * terms[i];
  return sum;
}

}  // namespace

TEST_CASE("master species have their redox states, alkalinity and weight in analyses", "[unit]") {
  const Database d = dat("");
  CHECK(d.elements.at("Fe(3)").species == "Fe+3");
  CHECK(d.elements.at("Fe(3)").alkalinity == -2);
  CHECK(d.elements.at("Fe").formula_weight == Approx(0.055847));
  CHECK(d.elements.at("Fe(3)").formula_weight == Approx(0.055847));  // "Fe", of the weight above
  CHECK(d.elements.at("C").formula == "HCO3");
  CHECK(d.elements.at("C").formula_weight == Approx(0.012011 + 0.001008 + 3 * 0.016));
  CHECK(d.elements.at("C").atomic_weight == Approx(0.012011));
  CHECK(d.elements.at("Alkalinity").formula_weight == Approx(0.5 * (0.04008 + 0.012011 + 3 * 0.016)));
  CHECK(d.elements.at("E").formula_weight == 0);
  CHECK(d.elements.at("Mg").origin.line == 6);
  CHECK(d.own_elements.at("Edta") == Approx(0.2882));
  CHECK_FALSE(d.own_elements.contains("Mg"));
  CHECK(d.formula("MgEdta-2").charge == -2);
}

TEST_CASE("identities are components, also the electron; water needs no record", "[unit]") {
  const Database d = dat("");
  for (const char* name : {"H+", "e-", "Mg+2", "Ca+2", "HCO3-", "Edta-4", "Fe+2"}) {
    INFO(name);
    CHECK(d.aqueous.at(name).reaction.empty());
  }
  CHECK(d.aqueous.size() == 7);
  CHECK(d.aqueous.at("Ca+2").origin.line == 17);
}

TEST_CASE("the species that forms is the first on the right, and keeps what its lines say", "[unit]") {
  const Database d = dat(R"(Mg+2 + H2O = MgOH+ + H+
  -log_k -11.44; -delta_h 15.952 kcal
  -gamma 6.5 0.1
  -Vm 1 2 3 4 5
  -dw 0.7e-9 300
Fe+2 = Fe+3 + e-
  log_k -13.02
  -gam 9
HCO3- + H+ = CO2 + H2O
  LOGK 6.3447
  -co2_llnl_gamma
H+ + HCO3- + Mg+2 = MgH2CO3+2   # made up
  -llnl_gamma 8; log_k 1
)");
  const AqueousRecord& hydroxide = d.aqueous.at("MgOH+");
  CHECK(hydroxide.reaction == "Mg+2 + H2O = MgOH+ + H+");
  CHECK(hydroxide.constant.log_k == -11.44);
  CHECK(*hydroxide.constant.enthalpy == Approx(15.952 * 4184));
  CHECK(hydroxide.wateq->front() == Approx(6.5e-10));
  CHECK(hydroxide.wateq->back() == 0.1);
  CHECK(hydroxide.volume == std::vector<double>{1, 2, 3, 4, 5});
  CHECK(hydroxide.diffusivity == 0.7e-9);
  CHECK(hydroxide.origin.line == 20);
  CHECK(d.aqueous.at("Fe+3").reaction == "Fe+2 = Fe+3 + e-");
  CHECK(d.aqueous.at("Fe+3").wateq->front() == Approx(9e-10));
  CHECK(d.aqueous.at("Fe+3").wateq->back() == 0);
  CHECK(d.aqueous.at("CO2").neutral == "CO2");
  CHECK(d.aqueous.at("CO2").constant.log_k == 6.3447);
  CHECK(d.aqueous.at("MgH2CO3+2").ion_size == Approx(8e-10));
  CHECK_FALSE(d.aqueous.at("MgH2CO3+2").wateq);
}

TEST_CASE("log_k and delta_h hold at 25 degC with PHREEQC's gas constant", "[unit]") {
  const Database d = dat("Mg+2 + H2O = MgOH+ + H+\n log_k -11.44\n delta_h 66.743 kJ\n");
  const EquilibriumConstant& k = d.aqueous.at("MgOH+").constant;
  CHECK(k.at(298.15) == Approx(-11.44));
  CHECK(k.at(333.15) == Approx(van_t_hoff(-11.44, 66743, 333.15)).epsilon(1e-12));
  // with the constant of CODATA the difference would be 3e-5
  CHECK(std::abs(k.at(333.15) -
                 (-11.44 - 66743 / (8.314462618 * std::numbers::ln10) * (1 / 333.15 - 1 / 298.15))) > 2e-5);
}

TEST_CASE("the analytic expression wins over log_k, and the disagreement is noted", "[unit]") {
  const Database d = dat(R"(PHASES
Nesquehonite
  MgCO3:3H2O + H+ = HCO3- + Mg+2 + 3 H2O
  log_k 4.9955
  -delta_H -36.1498 kJ/mol
  -analytic 1.3771e+2 -6.0397e-2 -3.5049e+4 -1.8831e+1 4.4213e+6
)");
  const EquilibriumConstant& k = d.minerals.at("Nesquehonite").constant;
  CHECK(k.log_k == 4.9955);
  CHECK(k.at(298.15) == Approx(5.2887).margin(1e-4));
  CHECK(k.at(333.15) == Approx(analytic({1.3771e+2, -6.0397e-2, -3.5049e+4, -1.8831e+1, 4.4213e+6}, 333.15)));
  CHECK(notes_of(d, FileNote::disagreement) ==
        std::vector<std::string>{
            "21 Nesquehonite: log_k 4.9955, analytic expression at 25 degC 5.2887, which holds"});
}

TEST_CASE("delta_h of 0 means that nothing is known", "[unit]") {
  const Database d =
      dat("Mg+2 + HCO3- = MgHCO3+\n log_k 1\n -delta_H 0 # not possible to calculate\n -analytic 0 0\n");
  const EquilibriumConstant& k = d.aqueous.at("MgHCO3+").constant;
  CHECK_FALSE(k.knows_temperature());
  CHECK(k.at(350) == 1);
}

TEST_CASE("an analytic expression without log_k says its own", "[unit]") {
  const Database d = dat("Mg+2 + HCO3- = MgHCO3+\n -a_e 0 0 298.15\n");
  CHECK(d.aqueous.at("MgHCO3+").constant.log_k == Approx(1));
  CHECK(notes_of(d, FileNote::disagreement).empty());
}

TEST_CASE("a named expression is added, whatever the form of the two", "[unit]") {
  const std::string named =
      "NAMED_EXPRESSIONS\nLog_K_O2\n log_k -86\n -delta_H 560 kJ/mol\n -analytic 38 8e-3 -2.7e4\nPlain\n "
      "log_k 2; "
      "delta_h 10\nSOLUTION_SPECIES\n";
  const Database d = dat(named + R"(Mg+2 + HCO3- = MgHCO3+
  log_k 1; -delta_h 20
  -add_logk log_k_o2 0.5
Ca+2 + HCO3- = CaHCO3+
  log_k 1; -delta_h 20
  -add_log_k Plain -2
Fe+2 + HCO3- = FeHCO3+
  -analytic 1 2e-3
  -add_logk PLAIN
H+ + Edta-4 = HEdta-3
  log_k 1; -delta_h 20; -add_constant 0.301
)");
  const auto at = [&](const char* name, double t) { return d.aqueous.at(name).constant.at(t); };
  const double t = 320;
  CHECK(at("MgHCO3+", t) == Approx(van_t_hoff(1, 20000, t) + 0.5 * analytic({38, 8e-3, -2.7e4}, t)));
  CHECK(at("CaHCO3+", t) == Approx(van_t_hoff(1 - 2 * 2, 20000 - 2 * 10000, t)));
  CHECK(at("FeHCO3+", t) == Approx(analytic({1, 2e-3}, t) + van_t_hoff(2, 10000, t)));
  CHECK(at("HEdta-3", t) == Approx(van_t_hoff(1.301, 20000, t)));
  CHECK(d.aqueous.at("MgHCO3+").constant.provenance.note == "with 0.5 times the expression log_k_o2");
  CHECK(d.aqueous.at("MgHCO3+").constant.at(298.15) == Approx(d.aqueous.at("MgHCO3+").constant.log_k));
}

TEST_CASE("phases have a formula, a volume and a line; gases are gases and phases", "[unit]") {
  const Database d = dat(R"(HCO3- + H+ = CO2 + H2O
  log_k 6.3447
PHASES
Brucite  127
  Mg(OH)2 + 2 H+ = Mg+2 + 2 H2O
  log_k 17.112; delta_h -114.518
  -Vm 24.63
CO2(g)
  CO2 = CO2
  -log_k -1.468; -T_c 304.2; -P_c 72.86; -Omega 0.225
)");
  const MineralRecord& brucite = d.minerals.at("Brucite");
  CHECK(brucite.formula == "Mg(OH)2");
  CHECK(brucite.reaction == "Brucite + 2 H+ = Mg+2 + 2 H2O");
  CHECK(brucite.molar_volume == Approx(24.63e-6));
  CHECK(brucite.origin.line == 23);
  CHECK(brucite.constant.provenance.source.ends_with("mine.dat line 23"));
  const GasRecord& gas = d.gases.at("CO2(g)");
  CHECK(gas.reaction == "CO2(g) = CO2");
  CHECK(gas.constant.log_k == -1.468);
  CHECK(gas.critical.temperature == 304.2);
  CHECK(gas.critical.pressure == Approx(72.86 * 101325));
  CHECK(gas.critical.acentric_factor == 0.225);
  CHECK(d.minerals.at("CO2(g)").reaction == "CO2(g) = CO2");
  CHECK(d.minerals.at("CO2(g)").formula == "CO2");
  CHECK(d.gases.size() == 1);
}

TEST_CASE("exchangers have their sites and species", "[unit]") {
  const Database d = dat(R"(EXCHANGE_MASTER_SPECIES
X X-
EXCHANGE_SPECIES
X- = X-
  log_k 0
Mg+2 + 2 X- = MgX2
  -log_k 0.6; -gamma 5.5 0.2
Ca+2 + 2X- = CaX2
  log_k 0.8; -llnl_gamma 6; delta_h 7.2
)");
  CHECK(d.exchange_masters.at("X") == "X-");
  CHECK(d.exchange.at("X-").reaction.empty());
  CHECK(d.exchange.at("MgX2").reaction == "Mg+2 + 2 X- = MgX2");
  CHECK(d.exchange.at("MgX2").wateq->front() == Approx(5.5e-10));
  CHECK(d.exchange.at("CaX2").ion_size == Approx(6e-10));
  CHECK(d.exchange.at("CaX2").constant.at(333.15) == Approx(van_t_hoff(0.8, 7200, 333.15)));
  CHECK_FALSE(d.aqueous.contains("MgX2"));
}

TEST_CASE("LLNL's aqueous model is a grid of temperatures", "[unit]") {
  const Database d = dat(R"(LLNL_AQUEOUS_MODEL_PARAMETERS
-temperatures
  0.01 25
  60
-dh_a 0.4939 0.5114 0.5465
-dh_b
  0.3253 0.3288 0.3346
-bdot 0.0374 0.041 0.0438
-co2_coefs -1.0312 0.0012806
  255.9 0.4445 -0.001606
)");
  const AqueousModelRecord& model = d.aqueous_model.value();
  REQUIRE(model.temperatures.size() == 3);
  CHECK(model.temperatures[2] == Approx(333.15));
  CHECK(model.a == std::vector<double>{0.4939, 0.5114, 0.5465});
  CHECK(model.b[1] == Approx(0.3288e10));
  CHECK(model.b_dot.back() == 0.0438);
  CHECK(model.co2 == std::vector<double>{-1.0312, 0.0012806, 255.9, 0.4445, -0.001606});
  CHECK(model.origin.line == 21);
}

TEST_CASE("PITZER and SIT are parameters of two or three species, with up to six coefficients", "[unit]") {
  const Database d = dat(R"(PITZER
-MacInnes true
-B0
  Na+  Cl-   7.534e-2 9598.4 35.48 -5.8731e-2 1.798e-5 -5e5 # ref. 3
  Mg++ Cl-   0.351
-b1
  Na+ Cl- 0.2769
-B2
  Mg+2 SO4-2 -32.45 0 -3.236e3
-C0
  Na+ Cl- 1.48e-3
-THETA
  K+ Na+ -0.012
-LAMDA
  CO2 Na+ 0.085
-ZETA
  CO2 Na+ Cl- -0.015
-PSI
  K+ Na+ Cl- -0.0015
-ETA
  CO2 K+ Na+ 0.1
-ALPHAS
  Fe+2 Cl- 2 1
SIT
-epsilon
  Mg+2 Cl- 0.19
-epsilon1
  Na+ SO4-2 0.01 2
)");
  REQUIRE(d.pitzer.size() == 11);
  CHECK(d.macinnes == true);
  CHECK(d.pitzer[0].parameter == "B0");
  CHECK(d.pitzer[0].coefficients ==
        std::array<double, 6>{7.534e-2, 9598.4, 35.48, -5.8731e-2, 1.798e-5, -5e5});
  CHECK(d.pitzer[0].origin.line == 23);
  CHECK(d.pitzer[1].species == std::vector<std::string>{"Mg+2", "Cl-"});
  CHECK(d.pitzer[1].coefficients == std::array<double, 6>{0.351, 0, 0, 0, 0, 0});
  std::vector<std::string> order;
  for (const InteractionRecord& record : d.pitzer) order.push_back(record.parameter);
  CHECK(order == std::vector<std::string>{"B0", "B0", "B1", "B2", "C0", "THETA", "LAMBDA", "ZETA", "PSI",
                                          "ETA", "ALPHAS"});
  CHECK(d.pitzer[7].species.size() == 3);
  CHECK(d.pitzer[10].coefficients[1] == 1);
  REQUIRE(d.sit.size() == 2);
  CHECK(d.sit[0].parameter == "EPSILON");
  CHECK(d.sit[1].parameter == "EPSILON1");
  CHECK(d.sit[1].coefficients[1] == 2);
}

TEST_CASE("the electron stands in reactions as a component does", "[unit]") {
  const Database d = dat("Fe+2 = Fe+3 + e-\n log_k -13.02\n2 H2O = O2 + 4 H+ + 4 e-\n log_k -86.08\n");
  CHECK(d.aqueous.at("O2").reaction == "2 H2O = O2 + 4 H+ + 4 e-");
  CHECK(d.formula("e-").charge == -1);
  CHECK(d.formula("e-").molar_mass == 0);
}
