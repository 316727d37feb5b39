// Laws of flow: their values, their derivatives by dual numbers, and what patches do.
#include <cmath>

#include "solver/flow/fluxes.h"
#include "solver/flow/update.h"
#include "solver/flow/water.h"
#include "solver/time_path.h"
#include "solver/tiny_steps.h"
#include "tests/catch.h"

using namespace talus;

namespace {

const std::vector<RetentionLaw> laws = {
    VanGenuchten{3.35, 2, 0.5, 0.5},
    VanGenuchten{1.43, 1.506, 1 - 1 / 1.506, 0.5},
    BrooksCorey{0.3, 0.7, 3 + 2 / 0.7},
    Gardner{10},
    Haverkamp{2.707, 3.96, 5.24, 4.74},
    Tabulated{{std::log(0.1), std::log(1.0), std::log(30.0)}, {1, 0.6, 0.05}, {0, -3, -12}}};

bool near(double a, double b, double tolerance) {
  return std::abs(a - b) <= tolerance * std::max(1.0, std::abs(b));
}

}  // namespace

TEST_CASE("density and viscosity of water are those of tables", "[unit]") {
  CHECK(near(density_of_water(277.13), 999.975, 5e-6));
  CHECK(near(density_of_water(298.15), 997.047, 5e-6));
  CHECK(near(density_of_water(353.15), 971.79, 1e-5));
  CHECK(near(viscosity_of_water(293.15), 1.0020e-3, 1e-9));
  CHECK(std::abs(viscosity_of_water(298.15) / 0.8900e-3 - 1) < 2e-3);  // IAPWS 2008
  CHECK(std::abs(viscosity_of_water(273.15) / 1.7917e-3 - 1) < 2e-3);
  CHECK(std::abs(viscosity_of_water(353.15) / 0.3544e-3 - 1) < 5e-3);
  for (const double frozen : {260.0, 215.0, 183.15}) {  // beside ice: that of the coldest that was measured
    CHECK(density_of_water(frozen) == density_of_water(265.15));
    CHECK(viscosity_of_water(frozen) == viscosity_of_water(265.15));
  }
  CHECK(near(density_of_water(265.15), 998.6, 5e-4));  // supercooled: Hare and Sorensen (1987)
}

TEST_CASE("retention has the values of its papers", "[unit]") {
  // Celia and others (1990): theta at -75 cm and -1000 cm with theta_r 0.102, theta_s 0.368
  const Retention celia{VanGenuchten{3.35, 2, 0.5, 0.5}, 0.102 / 0.368};
  CHECK(near(0.368 * wetness(celia, -0.7687).saturation, 0.19829, 2e-5));
  CHECK(near(0.368 * wetness(celia, -1.4288).saturation, 0.15640, 2e-5));
  // Haverkamp and others (1977): theta = 1.611e6 (0.287 - 0.075) / (1.611e6 + |h|^3.96) + 0.075, h in cm
  const Retention haverkamp{
      Haverkamp{100 * std::pow(1.611e6, -1 / 3.96), 3.96, 100 * std::pow(1.175e6, -1 / 4.74), 4.74},
      0.075 / 0.287};
  const double h = std::pow(61.5, 3.96), k = std::pow(61.5, 4.74);
  CHECK(near(0.287 * wetness(haverkamp, -0.615).saturation, 1.611e6 * 0.212 / (1.611e6 + h) + 0.075, 1e-12));
  CHECK(near(wetness(haverkamp, -0.615).permeability, 1.175e6 / (1.175e6 + k), 1e-12));
  // MIN3P's infil1: S = 0.3033 at -7.25 m
  CHECK(near(wetness(Retention{VanGenuchten{1.43, 1.506, 1 - 1 / 1.506, 0.5}, 0}, -7.25).saturation,
             0.3032642, 1e-6));
  // full at 0 and above; nothing is left in an oven
  for (const RetentionLaw& law : laws) {
    CHECK(wetness(Retention{law, 0.1}, 0.5).saturation == 1);
    CHECK(wetness(Retention{law, 0.1}, 0.0).permeability == 1);
    CHECK(wetness(Retention{law, 0.1}, -1e5).saturation == 0);
    CHECK(wetness(Retention{law, 0.1}, -2e3).saturation > 0);
  }
}

TEST_CASE("a head has the saturation that it was sought for", "[unit]") {
  for (const RetentionLaw& law : laws)
    for (const double saturation : {0.005, 0.05, 0.1, 0.101, 0.15, 0.3, 0.7, 0.95, 0.999}) {
      const Retention retention{law, 0.1};
      CHECK(near(wetness(retention, head_at(retention, saturation)).saturation, saturation, 1e-9));
    }
}

TEST_CASE("derivatives of retention are those of dual numbers", "[derivatives]") {
  for (const RetentionLaw& law : laws)
    for (const double head : {-3e-7, -0.02, -0.15, -0.5, -2.0, -20.0, -800.0, -1500.0, -5e4}) {
      const Wetness<Dual> w = wetness(Retention{law, 0.1}, Dual(head, 1));
      CHECK(near(w.saturation_slope.v, w.saturation.d, 1e-12));
      CHECK(near(w.permeability_slope.v, w.permeability.d, 1e-12));
    }
}

TEST_CASE("derivatives of fluxes between cells are those of dual numbers", "[derivatives]") {
  for (const RetentionLaw& law : laws)
    for (const double other : {-3.0, -0.4, 0.7}) {
      const Retention retention{law, 0.1};
      const double head = -0.6, up = 0.25;
      const auto flux = [&](Dual left, Dual right) {
        return flux_between(2e-6, left - right + Dual(up), wetness(retention, left),
                            wetness(retention, right));
      };
      const auto by_left = flux(Dual(head, 1), Dual(other)), by_right = flux(Dual(head), Dual(other, 1));
      CHECK(std::abs(by_left.by_left.v - by_left.value.d) < 1e-12 * 2e-6);
      CHECK(std::abs(by_right.by_right.v - by_right.value.d) < 1e-12 * 2e-6);
    }
}

TEST_CASE("what enters through patches: limits, and derivatives by dual numbers", "[unit][derivatives]") {
  using Drain = WaterConditions::Drain;
  const Retention retention{VanGenuchten{2, 1.8, 1 - 1 / 1.8, 0.5}, 0.05};
  const PatchFace top{2, 1, 4e-5, 0, 1.0}, base{2, -1, 4e-5, 2e-6, 0.8};
  const double z = 0.9;
  const auto into = [&](const WaterConditions& patch, const PatchFace& face, double rain, double head) {
    const Dual h(head, 1);
    const auto q = flux_into(patch, face, rain, h + Dual(z), wetness(retention, h),
                             [&](double outside) { return wetness(retention, outside).permeability; });
    CHECK(std::abs(q.by_left.v - q.value.d) < 1e-12 * 4e-5);
    return q.value.v;
  };
  WaterConditions rain;
  rain.rain = Series::constant(1e-6);
  CHECK(into(rain, top, 1e-6, -2) == 2e-6);                                 // all of it gets in
  CHECK(near(into(rain, top, 1e-6, 0.09) * 1e6, 4e-5 * 0.01 * 1e6, 1e-9));  // as much as the surface takes
  CHECK(into(rain, top, 1e-6, 0.3) < 0);                                    // water under pressure gets out
  WaterConditions head;
  head.head = {-0.5};
  PatchFace under_suction = base;
  under_suction.head = -0.5;
  for (const double inside : {-3.0, -0.4, 0.2})
    CHECK((into(head, under_suction, 0, inside) > 0) == (inside + z < -0.5 + 0.8));
  WaterConditions seepage;
  seepage.drain = Drain::seepage;
  CHECK(into(seepage, base, 0, -0.2) == 0);  // water hangs at the face
  CHECK(near(into(seepage, base, 0, 0.1), -4e-5 * 0.2, 1e-9));
  WaterConditions free;
  free.drain = Drain::free;
  CHECK(into(free, base, 0, 0.1) == -2e-6);
  CHECK(near(into(free, base, 0, -1) * 1e6, -2 * wetness(retention, -1.0).permeability, 1e-12));
}

TEST_CASE("steps that hardly get on are counted while they follow each other", "[unit]") {
  TinySteps tiny_steps;
  for (int i = 1; i <= 1500; ++i) CHECK(tiny_steps.look(0.9, 1e6) == i);
  CHECK(tiny_steps.look(1.1, 1e6) == 0);
  CHECK(tiny_steps.look(0.9, 1e6) == 1);
  for (int i = 0; i < 2 * TinySteps::endless; ++i) tiny_steps.look(0.1, 1e6);
  CHECK(tiny_steps.ends());  // in ten million steps
  for (int i = 0; i < TinySteps::endless; ++i) tiny_steps.look(1e-3, 1e6);
  CHECK(!tiny_steps.ends());
}

TEST_CASE("a path of water: its bend, also when it is long", "[unit]") {
  const std::vector<double> porosity = {0.5};
  TimePath path({0.1});
  for (int i = 1; i <= 1000; ++i) path.add(i / 1000.0, {0.1 + 0.2 * std::pow(i / 1000.0, 2)});
  CHECK(path.nonlinearity(porosity) == Approx(0.2 * 0.25 / 0.5).epsilon(1e-3));  // x - x^2 at one half
  TimePath short_path({0.1});
  short_path.add(1, {0.3});
  CHECK(short_path.nonlinearity(porosity) == 0);
}

TEST_CASE("rain holds until the next row", "[unit]") {
  const Series rain{{0, 10, 20}, {1, 2, 3}};
  CHECK(held(rain, 0) == 1);
  CHECK(held(rain, 9.99) == 1);
  CHECK(held(rain, 10) == 2);
  CHECK(held(rain, 50) == 3);
  CHECK(next_point(rain, 10) == 20);
  CHECK(std::isinf(next_point(rain, 20)));
}

TEST_CASE("updates of heads: of the saturation where water comes, of the smaller change where it goes",
          "[unit]") {
  const Retention sand{Gardner{20}, 0.1};
  const auto updated = [&](double head, double d) {
    const Wetness<double> w = wetness(sand, head);
    return updated_head(sand, 1, {head, w.saturation, std::max(w.saturation_slope, 1e-12)}, d);
  };
  const double head = -0.1, slope = wetness(sand, head).saturation_slope;
  CHECK(near(wetness(sand, updated(head, 0.02)).saturation, wetness(sand, head).saturation + 0.02 * slope,
             1e-12));
  CHECK(wetness(sand, updated(head, 10)).saturation == Approx(beyond));  // no overshoot
  CHECK(updated(head, -0.01) == head - 0.01);
  CHECK(updated(-0.3, -2) == -2.3);  // hardly anything is left: to its neighbours' suction, not to an oven's
  // a saturation of 0.1 + 8e-27 has no digits for an update, which goes by tenths at most
  const BeforeUpdate dry{-3, wetness(sand, -3.0).saturation, 1e-30};
  CHECK(updated_head(sand, 1, dry, 1) == -2);
  CHECK(updated_head(sand, 1, dry, 10) == -0.3);
  CHECK(updated(0.5, -3) == -least_suction);
  // where hydrates have taken residual water, the cell goes to the suctions that have less of it
  CHECK(updated_head(sand, 1, {-3, wetness(sand, -3.0).saturation, 1e-12, true}, -1e10) < -dry_suction);
  // a full cell has no capacity either, and is not a dry one whose suction goes by factors
  const auto without_capacity = [&](double at, double d) {
    return updated_head(sand, 1, {at, wetness(sand, at).saturation, 1e-12, false, true}, d);
  };
  CHECK(without_capacity(0.5, -0.2) == 0.3);
  CHECK(without_capacity(0.5, -3) == -least_suction);
  CHECK(without_capacity(0, -3) == -least_suction);
  CHECK(without_capacity(0, 0.1) == 0.1);
  CHECK(without_capacity(-2e5, -1e7) == -2e6);
  CHECK(without_capacity(-2e5, 1e7) == -2e4);
}

TEST_CASE("a full cell stops where its pores begin to empty, so that the next update knows their slope",
          "[unit]") {
  const Retention silt{BrooksCorey{.entry = 0.3, .lambda = 0.6}, 0.05};
  for (const double suction : {1.0, 2.0})
    for (const double head : {0.5, 0.0, -0.1}) {
      const double next = updated_head(silt, suction, {head, 1, 1e-12}, -3);
      CHECK(near(next, -0.3 / suction, 1e-5));
      CHECK(wetness(silt, suction * next).saturation_slope > 1);
      CHECK(updated_head(silt, suction, {head, 1, 1e-12}, -0.01) == head - 0.01);
    }
  const double emptying = -0.3 * (1 + 2e-6) - 1e-6;  // from there down it follows the update
  CHECK(updated_head(silt, 1, {emptying, wetness(silt, emptying).saturation, 1}, -0.001) == emptying - 0.001);
}
