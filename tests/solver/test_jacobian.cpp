// The Jacobian, by products and by blocks, against dual numbers: exact derivatives of the same residual,
// direction by direction.
#include <cmath>
#include <fstream>
#include <random>

#include "solver/state/energy.h"
#include "tests/catch.h"
#include "tests/solver/run_sample.h"
#include "tests/solver/small_cases.h"

using namespace talus;

namespace {

/// Largest difference of J v by products or blocks and by dual numbers, relative to the largest entry of its
/// balance.
double worst_difference(Implicit& implicit, const Model& model, const State& state, double dt,
                        unsigned seed) {
  const std::size_t n = model.system.balances(), size = static_cast<std::size_t>(model.mesh.owned) * n;
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> between(-1, 1);
  std::vector<double> v(size), products(size), blocks(size), dual(size);
  for (double& x : v) x = between(random);
  implicit.test_jacobian(state, dt, v, products);
  implicit.test_blocks(state, dt, v, blocks);
  implicit.test_dual(state, dt, v, dual);
  double worst = 0;
  for (std::size_t j = 0; j < n; ++j) {
    double scale = 0, difference = 0;
    for (std::size_t i = j; i < size; i += n) {
      scale = std::max(scale, std::abs(dual[i]));
      difference = std::max({difference, std::abs(dual[i] - products[i]), std::abs(dual[i] - blocks[i])});
    }
    CHECK(scale > 0);
    worst = std::max(worst, difference / scale);
  }
  return max_over_ranks(PETSC_COMM_WORLD, worst);
}

/// A state with a different amount of every solid in every cell, some just about to vanish, some gone.
State disturbed(const Simulation& simulation) {
  State state = simulation.state();
  const double shares[] = {1, 0.5, 1e-3, 1e-9, 1e-15, 0};
  for (std::size_t p = 0; p < state.amount.size(); ++p)
    for (std::size_t c = 0; c < static_cast<std::size_t>(simulation.model().mesh.owned); ++c)
      state.amount[p][c] = shares[(c + p) % 6] * (state.amount[p][c] > 0 ? state.amount[p][c] : 30);
  return state;
}

}  // namespace

TEST_CASE("the Jacobian knows a crust that fills as the pores behind it do", "[derivatives]") {
  const std::string text = GENERATE(as<std::string>{}, still_column, flowing_section);
  const std::string porosity = GENERATE("fixed", "from minerals");
  const std::string share = porosity == "fixed" ? "" : ", share = 0.02";
  const Input input = input_of(
      text, {"chemistry.porosity=" + porosity, "run.length=1 h", "run.output_every=1 h",
             "boundaries.top.crust={ thickness = '2 mm', porosity = 0.1, saturation = 0.3" + share + " }"});
  Simulation simulation(set_up(input));
  simulation.run({.output = "", .log = "", .command = "", .loudness = Loudness::quiet});
  for (double dt : {1.0, 3600.0, 86400.0}) {
    CAPTURE(porosity, input.values.title, dt);
    CHECK(worst_difference(simulation.implicit(), simulation.model(), simulation.state(), dt, 7) < 1e-9);
    CHECK(worst_difference(simulation.implicit(), simulation.model(), disturbed(simulation), dt, 11) < 1e-9);
  }
}

TEST_CASE("the Jacobian knows what dissolves at the face of pores full of water", "[derivatives]") {
  const std::string activity = GENERATE("B-dot", "Davies");
  const std::string porosity = GENERATE("fixed", "from minerals");
  const std::string crust =
      GENERATE("", "boundaries.top.crust={ thickness='2 mm', porosity=0.1, saturation=0.9 }");
  std::vector<std::string> sets{
      "chemistry.activity=" + activity,
      "chemistry.porosity=" + porosity,
      "materials.tailings.water.saturation=1",
      "waters.pore.total={ 'Na+' = '0.5 mol/kgw', 'HCO3-' = '1 mmol/kgw' }",
      "chemistry.gases=['CO2(g)', 'O2(g)']",
      "chemistry.components=['H+', 'HCO3-', 'Mg+2', 'Na+', 'Cl-', 'SiO2(aq)', 'O2(aq)']",
      "boundaries.top.air={ 'CO2(g)' = '420e-6 atm', 'O2(g)' = '0.2 atm' }",
      "run.length=1 h",
      "run.output_every=1 h"};
  if (!crust.empty()) sets.push_back(crust);
  const Input input = input_of(still_column, sets);
  Simulation simulation(set_up(input));
  simulation.run({.output = "", .log = "", .command = "", .loudness = Loudness::quiet});
  for (double dt : {1.0, 86400.0}) {
    CAPTURE(activity, porosity, crust, dt);
    CHECK(worst_difference(simulation.implicit(), simulation.model(), simulation.state(), dt, 7) < 1e-9);
    CHECK(worst_difference(simulation.implicit(), simulation.model(), disturbed(simulation), dt, 11) < 1e-9);
  }
}

TEST_CASE("the Jacobian knows water that is ice and holds no solutes", "[derivatives]") {
  const std::string porosity = GENERATE("fixed", "from minerals");
  const Input input =
      input_of(still_column,
               {"chemistry.porosity=" + porosity, "temperature={ constant = '-4 degC' }", "run.length=1 h",
                "run.output_every=1 h",
                "heat={ conductivity = 'given', surface = { flux = '0 W/m2' }, base = { flux = '0 W/m2' }, "
                "freezing = { curve = 'exponential', residual = 0.1, width = '2 K', constants = 'held' } }",
                "materials.tailings.heat={ grain_heat_capacity = '800 J/kg/K', conductivity = '1.5 W/m/K', "
                "frozen_conductivity = '2 W/m/K' }"});
  Simulation simulation(set_up(input));
  simulation.run({.output = "", .log = "", .command = "", .loudness = Loudness::quiet});
  for (std::size_t c = 0; c < static_cast<std::size_t>(simulation.model().mesh.owned); ++c)
    CHECK(ice_in(simulation.model(), simulation.state(), c) > 1);
  for (double dt : {1.0, 86400.0}) {
    CAPTURE(porosity, dt);
    CHECK(worst_difference(simulation.implicit(), simulation.model(), simulation.state(), dt, 7) < 1e-9);
    CHECK(worst_difference(simulation.implicit(), simulation.model(), disturbed(simulation), dt, 11) < 1e-9);
  }
}

TEST_CASE("the Jacobian knows exchangers and minerals at equilibrium", "[derivatives]") {
  const std::string minerals = GENERATE("[]", "['Calcite', 'Dolomite', 'Gypsum']");
  const std::string convention = GENERATE("Gaines-Thomas", "Gapon");
  const std::string water = GENERATE("from the pores", "made up");
  const Input input = input_of(
      flowing_section,
      {"materials.coarse.exchangers={ X = '20 cmol/kg' }", "chemistry.exchange_convention=" + convention,
       "chemistry.dissolve=['Brucite']", "chemistry.precipitate={}", "chemistry.equilibrium=" + minerals,
       "chemistry.components=['H+', 'HCO3-', 'Mg+2', 'Ca+2', 'Na+', 'Cl-', 'SO4-2']",
       "waters.rain.total.SO4-2=0.01 mmol/kgw", "chemistry.hydrate_water=" + water,
       "materials.coarse.minerals.Calcite=1e-6 wt%", "materials.fine.minerals.Gypsum=0.1 wt%",
       "materials.coarse.surface={ Brucite = '0.5 m2/g' }", "run.length=1 h", "run.output_every=1 h"});
  Simulation simulation(set_up(input));
  simulation.run({.output = "", .log = "", .command = "", .loudness = Loudness::quiet});
  for (double dt : {1.0, 3600.0, 86400.0}) {
    CAPTURE(minerals, convention, water, dt);
    CHECK(worst_difference(simulation.implicit(), simulation.model(), simulation.state(), dt, 7) < 1e-9);
    CHECK(worst_difference(simulation.implicit(), simulation.model(), disturbed(simulation), dt, 11) < 1e-9);
  }
}

TEST_CASE("the Jacobian is the derivative of the residual where each cell has its temperature",
          "[derivatives]") {
  const run_sample::Scratch scratch;
  std::ofstream(scratch.path("profile.csv")) << "time [d], depth [cm], temperature [degC]\n"
                                                "0, 0, 4\n0, 20, 24\n400, 0, 34\n400, 20, 9\n";
  const std::string text = GENERATE(as<std::string>{}, still_column, flowing_section);
  const std::string porosity = GENERATE("fixed", "from minerals");
  const Input input = input_of(
      text, {"temperature={ file = '" + scratch.path("profile.csv") + "' }", "pressure.constant=0.7 atm",
             "chemistry.porosity=" + porosity, "run.length=1 h", "run.output_every=1 h"});
  Simulation simulation(set_up(input));
  simulation.run({.output = "", .log = "", .command = "", .loudness = Loudness::quiet});
  for (double dt : {1.0, 86400.0}) {
    CAPTURE(porosity, input.values.title, dt);
    CHECK(worst_difference(simulation.implicit(), simulation.model(), simulation.state(), dt, 7) < 1e-9);
    CHECK(worst_difference(simulation.implicit(), simulation.model(), disturbed(simulation), dt, 11) < 1e-9);
  }
}

TEST_CASE("the Jacobian is the derivative of the residual", "[derivatives]") {
  const std::string activity = GENERATE("B-dot", "Davies", "WATEQ");
  const std::string text = GENERATE(as<std::string>{}, still_column, flowing_section);
  const std::string porosity = GENERATE("fixed", "from minerals");
  const Input input = input_of(text, {"chemistry.activity=" + activity, "chemistry.porosity=" + porosity,
                                      "run.length=1 h", "run.output_every=1 h"});
  Simulation simulation(set_up(input));
  simulation.run({.output = "", .log = "", .command = "", .loudness = Loudness::quiet});
  for (double dt : {1.0, 3600.0, 86400.0}) {
    CAPTURE(activity, porosity, input.values.title, dt);
    CHECK(worst_difference(simulation.implicit(), simulation.model(), simulation.state(), dt, 7) < 1e-9);
    CHECK(worst_difference(simulation.implicit(), simulation.model(), disturbed(simulation), dt, 11) < 1e-9);
  }
}
