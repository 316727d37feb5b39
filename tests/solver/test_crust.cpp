// Crusts: their law, its derivative, and the conductance of one in front of a half cell.
#include <cmath>

#include "solver/coupling/fluxes.h"
#include "tests/catch.h"
#include "tests/solver/small_cases.h"

using namespace talus;

TEST_CASE("a crust has the porosity that minerals leave, and what that lets diffuse", "[unit]") {
  const Crust crust{2e-3, 0.1, 0.2, 0.3, 0, diffusion_law("Millington-Quirk 1961", 1)};
  CHECK(crust_porosity(crust, 0.01, 0.4, 0.4) == 0.1);
  CHECK(crust_porosity(crust, 0.01, 0.4, 0.38) == Approx(0.1 - 0.3 * 5 * 0.02).epsilon(1e-14));
  CHECK(crust_porosity(crust, 0.01, 0.4, 0.3) == 0);  // 0.15 of it would be filled
  CHECK(crust_diffusivity(crust, 0.1) == Approx(std::pow(0.08, 10.0 / 3) / 0.01).epsilon(1e-14));
  CHECK(crust_diffusivity(crust, 0.0) == 0);
  CHECK(crust_permeability(crust, 0.01, 0.4, 0.38) == Approx(0.343).epsilon(1e-12));
}

TEST_CASE("the derivative of a crust with slopes is that of dual numbers", "[derivatives]") {
  for (const char* law : {"Millington-Quirk 1961", "Millington-Quirk 1960", "Moldrup 2000", "constant"})
    for (const double porosity : {0.4, 0.39, 0.37, 0.34, 0.2}) {
      const Crust crust{2e-3, 0.1, 0.2, 0.3, 0, diffusion_law(law, 1)};
      const Dual exact = crust_diffusivity(crust, crust_porosity(crust, 0.01, 0.4, Dual(porosity, 1)));
      const auto by = Slopes<1>::variable(porosity, 0);
      const Slopes<1> found = crust_diffusivity(crust, crust_porosity(crust, 0.01, 0.4, by));
      CHECK(found.value == Approx(exact.v).epsilon(1e-14));
      CHECK(found.by[0] == Approx(exact.d).epsilon(1e-12));
    }
}

TEST_CASE("a crust of what has formed grows with it", "[unit][derivatives]") {
  const Crust crust{.porosity = 0.25, .share = 0.6, .law = diffusion_law("Millington-Quirk 1961", 1)};
  REQUIRE(crust.grows());
  CHECK(crust_thickness(crust, 0.01, 0.4, 0.4) == 0);
  CHECK(crust_thickness(crust, 0.01, 0.4, 0.45) == 0);  // pores that have widened leave none
  CHECK(crust_thickness(crust, 0.01, 0.4, 0.3) == Approx(0.6 * 0.1 * 0.01 / 0.75).epsilon(1e-14));
  CHECK(crust_porosity(crust, 0.01, 0.4, 0.3) == 0.25);
  CHECK(crust_permeability(crust, 0.01, 0.4, 0.3) == 1);
  const auto by = Slopes<1>::variable(0.3, 0);
  CHECK(crust_thickness(crust, 0.01, 0.4, by).by[0] == Approx(-0.6 * 0.01 / 0.75).epsilon(1e-14));
  const std::string in_case = "boundaries.top.crust={ porosity = 0.25, share = 0.6 }";
  const Simulation grown(set_up(input_of(still_column, {in_case, "chemistry.porosity=from minerals"})));
  const Model& model = grown.model();
  const Patch& top = model.mesh.patches[0];
  const auto cell = static_cast<std::size_t>(top.cell[0]);
  const double bare = top.area[0] * 0.3 / top.distance[0], reference = model.cells.porosity[cell];
  Stage stage = stage_of(model);
  take_conditions(model, 0, stage);
  const double in_gas = stage.free_diffusivity(0, 0);
  const auto found = [&](double porosity) {
    return patch_gas_flux_of(model, stage, 0, 0, 0, PoresBehind<double>{0.3, 0.2, porosity, 0}).left / in_gas;
  };
  CHECK(found(reference) == Approx(bare).epsilon(1e-14));
  const double thickness = 0.6 * 0.1 * model.mesh.volume[cell] / top.area[0] / 0.75;
  const double path = thickness / crust_diffusivity(*model.patches[0].crust, 0.25);
  const double through = 1 / (1 / bare + path / top.area[0]);
  CHECK(found(reference - 0.1) == Approx(through).epsilon(1e-13));
  stage.snow.assign(model.patches.size(), 0.7);  // and snow on it
  CHECK(found(reference - 0.1) == Approx(1 / (1 / through + 0.7 / top.area[0])).epsilon(1e-13));
}

TEST_CASE("a crust stands in series with the half cell behind it", "[unit]") {
  const std::string in_case =
      "boundaries.top.crust={ thickness = '2 mm', porosity = 0.1, diffusion = 'constant' }";
  const Simulation bare(set_up(input_of(still_column))), covered(set_up(input_of(still_column, {in_case})));
  const Mesh& mesh = covered.model().mesh;
  REQUIRE(mesh.patches[0].name == "top");
  Stage stage = stage_of(covered.model());
  take_conditions(covered.model(), 0, stage);
  const double in_gas = stage.free_diffusivity(0, 0), area = mesh.patches[0].area[0],
               distance = mesh.patches[0].distance[0];
  const auto found = [&](const Simulation& simulation, double factor, double dissolved) {
    const PoresBehind<double> pores{factor, 0.2, 0.43, dissolved};
    return patch_gas_flux_of(simulation.model(), stage, 0, 0, 0, pores).left;
  };
  for (const double in_cell : {0.3, 0.01, 0.0}) {
    const double behind = in_gas * in_cell;
    CHECK(found(bare, in_cell, 0) == Approx(area * behind / distance).epsilon(1e-14));
    const double both = in_cell > 0 ? area / (distance / behind + 2e-3 / (0.1 * in_gas)) : 0;
    CHECK(found(covered, in_cell, 0) == Approx(both).epsilon(1e-14));
    // a crust without water (saturation 0) and a half cell whose water carries the gas, too
    const double wet = behind + 1e-9 * 0.8 * 0.2;
    CHECK(found(bare, in_cell, 0.8) == Approx(area * wet / distance).epsilon(1e-14));
    CHECK(found(covered, in_cell, 0.8) ==
          Approx(area / (distance / wet + 2e-3 / (0.1 * in_gas))).epsilon(1e-14));
  }
}
