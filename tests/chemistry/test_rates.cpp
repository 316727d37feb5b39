// Rate laws: derivatives of every law on every shipped record, and the rates that compilations print.
#include "chemistry/rates/rates.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

#include "tests/catch.h"
#include "tests/chemistry/small_systems.h"

using namespace talus;
using Catch::Matchers::Contains;

namespace {

/// Adds `name` to the components or gases of a choice, unless it is there.
void add(const std::string& name, SystemChoice& choice) {
  const bool gas = shipped_database().gases.contains(name);
  const auto species = shipped_database().aqueous.find(name);
  if (!gas && (species == shipped_database().aqueous.end() || !species->second.reaction.empty())) return;
  std::vector<std::string>& names = gas ? choice.gases : choice.components;
  if (std::ranges::count(names, name) == 0) names.push_back(name);
}

/// The components of tailings and those that the mineral needs, and the mineral, dissolving or forming.
SystemChoice one_mineral(const std::string& mineral, const std::string& set, bool forms) {
  SystemChoice choice = tailings("B-dot", set);
  choice.dissolve.clear();
  choice.precipitate.clear();
  (forms ? choice.precipitate : choice.dissolve) = {mineral};
  const auto found = shipped_database().minerals.find(mineral);
  if (found == shipped_database().minerals.end()) return choice;
  for (const auto& [name, amount] : parse_reaction(found->second.reaction)) add(name, choice);
  for (const RateRecord& record : found->second.rates)
    each_product(record.law, [&](const ActivityProduct& product) {
      for (const auto& [name, power] : product.powers) add(name, choice);
    });
  for (const std::string& gas : std::vector<std::string>(choice.gases))
    for (const auto& [name, amount] : parse_reaction(shipped_database().gases.at(gas).reaction))
      add(name, choice);
  return choice;
}

/// log10 of the rate of dissolution far from equilibrium, mol/m2/s, in pure water at a pressure of CO2 (atm).
double log_rate(const std::string& mineral, const std::string& set, double pH, double temperature,
                double carbon_dioxide = 4.2e-4) {
  const ChemicalSystem system(shipped_database(), one_mineral(mineral, set, false));
  const Constants at = system.at(temperature);
  std::vector<double> lambda(system.balances(), 0.0);
  lambda[static_cast<std::size_t>(system.component("H+"))] = -pH * ln10;
  const ReactionRow& gas = system.gases[0].row;
  lambda[static_cast<std::size_t>(system.component("HCO3-"))] =
      std::log(carbon_dioxide * 101325) - at.ln_k_gas[0] - gas.dot(std::span<const double>(lambda));
  Rate<double> r;
  std::visit(
      [&](const auto& law) {
        rate(law, std::span<const double>(at.dissolution[0]), std::span<const double>(lambda), -1e5, r);
      },
      system.minerals[0].dissolution);
  CHECK(r.d_ln_omega == 0);
  return std::log10(r.value);
}

/// Compares a law's analytic derivatives with dual numbers, argument by argument; false where nothing reacts.
template <class Law>
bool compare(const Law& law, const RateConstants& constants, const std::vector<double>& lambda,
             double ln_omega) {
  Rate<double> plain;
  rate(law, std::span<const double>(constants), std::span<const double>(lambda), ln_omega, plain);
  const auto derivative = [&](std::size_t argument) {
    std::vector<Dual> dual(lambda.begin(), lambda.end());
    Dual omega = ln_omega;
    (argument < dual.size() ? dual[argument] : omega).d = 1;
    Rate<Dual> r;
    rate(law, std::span<const double>(constants), std::span<const Dual>(dual), omega, r);
    REQUIRE(r.value.v == Approx(plain.value).epsilon(1e-14));
    return r.value.d;
  };
  double scale = std::abs(plain.value);
  for (const double d : plain.d_ln_activity) scale = std::max(scale, std::abs(d));
  if (scale == 0) {  // growth that waits
    for (std::size_t k = 0; k <= lambda.size(); ++k) REQUIRE(derivative(k) == 0);
    return false;
  }
  REQUIRE(plain.d_ln_activity.size() == lambda.size());
  for (std::size_t k = 0; k < lambda.size(); ++k)
    REQUIRE(plain.d_ln_activity[k] == Approx(derivative(k)).epsilon(1e-12).margin(1e-14 * scale));
  REQUIRE(plain.d_ln_omega == Approx(derivative(lambda.size())).epsilon(1e-12).margin(1e-14 * scale));

  Rate<Pack> packs;
  const std::vector<Pack> wide(lambda.begin(), lambda.end());
  rate(law, std::span<const double>(constants), std::span<const Pack>(wide), Pack(ln_omega), packs);
  REQUIRE(lane(packs.value, tile_width - 1) == Approx(plain.value).epsilon(1e-13));
  REQUIRE(lane(packs.d_ln_omega, 0) == Approx(plain.d_ln_omega).epsilon(1e-13).margin(1e-14 * scale));
  return true;
}

}  // namespace

TEST_CASE("every rate law of every shipped mineral has the derivatives that it states", "[derivatives]") {
  std::set<std::size_t> laws;
  int records = 0;
  for (const auto& [name, mineral] : shipped_database().minerals)
    for (const RateRecord& record : mineral.rates)
      for (const bool forms : {false, true}) {
        if (record.direction == (forms ? "dissolution" : "precipitation")) continue;
        CAPTURE(name, record.set, forms);
        const ChemicalSystem system(shipped_database(), one_mineral(name, record.set, forms));
        REQUIRE(system.minerals[0].rate_records[0] == &record);
        const RateLaw& law = forms ? system.minerals[0].precipitation : system.minerals[0].dissolution;
        laws.insert(law.index());
        ++records;
        for (const double temperature : {278.15, 298.15, 333.15}) {
          const Constants at = system.at(temperature);
          const RateConstants& constants = forms ? at.precipitation[0] : at.dissolution[0];
          Solution<double> s(system);
          REQUIRE(speciate(system, at, std::span<const double>(brackish_water(system)), s));
          for (const double ln_omega : {-300.0, -2.0, -1e-9, 1e-9, 0.7, 6.0}) {
            CAPTURE(temperature, ln_omega);
            const bool reacts = std::visit(
                [&](const auto& chosen) { return compare(chosen, constants, s.ln_activity, ln_omega); }, law);
            REQUIRE((reacts || (ln_omega > 0 && ln_omega < 1)));
          }
        }
      }
  CHECK(records > 25);
  // a law that no shipped record uses needs a test of its own here
  CHECK(laws.size() == std::variant_size_v<RateLaw>);
}

TEST_CASE("rates far from equilibrium are those of the compilations", "[unit]") {
  struct Row {
    const char* mineral;
    const char* set;
    double at_7, at_8_5, at_10, cold;  // at pH 7, 8.5 and 10, and at pH 8.5 and 5 degC; log10 of mol/m2/s
  };
  const Row rows[] = {
      {"Brucite", "Palandri-Kharaka", -7.93, -8.17, -8.23, -8.72},
      {"Brucite", "Hermanska", -7.76, -8.05, -8.33, -8.80},
      {"Forsterite", "Palandri-Kharaka", -10.02, -10.43, -10.59, -11.36},
      // by hand with the powers 0.44 and 0.22; rounded to 0.4 and 0.2 they would give -9.53, -9.92, -10.27,
      // -10.71
      {"Forsterite", "Hermanska", -9.715, -10.119, -10.489, -10.904},
      {"Fayalite", "Hermanska", -8.785, -9.186, -9.553, -9.969},  // the same; -8.60, -8.98, -9.33, -9.77
      {"Chrysotile", "Palandri-Kharaka", -11.68, -11.47, -11.20, -12.40},
      {"Chrysotile", "Hermanska", -11.89, -12.12, -12.27, -12.46},
      {"Lizardite", "Palandri-Kharaka", -11.27, -12.15, -12.38, -12.95},
      {"Lizardite", "Hermanska", -11.89, -12.12, -12.27, -12.46},
      {"Talc", "Palandri-Kharaka", -12.00, -12.00, -12.00, -12.53},
      {"Talc", "Hermanska", -12.86, -12.91, -12.93, -13.43},
      {"Calcite", "Palandri-Kharaka", -5.76, -5.77, -5.77, -6.08},
      {"Magnesite", "Palandri-Kharaka", -8.52, -8.52, -8.52, -9.19},
      {"Fayalite", "Palandri-Kharaka", -11.76, -12.68, -12.80, -13.87},  // with the power 1 of H+
      {"Enstatite", "Palandri-Kharaka", -12.60, -12.70, -12.72, -13.71},
      {"Enstatite", "Hermanska", -11.55, -11.80, -11.87, -12.77},
      {"Bronzite", "Palandri-Kharaka", -11.67, -11.70, -11.70, -12.53},
      {"Bronzite", "Hermanska", -11.70, -11.70, -11.70, -12.53},
      {"Diopside", "Palandri-Kharaka", -10.91, -11.09, -11.11, -11.62},
      {"Diopside", "Hermanska", -11.67, -11.88, -11.99, -12.38},
      {"Augite", "Palandri-Kharaka", -11.53, -11.91, -11.96, -12.89},
      {"Augite", "Hermanska", -11.96, -11.99, -12.00, -13.04},
      {"Tremolite", "Palandri-Kharaka", -10.60, -10.60, -10.60, -11.79},
      {"Tremolite", "Hermanska", -12.54, -12.74, -12.89, -13.36},
      {"Hornblende", "Palandri-Kharaka", -10.25, -10.29, -10.30, -11.48},
      {"Hornblende", "Hermanska", -12.12, -12.12, -12.04, -12.73},
      {"Clinochlore", "Palandri-Kharaka", -12.52, -12.52, -12.52, -13.63},
      {"Clinochlore", "Hermanska", -12.63, -12.46, -12.24, -12.65},
      {"Labradorite", "Palandri-Kharaka", -10.89, -10.91, -10.91, -11.48},
      {"Labradorite", "Hermanska", -11.07, -10.84, -10.50, -11.51},
      {"Bytownite", "Palandri-Kharaka", -9.82, -9.82, -9.82, -10.22},
      {"Bytownite", "Hermanska", -11.07, -10.84, -10.50, -11.51},
      {"Anorthite", "Palandri-Kharaka", -9.12, -9.12, -9.12, -9.34},
      {"Anorthite", "Hermanska", -11.10, -10.86, -10.51, -11.53},
      {"Phlogopite", "Palandri-Kharaka", -12.40, -12.40, -12.40, -12.77},
      {"Wollastonite", "Palandri-Kharaka", -8.09, -8.52, -8.76, -9.21},
      {"Wollastonite", "Hermanska", -7.85, -8.08, -8.31, -8.74},
      {"Spodumene", "Palandri-Kharaka", -9.09, -9.28, -9.30, -10.12},
      {"Spodumene", "Hermanska", -8.62, -8.87, -8.93, -9.84},
      {"Magnetite", "Palandri-Kharaka", -10.34, -10.56, -10.68, -10.79},
      {"Ilmenite", "Palandri-Kharaka", -10.92, -11.09, -11.14,
       -11.57},  // by hand from the compilation's table 31
  };
  for (const Row& row : rows) {
    CAPTURE(row.mineral, row.set);
    CHECK(log_rate(row.mineral, row.set, 7, 298.15) == Approx(row.at_7).margin(0.01));
    CHECK(log_rate(row.mineral, row.set, 8.5, 298.15) == Approx(row.at_8_5).margin(0.01));
    CHECK(log_rate(row.mineral, row.set, 10, 298.15) == Approx(row.at_10).margin(0.01));
    CHECK(log_rate(row.mineral, row.set, 8.5, 278.15) == Approx(row.cold).margin(0.011));
  }
}

TEST_CASE("a gas catalyses by its pressure in atm", "[unit]") {
  // magnesite where CO2 carries the rate: 10^-5.22 p + 10^-9.34, and the acid's 10^-6.38 aH
  const double expected =
      std::log10(std::pow(10, -5.22) * 10 + std::pow(10, -9.34) + std::pow(10, -6.38 - 6));
  CHECK(log_rate("Magnesite", "Palandri-Kharaka", 6, 298.15, 10) == Approx(expected).margin(1e-6));
}

TEST_CASE("the activation energy sets how a rate follows temperature", "[unit]") {
  // talc: one mechanism, 42.0 kJ/mol
  const double difference =
      log_rate("Talc", "Palandri-Kharaka", 8, 313.15) - log_rate("Talc", "Palandri-Kharaka", 8, 278.15);
  CHECK(difference == Approx(42.0e3 / 8.314462618 * (1 / 278.15 - 1 / 313.15) / ln10).epsilon(1e-9));
}

TEST_CASE("rates turn at saturation, and grow with the power of the law", "[unit]") {
  TransitionState law;
  law.mechanisms.resize(1);
  law.mechanisms[0].log_k = -7;
  law.omega_exponent = 0.2;
  const RateConstants ln_k = constants_of(RateLaw(law), 298.15, {}, {});
  const std::vector<double> lambda(3, 0.0);
  const auto at_omega = [&](double omega) {
    Rate<double> r;
    rate(law, std::span<const double>(ln_k), std::span<const double>(lambda), std::log(omega), r);
    return r.value;
  };
  CHECK(at_omega(1) == 0);
  CHECK(at_omega(32) == Approx(-1e-7));
  CHECK(at_omega(1.0 / 32) == Approx(0.5e-7));
  law.affinity_exponent = 2;
  CHECK(at_omega(1) == 0);
  CHECK(at_omega(std::pow(3, 5)) == Approx(-4e-7));
  CHECK(at_omega(1.0 / 32) == Approx(0.25e-7));
  law.affinity_exponent = 3;
  CHECK(at_omega(std::pow(3, 5)) == Approx(-8e-7));
}

TEST_CASE("promoters multiply a mechanism and inhibitors divide it", "[unit]") {
  TransitionState law;
  law.mechanisms.resize(2);
  law.mechanisms[0].log_k = -9;
  law.mechanisms[1].log_k = -8;
  const auto influence = [](int component, double constant, double power) {
    Influence i{.constant = constant, .power = power, .product = {}};
    i.product.row.terms = {{component, power}};
    return std::pair<std::string, Influence>("a", i);
  };
  law.mechanisms[1].promoters = {influence(0, 3, 0.5)};
  law.mechanisms[1].inhibitors = {influence(1, 100, 1), influence(2, 7, 2)};
  const RateConstants ln_k = constants_of(RateLaw(law), 298.15, {}, {});
  const std::vector<double> lambda = {std::log(4.0), std::log(0.05), std::log(2.0), 0};
  Rate<double> r;
  rate(law, std::span<const double>(ln_k), std::span<const double>(lambda), -1e5, r);
  CHECK(r.value == Approx(1e-9 + 1e-8 * (1 + 3 * 2) / (1 + 100 * 0.05 + 7 * 4)).epsilon(1e-13));
  for (const double ln_omega : {-1e5, -0.3, 0.4}) compare(law, ln_k, lambda, ln_omega);
}

TEST_CASE("rates that a system cannot have are refused in a sentence", "[input]") {
  const auto build = [](const SystemChoice& choice) { ChemicalSystem(shipped_database(), choice); };
  SystemChoice airless = one_mineral("Calcite", "Palandri-Kharaka", false);
  airless.gases.clear();
  CHECK_THROWS_WITH(build(airless),
                    "the rate law of 'Calcite' needs the catalyst 'CO2(g)', which is not in the system");
  CHECK_THROWS_WITH(
      build(one_mineral("Talc", "Palandri-Kharaka", true)),
      "'Talc' has no law for precipitation in the set of rates 'Palandri-Kharaka'; no set has one");
  CHECK_THROWS_WITH(build(one_mineral("Talc", "Thom", false)),
                    "'Talc' has no law for dissolution in the set of rates 'Thom'; sets that have one: "
                    "Hermanska, Palandri-Kharaka");
  CHECK_THROWS_WITH(build(one_mineral("Brucit", "Palandri-Kharaka", false)),
                    Contains("no mineral 'Brucit'") && Contains("'Brucite'"));
  SystemChoice poor = one_mineral("Lizardite", "Palandri-Kharaka", false);
  poor.components = {"H+", "HCO3-", "Mg+2"};
  CHECK_THROWS_WITH(build(poor), Contains("'Lizardite' needs a component that is not chosen: Lizardite + "));
  SystemChoice misspelt = tailings();
  misspelt.components[2] = "Mg++";
  CHECK_THROWS_WITH(build(misspelt), Contains("no component 'Mg++'") && Contains("'Mg+2'"));
  misspelt = tailings();
  misspelt.components[2] = "MgOH+";  // a species that is made of others
  CHECK_THROWS_WITH(build(misspelt), Contains("no component 'MgOH+'"));
  misspelt = tailings();
  misspelt.gases = {"CO2"};
  CHECK_THROWS_WITH(build(misspelt),
                    Contains("no gas 'CO2'; did you mean 'CO2(g)'? known: CH4(g), CO2(g), "));
}
