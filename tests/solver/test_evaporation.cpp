// Laws of vapour and evaporation: values of tables and papers, limits, derivatives by dual numbers.
#include <cmath>
#include <limits>

#include "base/dual.h"
#include "solver/laws/boundary.h"
#include "solver/laws/evaporation.h"
#include "tests/catch.h"

using namespace talus;

namespace {

bool near(double a, double b, double tolerance) { return std::abs(a - b) <= tolerance * std::abs(b); }

constexpr double mm_per_day = 1e-3 / 86400;  // m/s

AirAbove summer_day() {
  return {.temperature = 293.15,
          .vapour_pressure = 1200,
          .wind = 2.5,
          .shortwave = 250,
          .longwave = 330,
          .potential = 5 * mm_per_day};
}

Evaporation bare_ground(Evaporation::Method method, SurfaceResistance surface) {
  return {.method = method,
          .turbulence = {.wind_height = 2,
                         .air_height = 2,
                         .roughness = 1e-3,
                         .vapour_roughness = 1e-3,
                         .least_wind = 0.5},
          .surface = surface,
          .albedo = 0.3,
          .emissivity = 0.95};
}

}  // namespace

TEST_CASE("vapour pressure is that of tables", "[unit]") {
  // Haar, Gallagher and Kell (1984), NBS/NRC steam tables, Pa
  for (const auto& [celsius, pascal] : {std::pair{0.01, 611.7},
                                        {10.0, 1228.2},
                                        {20.0, 2339.3},
                                        {30.0, 4247.0},
                                        {40.0, 7384.9},
                                        {50.0, 12352.0}})
    CHECK(near(saturation_vapour_pressure(273.15 + celsius), pascal, 2.5e-3));
  // FAO-56, annex 2, tables 2.3 and 2.4: kPa and kPa/degC
  CHECK(near(saturation_vapour_pressure(273.15 + 16.5), 1877, 1e-3));
  CHECK(near(saturation_vapour_slope(273.15 + 16.5), 119, 5e-3));
  const Dual warm = saturation_vapour_pressure(Dual(300.0, 1));
  CHECK(near(warm.d, saturation_vapour_slope(300.0), 1e-14));
  // vapour in saturated air of 20 degC: 17.3 g/m3
  CHECK(near(vapour_density(saturation_vapour_pressure(293.15), 293.15), 17.3e-3, 2e-3));
  CHECK(near(vapour_diffusivity(273.15, 101325), 2.178e-5, 1e-12));
  CHECK(near(vapour_diffusivity(293.15, 101325), 2.475e-5, 2e-3));
}

TEST_CASE("suction and salts lower the vapour beside water", "[unit]") {
  // Campbell (1985), Soil Physics with BASIC: -1500 J/kg, the wilting point, is 98.9 % at 20 degC
  CHECK(near(humidity_beside(-1500 / gravity, 1.0, 293.15), 0.989, 1e-3));
  CHECK(near(humidity_beside(-1e4, 1.0, 293.15), 0.4843, 1e-3));  // exp(-0.018015 * 98066.5 / (R T))
  CHECK(humidity_beside(0.5, 1.0, 293.15) == 1);
  CHECK(humidity_beside(0.0, 0.75, 293.15) == 0.75);  // beside a saturated solution of NaCl
  CHECK(near(humidity_beside(-100.0, 0.75, 293.15), 0.75 * humidity_beside(-100.0, 1.0, 293.15), 1e-14));
  const double step = humidity_beside(-99.0, 1.0, 293.15) / humidity_beside(-101.0, 1.0, 293.15);
  CHECK(near(humidity_beside(Dual(-100.0, 1), 1.0, 293.15).d,
             humidity_beside(-100.0, 1.0, 293.15) * std::log(step) / 2, 1e-9));
}

TEST_CASE("the combination equation gives the example of FAO-56", "[unit]") {
  // Example 18, Brussels, 6 July: 3.88 mm/d from grass with r_a = 208 / u and r_s = 70 s/m, where the vapour
  // pressure deficit is 0.589 kPa at a mean of 16.9 degC, 100.1 kPa, 2.078 m/s and R_n = 13.28 MJ/m2/d
  AirEnergy air{.available = 13.28e6 / 86400,
                .temperature = 273.15 + 16.9,
                .pressure = 100.1e3,
                .resistance = 208 / 2.078};
  air.vapour_pressure = saturation_vapour_pressure(air.temperature) - 589;
  CHECK(near(penman_monteith(air, 1.0, 70.0) / 1000, 3.88 * mm_per_day, 0.01));
  // and its box 4: grass of 0.12 m has r_a = 208 / u
  const Turbulence grass{.wind_height = 2,
                         .air_height = 2,
                         .roughness = 0.123 * 0.12,
                         .vapour_roughness = 0.0123 * 0.12,
                         .displacement = 0.08};
  CHECK(near(grass.resistance(1.0), 208, 5e-3));
  CHECK(near(grass.resistance(4.0), 52, 5e-3));
}

TEST_CASE("the combination equation closes the balance of energy", "[unit]") {
  // E by the temperature of the surface, found from H + L E = R_n with the straight line of e_sat
  const AirEnergy air{
      .available = 180, .temperature = 290, .vapour_pressure = 900, .pressure = 95e3, .resistance = 80};
  for (const double humidity : {1.0, 0.8, 0.3})
    for (const double resistance : {0.0, 200.0}) {
      const double evaporated = penman_monteith(air, humidity, resistance);
      const double density = air.pressure / (287 * 1.01 * air.temperature);
      const double warmer =
          (air.available - heat_of_vaporisation * evaporated) * air.resistance / (density * heat_of_air);
      const double e_surface = humidity * (saturation_vapour_pressure(air.temperature) +
                                           saturation_vapour_slope(air.temperature) * warmer);
      const double by_resistance =
          density * 0.622 / air.pressure * (e_surface - air.vapour_pressure) / (air.resistance + resistance);
      CHECK(near(evaporated, by_resistance, 1e-12));
    }
}

TEST_CASE("evaporation ends where the surface is as dry as the air, and dew falls beyond", "[unit]") {
  const AirAbove air = summer_day();
  const double outside = Evaporation::humidity_of(air);
  for (const auto method : {Evaporation::Method::potential, Evaporation::Method::aerodynamic})
    for (const auto law :
         {SurfaceResistance::none, SurfaceResistance::sun, SurfaceResistance::van_de_griend_owe}) {
      const Evaporation e = bare_ground(method, law);
      const auto at = [&](double humidity) {
        return e.rate(air, 101325, SurfaceWater<double>{humidity, 0.4, 0.18, 293.15});
      };
      CHECK(std::abs(at(outside)) < 1e-12 * at(1.0));
      CHECK(at(1.0) > 0);
      CHECK(at(0.9 * outside) < 0);
    }
  const Evaporation wet = bare_ground(Evaporation::Method::potential, SurfaceResistance::none);
  CHECK(near(wet.rate(air, 101325, SurfaceWater<double>{1, 1, 0.4, 293.15}), 1000 * 5 * mm_per_day, 1e-12));
  // (17.3 - 8.87) g/m3 over r_a = ln^2(2000) / 0.41^2 / 2.5 = 137.5 s/m is 5.3 mm/d
  const Evaporation windy = bare_ground(Evaporation::Method::aerodynamic, SurfaceResistance::none);
  CHECK(near(windy.turbulence.resistance(2.5), 137.47, 1e-4));
  CHECK(near(windy.rate(air, 101325, SurfaceWater<double>{1, 1, 0.4, 293.15}), 8.42e-3 / 137.47, 5e-3));
  CHECK(windy.turbulence.resistance(0.0) == windy.turbulence.resistance(0.5));
  // a crust stands in series
  CHECK(near(windy.rate(air, 101325, SurfaceWater<double>{1, 1, 0.4, 293.15, 137.47}),
             windy.rate(air, 101325, SurfaceWater<double>{1, 1, 0.4, 293.15}) / 2, 1e-4));
}

TEST_CASE("evaporation by a potential is bounded and rises with the humidity of the surface", "[unit]") {
  const Evaporation e = bare_ground(Evaporation::Method::potential, SurfaceResistance::none);
  const double most = 1000 * 5 * mm_per_day;
  for (const double outside : {0.05, 0.6, 0.98, 0.99, 0.995, 1.0, 1.02}) {
    AirAbove air = summer_day();
    air.vapour_pressure = outside * saturation_vapour_pressure(air.temperature);
    double before = -most;
    for (int percent = 0; percent <= 100; ++percent) {
      const Dual rate =
          e.rate(air, 101325, SurfaceWater<Dual>{Dual(percent / 100.0, 1), Dual(0.4), Dual(0.18), 293.15});
      CHECK(rate.v >= before);
      CHECK(rate.v <= most * (1 + 1e-12));
      CHECK((rate.d >= 0 && rate.d <= 101 * most));
      before = rate.v;
    }
    CHECK(near(before, most, 1e-12));
  }
}

TEST_CASE("nothing evaporates through a closed crust or grains without water", "[unit]") {
  const double closed = std::numeric_limits<double>::infinity();
  for (const auto method : {Evaporation::Method::aerodynamic, Evaporation::Method::penman_monteith}) {
    const auto at = [&](SurfaceResistance law, double saturation, double crust) {
      return bare_ground(method, law)
          .rate(summer_day(), 101325,
                SurfaceWater<Dual>{Dual(0.9, 0.1), Dual(saturation, 1), Dual(0.18), 293.15, crust});
    };
    for (const Dual& rate :
         {at(SurfaceResistance::sun, 0.4, closed), at(SurfaceResistance::none, 0.4, closed),
          at(SurfaceResistance::sun, 0, 0), at(SurfaceResistance::sun, 1e-200, 0)}) {
      CHECK(rate.v == 0);
      CHECK(rate.d == 0);
    }
    CHECK(at(SurfaceResistance::sun, 0.4, 100).v > 0);
  }
}

TEST_CASE("radiation is in with albedo and out by Stefan's law", "[unit]") {
  const Evaporation e = bare_ground(Evaporation::Method::penman_monteith, SurfaceResistance::none);
  CHECK(near(e.net_radiation(summer_day()), 0.7 * 250 + 0.95 * (330 - 418.766), 1e-4));
  AirAbove measured = summer_day();
  measured.net_radiation = 77;
  CHECK(e.net_radiation(measured) == 77);
  // Brutsaert (1975): a clear sky over 20 degC and 12 hPa has the emissivity 0.786
  CHECK(near(clear_sky(293.15, 1200), 0.786 * 418.766, 2e-3));
}

TEST_CASE("surface resistances are those of their papers", "[unit]") {
  CHECK(near(surface_resistance(SurfaceResistance::sun, 1.0, 0.4), 37, 1e-12));
  CHECK(near(surface_resistance(SurfaceResistance::sun, 0.1, 0.04), 3.5 * std::pow(10, 2.3) + 33.5, 1e-12));
  CHECK(
      near(surface_resistance(SurfaceResistance::van_de_griend_owe, 0.1, 0.05), 10 * std::exp(3.563), 1e-12));
  CHECK(surface_resistance(SurfaceResistance::van_de_griend_owe, 0.9, 0.3) == 10);
}

TEST_CASE("slopes of evaporation are those of differences in the head", "[derivatives]") {
  // every law is made of exp, pow and fractions: a difference over 1e-5 of the head knows seven digits
  const AirAbove air = summer_day();
  for (const auto method : {Evaporation::Method::potential, Evaporation::Method::aerodynamic,
                            Evaporation::Method::penman_monteith})
    for (const auto law :
         {SurfaceResistance::none, SurfaceResistance::sun, SurfaceResistance::van_de_griend_owe})
      for (const double head : {-1.0, -300.0, -8000.0}) {
        const Evaporation e = bare_ground(method, law);
        const auto at = [&](const Dual& h) {
          const Dual saturation = pow(Dual(1.0) - h, -0.4);
          return e.rate(air, 101325,
                        SurfaceWater<Dual>{humidity_beside(h, 0.98, 293.15), saturation,
                                           Dual(0.4) * saturation, 293.15});
        };
        const double step = 1e-5 * head;
        const double slope = (at(head + step).v - at(head - step).v) / (2 * step);
        CHECK(std::abs(at(Dual(head, 1)).d - slope) < 1e-6 * std::abs(slope) + 1e-16);
        CHECK(at(Dual(head, 1)).d >= 0);  // drier water gives less
      }
}

TEST_CASE("rain is summed as it holds", "[unit]") {
  const Series rain{{0, 10, 30}, {1, 0, 2}};
  CHECK(HeldSum(rain)(0) == 0);
  CHECK(HeldSum(rain)(5) == 5);
  CHECK(HeldSum(rain)(20) == 10);
  CHECK(HeldSum(rain)(40) == 30);
  CHECK(HeldSum(Series::constant(3))(4) == 12);
}
