// Exchangers in a batch reactor: the answers of batch equilibrium, books, derivatives, a flush, tiles.
#include <cmath>

#include "chemistry/reactor/reactor_steps.h"
#include "tests/catch.h"
#include "tests/chemistry/dat_files.h"
#include "tests/chemistry/reactor_states.h"
#include "tests/chemistry/small_systems.h"

using namespace talus;

namespace {

constexpr double celsius_25 = 298.15;  // K

/// A clay of 50 mmol of sites in 1 kg of sodium water; brucite dissolves, and its magnesium goes onto the
/// clay.
struct Clay {
  DatFolder folder;
  Database database;
  ChemicalSystem system;
  ReactorModel model{.system = &system};
  Water water;

  explicit Clay(const std::string& activity = "B-dot",
                ExchangeConvention convention = ExchangeConvention::gaines_thomas)
      : database(with_clay(folder)), system(database, choice(activity)) {
    model.reactions.solids = {{.mineral = 0}};
    model.exchangers = {exchanger(database, system, "X", convention)};
    water = solve_water(system, system.at(celsius_25),
                        {.pH = 8,
                         .total = {{"HCO3-", 2e-3}, {"Na+", 2e-2}, {"Mg+2", 1e-5}, {"Ca+2", 1e-4}},
                         .balance = "Cl-"});
  }
  Clay(const Clay&) = delete;
  Clay& operator=(const Clay&) = delete;

  static Database with_clay(const DatFolder& folder) {
    folder.write("clay.dat", clay_of_dat);
    return Database::read({"talus", "clay.dat"}, folder.path());
  }
  static SystemChoice choice(const std::string& activity) {
    SystemChoice choice = water_of({"H+", "HCO3-", "Mg+2", "Ca+2", "Na+", "Cl-"}, activity);
    choice.gases = {};
    choice.dissolve = {"Brucite"};
    return choice;
  }
  ReactorState<double> start(double brucite = 5e-3) const {
    ReactorState<double> state = reactor_state(model, water, 1);
    fill_exchangers(model, {0.05}, celsius_25, state);
    state.amount = state.initial_amount = {brucite};
    state.initial_area = {200 * brucite};
    return state;
  }
};

}  // namespace

TEST_CASE("a reactor with a clay ends where batch equilibrium has it", "[unit]") {
  for (const auto convention : {ExchangeConvention::gaines_thomas, ExchangeConvention::gapon}) {
    const Clay clay("B-dot", convention);
    ReactorState<double> state = clay.start();
    const std::vector<double> before = held(clay.model, state);
    Reactor<double> reactor(clay.model);
    reactor.advance(state, 0, 1000 * 86400.0);
    const std::vector<double> after = held(clay.model, state);
    for (std::size_t j = 0; j < before.size(); ++j)
      CHECK(after[j] == Approx(before[j]).epsilon(1e-13).margin(1e-15));
    // the same matter with brucite at equilibrium, by another solver
    EquilibriumModel model{.system = &clay.system, .exchangers = clay.model.exchangers};
    model.phases = {phase(clay.database, clay.system, "Brucite")};
    const ReactorState<double> start = clay.start();
    Batch batch{.total = start.total, .phases = {{.amount = start.amount[0]}}, .sites = {0.05}};
    const Equilibrium e = equilibrate(model, constants_of(model, celsius_25), batch);
    REQUIRE(e.found);
    CHECK(state.amount[0] == Approx(e.amount[0]).margin(1e-7));
    for (std::size_t j = 0; j < clay.system.components(); ++j)
      CHECK(state.x[j] == Approx(e.ln_molality[j]).margin(1e-4));
    const std::size_t magnesium = 2;
    CHECK(state.exchanged[magnesium] >
          0.5 * (start.amount[0] - state.amount[0]));  // the clay takes most of it
  }
}

TEST_CASE("derivatives of a reactor with a clay are those of dual numbers", "[derivatives]") {
  for (const char* activity : {"B-dot", "Davies", "WATEQ"})
    for (const auto convention : {ExchangeConvention::gaines_thomas, ExchangeConvention::gapon}) {
      CAPTURE(activity, convention);
      const Clay clay(activity, convention);
      check_stage_derivatives(clay.model, clay.start(), celsius_25);
    }
}

TEST_CASE("a tile of reactors with clay does what each of them does alone", "[unit]") {
  const Clay clay;
  const ReactorState<double> one = clay.start();
  ReactorState<Pack> tile = in<Pack>(one);
  double sites[tile_width];
  std::vector<ReactorState<double>> alone;
  for (int i = 0; i < tile_width; ++i) {
    ReactorState<double> state = reactor_state(clay.model, clay.water, 1);
    sites[i] = 0.05 / (1 + i);
    fill_exchangers(clay.model, {sites[i]}, celsius_25, state);
    state.amount = one.amount, state.initial_amount = one.initial_amount,
    state.initial_area = one.initial_area;
    alone.push_back(state);
  }
  double lanes[tile_width];
  for (std::size_t j = 0; j < one.total.size(); ++j) {
    for (std::size_t i = 0; i < tile_width; ++i) lanes[i] = alone[i].total[j];
    tile.total[j] = Pack::load_unaligned(lanes);
  }
  tile.sites[0] = Pack::load_unaligned(sites);
  Reactor<Pack>(clay.model).advance(tile, 0, 86400);
  for (std::size_t i = 0; i < tile_width; ++i) {
    Reactor<double>(clay.model).advance(alone[i], 0, 86400);
    for (std::size_t k = 0; k < one.x.size(); ++k) CHECK(std::abs(tile.x[k].get(i) - alone[i].x[k]) < 1e-6);
    for (std::size_t j = 0; j < one.total.size(); ++j)
      CHECK(tile.exchanged[j].get(i) == Approx(alone[i].exchanged[j]).epsilon(1e-6).margin(1e-12));
  }
}

TEST_CASE("a flush leaves what stands on a clay, and settling gives some of it to the water", "[unit]") {
  const Clay clay;
  ReactorState<double> state = clay.start();
  const std::vector<double> on_clay = state.exchanged;
  settle(clay.model, celsius_25, state);  // it was at equilibrium with this water
  for (std::size_t j = 0; j < on_clay.size(); ++j)
    CHECK(state.exchanged[j] == Approx(on_clay[j]).epsilon(1e-9).margin(1e-15));
  const std::size_t sodium = 4, calcium = 3;
  const Water fresh = solve_water(clay.system, clay.system.at(celsius_25),
                                  {.pH = 8, .total = {{"Ca+2", 5e-3}, {"HCO3-", 1e-4}}, .balance = "Cl-"});
  flush(fresh, 1, state);
  CHECK(state.total[sodium] == Approx(on_clay[sodium]).margin(1e-12));
  CHECK(state.total[calcium] == Approx(on_clay[calcium] + 5e-3).epsilon(1e-9));
  const std::vector<double> before = held(clay.model, state);
  settle(clay.model, celsius_25, state);
  CHECK(state.exchanged[sodium] < 0.9 * on_clay[sodium]);
  CHECK(state.exchanged[calcium] > on_clay[calcium] + 3e-3);
  const std::vector<double> after = held(clay.model, state);
  for (std::size_t j = 0; j < before.size(); ++j)
    CHECK(after[j] == Approx(before[j]).epsilon(1e-12).margin(1e-14));
  double charge = 0;
  for (std::size_t j = 0; j < clay.system.components(); ++j)
    charge += clay.system.species[j].charge * state.exchanged[j];
  CHECK(charge == Approx(0.05).epsilon(1e-12));  // as much as there are sites
}
