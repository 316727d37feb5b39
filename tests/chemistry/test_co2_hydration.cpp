// Slow hydration of CO2: constants and half-lives of Johnson (1982), relaxation in a closed cell,
// derivatives.
#include "chemistry/rates/co2_hydration.h"

#include <cmath>
#include <numbers>

#include "chemistry/reactor_steps.h"
#include "tests/catch.h"
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
  // half-lives 18 s at pH 7, 2.4 s at 9.5, 0.27 s at 10.5: the last two with an OH- as fast as Pinsent and
  // others (1956) have it, 8.4e3 kg/mol/s, where Johnson has 7.1e3
  CHECK(std::numbers::ln2 / hydration_constant(7, 298.15) == Approx(18).margin(0.5));
  CHECK(std::numbers::ln2 / hydration_constant(9.5, 298.15) == Approx(2.4).epsilon(0.13));
  CHECK(std::numbers::ln2 / hydration_constant(10.5, 298.15) == Approx(0.27).epsilon(0.13));
  // 0.062 1/s at pH 8.5 and 8.0 at pH 11
  CHECK(hydration_constant(8.5, 298.15) == Approx(0.062).margin(0.003));
  CHECK(hydration_constant(11, 298.15) == Approx(8.0).margin(0.9));
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
  // bicarbonate and carbonate hold the pH, so that what is too much decays with k_CO2 + k_OH Kw / a_H
  const double pH = GENERATE(10.3, 10.6, 11.0), celsius = GENERATE(5.0, 25.0);
  SystemChoice choice = water_of({"H+", "HCO3-", "Na+", "Cl-"}, "Davies");
  choice.gases.clear();
  choice.slow_co2_hydration = true;
  const ChemicalSystem system(shipped_database(), choice);
  const double temperature = celsius + 273.15;
  const Water water =
      solve_water(system, system.at(temperature), {.pH = pH, .total = {{"HCO3-", 0.1}}, .balance = "Na+"});
  const double settled = std::exp(water.ln_molality.back());
  const double k = hydration_constant(pH, temperature) * std::pow(10.0, 0.1 * water.ionic_strength);
  const ReactorModel model{.system = &system, .temperature = Series::constant(temperature)};
  ReactorState<double> state = reactor_state(model, water, 1);
  state.x[system.components() - 1] += std::log(1.5);
  state.total[system.components() - 1] *= 1.5;
  const std::vector<double> before = held(model, state);
  Reactor<double> reactor(model);
  for (int i = 1; i <= 30; ++i) {
    reactor.advance(state, (i - 1) * 0.1 / k, 0.1 / k);
    CAPTURE(pH, celsius, i);
    const double molality = std::exp(state.x[system.components() - 1]);
    REQUIRE((molality - settled) / (0.5 * settled) == Approx(std::exp(-0.1 * i)).epsilon(0.01));
  }
  CHECK(state.extent[0] == Approx(0.5 * settled * (1 - std::exp(-3.0))).epsilon(0.01));
  const std::vector<double> after = held(model, state);
  for (std::size_t j = 0; j < before.size(); ++j) CHECK(after[j] == Approx(before[j]).epsilon(1e-12));
}

TEST_CASE("derivatives with a slow reaction are those of dual numbers", "[derivatives]") {
  const ChemicalSystem system(shipped_database(),
                              slow_tailings(GENERATE(as<std::string>{}, "B-dot", "Davies", "WATEQ")));
  const Constants at = system.at(288.15);
  const std::size_t n = system.balances();
  std::vector<double> x = brackish_water(system);
  x[system.components() - 1] = std::log(3e-6);
  x.push_back(std::log(250.0));
  const auto start_of = []<class R>(R) {
    StageStart<R> start;
    start.porosity = R(0.43);
    start.weight = R(30.0);
    start.extent = {R(1e-4)};
    return start;
  };
  Contents<double> c(system, 0);
  REQUIRE(contents(system, at, Reactions{}, start_of(0.0), std::span<const double>(x), c));
  CHECK(std::abs(c.extent[0]) > 1e-3);
  ContentsDerivatives<double> d(system);
  contents_derivatives(system, at, Reactions{}, start_of(0.0), c, d);
  for (std::size_t k = 0; k < n; ++k) {
    std::vector<Dual> along(x.begin(), x.end());
    along[k].d = 1;
    Contents<Dual> dual(system, 0);
    REQUIRE(contents(system, at, Reactions{}, start_of(Dual(0.0)), std::span<const Dual>(along), dual));
    std::vector<Dual> local(n);
    local_balance(system, Reactions{}, dual, std::span<Dual>(local));
    for (std::size_t j = 0; j < n; ++j) {
      CAPTURE(j, k);
      REQUIRE(d.local[j * n + k] == Approx(local[j].d).epsilon(1e-11).margin(1e-12 * c.magnitude[j]));
    }
  }
}

TEST_CASE("slow hydration needs what it is about", "[input]") {
  SystemChoice choice = slow_tailings();
  choice.components.erase(choice.components.begin() + 1);  // HCO3-
  choice.dissolve = choice.precipitate = {};
  choice.gases.clear();
  CHECK_THROWS_WITH(ChemicalSystem(shipped_database(), choice),
                    Catch::Matchers::Contains("'CO2(aq)' needs a component that is not chosen"));
}
