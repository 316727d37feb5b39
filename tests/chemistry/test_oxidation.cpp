// Sulfides that oxygen and ferric iron oxidise: rates as published, which oxidant is taken, and derivatives.
#include <cmath>

#include "chemistry/reactor/reactor_steps.h"
#include "tests/catch.h"
#include "tests/chemistry/derivatives_of_cells.h"
#include "tests/chemistry/small_systems.h"

using namespace talus;
using Catch::Matchers::Contains;

namespace {

const Database& oxidation() {
  static const Database database = Database::read({"talus", "talus oxidation"}, ".");
  return database;
}

SystemChoice sulfides(const std::string& mineral = "Pyrite") {
  SystemChoice choice = water_of({"H+", "Fe+2", "Fe+3", "SO4-2", "Na+", "O2(aq)"}, "Davies");
  choice.dissolve = {mineral};
  choice.rates_of = {{mineral, "with ferric iron"}};
  return choice;
}

struct Vessel {
  ChemicalSystem system;
  ReactorModel model;
  ReactorState<double> state;
};

/// A kilogram of water with 1 mmol of the mineral, 10 m2 of it, closed.
Vessel vessel_with(const SystemChoice& choice, double pH, const Named<double>& totals) {
  Vessel v{{oxidation(), choice}, {}, {}};
  const Water water = solve_water(v.system, v.system.at(298.15),
                                  {.pH = pH, .total = totals, .balance = pH < 5 ? "SO4-2" : "Na+"});
  v.model = {.system = nullptr, .temperature = Series::constant(298.15), .tolerance = 1e-8};
  v.model.reactions.solids = {{.mineral = 0}};
  v.state = {};
  ReactorModel with_system = v.model;
  with_system.system = &v.system;
  v.state = reactor_state(with_system, water, 1);
  v.state.amount = v.state.initial_amount = {1e-3};
  v.state.initial_area = {10};
  return v;
}

std::size_t place(const ChemicalSystem& system, const char* name) {
  return static_cast<std::size_t>(system.component(name));
}

}  // namespace

TEST_CASE("pyrite takes the oxidant that its rate is of, and both where both are there", "[unit]") {
  const double oxygen = 2.5e-4, ferric = GENERATE(1e-9, 1e-3);
  Vessel v =
      vessel_with(sulfides(), 2, {{"Fe+2", 1e-3}, {"Fe+3", ferric}, {"O2(aq)", oxygen}, {"Na+", 1e-3}});
  v.model.system = &v.system;
  REQUIRE(v.system.slow_reactions.size() == 1);
  const auto before = v.state;
  Reactor<double> reactor(v.model);
  reactor.advance(v.state, 0, 3600);
  const double gone = 1e-3 - v.state.amount[0], by_ferric = v.state.extent[0];
  CAPTURE(oxygen, ferric, gone, by_ferric);
  const auto taken = [&](const char* name) {
    return before.total[place(v.system, name)] - v.state.total[place(v.system, name)];
  };
  REQUIRE(gone > 0);
  CHECK(taken("O2(aq)") == Approx(3.5 * (gone - by_ferric)).margin(1e-13));
  CHECK(taken("Fe+3") == Approx(14 * by_ferric).margin(1e-13));
  CHECK(-taken("SO4-2") == Approx(2 * gone).epsilon(1e-9));
  CHECK((by_ferric < 1e-3 * gone) == (ferric < 1e-6));
  CHECK(by_ferric < 0.99 * gone);
}

TEST_CASE("rates of sulfides are those of the papers", "[unit]") {
  const std::string mineral = GENERATE("Pyrite", "Pyrrhotite");
  const ChemicalSystem system(oxidation(), sulfides(mineral));
  const Constants at = system.at(298.15);
  std::vector<double> x = {std::log(1e-3), std::log(1e-3), std::log(1e-3),  std::log(2e-3),
                           std::log(1e-2), std::log(1e-4), std::log(1000.0)};
  Reactions reactions;
  reactions.solids = {{.mineral = 0}};
  StageStart<double> start;
  start.porosity = 1.1;
  start.amount = {1};
  start.area = {10};
  start.recession = {0};
  start.extent = {0};
  Contents<double> c(system, 1);
  REQUIRE(contents(system, at, reactions, start, std::span<const double>(x), c));
  const auto a = [&](const char* name) { return std::exp(c.solution.ln_activity[place(system, name)]); };
  const double by_oxygen = mineral == "Pyrite"
                               ? std::pow(10, -8.19) * std::sqrt(a("O2(aq)")) * std::pow(a("H+"), -0.11)
                               : 0.0110 * std::exp(-30200 / (gas_constant * 298.15)) *
                                     std::pow(a("O2(aq)") * std::pow(10, 2.888), 0.352);
  const double by_ferric =
      mineral == "Pyrite" ? std::pow(10, -6.07) * std::pow(a("Fe+3"), 0.93) * std::pow(a("Fe+2"), -0.40)
                          : 0.516 * std::exp(-33600 / (gas_constant * 298.15)) * std::pow(a("Fe+3"), 0.368);
  CHECK(c.slow_rate[0].value == Approx(by_ferric).epsilon(2e-3));
  CHECK(c.rate[0].value == Approx(by_oxygen + by_ferric).epsilon(2e-3));
  CHECK(c.slow_speed[0] == Approx(10 * c.slow_rate[0].value).epsilon(1e-12));
  const double electrons = mineral == "Pyrite" ? 14 : 8;
  CHECK(system.slow_reactions[0].row.of(place(system, "Fe+3")) == -electrons);
  CHECK(system.slow_reactions[0].row.of(place(system, "O2(aq)")) == electrons / 4);
}

TEST_CASE("derivatives with a way that takes another oxidant are those of dual numbers", "[derivatives]") {
  const ChemicalSystem system(oxidation(), sulfides());
  const Constants at = system.at(288.15);
  const std::vector<double> x = {std::log(1e-2), std::log(2e-3), std::log(1e-3), std::log(3e-2),
                                 std::log(2e-2), std::log(1e-4), std::log(250.0)};
  Reactions reactions;
  reactions.wetting.exponent = 0.7;
  reactions.fill_pores = GENERATE(false, true);
  const double exponent = GENERATE(0.0, 0.5, 2.0 / 3, 1.0);
  reactions.solids = {{.mineral = 0, .exponent = exponent}, {.mineral = 0, .exponent = exponent, .part = 1}};
  for (const double weight : {1e3, 1e6, 1e12}) {  // a little, some, more than there is
    StageStart<double> start;
    start.porosity = 0.43;
    start.critical_porosity = 0.02;
    start.reference_porosity = 0.5;
    start.weight = weight;
    start.amount = {3, 1};
    start.area = {500, 20};
    start.recession = {1e-5, 0};
    start.extent = {1e-4};
    CAPTURE(exponent, weight);
    const Contents<double> c = check_cell_derivatives(system, at, reactions, start, x);
    CHECK((c.slow_speed[0] > 0) == (weight < 1e12));
  }
}

TEST_CASE("a reaction beside a way must be known, and is none where its species are at equilibrium",
          "[input]") {
  SystemChoice choice = sulfides();
  choice.components = {"H+", "Fe+2", "SO4-2", "Na+", "O2(aq)"};
  const Database redox = Database::read({"talus", "talus redox", "talus oxidation"}, ".");
  CHECK(ChemicalSystem(redox, choice).slow_reactions.empty());
  choice.rates_of = {{"Pyrite", "any"}};
  CHECK(ChemicalSystem(oxidation(), choice).slow_reactions.empty());
  choice.rates_of = {{"Pyrite", "with ferric iron"}};
  CHECK_THROWS_WITH(ChemicalSystem(oxidation(), choice),
                    Contains("the rate law of 'Pyrite' needs the catalyst 'Fe+3'"));
}
