// What the flow hands over to transport: mean fluxes that add up to the water that it moved, whatever steps there were.
#include <algorithm>
#include <cmath>

#include "solver/coupling/flow_first.h"
#include "tests/catch.h"
#include "tests/solver/small_cases.h"

using namespace talus;

namespace {

/// Sand that does not react, into which rain infiltrates, with a drain at its base.
Setup infiltration() {
  return set_up(input_of(
      between_heads,
      {"boundaries.base={ drain = 'free' }", "boundaries.top.water={ rain = '5 mm/h', composition = 'pore' }",
       "flow={ tolerance = 1e-3 }", "chemistry.dissolve=[]", "chemistry.porosity=fixed",
       "materials.sand.minerals={ inert = 'rest' }", "materials.sand.surface={}",
       "materials.sand.water={ saturation = 0.3, composition = 'pore', moves = true }",
       "mesh={ shape = 'section', depth = '20 cm', width = '30 cm', columns_x = 3, cells = { count = 10 } }"}));
}

/// Water of each owned cell, kg.
std::vector<double> water_in(const Model& model, const State& state) {
  std::vector<double> water;
  for (std::size_t c = 0; c < static_cast<std::size_t>(model.mesh.owned); ++c)
    water.push_back(model.mesh.volume[c] * std::exp(state.ln_water[0][c]));
  return water;
}

/// What the fluxes of the state bring each owned cell in dt, kg.
std::vector<double> brought(const Model& model, const State& state, double dt) {
  const Mesh& mesh = model.mesh;
  std::vector<double> gained(static_cast<std::size_t>(mesh.local), 0.0);
  const double kilograms = dt * model.system.water_density;
  for (std::size_t f = 0; f < mesh.faces.size(); ++f) {
    gained[static_cast<std::size_t>(mesh.faces.left[f])] -= kilograms * state.water.through_face(f);
    gained[static_cast<std::size_t>(mesh.faces.right[f])] += kilograms * state.water.through_face(f);
  }
  for (std::size_t p = 0; p < mesh.patches.size(); ++p)
    for (std::size_t f = 0; f < mesh.patches[p].size(); ++f)
      gained[static_cast<std::size_t>(mesh.patches[p].cell[f])] += kilograms * state.water.into_patch(p, f);
  gained.resize(static_cast<std::size_t>(mesh.owned));
  return gained;
}

/// Largest difference between what cells gained and what fluxes brought them, relative to the largest gain.
double imbalance(const Model& model, const std::vector<double>& before, const std::vector<double>& after,
                 const std::vector<double>& fluxes) {
  double worst = 0, scale = 0;
  for (std::size_t c = 0; c < before.size(); ++c) {
    scale = std::max(scale, std::abs(after[c] - before[c]));
    worst = std::max(worst, std::abs(after[c] - before[c] - fluxes[c]));
  }
  const MPI_Comm ranks = model.mesh.communicator;
  const double largest = max_over_ranks(ranks, scale);
  REQUIRE(largest > 0);
  return max_over_ranks(ranks, worst) / largest;
}

}  // namespace

TEST_CASE("the mean fluxes of a step add up to the water that Richards' equation moved", "[unit][parallel]") {
  const double dt = GENERATE(60.0, 1800.0, 7200.0);
  Setup setup = infiltration();
  const Model& model = setup.model;
  State state = setup.state;
  const std::vector<double> before = water_in(model, state);
  Richards flow(model, setup.controls);
  const FlowResult result = flow.advance(state, dt);
  REQUIRE(result.good);
  std::vector<double> after = flow.water_at_end();  // kg/m3
  for (std::size_t c = 0; c < after.size(); ++c) after[c] *= model.mesh.volume[c];
  CHECK(imbalance(model, before, after, brought(model, state, dt)) < 1e-7);
  if (dt > 1000) CHECK(result.steps > 1);
}

TEST_CASE("so do those of two halves of a step, and of a step after one that failed", "[unit][parallel]") {
  constexpr double dt = 1800;
  Setup setup = infiltration();
  const Model& model = setup.model;
  Implicit transport(model);
  FlowFirst coupled(model, setup.controls, transport);
  State state = setup.state;
  for (int half = 0; half < 2; ++half) {
    const std::vector<double> before = water_in(model, state);
    REQUIRE(coupled.advance(state, dt / 2).good);
    CHECK(imbalance(model, before, water_in(model, state), brought(model, state, dt / 2)) < 1e-6);
  }

  Implicit other_transport(model);
  FlowFirst retried(model, setup.controls, other_transport);
  State tried = setup.state;
  tried.head[0].front() = std::nan("");  // no step of the flow can be found from here
  REQUIRE_FALSE(retried.advance(tried, dt).good);
  State again = setup.state;
  for (int half = 0; half < 2; ++half) REQUIRE(retried.advance(again, dt / 2).good);
  CHECK(again.water.faces == state.water.faces);
  CHECK(again.water.patches == state.water.patches);
  CHECK(std::ranges::equal(again.ln_water[0], state.ln_water[0]));
}
