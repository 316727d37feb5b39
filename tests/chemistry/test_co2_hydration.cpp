// Slow hydration of CO2: constants and half-lives of Johnson (1982), relaxation in a closed cell,
// derivatives.
#include "chemistry/rates/co2_hydration.h"

#include <cmath>
#include <numbers>

#include "chemistry/reactor/reactor_steps.h"
#include "tests/catch.h"
#include "tests/chemistry/slow_derivatives.h"
#include "tests/chemistry/small_systems.h"

using namespace talus;

namespace {

SystemChoice slow_tailings(const std::string& activity = "B-dot") {
  SystemChoice choice = tailings(activity);
  choice.slow_co2_hydration = true;
  return choice;
}

/// k_CO2 + k_OH [OH-] at a pH and infinite dilution, 1/s.
double hydration_constant(double pH, double temperature) {
  TransitionState law = co2_hydration("CO2(aq)");
  const RateConstants ln_k = co2_hydration_constants(law, temperature, {}, {});
  return std::exp(ln_k[0]) + std::exp(ln_k[1] + pH * std::numbers::ln10);
}

/// Relaxation of CO2 beside HCO3-, CO3-2, H+ and OH- alone, 1/s. What hydration of dx makes of them follows
/// from the balances of carbonate and of protons, with u = d ln gamma / dx of ions of one charge, four times
/// that of two (Davies):
///     m_HCO3 y + m_CO3 c = 1,   c = y - x - 4 u          y, c, x: d ln m / dx of HCO3-, CO3-2, H+
///     m_H x + m_OH (x + 2 u) - m_CO3 c = 1               u: from the change of ionic strength
///
/// and ln Omega grows by x + y + 2 u + 1 / m_CO2.
double relaxation_constant(const ChemicalSystem& system, const Water& water, double pH, double temperature) {
  Solution<double> s(system);
  s.ionic_strength = water.ionic_strength;
  REQUIRE(speciate(system, system.at(temperature), std::span<const double>(water.ln_molality), s));
  const auto molality = [&](const char* name) { return s.molality[species_number(system, name)]; };
  const double bicarbonate = molality("HCO3-"), carbonate = molality("CO3-2");
  const double proton = molality("H+"), hydroxide = molality("OH-"), co2 = molality("CO2(aq)");
  const double both = bicarbonate + carbonate, protons = proton + hydroxide + carbonate;
  const double over = 1 / (both * protons - carbonate * carbonate);
  double x = 0, y = 0;
  const auto change_of_strength = [&](double u) {
    const double first = 1 + 4 * carbonate * u, second = 1 - 4 * carbonate * u - 2 * hydroxide * u;
    y = (first * protons + carbonate * second) * over;
    x = (both * second + carbonate * first) * over;
    return 0.5 * (proton * x - hydroxide * (x + 2 * u) + bicarbonate * y + 4 * carbonate * (y - x - 4 * u));
  };
  const double root = std::sqrt(water.ionic_strength);
  const double slope =
      std::numbers::ln10 * debye_huckel(temperature).a * (0.3 - 0.5 / (root * (1 + root) * (1 + root)));
  const double at_0 = change_of_strength(0), at_1 = change_of_strength(1);
  const double u = slope * at_0 / (1 - slope * (at_1 - at_0));
  const double strength = change_of_strength(u);
  const double gamma = std::pow(10.0, 0.1 * water.ionic_strength);  // of CO2
  return hydration_constant(pH, temperature) * gamma *
         (1 + co2 * (x + y + 2 * u - 0.1 * std::numbers::ln10 * strength));
}

/// How far ln Omega of hydration is from 0.
double equilibrium_gap(const ChemicalSystem& system, const Constants& at, const ReactorState<double>& state) {
  Solution<double> s(system);
  REQUIRE(speciate(system, at, std::span<const double>(state.x).first(system.components()), s));
  return std::abs(system.slow_reactions[0].row.dot(std::span<const double>(s.ln_activity)) - at.ln_k_slow[0]);
}

}  // namespace

TEST_CASE("constants of CO2 hydration are those measured", "[unit]") {
  // Johnson (1982), 25 degC and ionic strength 0
  CHECK(hydration_constant(-20, 298.15) == Approx(0.037).margin(0.002));
  const double by_hydroxide = hydration_constant(10, 298.15) - hydration_constant(-20, 298.15);
  CHECK(by_hydroxide * 1e-10 == Approx(7.1e-11).margin(0.7e-11));
  // winter is slow: 5, 15, 35 degC
  CHECK(hydration_constant(-20, 278.15) == Approx(0.0040).margin(0.0001));
  CHECK(hydration_constant(-20, 288.15) == Approx(0.0142).margin(0.0001));
  CHECK(hydration_constant(-20, 308.15) == Approx(0.0748).margin(0.0005));
}

TEST_CASE("CO2 is hydrated in the half-lives that the constants give", "[unit]") {
  // by hand from the two lines of Johnson (1982): 0.0371120 1/s and 7.13008e-11 mol/kgw/s at 25 degC
  const double pH[] = {7, 8.5, 9, 9.5, 10.5, 11};
  const double constant[] = {0.037825, 0.059659, 0.10841, 0.26258, 2.2918, 7.1672};  // 1/s
  const double half_life[] = {18.325, 11.618, 6.3936, 2.6397, 0.30244, 0.096711};    // s
  for (std::size_t i = 0; i < std::size(pH); ++i) {
    CAPTURE(pH[i]);
    CHECK(hydration_constant(pH[i], 298.15) == Approx(constant[i]).epsilon(1e-4));
    CHECK(std::numbers::ln2 / hydration_constant(pH[i], 298.15) == Approx(half_life[i]).epsilon(1e-4));
  }
}

TEST_CASE("shorter half-lives that are in use come from a faster reaction with OH-", "[unit]") {
  // 0.038, 0.062, 0.29, 2.6 and 8.0 1/s at pH 7 to 11, half-lives of 18, 2.4 and 0.27 s at pH 7, 9.5
  // and 10.5: all of them from 8.0e-11 mol/kgw/s. That is between Johnson's 7.1 +- 0.7 and the 8.42 that
  // Pinsent and others (1956) give, log k_OH = 13.635 - 2895/T in 1/M/s, with Kw = 1e-14.
  const double faster = 8.0e-11, johnson = hydration_constant(0, 298.15) - hydration_constant(-20, 298.15);
  const double water = hydration_constant(-20, 298.15);
  const auto constant = [&](double pH) { return water + faster * std::pow(10.0, pH); };
  CHECK(constant(7) == Approx(0.038).margin(0.0005));
  CHECK(constant(8.5) == Approx(0.062).margin(0.0005));
  CHECK(constant(9.5) == Approx(0.29).margin(0.005));
  CHECK(constant(10.5) == Approx(2.6).margin(0.05));
  CHECK(constant(11) == Approx(8.0).margin(0.05));
  CHECK(std::numbers::ln2 / constant(7) == Approx(18).margin(0.5));
  CHECK(std::numbers::ln2 / constant(9.5) == Approx(2.4).margin(0.05));
  CHECK(std::numbers::ln2 / constant(10.5) == Approx(0.27).margin(0.005));
  const double pinsent = std::pow(10.0, 13.635 - 2895 / 298.15 - 14);
  CHECK(johnson == Approx(7.13e-11).epsilon(1e-3));
  CHECK(johnson < faster);
  CHECK(faster < pinsent);
}

TEST_CASE("the reverse constant follows from equilibrium, and is the one measured", "[unit]") {
  // dehydration of H2CO3: Johnson (1982) found (7.6 +- 1.1)e4 kg/mol/s, and (1.8 +- 0.3)e-4 1/s for HCO3-
  const ChemicalSystem system(shipped_database(), slow_tailings());
  const Constants at = system.at(298.15);
  const RateConstants& ln_k = at.slow[0];
  CHECK(std::exp(ln_k[0] - at.ln_k_slow[0]) == Approx(7.6e4).margin(1.1e4));
  CHECK(std::exp(ln_k[1] - at.ln_k_slow[0]) == Approx(1.8e-4).margin(0.3e-4));
}

TEST_CASE("with slow hydration CO2 is a component, and the gas is that CO2", "[unit]") {
  const ChemicalSystem slow(shipped_database(), slow_tailings()), fast(shipped_database(), tailings());
  REQUIRE(slow.components() == fast.components() + 1);
  CHECK(slow.component_name(fast.components()) == "CO2(aq)");
  CHECK(slow.species.size() == fast.species.size());
  REQUIRE(slow.slow_reactions.size() == 1);
  const Water one =
      solve_water(fast, fast.at(288.15), {.pH = 8.3, .total = {{"HCO3-", 0.02}, {"Na+", 0.02}}});
  const Water other =
      solve_water(slow, slow.at(288.15), {.pH = 8.3, .total = {{"HCO3-", 0.02}, {"Na+", 0.02}}});
  CHECK(other.pH == Approx(one.pH).epsilon(1e-12));
  CHECK(other.gas_pressure[0] == Approx(one.gas_pressure[0]).epsilon(1e-10));
  CHECK(other.charge == Approx(one.charge).margin(1e-15));
  CHECK(other.total[1] + other.total[fast.components()] == Approx(one.total[1]).epsilon(1e-12));
  CHECK(other.saturation_index[0] == Approx(one.saturation_index[0]).epsilon(1e-10));
}

TEST_CASE("CO2 that is too much relaxes as the exponential", "[unit]") {
  // a disturbance so small that the water answers linearly, with the rate of the linearised reaction by hand:
  // the reaction back and the pH that gives way are in it; it ends where the closed water is at equilibrium
  const double pH = GENERATE(7.0, 8.5, 9.0, 9.5, 10.5), celsius = GENERATE(5.0, 25.0);
  SystemChoice choice = water_of({"H+", "HCO3-", "Na+", "Cl-"}, "Davies");
  choice.leave_out = {"NaHCO3(aq)", "NaCO3-", "NaOH(aq)", "NaCl(aq)"};
  choice.gases.clear();
  choice.slow_co2_hydration = true;
  const ChemicalSystem system(shipped_database(), choice);
  const double temperature = celsius + 273.15;
  const Constants at = system.at(temperature);
  const Water water = solve_water(system, at, {.pH = pH, .total = {{"HCO3-", 0.1}}, .balance = "Na+"});
  const std::size_t co2 = system.components() - 1;
  const double k = relaxation_constant(system, water, pH, temperature);
  const ReactorModel model{
      .system = &system, .temperature = Series::constant(temperature), .tolerance = 1e-8};
  ReactorState<double> state = reactor_state(model, water, 1);
  const double share = hydration_constant(pH, temperature) / k;  // of what is too much, what stays CO2
  const double more = 1e-3 * share * std::exp(water.ln_molality[co2]);
  state.total[co2] += more;
  state.x[co2] = std::log(state.total[co2]);
  const std::vector<double> before = held(model, state);
  Reactor<double> reactor(model);
  ReactorState<double> settled = state;
  reactor.advance(settled, 0, 30 / k);
  CHECK(equilibrium_gap(system, at, settled) < 1e-9);
  for (int i = 1; i <= 30; ++i) {
    reactor.advance(state, (i - 1) * 0.1 / k, 0.1 / k);
    CAPTURE(pH, celsius, i, k);
    REQUIRE(1 - state.extent[0] / settled.extent[0] == Approx(std::exp(-0.1 * i)).epsilon(0.01));
  }
  const std::vector<double> after = held(model, state);
  for (std::size_t j = 0; j < before.size(); ++j) CHECK(after[j] == Approx(before[j]).epsilon(1e-12));
}

TEST_CASE("derivatives with a slow reaction are those of dual numbers", "[derivatives]") {
  const ChemicalSystem system(shipped_database(),
                              slow_tailings(GENERATE(as<std::string>{}, "B-dot", "Davies", "WATEQ")));
  const Constants at = system.at(288.15);
  std::vector<double> x = brackish_water(system);
  x[system.components() - 1] = std::log(3e-6);
  x.push_back(std::log(250.0));
  CHECK(std::abs(check_slow_derivatives(system, at, x, 30)) > 1e-3);
}

TEST_CASE("slow hydration needs what it is about", "[input]") {
  SystemChoice choice = slow_tailings();
  choice.components.erase(choice.components.begin() + 1);  // HCO3-
  choice.dissolve = choice.precipitate = {};
  choice.gases.clear();
  CHECK_THROWS_WITH(ChemicalSystem(shipped_database(), choice),
                    Catch::Matchers::Contains("'CO2(aq)' needs a component that is not chosen"));
}
