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
  CHECK(bare_opening_of(model, 0, 0, 0.3, reference) == Approx(bare).epsilon(1e-14));
  const double thickness = 0.6 * 0.1 * model.mesh.volume[cell] / top.area[0] / 0.75;
  const double path = thickness / crust_diffusivity(*model.patches[0].crust, 0.25);
  CHECK(bare_opening_of(model, 0, 0, 0.3, reference - 0.1) ==
        Approx(1 / (1 / bare + path / top.area[0])).epsilon(1e-13));
}

TEST_CASE("a crust stands in series with the half cell behind it", "[unit]") {
  const std::string in_case =
      "boundaries.top.crust={ thickness = '2 mm', porosity = 0.1, diffusion = 'constant' }";
  const Simulation bare(set_up(input_of(still_column))), covered(set_up(input_of(still_column, {in_case})));
  const Mesh& mesh = covered.model().mesh;
  REQUIRE(mesh.patches[0].name == "top");
  for (const double in_cell : {0.3, 0.01, 0.0}) {
    const double area = mesh.patches[0].area[0], distance = mesh.patches[0].distance[0];
    CHECK(bare_opening_of(bare.model(), 0, 0, in_cell, 0.43) ==
          Approx(area * in_cell / distance).epsilon(1e-14));
    const double both = in_cell > 0 ? area / (distance / in_cell + 2e-3 / 0.1) : 0;
    CHECK(bare_opening_of(covered.model(), 0, 0, in_cell, 0.43) == Approx(both).epsilon(1e-14));
  }
}
