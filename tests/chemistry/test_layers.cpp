// What stands before a surface: cores behind layers, coats, wetting; and grains of several sizes.
#include <cmath>

#include "chemistry/solids/coat.h"
#include "chemistry/solids/grains.h"
#include "chemistry/solids/shrinking_core.h"
#include "chemistry/solids/wetting.h"
#include "tests/catch.h"
#include "tests/chemistry/small_systems.h"

using namespace talus;

namespace {

constexpr double fresh = 100, surface = 50;    // n0, mol/m3, and A0, m2/m3
constexpr double reach = 3 * fresh / surface;  // L, mol/m2
constexpr double speed = 1e-8;                 // s of the bare surface, mol/m2/s

/// A solid whose layer is so thick that beta = s layer L.
Solid behind_layer(double beta) { return {.mineral = 0, .layer = beta / (speed * reach)}; }

/// What a time (s) makes of fresh grains.
AmountChange<double> after(const Solid& solid, double time) {
  return core_change<double>(solid, fresh, surface, 1, {speed * time, time, speed});
}

double surface_now(double left) { return surface * std::pow(left, 2.0 / 3); }

/// Levenspiel's conversion functions, t/tau, of a sphere of unchanging size.
double by_reaction(double converted) { return 1 - std::cbrt(1 - converted); }
double by_diffusion(double converted) {
  return 1 - 3 * std::pow(1 - converted, 2.0 / 3) + 2 * (1 - converted);
}

}  // namespace

TEST_CASE("a shrinking core takes the time that the textbook says", "[unit]") {
  // t/tau as printed: converted part, behind a layer, by reaction
  const double table[][3] = {{0.1, 0.0035, 0.0345},
                             {0.3, 0.0349, 0.1121},
                             {0.5, 0.1101, 0.2063},
                             {0.7, 0.2556, 0.3306},
                             {0.9, 0.5537, 0.5358}};
  for (const auto& [converted, layer, reaction] : table) {
    CAPTURE(converted);
    CHECK(by_diffusion(converted) == Approx(layer).margin(5e-5));
    CHECK(by_reaction(converted) == Approx(reaction).margin(5e-5));
    const double tau = reach / speed;  // by reaction alone
    CHECK(-after(behind_layer(0), by_reaction(converted) * tau).value ==
          Approx(converted * fresh).epsilon(1e-12));
    // reaction and layer in series add their times; tau of the layer is beta/6 times that of reaction
    for (const double beta : {0.1, 6.0, 1e9}) {
      const double time = (by_reaction(converted) + beta / 6 * by_diffusion(converted)) * tau;
      CHECK(-after(behind_layer(beta), time).value == Approx(converted * fresh).epsilon(1e-10));
    }
  }
}

TEST_CASE("a core that is gone is gone exactly, and one without a layer shrinks as before", "[unit]") {
  const double tau = reach / speed;
  for (const double beta : {0.0, 1.0, 1e6}) {
    const double last = (1 + beta / 6) * tau;
    CHECK(after(behind_layer(beta), last * (1 + 1e-9)).value == -fresh);
    CHECK(after(behind_layer(beta), last * (1 + 1e-9)).d_recession == 0);
    CHECK(fresh + after(behind_layer(beta), 0.999 * last).value > 0);
  }
  for (const double part : {1e-9, 0.2, 0.8}) {
    const double w = part * reach;
    const AmountChange<double> plain = amount_change<double>({.mineral = 0}, fresh, surface, w);
    const AmountChange<double> core = core_change<double>({.mineral = 0}, fresh, surface, 1, {w, 1e5, speed});
    CHECK(core.value == Approx(plain.value).epsilon(1e-12));
    CHECK(core.d_recession == Approx(plain.d_recession).epsilon(1e-12));
  }
  CHECK(core_change<double>(behind_layer(2), 0, 0, 0, {1, 1, 1}).value == 0);
  CHECK(core_change<double>(behind_layer(2), fresh, surface, 1, {-1, 1, -1}).value ==
        0);  // it only dissolves
}

TEST_CASE("two steps behind a layer make what one makes", "[unit]") {
  const double beta = GENERATE(0.5, 30.0, 1e5), tau = (1 + beta / 6) * reach / speed;
  const Solid solid = behind_layer(beta);
  const double whole = after(solid, 0.5 * tau).value;
  const double first = after(solid, 0.2 * tau).value;
  const double left = (fresh + first) / fresh, time = 0.3 * tau;
  const double second =
      core_change<double>(solid, fresh + first, surface_now(left), left, {speed * time, time, speed}).value;
  CHECK(first + second == Approx(whole).epsilon(1e-12));
}

TEST_CASE("a core that takes oxygen through its rim follows the oxygen", "[unit]") {
  // s = k a: beta = k layer L, whatever a did meanwhile, so that recessions add up
  const double k = 1e-4, beta = GENERATE(0.3, 20.0, 1e6);
  Solid solid = behind_layer(0);
  solid.driver = 0;
  solid.layer = beta / (k * reach);
  const auto by = [&](double left, double w, double a) {
    return core_change<double>(solid, left * fresh, surface_now(left), left, {w, 1e5, k * a, k}).value /
           fresh;
  };
  const double end = (1 + beta / 6) * reach;  // the recession of the bare surface after which nothing is left
  CHECK(by(1, end * (1 + 1e-9), 1) == -1);
  const double converted = -by(1, 0.3 * end, 1e-3);
  CHECK((by_reaction(converted) + beta / 6 * by_diffusion(converted)) * reach ==
        Approx(0.3 * end).epsilon(1e-10));
  CHECK(-by(1 - converted, 0.2 * end, 5) + converted == Approx(-by(1, 0.5 * end, 1)).epsilon(1e-10));
  const auto plain = core_change<double>(solid, fresh, surface, 1, {0.3 * end, 1e5, k, k});
  const Dual dual = core_change<Dual>(solid, fresh, surface, 1, {Dual(0.3 * end, 1), 1e5, k, k}).value;
  CHECK(plain.d_recession == Approx(dual.d).epsilon(1e-10));
  const double core = std::cbrt(1 + plain.value / fresh);
  CHECK(plain.amount_per_speed ==
        Approx(-3 * fresh * core * core / (reach * (1 + beta * core * (1 - core)))).epsilon(1e-10));
}

TEST_CASE("derivatives behind a layer are those of dual numbers, in packs too", "[derivatives]") {
  for (const double beta : {0.0, 0.7, 40.0, 1e7})
    for (const double left : {1.0, 0.4, 1e-3})
      for (const double part : {0.0, 1e-8, 0.1, 0.9, 3.0}) {
        const double w = part * reach, time = 3e7;
        const Solid solid = behind_layer(beta);
        CAPTURE(beta, left, part);
        const double amount = left * fresh, area = surface_now(left);
        const auto plain = core_change<double>(solid, amount, area, left, {w, time, speed});
        if (part > 0) {
          const Dual dual = core_change<Dual>(solid, amount, area, left, {Dual(w, 1), time, speed}).value;
          CHECK(plain.value == Approx(dual.v).epsilon(1e-13));
          CHECK(plain.d_recession == Approx(dual.d).epsilon(1e-10).margin(1e-13));
        }
        const auto packs = core_change<Pack>(
            solid, amount, area, left, {packed([&](int i) { return i == 0 ? w : 2 * reach; }), time, speed});
        CHECK(lane(packs.value, 0) == Approx(plain.value).epsilon(1e-13));
        CHECK(lane(packs.d_recession, 0) == Approx(plain.d_recession).epsilon(1e-12));
        // dn/dt at the end is that of the core that is left behind its layer
        const double core = std::cbrt((amount + plain.value) / fresh);
        const double resistance = 1 + speed * solid.layer * reach * core * (1 - core);
        CHECK(plain.amount_per_speed ==
              Approx(-surface * core * core / resistance).epsilon(1e-7).margin(1e-12));
      }
}

TEST_CASE("a coat blocks by its thickness, or lets through by diffusion", "[unit]") {
  const Coat blocks{.made_of = {}, .thickness = 1e-6, .exponent = 2, .resistance = 0};
  const double over = 1 / 500.0;  // of 500 m2/m3
  CHECK(behind(blocks, 0.0, over, 1e-8).speed == 1e-8);
  CHECK(behind(blocks, 2.5e-4, over, 1e-8).speed == Approx(0.25e-8));  // half as thick as it takes
  CHECK(behind(blocks, 6e-4, over, 1e-8).speed == 0);
  CHECK(behind(blocks, 6e-4, over, 1e-8).by_volume == 0);
  // 1/s and delta/(D C) in series: 1 um, 1e-16 m2/s, 1 mol/m3 let 1e-10 mol/m2/s through
  const Coat lets{.made_of = {}, .thickness = 0, .exponent = 1, .resistance = 1 / (1e-16 * 1.0)};
  CHECK(behind(lets, 5e-4, over, 1e3).speed == Approx(1e-10));
  CHECK(behind(lets, 5e-4, over, 1e-10).speed == Approx(0.5e-10));
}

TEST_CASE("derivatives behind a coat are those of dual numbers", "[derivatives]") {
  const Coat coats[] = {{.made_of = {}, .thickness = 1e-6, .exponent = 1.5, .resistance = 0},
                        {.made_of = {}, .thickness = 0, .exponent = 1, .resistance = 3e15}};
  for (const Coat& coat : coats)
    for (const double volume : {1e-6, 3e-4, 9e-4}) {
      const double over = 1 / 700.0, bare = 2e-9;
      const Slowed<double> plain = behind(coat, volume, over, bare);
      CHECK(plain.by_speed == Approx(behind<Dual>(coat, volume, over, Dual(bare, 1)).speed.d).epsilon(1e-12));
      CHECK(plain.by_volume ==
            Approx(behind<Dual>(coat, Dual(volume, 1), over, bare).speed.d).epsilon(1e-12));
    }
}

TEST_CASE("surfaces are wetted between bound films and full wetting", "[unit]") {
  const Wetting wetting{.exponent = 0.5, .bound = 0.1, .full = 0.5};
  CHECK(wetted_part(wetting, 0.05).part == 0);
  CHECK(wetted_part(wetting, 0.2).part == Approx(0.5));
  CHECK(wetted_part(wetting, 0.5).part == 1);
  CHECK(wetted_part(wetting, 0.9).part == 1);
  CHECK(wetted_part(wetting, 0.9).slope == 0);
  CHECK(wetted_part(Wetting{}, 0.3).part == 1);
  for (const double saturation : {0.11, 0.2, 0.49}) {
    const Dual f = wetted_part(wetting, Dual(saturation, saturation)).part;  // along ln S
    CHECK(wetted_part(wetting, saturation).slope == Approx(f.d / f.v).epsilon(1e-12));
  }
}

TEST_CASE("nothing reacts in a cell that has dried out, and surfaces come back smoothly", "[unit]") {
  const Wetting wetting{.dry = 0.005};
  for (const double saturation : {0.0, 1e-5, 0.005}) {
    CHECK(wetted_part(wetting, saturation).part == 0);
    CHECK(wetted_part(wetting, saturation).slope == 0);
  }
  CHECK(wetted_part(wetting, 0.0075).part == Approx(0.5));
  for (const double saturation : {0.01, 0.4, 1.1}) CHECK(wetted_part(wetting, saturation).part == 1);
  const Wetting with_films{.exponent = 0.5, .bound = 0.004, .full = 0.5, .dry = 0.005};
  for (const Wetting& w : {wetting, with_films})
    for (const double saturation : {0.0051, 0.006, 0.0099, 0.02}) {
      const Dual f = wetted_part(w, Dual(saturation, saturation)).part;  // along ln S
      CHECK(wetted_part(w, saturation).slope == Approx(f.d / f.v).epsilon(1e-12));
    }
}

TEST_CASE("grains have the surface of their spheres", "[unit]") {
  // spheres of 10 um and 2370 kg/m3: 6 / (2370 1e-5) = 253 m2/kg
  const std::vector<double> surfaces = surface_by_size(
      {.diameter = {1e-5, 1e-4}, .share = {0.25, 0.75}, .roughness = 4, .liberation = 0.5}, 2370);
  CHECK(surfaces[0] == Approx(0.25 * 253.16 * 2).epsilon(1e-4));
  CHECK(surfaces[1] == Approx(0.75 * 25.316 * 2).epsilon(1e-4));
}
