// Batch equilibrium where the answer is known by other means: minerals and gases, hydrates that take water,
// targets, a headspace, exchangers, brines.
#include "chemistry/equilibrium/equilibrium.h"

#include <algorithm>
#include <cmath>

#include "tests/chemistry/brines.h"
#include "tests/chemistry/vessels.h"

using namespace talus;

namespace {

SystemChoice carbonate_water(const std::string& activity = "B-dot") {
  SystemChoice choice = water_of({"H+", "HCO3-", "Mg+2", "Ca+2", "SO4-2", "Na+", "Cl-"}, activity);
  choice.gases = {"CO2(g)"};
  if (activity == "Pitzer" || activity == "SIT")  // interactions stand for the ion pairs
    choice.leave_out = {"MgHCO3+",  "MgSO4(aq)", "MgCl+",  "NaHCO3(aq)", "NaCO3-",
                        "NaCl(aq)", "NaOH(aq)",  "NaSO4-", "CaCl+",      "CaSO4(aq)"};
  choice.interactions = brine_interactions();
  choice.interactions.sit = {{{"Na+", "Cl-"}, {0.03}}, {{"Mg+2", "Cl-"}, {0.19}}};
  return choice;
}

}  // namespace

TEST_CASE("pure water is neutral", "[unit]") {
  const TestVessel vessel(with_more_phases(), carbonate_water(), {});
  const Equilibrium e = equilibrate(vessel.model, vessel.at, vessel.batch);
  check_equilibrium(vessel, e);
  CHECK(e.pH == Approx(7).margin(0.01));
  CHECK(e.water == Approx(1));
  CHECK(e.absent.size() == 6);
}

TEST_CASE("calcite in water open to CO2 is what the recipe of that water says, for every model", "[unit]") {
  const std::string model = GENERATE(as<std::string>{}, "B-dot", "Davies", "WATEQ", "Pitzer", "SIT");
  CAPTURE(model);
  TestVessel vessel(with_more_phases(), carbonate_water(model), {"Calcite", "CO2(g)"});
  vessel.start("Calcite").amount = 0.01;
  vessel.start("CO2(g)") = {.amount = 0, .target = -3.5, .open = true};
  const Equilibrium e = equilibrate(vessel.model, vessel.at, vessel.batch);
  check_equilibrium(vessel, e);

  SystemChoice choice = carbonate_water(model);
  choice.precipitate = {"Calcite"};
  const ChemicalSystem system(with_more_phases(), choice);
  const Water water = solve_water(
      system, system.at(298.15),
      {.equilibrium = {{"CO2(g)", 101325 * std::pow(10, -3.5)}}, .saturated = {"Calcite"}, .balance = "H+"});
  CHECK(e.pH == Approx(water.pH).epsilon(1e-10));
  CHECK(e.dissolved[3] / e.water == Approx(water.total[3]).epsilon(1e-9));
  CHECK(e.dissolved[3] == Approx(0.01 - e.amount[0]).epsilon(1e-9));
  // Appelo and Postma (2005) Geochemistry, Groundwater and Pollution, chapter 5: pH 8.3, 0.49 mmol/L
  CHECK(e.pH == Approx(8.28).margin(0.04));
  CHECK(e.dissolved[3] == Approx(4.9e-4).epsilon(0.05));
}

TEST_CASE("a mineral keeps the saturation index that it is given", "[unit]") {
  TestVessel vessel(with_more_phases(), carbonate_water(), {"Calcite", "CO2(g)"});
  vessel.start("Calcite") = {.amount = 0.01, .target = 0.5};
  vessel.start("CO2(g)") = {.amount = 10, .target = -2};
  const Equilibrium e = equilibrate(vessel.model, vessel.at, vessel.batch);
  check_equilibrium(vessel, e);
  CHECK(e.saturation[0] == Approx(0.5));
  CHECK(e.saturation[1] == Approx(-2));
  CHECK(e.gas_fugacity[0] == Approx(1013.25));
  vessel.start("Calcite").amount = 1e-5;  // too little for that
  const Equilibrium gone = equilibrate(vessel.model, vessel.at, vessel.batch);
  check_equilibrium(vessel, gone);
  CHECK_FALSE(gone.present[0]);
  CHECK(gone.dissolved[3] == Approx(1e-5));
}

TEST_CASE("anhydrite turns into gypsum and binds its water", "[unit]") {
  SystemChoice choice = carbonate_water();
  choice.water_activity = GENERATE(as<std::string>{}, "Garrels-Christ", "Raoult", "unity");
  for (const double kilograms : {1.0, 1e-3, 1e5}) {
    TestVessel vessel(with_more_phases(), choice, {"Anhydrite", "Gypsum"}, kilograms);
    vessel.start("Anhydrite").amount = 0.1 * kilograms;
    const Equilibrium e = equilibrate(vessel.model, vessel.at, vessel.batch);
    check_equilibrium(vessel, e);
    CHECK_FALSE(e.present[0]);
    CHECK(e.present[1]);
    CHECK(e.saturation[0] < 0);
    const double dissolved = e.dissolved[vessel.component("Ca+2")];
    CHECK(e.amount[1] == Approx(0.1 * kilograms - dissolved).epsilon(1e-12));
    CHECK(e.water == Approx(kilograms - 2 * water_molar_mass * e.amount[1]).epsilon(1e-7));
    CHECK(dissolved / e.water == Approx(0.0152).epsilon(0.05));  // 2.6 g/L
  }
}

TEST_CASE("brucite under CO2 becomes nesquehonite above a threshold of pressure", "[unit]") {
  TestVessel vessel(with_more_phases(), carbonate_water(), {"Brucite", "Nesquehonite", "CO2(g)"});
  // Mg(OH)2 + CO2 + 2 H2O = MgCO3:3H2O with a_w = 1
  const double threshold =
      (vessel.at.ln_k_phase[0] - vessel.at.ln_k_phase[1] + vessel.at.ln_k_phase[2]) / std::log(10);
  vessel.start("Brucite").amount = 0.5;
  vessel.start("CO2(g)") = {.target = threshold - 0.01, .open = true};
  const Equilibrium below = equilibrate(vessel.model, vessel.at, vessel.batch);
  check_equilibrium(vessel, below);
  CHECK((below.present[0] && !below.present[1]));
  vessel.start("CO2(g)").target = threshold + 0.01;
  const Equilibrium above = equilibrate(vessel.model, vessel.at, vessel.batch);
  check_equilibrium(vessel, above);
  CHECK((!above.present[0] && above.present[1]));
  const double bound = 2 * water_molar_mass * above.amount[1];
  CHECK(above.water == Approx(1 - bound).epsilon(1e-3));  // bicarbonate in solution takes a little
  CHECK(-above.amount[2] == Approx(above.amount[1] + above.dissolved[1]));
}

TEST_CASE("a headspace holds what its pressure says", "[unit]") {
  TestVessel vessel(with_more_phases(), carbonate_water(), {"Brucite", "Nesquehonite"});
  vessel.batch.headspace = 0.02;
  vessel.start("Brucite").amount = 0.1;
  const double carbon = 0.15;  // CO2 = HCO3- + H+ - H2O
  vessel.total("HCO3-") = vessel.total("H+") = carbon;
  vessel.total("H2O") -= carbon;
  const Equilibrium e = equilibrate(vessel.model, vessel.at, vessel.batch);
  check_equilibrium(vessel, e);
  const double gas = e.gas_fugacity[0] * 0.02 / (gas_constant * 298.15);
  CHECK(e.amount[1] > 0);
  CHECK(gas > 1e-3);
  CHECK(gas + e.dissolved[1] + e.amount[1] == Approx(carbon).epsilon(1e-12));
}

TEST_CASE("a headspace may hold more gas than there is water", "[unit]") {
  TestVessel open(with_more_phases(), carbonate_water(), {"CO2(g)"});
  open.start("CO2(g)") = {.target = -1, .open = true};
  const Equilibrium beside = equilibrate(open.model, open.at, open.batch);
  check_equilibrium(open, beside);
  for (const double headspace : {1e2, 1e4, 1e6}) {  // m3 over 1 kg of water
    CAPTURE(headspace);
    TestVessel vessel(with_more_phases(), carbonate_water(), {});
    vessel.batch.headspace = headspace;
    const double gas = 0.1 * 101325 * headspace / (gas_constant * 298.15);  // mol: CO2 = HCO3- + H+ - H2O
    vessel.total("HCO3-") = vessel.total("H+") = gas;
    vessel.total("H2O") -= gas;
    const Equilibrium e = equilibrate(vessel.model, vessel.at, vessel.batch);
    check_equilibrium(vessel, e);
    CHECK(e.gas_fugacity[0] == Approx(10132.5).epsilon(1e-4));
    CHECK(e.water == Approx(1).epsilon(1e-4));
    CHECK(e.pH == Approx(beside.pH).margin(1e-4));
  }
}

TEST_CASE("halite dissolves to 6.1 mol/kgw by Pitzer's model", "[unit]") {
  TestVessel vessel(with_more_phases(), carbonate_water("Pitzer"), {"Halite", "Gypsum", "Anhydrite"});
  vessel.start("Halite").amount = 10;
  const Equilibrium e = equilibrate(vessel.model, vessel.at, vessel.batch);
  check_equilibrium(vessel, e);
  // Robinson and Stokes (1965) Electrolyte Solutions, appendix: 6.144 mol/kgw, a_w 0.753
  CHECK(e.dissolved[5] / e.water == Approx(6.144).epsilon(0.01));
  CHECK(std::exp(e.ln_activity.back()) == Approx(0.753).epsilon(0.003));
  CHECK(e.absent.size() == 4);
}

TEST_CASE("an exchanger keeps its charge while minerals feed it", "[unit]") {
  const DatFolder folder;
  folder.write("clay.dat", R"(EXCHANGE_MASTER_SPECIES
X X-
EXCHANGE_SPECIES
X- = X-
Na+ + X- = NaX; -log_k 0
Ca+2 + 2 X- = CaX2; -log_k 0.8
Mg+2 + 2 X- = MgX2; -log_k 0.6
)");
  const Database database = Database::read({"talus", "clay.dat"}, folder.path());
  TestVessel vessel(database, carbonate_water(), {"Calcite", "CO2(g)"});
  for (const auto convention : {ExchangeConvention::gaines_thomas, ExchangeConvention::gapon}) {
    vessel.model.exchangers = {exchanger(database, vessel.system, "X", convention)};
    vessel.at = constants_of(vessel.model, 298.15);
    const double capacity = ExchangeCapacity{.per_water = 0.05}.sites(0, 1);
    vessel.batch.sites = {capacity};
    vessel.start("Calcite").amount = 0.1;
    vessel.start("CO2(g)") = {.target = -2, .open = true};
    const Water sodium = solve_water(vessel.system, vessel.at.water,
                                     {.total = {{"Na+", 0.01}, {"Cl-", 0.01}}, .balance = "H+"});
    vessel.batch.total = totals_of(sodium, 1);
    const std::vector<double> held =
        exchanged_totals(vessel.model, vessel.at, sodium.ln_molality, vessel.batch.sites);
    CHECK(held[vessel.component("Na+")] == Approx(capacity).epsilon(1e-4));
    for (std::size_t j = 0; j < held.size(); ++j) vessel.batch.total[j] += held[j];
    const Equilibrium e = equilibrate(vessel.model, vessel.at, vessel.batch);
    REQUIRE(e.found);
    double charge = 0, calcium = 0;
    for (std::size_t i = 0; i < e.exchanged[0].size(); ++i) {
      const ExchangeSpecies& species = vessel.model.exchangers[0].species[i];
      charge += species.sites * e.exchanged[0][i];
      calcium += species.row.of(vessel.component("Ca+2")) * e.exchanged[0][i];
    }
    CHECK(charge == Approx(capacity).epsilon(1e-13));
    CHECK(calcium > 0.008);  // calcite made way for softened water
    const double before = vessel.total("Ca+2");
    CHECK(before - e.change[0] == Approx(calcium + e.dissolved[vessel.component("Ca+2")]).epsilon(1e-12));
    CHECK(e.balance_error < 1e-12);
  }
}

TEST_CASE("a near answer gives the same answer sooner", "[unit]") {
  TestVessel vessel(with_more_phases(), carbonate_water(), {"Brucite", "Nesquehonite", "Calcite", "Gypsum"});
  vessel.start("Brucite").amount = 0.1;
  vessel.start("Calcite").amount = 0.1;
  vessel.total("HCO3-") = vessel.total("H+") = 0.05;
  const Equilibrium first = equilibrate(vessel.model, vessel.at, vessel.batch);
  check_equilibrium(vessel, first);
  vessel.total("HCO3-") = vessel.total("H+") = 0.12;  // now brucite goes
  const Equilibrium anew = equilibrate(vessel.model, vessel.at, vessel.batch);
  const Equilibrium near = equilibrate(vessel.model, vessel.at, vessel.batch, &first);
  check_equilibrium(vessel, anew);
  check_equilibrium(vessel, near);
  CHECK(first.present != near.present);
  CHECK(near.present == anew.present);
  CHECK(near.pH == Approx(anew.pH).epsilon(1e-11));
  CHECK(near.iterations < anew.iterations);
}

TEST_CASE("Newton's method squares its error: the derivatives of all parts are exact", "[derivatives]") {
  const DatFolder folder;
  folder.write("clay.dat", clay_of_dat);
  const Database database = Database::read({"talus", "clay.dat"}, folder.path());
  const std::string model = GENERATE(as<std::string>{}, "B-dot", "Davies", "WATEQ", "Pitzer", "SIT");
  TestVessel vessel(database, carbonate_water(model), {"Brucite", "Nesquehonite"});
  vessel.model.exchangers = {exchanger(database, vessel.system, "X")};
  vessel.at = constants_of(vessel.model, 298.15);
  vessel.batch.sites = {0.3};
  vessel.batch.headspace = 0.02;
  vessel.start("Brucite").amount = 0.2;
  vessel.total("HCO3-") = vessel.total("H+") = 0.15;
  vessel.total("Na+") = 0.5;
  vessel.total("Cl-") = 0.2;
  vessel.total("Ca+2") = 1e-3;
  vessel.total("Cl-") += 2e-3;
  Equilibrium e = equilibrate(vessel.model, vessel.at, vessel.batch);
  check_equilibrium(vessel, e);
  CHECK((e.gas_fugacity[0] > 1 && e.exchanged[0][1] > 1e-3));
  for (std::size_t j = 0; j < e.ln_molality.size(); ++j)
    e.ln_molality[j] += 1e-2 * std::sin(2.0 + static_cast<double>(j));
  const Equilibrium again = equilibrate(vessel.model, vessel.at, vessel.batch, &e);
  check_equilibrium(vessel, again);
  CHECK(again.iterations <= 7);  // of which one starts and two end; an error of 1e-2 becomes 1e-16 in 3 to 4
}

TEST_CASE("everything in a vessel grows with the vessel", "[unit]") {
  TestVessel vessel(with_more_phases(), carbonate_water(), {"Brucite", "Hydromagnesite", "Calcite"});
  vessel.start("Brucite").amount = 0.1;
  vessel.start("Calcite").amount = 0.01;
  vessel.total("HCO3-") = vessel.total("H+") = 0.05;
  const Equilibrium one = equilibrate(vessel.model, vessel.at, vessel.batch);
  check_equilibrium(vessel, one);
  for (const double factor : {1e-6, 1e-3, 1e6}) {
    TestVessel other(with_more_phases(), carbonate_water(), {"Brucite", "Hydromagnesite", "Calcite"});
    for (std::size_t j = 0; j < vessel.batch.total.size(); ++j)
      other.batch.total[j] = factor * vessel.batch.total[j];
    for (std::size_t p = 0; p < 3; ++p) other.batch.phases[p].amount = factor * vessel.batch.phases[p].amount;
    const Equilibrium e = equilibrate(other.model, other.at, other.batch);
    check_equilibrium(other, e);
    CHECK(e.pH == Approx(one.pH).epsilon(1e-11));
    for (std::size_t p = 0; p < 3; ++p) CHECK(e.amount[p] == Approx(factor * one.amount[p]).epsilon(1e-10));
  }
}
