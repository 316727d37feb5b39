// Heat: laws against published values and dual numbers, the equation against analytic solutions.
#include <cmath>
#include <functional>
#include <numbers>

#include "case/build_flow.h"
#include "solver/heat/heat.h"
#include "tests/catch.h"
#include "tests/solver/small_cases.h"

using namespace talus;

namespace {

/// A column of one material, of which nothing but heat is asked.
const std::string warm_column = R"case(
title = "heat in a column"
run = { length = "100 yr", output_every = "100 yr" }
mesh = { shape = "column", depth = "40 m", area = "2 m2", cells = { count = 40 } }
temperature = { constant = "10 degC" }
[[layers]]
thickness = "40 m"
material = "ground"
[materials.ground]
porosity = 0.4
grain_density = "2700 kg/m3"
water = { saturation = 0.5, moves = false }
heat = { grain_heat_capacity = "800 J/kg/K", conductivity = "1.5 W/m/K" }
[heat]
conductivity = "given"
surface = { temperature = "10 degC" }
base = { flux = "0 W/m2" }
)case";

constexpr double day = 86400, year = 365.25 * day;

/// The heat equation of a case alone: temperatures and water stay in the state.
struct Alone {
  explicit Alone(const std::vector<std::string>& sets, const std::string& text = warm_column)
      : setup(set_up(input_of(text, sets))) {}

  /// A table of the temperature of the top.
  void surface(const std::function<double(double)>& celsius, double length, int points) {
    Series table;
    for (int i = 0; i <= points; ++i) {
      table.along.push_back(length * i / points);
      table.value.push_back(273.15 + celsius(length * i / points));
    }
    for (std::size_t p = 0; p < setup.model.mesh.patches.size(); ++p)
      if (setup.model.mesh.patches[p].name == "top") setup.model.heat->patches[p].temperature = table;
  }
  void start(const std::function<double(double)>& celsius_at_depth) {
    for (std::size_t c = 0; c < setup.state.temperature.size(); ++c)
      setup.state.temperature[c] = 273.15 + celsius_at_depth(setup.model.mesh.depth[c]);
  }
  /// Runs for `length` in steps of transport of `dt`, and adds up what came in.
  void run(double length, double dt) {
    Heat heat(setup.model, setup.controls);
    for (int i = 0; i < std::lround(length / dt); ++i) {
      const HeatResult result = heat.advance(setup.state, dt);
      REQUIRE(result.good);
      steps += result.steps;
      for (const double joules : result.brought.joules) entered += joules;
      setup.state.temperature = std::exchange(setup.state.next_temperature, {});
      setup.state.time += dt;
    }
  }
  double celsius(std::size_t cell) const { return setup.state.temperature[cell] - 273.15; }
  std::size_t cells() const { return setup.state.temperature.size(); }
  double depth(std::size_t cell) const { return setup.model.mesh.depth[cell]; }
  /// Largest distance from a function of the depth down to `deepest`, K.
  double error(const std::function<double(double)>& exact, double deepest) const {
    double worst = 0;
    for (std::size_t c = 0; c < cells(); ++c)
      if (depth(c) < deepest) worst = std::max(worst, std::abs(celsius(c) - exact(depth(c))));
    return worst;
  }

  Setup setup;
  double entered = 0;  // J
  int steps = 0;
};

const FreezingCurve curves[] = {ExponentialFreezing{0.1, 0.8},
                                ClapeyronFreezing{Retention{VanGenuchten{2, 1.6, 1 - 1 / 1.6, 0.5}, 0.05}}};

}  // namespace

TEST_CASE("thermal conductivities are those of their papers", "[unit]") {
  const CoteKonrad crushed{2.5, 1.70, 1.80, 4.60, 1.70}, natural{2.5, 0.75, 1.20, 1.90, 0.85};
  const PoresForHeat dry{0.4, 1620, 0, 1}, full{0.4, 1620, 1, 1}, half{0.4, 1620, 0.5, 1};
  CHECK(thermal_conductivity(crushed, dry) == Approx(1.70 * std::pow(10, -0.72)));
  CHECK(thermal_conductivity(natural, dry) == Approx(0.75 * std::pow(10, -0.48)));
  CHECK(thermal_conductivity(crushed, full) == Approx(std::pow(2.5, 0.6) * std::pow(0.6, 0.4)));
  // figure 6 of Cote and Konrad: K = 0.82 and 0.655 at S = 0.5
  CHECK(crushed.share(half) == Approx(4.60 * 0.5 / (1 + 3.60 * 0.5)));
  CHECK(natural.share(half) == Approx(0.655).epsilon(1e-3));
  const PoresForHeat frozen{0.4, 1620, 1, 0};
  CHECK(thermal_conductivity(crushed, frozen) == Approx(std::pow(2.5, 0.6) * std::pow(2.24, 0.4)));
  // Farouki (1981): dry soil of 1600 kg/m3 0.237 W/m/K; full K = 1, fine K = 0 at S = 0.1
  const Johansen fine{2.5, false, false}, coarse{2.5, true, true};
  CHECK(fine.dry({0.4, 1600, 0, 1}) == Approx(0.237).epsilon(2e-3));
  CHECK(coarse.dry({0.4, 1600, 0, 1}) == Approx(0.039 * std::pow(0.4, -2.2)));
  CHECK(fine.share({0.4, 1600, 0.1, 1}) == Approx(0).margin(1e-12));
  CHECK(fine.share({0.4, 1600, 0.01, 1}) == 0);
  CHECK(coarse.share({0.4, 1600, 0.5, 1}) == Approx(1 + 0.7 * std::log10(0.5)));
  CHECK(coarse.share({0.4, 1600, 0.3, 0}) == Approx(0.3));
  CHECK(conductivity_of_grains(1) == Approx(7.7));
  CHECK(conductivity_of_grains(0) == Approx(3));
  CHECK(conductivity_of_grains(0.5) == Approx(std::sqrt(7.7 * 2)));
}

TEST_CASE("water holds and carries the heat of tables", "[unit]") {
  CHECK(heat_of_evaporation(20.0) == Approx(2.4535e6).epsilon(1e-3));  // IAPWS-95
  CHECK(heat_of_evaporation(0.01) == Approx(2.5009e6).epsilon(1e-3));
  CHECK(enthalpy_of_water(20.0) == Approx(83.9e3).epsilon(2e-3));
  CHECK(enthalpy_of_vapour(20.0) == Approx(2537.4e3).epsilon(1e-3));
  // 10 kg/m3 of water in dry ground that freeze give off their heat of fusion
  const HeatStore ground{1.5e6, 10, 400};
  const FreezingCurve sharp = ExponentialFreezing{0, 0.01};
  CHECK(heat_content(ground, sharp, -1.0).ice == Approx(10));
  CHECK(heat_content(ground, sharp, -1.0).enthalpy == Approx(-1.5e6 - 10 * (333550 + 2050)));
  CHECK(heat_content(ground, FreezingCurve{}, -1.0).ice == 0);
  // Spaans and Baker (1996): 1.2 MPa of suction per K below 0 degC
  const Retention gardner{Gardner{0.01}, 0};
  const double head = std::log(ClapeyronFreezing{gardner}.liquid(-1.0).value) / 0.01;
  CHECK(head * 9806.65e-6 == Approx(-1.22).epsilon(1e-2));
}

TEST_CASE("heat capacity is the derivative of the heat content", "[derivatives]") {
  const HeatStore store{1.6e6, 250, 400, GENERATE(0.0, 0.3, 40.0, 900.0)};
  for (const FreezingCurve& curve : curves)
    for (const double celsius : {-15.0, -3.0, -0.9, -0.4, -0.01, 0.0, 12.0}) {
      const HeatContent<Dual> content = heat_content(store, curve, Dual(celsius, 1));
      CHECK(content.capacity.v == Approx(content.enthalpy.d).epsilon(1e-11));
      CHECK(content.capacity.v > 1.5e6);
    }
}

TEST_CASE("solutes keep water from freezing", "[unit]") {
  // a solution of 1 mol/kg begins to freeze at -1.86 degC, and at twice that half of its water is left, of 2 mol/kg; the law
  // has one heat of fusion at all temperatures, which makes that 2 % less
  const FreezingCurve free = ExponentialFreezing{0, 1e-6};
  CHECK(most_liquid(free, 400, 400, -1.83).value == 400);
  CHECK(most_liquid(free, 400, 400, -1.87).value == Approx(400 * 1.86 / 1.87).epsilon(0.012));
  CHECK(most_liquid(free, 400, 400, -3.72).value == Approx(200).epsilon(0.021));
  const double kelvin = zero_celsius_in_kelvin - 3.72;
  CHECK(most_liquid(free, 400, 400, -3.72).value ==
        Approx(400 * gas_constant * kelvin / heat_of_fusion / std::log(zero_celsius_in_kelvin / kelvin))
            .epsilon(1e-5));
  // more of it stays liquid the more there is dissolved, and never more than there is room for
  for (const FreezingCurve& curve : curves) {
    if (!curve) continue;
    for (const double celsius : {-20.0, -3.0, -0.5, -0.01}) {
      double before = most_liquid(curve, 400, 0, celsius).value;
      for (const double solutes : {1e-9, 1e-3, 1.0, 50.0, 1e3, 1e5}) {
        const double liquid = most_liquid(curve, 400, solutes, celsius).value;
        CHECK(liquid >= before * (1 - 1e-12));
        CHECK(liquid <= 400);
        const ShiftedLiquid<double> held = liquid_beside_solutes(curve, celsius, solutes / liquid);
        CHECK(400 * held.value == Approx(liquid).epsilon(1e-9));
        before = liquid;
      }
    }
  }
}

TEST_CASE("a heat content has the temperature that it was made of", "[unit]") {
  const HeatStore store{1.6e6, 250, 400, GENERATE(0.0, 0.3, 40.0, 900.0)};
  for (const FreezingCurve& curve : curves)
    for (const double celsius : {-40.0, -3.0, -0.9, -0.4, -0.01, -1e-5, 0.0, 12.0})
      for (const double guess : {-50.0, -1.0, 0.0, 5.0}) {
        const double enthalpy = heat_content(store, curve, celsius).enthalpy;
        CHECK(temperature_of(store, curve, enthalpy, guess) == Approx(celsius).margin(1e-10));
      }
}

TEST_CASE("the steady gradient over heat from below stays to rounding", "[regression]") {
  Alone column({"heat.base.flux=0.06 W/m2", "heat.surface.temperature=4 degC"});
  const auto exact = [](double depth) { return 4 + 0.06 / 1.5 * depth; };
  column.start(exact);
  column.run(100 * year, 10 * year);
  CHECK(column.error(exact, 100) < 1e-9);
}

TEST_CASE("a yearly wave goes down with its depth of damping and its lag", "[regression]") {
  const double capacity = 0.6 * 2700 * 800 + 0.2 * 1000 * heat_capacity_of_water;
  const double omega = 2 * std::numbers::pi / year, damping = std::sqrt(2 * 1.5 / capacity / omega);
  const auto wave = [&](double time) {
    return [&, time](double depth) {
      return 15 + 12 * std::exp(-depth / damping) * std::sin(omega * time - depth / damping);
    };
  };
  const auto error_with = [&](int cells, double dt) {
    Alone column({"mesh.cells.count=" + std::to_string(cells), "heat.fixed=" + std::to_string(dt) + " s"});
    column.surface([&](double time) { return wave(time)(0); }, year, 4000);
    column.start(wave(0));
    column.run(year, year / 4);
    return column.error(wave(year), 12);
  };
  const double coarse = error_with(80, year / 1600), fine = error_with(160, year / 1600);
  CHECK(fine < 0.03);
  CHECK(std::log2(coarse / fine) == Approx(2).margin(0.2));  // order in space
  // order in time: what halving steps changes falls by four
  const auto answer = [&](double dt) {
    Alone column({"mesh.cells.count=80", "heat.fixed=" + std::to_string(dt) + " s"});
    column.surface([&](double time) { return wave(time)(0); }, year, 64);
    column.start(wave(0));
    column.run(year / 2, year / 2);
    return column.setup.state.temperature;
  };
  const auto distance = [](const std::vector<double>& a, const std::vector<double>& b) {
    double worst = 0;
    for (std::size_t c = 0; c < a.size(); ++c) worst = std::max(worst, std::abs(a[c] - b[c]));
    return worst;
  };
  const auto one = answer(year / 64), two = answer(year / 128), four = answer(year / 256);
  CHECK(std::log2(distance(one, two) / distance(two, four)) > 1.7);
}

TEST_CASE("steps of heat that are chosen have the error that is allowed", "[regression]") {
  const auto run = [](const std::string& key) {
    Alone column({"mesh.cells={ surface = \"1 cm\", growth = 1.3, largest = \"1 m\" }", key});
    column.surface([](double time) { return 10 + 8 * std::sin(2 * std::numbers::pi * time / day); }, 5 * day,
                   40);
    column.run(5 * day, day);
    return column;
  };
  const Alone exact = run("heat.fixed=30 s"), loose = run("heat.tolerance=0.3 K"),
              tight = run("heat.tolerance=0.003 K");
  const auto distance = [&](const Alone& other) {
    double worst = 0;
    for (std::size_t c = 0; c < exact.cells(); ++c)
      worst = std::max(worst, std::abs(exact.celsius(c) - other.celsius(c)));
    return worst;
  };
  CHECK(distance(loose) < 1);
  CHECK(distance(tight) < 0.03);
  CHECK(tight.steps > loose.steps);
  CHECK(tight.steps < 2000);
}

TEST_CASE("water carries heat down as Ogata and Banks have it", "[regression]") {
  const double flux = 3e-7, capacity = 0.6 * 2700 * 800 + 0.2 * 1000 * heat_capacity_of_water;
  const double speed = 1000 * heat_capacity_of_water * flux / capacity, spread = 1.5 / capacity;
  const double time = year / 2;
  const auto exact = [&](double depth) {
    const double width = 2 * std::sqrt(spread * time);
    return 10 + 5 * (std::erfc((depth - speed * time) / width) +
                     std::exp(speed * depth / spread +
                              std::log(std::max(std::erfc((depth + speed * time) / width), 1e-300))));
  };
  const auto error_with = [&](int cells) {
    Alone column({"mesh.cells.count=" + std::to_string(cells), "heat.surface.temperature=20 degC",
                  "heat.fixed=43200 s"});
    column.setup.state.water = prescribed_flow(column.setup.model.mesh, flux, false);
    const double before = stored_energy(column.setup.model, column.setup.state);
    column.run(time, time / 10);
    CHECK(stored_energy(column.setup.model, column.setup.state) - before ==
          Approx(column.entered).epsilon(1e-9));
    return column.error(exact, 39);
  };
  const double coarse = error_with(80), fine = error_with(160);
  CHECK(fine < 0.05);
  CHECK(std::log2(coarse / fine) == Approx(2).margin(0.3));
}

TEST_CASE("where little is conducted water carries no temperature beyond its neighbours'", "[regression]") {
  Alone column({"heat.surface.temperature=20 degC", "materials.ground.heat.conductivity=0.01 W/m/K"});
  column.setup.state.water = prescribed_flow(column.setup.model.mesh, 1e-5, false);
  column.run(30 * day, day);
  for (std::size_t c = 0; c < column.cells(); ++c) {
    CHECK(column.celsius(c) < 20 + 0.05);  // within heat.tolerance of the steps
    CHECK(column.celsius(c) > 10 - 0.05);
  }
}

TEST_CASE("a pile of one temperature keeps it while water and vapour move", "[regression]") {
  Alone column({});
  WaterFlow& water = column.setup.state.water;
  water = prescribed_flow(column.setup.model.mesh, 2e-8, false);
  for (std::size_t f = 0; f < water.faces.size(); ++f) water.faces[f] *= 1 + 0.01 * static_cast<double>(f);
  column.run(year, year / 50);
  CHECK(column.error([](double) { return 10; }, 100) < 1e-9);
  // vapour takes its heat from where it comes from, and gives it where it goes: energy stays
  Alone wet({"heat.surface={ flux = \"0 W/m2\" }"});
  WaterFlow& vapour = wet.setup.state.water;
  vapour.vapour_faces.assign(wet.setup.model.mesh.faces.size(), 0.0);
  vapour.vapour_faces[20] = 1e-9;
  const double before = stored_energy(wet.setup.model, wet.setup.state);
  wet.run(10 * day, 10 * day);
  const Faces& faces = wet.setup.model.mesh.faces;
  const auto left = static_cast<std::size_t>(faces.left[20]),
             right = static_cast<std::size_t>(faces.right[20]);
  CHECK(wet.celsius(left) < 10 - 0.1);
  CHECK(wet.celsius(right) > 10 + 0.1);
  CHECK(wet.entered == 0);
  const double moved = 1e-9 * 1000 * 10 * day / 2;  // kg/m3, which transport would have moved
  for (const auto& [cell, more] : {std::pair{left, -moved}, std::pair{right, moved}}) {
    double& ln_water = wet.setup.state.ln_water[0][cell];
    ln_water = std::log(std::exp(ln_water) + more);
  }
  CHECK(stored_energy(wet.setup.model, wet.setup.state) == Approx(before).epsilon(1e-12));
}

TEST_CASE("what evaporates takes its latent heat from the pile by the aerodynamic method alone", "[unit]") {
  for (const auto& [method, latent] : {std::pair{Evaporation::Method::aerodynamic, heat_of_evaporation(0.0)},
                                       {Evaporation::Method::penman_monteith, 0.0},
                                       {Evaporation::Method::potential, 0.0}}) {
    Alone column({"heat.surface={ flux = \"0 W/m2\" }", "temperature.constant=0.1 degC"});
    for (std::size_t p = 0; p < column.setup.model.patches.size(); ++p) {
      const bool top = column.setup.model.mesh.patches[p].name == "top";
      Evaporation evaporation;
      evaporation.method = method;
      if (top) column.setup.model.patches[p].water.evaporation = evaporation;
      column.setup.state.water.vapour_patches.emplace_back(column.setup.model.mesh.patches[p].size(),
                                                           top ? -1e-9 : 0.0);
    }
    column.run(100, 100);
    const double density = column.setup.model.system.water_density;
    const double sensible = (latent > 0 ? heat_capacity_of_vapour : heat_capacity_of_water) * 0.1;
    CHECK(column.entered == Approx(-1e-9 * 100 * density * (latent + sensible)).epsilon(1e-3));
  }
}

TEST_CASE("heat ends where water would freeze and nothing says how, and begins anew after it", "[unit]") {
  Alone column({"heat.surface.temperature=2 degC", "temperature.constant=2 degC"});
  Heat heat(column.setup.model, column.setup.controls);
  const auto surface = [&](double celsius) {
    for (std::size_t p = 0; p < column.setup.model.mesh.patches.size(); ++p)
      if (column.setup.model.mesh.patches[p].name == "top")
        column.setup.model.heat->patches[p].temperature =
            Series{{0, 1e9}, {celsius + 273.15, celsius + 273.15}};
  };
  surface(-20);
  const HeatResult cold = heat.advance(column.setup.state, 100 * day);
  CHECK(!cold.good);
  CHECK(cold.unrecoverable);
  CHECK(cold.reason.find("heat.freezing") != std::string::npos);
  CHECK(cold.reason.find("cell 39, 0.5 m deep") != std::string::npos);
  // what came in before the failure is not counted in the next try
  surface(8);
  const double before = stored_energy(column.setup.model, column.setup.state);
  const HeatResult good = heat.advance(column.setup.state, 10 * day);
  REQUIRE(good.good);
  column.setup.state.temperature = column.setup.state.next_temperature;
  CHECK(good.brought[Energy::surface] ==
        Approx(stored_energy(column.setup.model, column.setup.state) - before).epsilon(1e-9));
}

TEST_CASE("freezing goes down as Neumann's solution has it", "[regression]") {
  constexpr double cold = -5, warm = 2;
  const double water = 0.4 * 1000, solids = 0.6 * 2700 * 800;
  const double thawed = solids + water * heat_capacity_of_water,
               frozen = solids + water * heat_capacity_of_ice;
  const double spread_thawed = 1.6 / thawed, spread_frozen = 2.4 / frozen;
  const auto balance = [&](double x) {
    const double ratio = std::sqrt(spread_frozen / spread_thawed);
    return std::exp(-x * x) / std::erf(x) -
           1.6 / 2.4 * ratio * warm / -cold * std::exp(-x * x * ratio * ratio) / std::erfc(x * ratio) -
           x * water * heat_of_fusion * std::sqrt(std::numbers::pi) / (frozen * -cold);
  };
  double low = 1e-3, high = 3;
  while (high - low > 1e-12) (balance((low + high) / 2) > 0 ? low : high) = (low + high) / 2;
  const double time = 60 * day, front = 2 * low * std::sqrt(spread_frozen * time);
  const auto depth_of_ice = [&](int cells) {
    Alone column(
        {"mesh.depth=6 m", "layers[0].thickness=6 m", "mesh.cells.count=" + std::to_string(cells),
         "temperature.constant=2 degC", "heat.surface.temperature=-5 degC",
         "materials.ground.water.saturation=1", "materials.ground.heat.conductivity=1.6 W/m/K",
         "materials.ground.heat.frozen_conductivity=2.4 W/m/K",
         "heat.freezing={ curve = \"exponential\", residual = 0, width = \"0.02 K\", constants = \"held\" }"});
    const double before = stored_energy(column.setup.model, column.setup.state);
    column.run(time, 5 * day);
    const double change = stored_energy(column.setup.model, column.setup.state) - before;
    CHECK(std::abs(change - column.entered) < 1e-8 * std::abs(change));
    double ice = 0;
    for (std::size_t c = 0; c < column.cells(); ++c)
      ice += column.setup.model.mesh.volume[c] * ice_in(column.setup.model, column.setup.state, c);
    return ice / water / 2;  // of 2 m2
  };
  const double coarse = depth_of_ice(60), fine = depth_of_ice(240);
  INFO("front " << front << " coarse " << coarse << " fine " << fine);
  CHECK(fine == Approx(front).epsilon(0.01));
  CHECK(std::abs(fine - front) < std::abs(coarse - front) + 0.002 * front);
}
