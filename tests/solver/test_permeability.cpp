// What pores that minerals fill let pass: the laws at points by hand, and what a change of pores does to a
// flow.
#include "solver/laws/permeability.h"

#include <cmath>

#include "solver/coupling/pores_and_flow.h"
#include "solver/flow/richards.h"
#include "tests/catch.h"
#include "tests/solver/small_cases.h"

using namespace talus;

namespace {

/// Mean flux over a time in which what the water's elasticity takes up is nothing.
double flux_up(Richards& flow, State& state) {
  REQUIRE(flow.find_steady(state).good);
  REQUIRE(flow.advance(state, 1e7).good);
  return state.water.through_face(4);
}

}  // namespace

TEST_CASE("permeability of filled pores by each law", "[unit]") {
  CHECK(relative_permeability(KozenyCarman{}, 0.65, 0.35, 0) == Approx(std::pow(0.65 / 0.35, 5)));
  CHECK(relative_permeability(KozenyCarman{}, 0.2, 0.4, 0) == Approx(0.125 * 0.36 / 0.64));
  CHECK(relative_permeability(KozenyCarman{}, 0.2, 0.4, 0.1) == Approx(std::pow(1.0 / 3, 3) * 0.49 / 0.81));
  CHECK(relative_permeability(PowerOfRoom{6}, 0.25, 0.4, 0.1) == Approx(std::pow(0.5, 6)));
  CHECK(relative_permeability(ConstantPermeability{}, 0.2, 0.4, 0.1) == 1);
  for (const PermeabilityLaw& law : {PermeabilityLaw{KozenyCarman{}}, PermeabilityLaw{PowerOfRoom{3}}}) {
    CHECK(relative_permeability(law, 0.4, 0.4, 0.1) == Approx(1));
    CHECK(relative_permeability(law, 0.1, 0.4, 0.1) == 0);
    CHECK(relative_permeability(law, 0.05, 0.4, 0.1) == 0);
  }
}

TEST_CASE("finer pores suck more, by Leverett's scale", "[unit]") {
  CHECK(leverett_scale(0.2, 0.4, 0.125) == Approx(0.5));  // sqrt(0.125 / 0.5)
  CHECK(leverett_scale(0.4, 0.4, 1) == 1);
  CHECK(leverett_scale(0.1, 0.4, 0) == 1);
}

TEST_CASE("the lag of pores is what their change does to the flow", "[unit]") {
  const Input input = input_of(between_heads);
  ModelAndState built = build(input, MPI_COMM_SELF);
  const Controls controls = controls_of(input.values);
  Richards flow(built.model, controls);
  const PoresAndFlow pores(built.model);
  pores.apply(built.state);
  const double before = flux_up(flow, built.state);
  CHECK(before == Approx(1e-5 * 0.1 / 0.2).epsilon(1e-5));  // Darcy: 1 m against 0.7 m and 0.2 m of height
  CHECK(pores.lag(built.state) == 0);
  for (const std::size_t cell : {3, 4, 5}) {
    built.state.porosity[0][cell] *= 1.01;
    built.state.ln_water[0][cell] += std::log(1.01);
  }
  const double foretold = pores.lag(built.state);
  pores.apply(built.state);
  const double change = std::log(flux_up(flow, built.state) / before);
  CHECK(change > 0.01);
  CHECK(foretold == Approx(change).epsilon(0.15));  // faces of the patches do not count
}

TEST_CASE("nothing flows through pores that are closed", "[unit]") {
  const Input input = input_of(between_heads);
  ModelAndState built = build(input, MPI_COMM_SELF);
  const Controls controls = controls_of(input.values);
  built.model.cells.critical_porosity.assign(built.model.cells.critical_porosity.size(), 0.05);
  Richards flow(built.model, controls);
  const PoresAndFlow pores(built.model);
  built.state.porosity[0][5] = 0.05;
  built.state.ln_water[0][5] = std::log(0.0501 * usual_water_density);  // a little more than it has room for
  pores.apply(built.state);
  CHECK(built.state.permeability[5] == 0);
  REQUIRE(flow.advance(built.state, 3600).good);
  CHECK(built.state.water.through_face(4) == 0);
  CHECK(built.state.head[0][5] > 10);  // held by the water's own elasticity
}
