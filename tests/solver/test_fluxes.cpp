// The fluxes through faces: linear in concentrations, with slopes that are those of dual numbers; and tables
// of temperature over depth.
#include "solver/laws/diffusion.h"
#include "solver/laws/flux.h"
#include "solver/temperature_table.h"
#include "tests/catch.h"

using namespace talus;

namespace {
const FaceShape face{2, 0.01, 0.03};
}

TEST_CASE("slopes of a face's conductances are those of dual numbers", "[derivatives]") {
  for (const double water : {-1e-7, 0.0, 2e-7})
    for (const double left : {0.0, 1e-9, 3e-6})
      for (const std::size_t side : {0, 1}) {
        const auto number = [&](std::size_t k, double value) { return Dual(value, side == k ? 1 : 0); };
        const auto slope = [](std::size_t k, double value) { return Slopes<2>::variable(value, k); };
        const auto solute = [&]<class S>(const S& a, const S& b) {
          return solute_flux<S>(face, {a, 0.02}, {b, 0.05}, water).at(S(3.0), S(5.0));
        };
        const auto gas = [&]<class S>(const S& a, const S& b) {
          return gas_flux<S>(face, {a, 280}, {b, 300}).at(S(3.0), S(5.0));
        };
        const Dual one = solute(number(0, left), number(1, 2e-6)),
                   other = gas(number(0, left), number(1, 2e-6));
        const Slopes<2> solutes = solute(slope(0, left), slope(1, 2e-6)),
                        gases = gas(slope(0, left), slope(1, 2e-6));
        CHECK(solutes.value == Approx(one.v).epsilon(1e-14));
        CHECK(gases.value == Approx(other.v).epsilon(1e-14));
        CHECK(solutes.by[side] == Approx(one.d).epsilon(1e-12));
        CHECK(gases.by[side] == Approx(other.d).epsilon(1e-12));
      }
}

TEST_CASE("a face of one temperature lets through what two half cells in series do", "[unit]") {
  const double g = 2 / (0.01 / 3e-6 + 0.03 / 2e-6);
  CHECK(gas_flux<double>(face, {3e-6, 288}, {2e-6, 288}).at(3.0, 5.0) == Approx(-2 * g).epsilon(1e-14));
  CHECK(solute_flux<double>(face, {3e-6, 0}, {2e-6, 0}, 0).at(3.0, 5.0) == Approx(-2 * g).epsilon(1e-14));
  const double carried = solute_flux<double>(face, {0, 0}, {0, 0}, -1e-7).at(3.0, 5.0);
  CHECK(carried == Approx(-5e-7).epsilon(1e-14));
}

TEST_CASE("air of one composition does not move for a difference of temperature", "[unit]") {
  const double pressure = 42, r = 8.31446261815324;
  const FaceFlux<double> flux = gas_flux<double>(face, {3e-6, 275}, {2e-6, 305});
  CHECK(flux.at(pressure / (r * 275), pressure / (r * 305)) == Approx(0).margin(1e-14 * flux.left));
  // one degree of composition moves it by the conductances of D / T
  const double g = 2 / (0.01 * 275 / 3e-6 + 0.03 * 305 / 2e-6);
  CHECK(flux.at(2 * pressure / (r * 275), pressure / (r * 305)) == Approx(g * pressure / r).epsilon(1e-12));
}

TEST_CASE("slopes of a diffusion law beside its value are those of dual numbers", "[derivatives]") {
  for (const char* name : {"Millington-Quirk 1961", "Millington-Quirk 1960", "Moldrup 2000", "constant"}) {
    const DiffusionLaw law = diffusion_law(name, 0.7);
    const double value = relative_diffusivity(law, 0.2, 0.4);
    const DiffusionSlopes by = diffusion_slopes(law, 0.2, 0.4, value);
    CHECK(by.by_theta == Approx(relative_diffusivity(law, Dual(0.2, 1), Dual(0.4)).d).epsilon(1e-12));
    CHECK(by.by_porosity == Approx(relative_diffusivity(law, Dual(0.2), Dual(0.4, 1)).d).margin(1e-12));
  }
}

TEST_CASE("a table of temperature over time and depth is read along straight lines", "[unit]") {
  GridTable grid{{"time", "depth"}, {{0, 100}, {0, 2, 4}}, {280, 290, 290, 300, 290, 280}};
  const TemperatureTable table(grid);
  CHECK_FALSE(table.uniform());
  CHECK(table.at(0, 1) == 285);
  CHECK(table.at(50, 0) == 290);
  CHECK(table.at(50, 3) == Approx(287.5));
  CHECK(table.at(100, 99) == 280);  // beyond its ends as at them
  CHECK(table.of_cells(0, std::vector{1.0, 2.0}) == std::vector{285.0, 290.0});
  CHECK(table.extremes(0, 50) == std::array{280.0, 290.0});
  CHECK(table.extremes(0, 100) == std::array{280.0, 300.0});
  CHECK(table.mean(0, 0) == Approx(287.5));
  const TemperatureTable steady(GridTable{{"depth"}, {{0, 2}}, {280, 290}});
  CHECK(steady.at(1e9, 1) == 285);
  const TemperatureTable one(Series::constant(288));
  CHECK(one.uniform());
  CHECK(one.of_cells(5, std::vector{1.0, 2.0}) == std::vector{288.0, 288.0});
}
