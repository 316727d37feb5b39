// Slow reactions of the database: the oxidation of Fe+2 decays as it should, its derivatives, what it needs.
#include <cmath>

#include "chemistry/reactor/reactor_steps.h"
#include "tests/catch.h"
#include "tests/chemistry/slow_derivatives.h"
#include "tests/chemistry/small_systems.h"

using namespace talus;

namespace {

SystemChoice iron() {
  SystemChoice choice = water_of({"H+", "HCO3-", "Na+", "Cl-", "O2(aq)", "Fe+2", "Fe+3"}, "Davies");
  choice.gases.clear();
  choice.slow_reactions = {"oxidation of Fe+2"};
  return choice;
}

std::size_t place(const ChemicalSystem& system, const char* name) {
  return static_cast<std::size_t>(system.component(name));
}

}  // namespace

TEST_CASE("traces of Fe+2 are oxidised as Singer and Stumm say", "[unit]") {
  const ChemicalSystem system(shipped_database(), iron());
  const Constants at = system.at(298.15);
  const double pH = GENERATE(4.0, 6.0, 6.8);
  const Water water =
      solve_water(system, at,
                  {.pH = pH,
                   .total = {{"HCO3-", 0.02}, {"O2(aq)", 2.5e-4}, {"Fe+2", 1e-9}, {"Fe+3", 1e-12}},
                   .balance = pH < 5 ? "Cl-" : "Na+"});
  const ReactorModel model{.system = &system, .temperature = Series::constant(298.15)};
  ReactorState<double> state = reactor_state(model, water, 1);
  Solution<double> s(system);
  REQUIRE(speciate(system, at, std::span<const double>(state.x).first(system.components()), s));
  const auto activity = [&](const char* name) {
    return std::exp(std::log(s.molality[species_number(system, name)]) +
                    s.ln_gamma[species_number(system, name)]);
  };
  // 1.33e12 a(OH-)^2 p(O2) + 2.91e-9 1/s in air, of Fe+2 alone
  const double pressure = activity("O2(aq)") * std::pow(10, 2.888);
  const double hydroxide = activity("OH-");
  const double k = 1.33e12 * hydroxide * hydroxide * pressure + 2.91e-9 * pressure / 0.21;
  const std::size_t ferrous = place(system, "Fe+2"), ferric = place(system, "Fe+3"),
                    oxygen = place(system, "O2(aq)");
  const std::vector<double> before = state.total;
  const double decay = k * activity("Fe+2") / before[ferrous];
  Reactor<double> reactor(model);
  for (int i = 1; i <= 10; ++i) {
    reactor.advance(state, (i - 1) * 0.2 / decay, 0.2 / decay);
    CAPTURE(pH, i);
    REQUIRE(state.total[ferrous] / before[ferrous] == Approx(std::exp(-0.2 * i)).epsilon(0.01));
  }
  const double made = state.total[ferric] - before[ferric];
  CHECK(before[ferrous] - state.total[ferrous] == Approx(made).epsilon(1e-9));
  CHECK(before[oxygen] - state.total[oxygen] == Approx(made / 4).margin(1e-15));
  CHECK(state.extent[0] == Approx(made).epsilon(1e-9));
}

TEST_CASE("derivatives with a slow reaction of the database are those of dual numbers", "[derivatives]") {
  const ChemicalSystem system(shipped_database(), iron());
  const Constants at = system.at(288.15);
  const std::vector<double> x = {std::log(1e-6), std::log(1e-3), std::log(2e-2), std::log(2e-2),
                                 std::log(1e-4), std::log(1e-3), std::log(1e-9), std::log(250.0)};
  check_slow_derivatives(system, at, x, 3000);
}

TEST_CASE("a slow reaction needs its components, and must not be at equilibrium already", "[input]") {
  using Catch::Matchers::Contains;
  SystemChoice choice = iron();
  choice.components.pop_back();  // Fe+3
  CHECK_THROWS_WITH(ChemicalSystem(shipped_database(), choice),
                    Contains("'oxidation of Fe+2' needs a component that is not chosen"));
  const Database redox = Database::read({"talus", "talus redox"}, ".");
  CHECK_THROWS_WITH(ChemicalSystem(redox, choice), Contains("is at equilibrium already"));
  choice.slow_reactions = {"oxidation of Fe+3"};
  CHECK_THROWS_WITH(ChemicalSystem(shipped_database(), choice),
                    Contains("no slow reaction 'oxidation of Fe+3'"));
}
