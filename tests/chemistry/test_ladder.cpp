// The ladder of hydrated carbonates in a closed vessel: nesquehonite, dypingite, hydromagnesite, magnesite,
// each with kinetics of its own. What transforms follows from their solubilities, and each step gives the CO2
// that the formulas say.
#include <cmath>

#include "chemistry/reactor/reactor_steps.h"
#include "tests/catch.h"
#include "tests/chemistry/small_systems.h"

using namespace talus;

namespace {

constexpr double kelvin = 323.15, year = 365.25 * 86400;

/// A vessel with 1 kg of water, 50 L of gas and 1 mol of nesquehonite, at 50 degC.
struct Vessel {
  ChemicalSystem system;
  ReactorModel model;
  ReactorState<double> state;

  explicit Vessel(const std::vector<std::string>& forms)
      : system(shipped_database(), choice(forms)), model{.system = &system} {
    for (std::size_t m = 0; m < system.minerals.size(); ++m)
      model.reactions.solids.push_back({.mineral = m, .formed = true, .seed = 0.1, .specific_surface = 10});
    model.gas = {.kind = GasContact::enclosed};
    model.temperature = Series::constant(kelvin);
    const Water water =
        solve_water(system, system.at(kelvin),
                    {.total = {{"Mg+2", 1e-2}, {"HCO3-", 2e-2}, {"Na+", 1e-3}}, .balance = "H+"});
    state = reactor_state(model, water, 1);
    fill_gas(model, {1e4}, 0.05, kelvin, state);
    state.amount[0] = 1;
    settle(model, kelvin, state);
  }
  Vessel(const Vessel&) = delete;
  Vessel& operator=(const Vessel&) = delete;

  static SystemChoice choice(const std::vector<std::string>& forms) {
    SystemChoice choice = water_of({"H+", "HCO3-", "Mg+2", "Na+"}, "B-dot");
    choice.precipitate = forms;
    return choice;
  }
};

}  // namespace

TEST_CASE("hydrated carbonates give way to drier ones, with the CO2 that each step releases", "[unit]") {
  struct Step {
    const char* to;
    double carbon;  ///< of each Mg of the product
    double water;
  };
  const Step step =
      GENERATE(Step{"Dypingite", 0.8, 1.2}, Step{"Hydromagnesite", 0.8, 1.0}, Step{"Magnesite", 1, 0});
  Vessel vessel({"Nesquehonite", step.to});
  const ReactorState<double> start = vessel.state;
  const std::vector<double> before = held(vessel.model, start);
  Reactor<double> reactor(vessel.model);
  reactor.advance(vessel.state, 0, 3000 * year);
  const std::vector<double> after = held(vessel.model, vessel.state);
  CAPTURE(step.to);
  for (std::size_t j = 0; j < before.size(); ++j)
    CHECK(after[j] == Approx(before[j]).epsilon(1e-11).margin(1e-13));
  CHECK(vessel.state.amount[0] == 0);  // nesquehonite is gone, exactly
  // magnesium from nesquehonite went into the product, less what the water took
  const double formula = vessel.system.minerals[1].row.of(2);
  const double made = vessel.state.amount[1] * formula;
  const auto of_water = [&](const ReactorState<double>& s, std::size_t j) { return s.total[j]; };
  CHECK(made == Approx(1 - of_water(vessel.state, 2) + of_water(start, 2)).epsilon(1e-10));
  CHECK(made > 0.9);
  // carbon: what the formulas do not need is in the water and in the gas
  const double released = vessel.state.gas[0] - start.gas[0] + of_water(vessel.state, 1) - of_water(start, 1);
  CHECK(released == Approx(1 - step.carbon * made).epsilon(1e-9));
  // water: three of nesquehonite, less what the product keeps
  const double freed = std::exp(vessel.state.x.back()) - std::exp(start.x.back());  // kg
  CHECK(freed / water_molar_mass == Approx(3 - step.water * made).margin(0.3));
}

TEST_CASE("the ladder is climbed in the order of the solubilities", "[unit]") {
  Vessel vessel({"Nesquehonite", "Dypingite", "Hydromagnesite", "Magnesite"});
  Reactor<double> reactor(vessel.model);
  const std::vector<double> before = held(vessel.model, vessel.state);
  double time = 0;
  std::vector<double> peak(4, 0.0);
  std::vector<int> when(4, 0);
  for (int i = 0; i < 60; ++i) {
    const double next = 3600 * std::pow(1e9, (i + 1) / 60.0);  // an hour to 100 000 years
    reactor.advance(vessel.state, time, next - time);
    time = next;
    for (std::size_t p = 0; p < 4; ++p)
      if (vessel.state.amount[p] > peak[p]) peak[p] = vessel.state.amount[p], when[p] = i;
  }
  CHECK(when[0] <= when[1]);
  CHECK(when[1] <= when[2]);
  CHECK(when[2] <= when[3]);
  CHECK(vessel.state.amount[0] == 0);
  CHECK(vessel.state.amount[3] > 0.9);  // magnesite in the end
  const std::vector<double> after = held(vessel.model, vessel.state);
  for (std::size_t j = 0; j < before.size(); ++j)
    CHECK(after[j] == Approx(before[j]).epsilon(1e-10).margin(1e-12));
}
