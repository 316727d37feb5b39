// The batch reactor: its method, its derivatives, cases with an answer by hand, tiles, and what it does with
// minerals that run out.
#include <cmath>
#include <numbers>

#include "chemistry/reactor/reactor_steps.h"
#include "tests/catch.h"
#include "tests/chemistry/brines.h"
#include "tests/chemistry/reactor_states.h"
#include "tests/chemistry/small_systems.h"

using namespace talus;

namespace {

constexpr double atmosphere = 101325;  // Pa
constexpr double celsius_25 = 298.15;  // K
constexpr double day = 86400;          // s

/// Serpentine tailings in 1 kg of water below 10 % CO2: 20 g of brucite, 50 g of lizardite, what forms on
/// seeds, and calcite at equilibrium.
struct Slurry {
  ChemicalSystem system;
  ReactorModel model;
  Water water;

  explicit Slurry(GasContact gas, const std::string& activity = "B-dot", bool slow_hydration = false)
      : system(shipped_database(), choice(activity, slow_hydration)), model{.system = &system} {
    for (std::size_t m = 0; m < system.minerals.size(); ++m) {
      if (system.minerals[m].dissolves) model.reactions.solids.push_back({.mineral = m});
      if (system.minerals[m].precipitates)
        model.reactions.solids.push_back(
            {.mineral = m, .formed = true, .seed = 0.1, .specific_surface = 200});
    }
    model.phases = {phase(shipped_database(), system, "Calcite")};
    model.gas = gas;
    water = solve_water(system, system.at(celsius_25),
                        {.total = {{"HCO3-", 1e-3},
                                   {"Mg+2", 1e-3},
                                   {"Ca+2", 1e-3},
                                   {"Na+", 5e-3},
                                   {"K+", 1e-3},
                                   {"Cl-", 6e-3},
                                   {"SO4-2", 5e-4},
                                   {"SiO2(aq)", 1e-5}},
                         .balance = "H+"});
  }
  Slurry(const Slurry&) = delete;
  Slurry& operator=(const Slurry&) = delete;

  static SystemChoice choice(const std::string& activity, bool slow_hydration) {
    SystemChoice choice = tailings(activity);
    choice.slow_co2_hydration = slow_hydration;
    if (activity == "Pitzer") choice.interactions = brine_interactions();
    return choice;
  }

  ReactorState<double> start() const {
    ReactorState<double> state = reactor_state(model, water, 1);
    for (std::size_t p = 0; p < model.reactions.solids.size(); ++p) {
      const Solid& solid = model.reactions.solids[p];
      const std::string& name = system.minerals[solid.mineral].name;
      if (solid.formed) continue;
      const double mass = name == "Brucite" ? 0.02 : name == "Lizardite" ? 0.05 : 0;  // kg
      state.amount[p] = state.initial_amount[p] = mass / system.minerals[solid.mineral].molar_mass;
      state.initial_area[p] = 4000 * mass;
    }
    if (model.gas.kind != GasContact::none) fill_gas(model, {0.1 * atmosphere}, 2e-3, celsius_25, state);
    return state;
  }
};

/// A tenth of an atmosphere of CO2 under 20 atm of inert gas, by Peng and Robinson's equation.
GasContact under_pressure(GasContact contact) {
  contact.total_pressure = 20 * atmosphere;
  contact.partial = {0.1 * atmosphere};
  contact.real = true;
  return contact;
}

std::vector<GasContact> contacts() {
  return {under_pressure({.kind = GasContact::kept}),
          under_pressure({.kind = GasContact::enclosed}),
          under_pressure({.kind = GasContact::enclosed, .transfer = 1e-2}),
          under_pressure({.kind = GasContact::streaming, .transfer = 1e-2, .supply = 2e-4}),
          {.kind = GasContact::none},
          {.kind = GasContact::kept},
          {.kind = GasContact::kept, .transfer = 1e-2},
          {.kind = GasContact::enclosed},
          {.kind = GasContact::enclosed, .transfer = 1e-2},
          {.kind = GasContact::streaming, .transfer = 1e-2, .supply = 2e-4}};
}

/// Largest difference between what came in and what is there, relative to what is there of it.
double closure(const Slurry& slurry, const ReactorState<double>& from, const ReactorState<double>& to) {
  const std::vector<double> before = held(slurry.model, from), after = held(slurry.model, to);
  double worst = 0;
  for (std::size_t j = 0; j < before.size(); ++j) {
    double came = 0;
    for (std::size_t g = 0; g < to.entered.size(); ++g) {
      const ReactionRow& row = slurry.system.gases[g].row;
      const double moles = slurry.model.gas.kind == GasContact::kept ? to.entered[g] - from.entered[g]
                                                                     : to.supplied[g] - from.supplied[g];
      came += moles * (j + 1 == before.size() ? row.water : row.of(j));
    }
    worst = std::max(worst, std::abs(after[j] - before[j] - came) / (std::abs(before[j]) + 1e-3));
  }
  return worst;
}

}  // namespace

TEST_CASE("the method of Runge and Kutta fulfils its conditions of order", "[unit]") {
  using namespace runge_kutta;
  const auto sum = [](const auto& w, const auto& f) {
    double total = 0;
    for (std::size_t i = 0; i < stages; ++i) total += w[i] * f(i);
    return total;
  };
  const auto c = [](std::size_t i) { return node[i]; };
  const auto power_of_c = [&](int p) { return [=](std::size_t i) { return std::pow(node[i], p); }; };
  const auto inner = [&](auto f) { return [=](std::size_t i) { return sum(weight[i], f); }; };
  const auto& b = weight[stages - 1];
  for (std::size_t i = 0; i < stages; ++i) {
    CHECK(sum(weight[i], power_of_c(0)) == Approx(node[i]));
    CHECK(sum(weight[i], c) == Approx(node[i] * node[i] / 2));  // stages of order 2
    if (i > 0) CHECK(weight[i][i] == diagonal);
  }
  for (int p = 0; p < order; ++p) CHECK(sum(b, power_of_c(p)) == Approx(1.0 / (p + 1)));
  CHECK(sum(b, inner(c)) == Approx(1.0 / 6));
  CHECK(sum(b, [&](std::size_t i) { return node[i] * inner(c)(i); }) == Approx(1.0 / 8));
  CHECK(sum(b, inner(power_of_c(2))) == Approx(1.0 / 12));
  CHECK(sum(b, inner(inner(c))) == Approx(1.0 / 24));
  for (int p = 0; p < order - 1; ++p) CHECK(std::abs(sum(error, power_of_c(p))) < 1e-15);
  CHECK(std::abs(sum(error, inner(c))) < 1e-15);
  CHECK(std::abs(sum(error, power_of_c(3))) > 1e-4);  // and is of order 3 only
}

TEST_CASE("derivatives of the reactor's equations are those of dual numbers", "[derivatives]") {
  for (const GasContact& gas : contacts())
    for (const char* activity : {"B-dot", "Pitzer"}) {
      CAPTURE(gas.kind, gas.transfer.has_value(), activity);
      const Slurry slurry(gas, activity);
      ReactorState<double> state = slurry.start();
      state.phase[0] = activity == std::string("Pitzer") ? 1e-4 : 0;  // there, or not yet
      check_stage_derivatives(slurry.model, state, celsius_25);
    }
}

TEST_CASE("gas goes into acid water as the exponential that it must be", "[unit]") {
  // pH 3: what dissolves stays CO2(aq), so kLa, Henry's law and two volumes make a linear equation
  SystemChoice choice = water_of({"H+", "HCO3-", "Cl-"}, "Davies");
  choice.gases = {"CO2(g)"};
  const ChemicalSystem system(shipped_database(), choice);
  ReactorModel model{.system = &system, .tolerance = 1e-9};
  model.gas = {.kind = GasContact::enclosed, .transfer = 1e-3};
  const Water water = solve_water(system, system.at(celsius_25), {.pH = 3, .balance = "Cl-"});
  ReactorState<double> state = reactor_state(model, water, 1);
  fill_gas(model, {0.01 * atmosphere}, 1e-3, celsius_25, state);
  Reactor<double> reactor(model);
  const std::size_t co2 = species_number(system, "CO2(aq)");
  const auto& begun = reactor.look(state, 0);
  const double own = system.at(celsius_25).temperature * gas_constant * begun.gas[0];
  const double henry = begun.solution.molality[co2] / own;       // mol/kgw/Pa
  const double back = henry * gas_constant * celsius_25 / 1e-3;  // kgw^-1 of the gas
  const double start = state.gas[0], end = start / (1 + back);
  for (double time = 0; time < 3000; time += 300) {
    reactor.advance(state, time, 300);
    const double expected = end + (start - end) * std::exp(-1e-3 * (1 + back) * (time + 300));
    CHECK(state.gas[0] == Approx(expected).epsilon(5e-4));  // 0.1 % of it becomes HCO3-
    CHECK(state.gas[0] + state.entered[0] == Approx(start).epsilon(1e-14));
  }
}

TEST_CASE("a reactor keeps its books, and a thousandth of the tolerance hardly changes what it says",
          "[unit]") {
  for (const GasContact& gas : contacts()) {
    CAPTURE(gas.kind, gas.transfer.has_value());
    std::vector<ReactorState<double>> ends;
    for (double tolerance : {1e-6, 1e-9}) {
      Slurry slurry(gas);
      slurry.model.tolerance = tolerance;
      ReactorState<double> state = slurry.start();
      Reactor<double> reactor(slurry.model);
      settle(slurry.model, celsius_25, state);
      CHECK(closure(slurry, slurry.start(), state) < 1e-12);
      const ReactorState<double> begun = state;
      for (int i = 0; i < 3; ++i) reactor.advance(state, i * day, day);
      CHECK(closure(slurry, begun, state) < 1e-12);
      const auto& now = reactor.look(state, 3 * day);
      for (std::size_t j = 0; j < state.total.size(); ++j) {
        const double in_water = now.store[j];
        CAPTURE(slurry.system.component_name(j));
        CHECK(in_water == Approx(state.total[j]).epsilon(1e-11).margin(1e-12 * now.magnitude[j]));
      }
      ends.push_back(state);
    }
    for (std::size_t k = 0; k < ends[0].x.size(); ++k) CHECK(std::abs(ends[0].x[k] - ends[1].x[k]) < 5e-5);
    for (std::size_t p = 0; p < ends[0].amount.size(); ++p)
      CHECK(ends[0].amount[p] == Approx(ends[1].amount[p]).epsilon(2e-4).margin(1e-8));
  }
}

TEST_CASE("CO2 under pressure: a vessel comes to the fugacity of the gas that is left in it", "[unit]") {
  SystemChoice choice = water_of({"H+", "HCO3-", "Cl-"}, "Davies");
  choice.gases = {"CO2(g)", "N2(g)"};
  choice.components.push_back("N2(aq)");
  const ChemicalSystem system(shipped_database(), choice);
  const Water water = solve_water(system, system.at(celsius_25), {.pH = 3, .balance = "Cl-"});
  for (const bool transfer : {false, true}) {
    ReactorModel model{.system = &system, .tolerance = 1e-8};
    model.gas = {.kind = GasContact::enclosed,
                 .total_pressure = 60 * atmosphere,
                 .partial = {30 * atmosphere, 20 * atmosphere},
                 .real = true};
    if (transfer) model.gas.transfer = 1e-2;
    ReactorState<double> state = reactor_state(model, water, 1);
    fill_gas(model, model.gas.partial, 1e-3, celsius_25, state);
    // more of it than of an ideal gas, as CO2 attracts itself
    CHECK(state.gas[0] * gas_constant * celsius_25 / (1e-3 * 30 * atmosphere) ==
          Approx(1.1628).epsilon(1e-3));
    CHECK(state.inert / state.gas[1] == Approx(0.5).epsilon(1e-12));
    const ReactorState<double> begun = state;
    settle(model, celsius_25, state);
    Reactor<double> reactor(model);
    if (transfer) reactor.advance(state, 0, 1e5);
    CHECK(state.gas[0] + state.entered[0] == Approx(begun.gas[0]).epsilon(1e-12));
    const Contents<double>& now = reactor.look(state, 1e5);
    GasOfReactor<double> gas(model, celsius_25);
    gas.mix(std::span<const double>(state.gas), state.inert, 1e-3);
    for (std::size_t g = 0; g < 2; ++g) {
      CAPTURE(transfer, g);
      const double in_gas = state.gas[g] / 1e-3 * std::exp(gas.mixture.excess[g]);  // f / RT, mol/m3
      CHECK(now.gas[g] == Approx(in_gas).epsilon(transfer ? 1e-6 : 1e-10));
    }
  }
}

TEST_CASE("slow hydration of CO2 delays a slurry, and its books close", "[unit]") {
  const GasContact gas{.kind = GasContact::streaming, .transfer = 1e-2, .supply = 2e-4};
  std::vector<double> taken;
  for (bool slow : {false, true})
    for (double tolerance : {1e-6, 1e-8}) {
      Slurry slurry(gas, "B-dot", slow);
      slurry.model.tolerance = tolerance;
      ReactorState<double> state = slurry.start();
      settle(slurry.model, celsius_25, state);
      const ReactorState<double> begun = state;
      Reactor<double>(slurry.model).advance(state, 0, 600);
      CHECK(closure(slurry, begun, state) < 1e-12);
      taken.push_back(state.entered[0]);
    }
  CHECK(taken[0] == Approx(taken[1]).epsilon(1e-5));
  CHECK(taken[2] == Approx(taken[3]).epsilon(1e-5));
  CHECK(taken[2] < 0.997 * taken[0]);  // transfer limits it, hydration a little
}

TEST_CASE("a mineral that runs out is exactly gone, and water ends where equilibrium has it", "[unit]") {
  SystemChoice choice = tailings();
  choice.dissolve = {"Brucite"};
  choice.precipitate = {};
  const ChemicalSystem system(shipped_database(), choice);
  ReactorModel model{.system = &system};
  model.reactions.solids = {{.mineral = 0}};
  const Water water =
      solve_water(system, system.at(celsius_25), {.pH = 7, .total = {{"Na+", 1e-3}}, .balance = "Cl-"});
  ReactorState<double> state = reactor_state(model, water, 1);
  state.amount = state.initial_amount = {1e-5};
  state.initial_area = {1e-1};
  Reactor<double> reactor(model);
  reactor.advance(state, 0, 30 * day);
  CHECK(state.amount[0] == 0.0);
  CHECK(reactor.look(state, 30 * day).store[2] == Approx(1e-5).epsilon(1e-9));
}

TEST_CASE("a tile of reactors does what each of them does alone", "[unit]") {
  for (const GasContact& gas : contacts()) {
    CAPTURE(gas.kind, gas.transfer.has_value());
    Slurry slurry(gas);
    // Under a streaming gas the steps of a lane part from those of one alone, within what the tolerance
    // allows: at 1e-6 two first steps of one reactor make 3e-4 of what forms last, at 1e-9 3e-7.
    if (gas.kind == GasContact::streaming) slurry.model.tolerance = 1e-10;
    ReactorState<double> one = slurry.start();
    settle(slurry.model, celsius_25, one);
    ReactorState<Pack> tile = in<Pack>(one);
    alignas(Pack::arch_type::alignment()) double lanes[tile_width];
    for (int i = 0; i < tile_width; ++i) lanes[i] = one.amount[0] * (1 + i);
    tile.amount[0] = tile.initial_amount[0] = Pack::load_aligned(lanes);
    Reactor<Pack> reactor(slurry.model);
    reactor.advance(tile, 0, day);
    for (int i = 0; i < tile_width; ++i) {
      ReactorState<double> alone = one;
      alone.amount[0] = alone.initial_amount[0] = one.amount[0] * (1 + i);
      Reactor<double>(slurry.model).advance(alone, 0, day);
      for (std::size_t k = 0; k < alone.x.size(); ++k)
        CHECK(std::abs(tile.x[k].get(static_cast<std::size_t>(i)) - alone.x[k]) < 1e-6);
      for (std::size_t p = 0; p < alone.amount.size(); ++p)
        CHECK(tile.amount[p].get(static_cast<std::size_t>(i)) ==
              Approx(alone.amount[p]).epsilon(1e-7).margin(1e-10));
    }
  }
}
