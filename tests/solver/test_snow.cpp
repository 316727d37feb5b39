// Snow, ponds, and air that changes over time.
#include <algorithm>
#include <cmath>
#include <memory>

#include "base/dual.h"
#include "solver/flow/ponds.h"
#include "solver/flow/richards.h"
#include "solver/heat/heat.h"
#include "solver/laws/air.h"
#include "solver/laws/boundary.h"
#include "solver/laws/snow.h"
#include "tests/catch.h"
#include "tests/solver/small_cases.h"

using namespace talus;

namespace {

bool near(double a, double b, double tolerance = 1e-12) { return std::abs(a - b) <= tolerance * std::abs(b); }

constexpr double day = 86400, zero = 273.15;

SnowLaw usual_law() {
  return {.all_snow = zero - 1, .all_rain = zero + 3, .melts_above = zero, .melt_factor = 4e-3 / day};
}

/// mm.
double lies(const LaidSnow& laid, double days) {
  return 1e3 * SnowCover{.pieces = laid.pieces}.at(days * day).lies;
}
double mm_per_day(double mm) { return mm * 1e-3 / day; }

}  // namespace

TEST_CASE("a part of precipitation falls as snow", "[unit]") {
  const SnowLaw law = usual_law();
  CHECK(law.share(zero - 5) == 1);
  CHECK(law.share(zero - 1) == 1);
  CHECK(near(law.share(zero + 1), 0.5));
  CHECK(law.share(zero + 3) == 0);
  const SnowLaw sharp{.all_snow = zero + 1, .all_rain = zero + 1};
  CHECK(sharp.share(zero + 1) == 1);
  CHECK(sharp.share(zero + 1.001) == 0);
}

TEST_CASE("snow lies, melts within a row, and closes with what air takes", "[unit]") {
  const std::vector<SnowWeather> rows = {
      {.time = 0, .precipitation = mm_per_day(10), .temperature = zero - 5, .sublimation = mm_per_day(1)},
      {.time = day, .precipitation = 0, .temperature = zero + 2, .sublimation = mm_per_day(1)},
      {.time = 2 * day,
       .precipitation = mm_per_day(2),
       .temperature = zero + 1,
       .sublimation = mm_per_day(1)},
      {.time = 3 * day, .precipitation = mm_per_day(6), .temperature = zero - 2, .sublimation = 0}};
  SnowLaw law = usual_law();
  law.start = 3e-3;
  const LaidSnow laid = lay_snow(law, rows);
  CHECK(near(lies(laid, 0), 3.0));
  CHECK(near(lies(laid, 1), 12.0));   // 3 + 10 - 1
  CHECK(near(lies(laid, 1.5), 7.5));  // 9 mm/d leave
  CHECK(near(lies(laid, 2.0), 3.0));
  CHECK(near(lies(laid, 2.5), 1.0));  // 1 mm/d falls, 5 would leave: gone after 3/4 d
  CHECK(lies(laid, 2.76) == 0);
  CHECK(near(lies(laid, 4), 6.0));
  CHECK(near(lies(laid, 104), 606.0));  // the last row goes on
  const HeldSum liquid(laid.liquid);
  const SnowCover cover{.pieces = laid.pieces};
  for (const double days : {0.3, 1.0, 1.7, 2.75, 2.9, 3.0, 5.5}) {
    double fell = 3e-3;  // and lay at the start
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const double end = i + 1 < rows.size() ? std::min(rows[i + 1].time, days * day) : days * day;
      fell += std::max(end - rows[i].time, 0.0) * rows[i].precipitation;
    }
    const auto amounts = cover.at(days * day);
    CHECK(near(amounts.lies + amounts.sublimated + liquid(days * day), fell, 1e-14));
  }
}

TEST_CASE("snow conducts heat and lets gas pass by its density", "[unit]") {
  CHECK(near(conductivity_of_snow(100), 0.023 + 0.0234));
  CHECK(near(conductivity_of_snow(300), 0.138 - 0.303 + 0.29097));
  SnowCover cover{.density = 300, .depth_of_water = 1000.0 / 300, .pieces = {{0, {0.09, 0.09, 0}, {}}}};
  CHECK(near(cover.thickness(5, 1), 0.3));
  CHECK(near(cover.gas_path(5, 1), 0.3 * std::pow(1 - 300.0 / 917, -4.0 / 3)));
  // 4.58 hPa over ice at 0 degC, dry air: rho = e M / (R T)
  CHECK(near(sublimation_of_snow(zero, 0, 100), 610.8 * 0.018015 / (8.31446 * zero) / 100, 1e-4));
  CHECK(sublimation_of_snow(zero + 5, 900, 100) == 0);  // moister air leaves no rime
}

TEST_CASE("a pond enters as the surface takes it", "[unit][derivatives]") {
  const PatchFace top{2, 1, 4e-5, 0, 1.0, 0};
  const auto into = [&](const PondFace& pond, double head) {
    Wetness<Dual> cell;
    cell.permeability = Dual(0.5);
    const auto q = flux_from_pond(pond, top, Dual(head, 1), cell);
    CHECK(std::abs(q.by_left.v - q.value.d) < 1e-12 * 4e-5);
    return q.value.v;
  };
  const PondFace pond{0.02, 2, 2e-6, 3600};  // 3.6 mm over 2 m2
  CHECK(into(pond, -3) == 2e-6);             // all of it
  const double rise = 3600.0 / 2, all = 2e-6 * rise;
  const double slow = into(pond, 0.99);  // H_c: 1 cm below the face
  CHECK(near(slow, 4e-5 * (all + 0.01) / (1 + 4e-5 * rise), 1e-12));
  const double level = (2e-6 - slow) * rise;
  CHECK(near(slow, 4e-5 * (level + 0.01), 1e-12));  // by the depth at the end of the step
  const PondFace full{0.02, 2, 1e-4, 3600};
  CHECK(near(into(full, 0.9), 4e-5 * (0.02 + 0.1), 1e-12));   // what is above 2 cm runs off
  CHECK(near(into(full, 1.12), -0.5 * 4e-5 * (0.1), 1e-12));  // under pressure water gets out
  CHECK(into({0.02, 2, 0, 3600}, 1.0) == 0);
}

TEST_CASE("air over time", "[unit]") {
  AirGas air{PartialPressure(42)};
  CHECK(air.in(101325, 1e7) == 42);
  air.amplitude = 1e-5;
  air.highest = 130 * day;
  CHECK(near(air.in(1e5, 130 * day), 43.0));
  CHECK(near(air.in(1e5, (130 + 365.25 / 2) * day), 41.0));
  CHECK(near(air.in(1e5, (130 + 365.25 / 4) * day), 42.0));
  air.table = Series{{0, 100}, {400e-6, 420e-6}};
  CHECK(near(air.in(1e5, 50), 41.0));
}

namespace {

/// Frozen ground under dry air, and rain that does not fall.
const std::string frozen_column = R"case(
title = "frozen ground"
run = { length = "1 d", output_every = "1 d" }
mesh = { shape = "column", depth = "1 m", area = "2 m2", cells = { count = 10 } }
temperature = { constant = "-5 degC" }
flow = {}
[[layers]]
thickness = "1 m"
material = "ground"
[materials.ground]
porosity = 0.4
grain_density = "2700 kg/m3"
water = { saturation = 0.7, moves = true }
conductivity = "1e-7 m/s"
retention = { model = "van Genuchten", alpha = "1 1/m", n = 1.6 }
heat = { grain_heat_capacity = "800 J/kg/K", conductivity = "1.5 W/m/K", frozen_conductivity = "2 W/m/K" }
[heat]
conductivity = "given"
surface = { flux = "0 W/m2" }
base = { flux = "0 W/m2" }
entering = { top = "8 degC" }
freezing = { curve = "Clapeyron", impedance = 7, constants = "held" }
[boundaries.top]
water = { rain = "0 mm/d" }
)case";

std::size_t top_of(const Model& model) {
  std::size_t p = 0;
  while (model.mesh.patches[p].name != "top") ++p;
  return p;
}

}  // namespace

TEST_CASE("ground that is frozen loses what ice gives to the air, whatever its suction", "[unit]") {
  Setup setup = set_up(input_of(frozen_column));
  const std::size_t top = top_of(setup.model);
  Evaporation evaporation;
  evaporation.method = Evaporation::Method::aerodynamic;
  evaporation.turbulence = {
      .wind_height = 2, .air_height = 2, .roughness = 1e-3, .vapour_roughness = 1e-3, .least_wind = 0.5};
  setup.model.patches[top].water.evaporation = evaporation;
  auto weather = std::make_shared<Weather>();
  weather->time = {0};
  weather->air = {{.temperature = zero - 5, .vapour_pressure = 150, .wind = 3}};
  setup.model.weather = weather;
  Richards flow(setup.model, setup.controls);
  REQUIRE(flow.advance(setup.state, 60).good);
  // over ice at -5 degC: 401.8 Pa (Murphy and Koop 2005, Q. J. R. Meteorol. Soc. 131:1539)
  const double over_ice = 401.8 * 0.018015 / (8.31446 * (zero - 5)),
               in_air = 150 * 0.018015 / (8.31446 * (zero - 5));
  const double expected =
      (over_ice - in_air) / evaporation.turbulence.resistance(3) * 2 / 1000;  // m3/s from 2 m2
  CHECK(near(-setup.state.water.vapour_patches[top][0], expected, 0.01));
}

TEST_CASE("water enters with the heat of heat.entering, from under snow with that of 0 degC", "[unit]") {
  for (const bool snow : {false, true}) {
    Setup setup = set_up(input_of(frozen_column, {"temperature.constant=2 degC"}));
    const std::size_t top = top_of(setup.model);
    if (snow)
      setup.model.patches[top].water.snow = SnowCover{
          .density = 300, .depth_of_water = 3, .conductivity = 0.1, .pieces = {{0, {0.1, 0.1, 0}, {}}}};
    for (const Patch& patch : setup.model.mesh.patches) {
      const bool in = patch.name == "top";
      setup.state.water.patches.emplace_back(patch.size(), in ? 1e-7 : 0.0);
    }
    Heat heat(setup.model, setup.controls);
    const HeatResult result = heat.advance(setup.state, 100);
    REQUIRE(result.good);
    const double expected =
        snow ? 0 : 1e-7 * 100 * setup.model.system.water_density * heat_capacity_of_water * 8;
    CHECK(std::abs(result.brought[Energy::water] - expected) < 1e-9 * 335);
  }
}
