// Grains that shrink and grow as one population: the closed forms against fine integration, the balances of cells against dual
// numbers; and a rim at the start of a core.
#include <cmath>

#include "chemistry/solids/shrinking_core.h"
#include "tests/catch.h"
#include "tests/chemistry/derivatives_of_cells.h"
#include "tests/chemistry/small_systems.h"

using namespace talus;

namespace {

constexpr double seed = 3, specific = 2, fresh = 40, surface = 900;  // m2/m3, m2/mol, mol/m3, m2/m3

Solid grains(double exponent, double nuclei = seed) {
  return {.mineral = 0, .grows = true, .exponent = exponent, .seed = nuclei, .specific_surface = specific};
}

double area(const Solid& solid, double amount, double initial = fresh) {
  return surface_area(solid, amount, initial, initial > 0 ? surface : 0);
}

/// The change of an amount by the recession w, by Runge-Kutta's method of order 4 in 20000 steps.
double integrated(const Solid& solid, double amount, double initial, double recession) {
  constexpr int steps = 20000;
  const double h = recession / steps;
  const auto slope = [&](double change) { return -area(solid, std::max(amount + change, 0.0), initial); };
  double change = 0;
  for (int i = 0; i < steps && amount + change >= 0; ++i) {
    const double k1 = slope(change), k2 = slope(change + h / 2 * k1), k3 = slope(change + h / 2 * k2),
                 k4 = slope(change + h * k3);
    change += h / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
  }
  return std::max(change, -amount);
}

}  // namespace

TEST_CASE("one surface follows the amount from nuclei to more than there was", "[unit]") {
  CHECK(area(grains(2.0 / 3), fresh) == Approx(surface + seed));
  // without nuclei to speak of it is A0 (n/n0)^q, shrinking and growing
  for (const double part : {0.1, 1.0, 8.0})
    CHECK(area(grains(2.0 / 3, 1e-12), part * fresh) == Approx(surface * std::pow(part, 2.0 / 3)));
  for (const double q : {0.0, 0.5, 2.0 / 3, 1.0})
    CHECK(area(grains(q), 0, 0) == Approx(seed));  // nothing was there
  // spheres on nuclei; and with q = 1 the law of crystals of their own
  CHECK(area(grains(2.0 / 3), 12, 0) == Approx(seed * std::pow(1 + specific * 12 / seed, 2.0 / 3)));
  const Solid crystals{.mineral = 0, .formed = true, .seed = seed, .specific_surface = specific};
  CHECK(area(grains(1), 12, 0) == Approx(surface_area(crystals, 12, 0, 0)));
  CHECK(area(grains(1), 2 * fresh) / area(grains(1), fresh) == Approx(2).epsilon(0.05));  // its mass doubled
}

TEST_CASE("one surface shrinks and grows as its integral says, in one step or two", "[unit]") {
  const double q = GENERATE(0.0, 0.4, 0.5, 2.0 / 3, 1.0), initial = GENERATE(0.0, fresh);
  const Solid solid = grains(q);
  for (const double amount : {1.0, 40.0, 90.0})
    for (const double part : {-2.0, -0.3, -1e-9, 1e-9, 0.1, 0.5}) {
      const double before = area(solid, amount, initial), w = part * amount / before;
      CAPTURE(q, initial, amount, part);
      const auto change = amount_change(solid, amount, before, w);
      CHECK(change.value == Approx(integrated(solid, amount, initial, w)).epsilon(1e-7));
      CHECK((change.value < 0) == (part > 0));
      CHECK(-change.d_recession == Approx(area(solid, amount + change.value, initial)).epsilon(1e-10));
      const double first = amount_change(solid, amount, before, w / 3).value, left = amount + first;
      CHECK(first + amount_change(solid, left, area(solid, left, initial), 2 * w / 3).value ==
            Approx(change.value).epsilon(1e-12));
    }
}

TEST_CASE("what is gone is gone exactly, and comes back from nuclei", "[unit]") {
  for (const double q : {0.0, 0.4, 2.0 / 3, 1.0})
    for (const double amount : {1e-12, 1.0 / 3, 7777.7}) {
      CAPTURE(q, amount);
      const Solid solid = grains(q);
      const auto gone = amount_change(solid, amount, area(solid, amount), 1e3 * amount);
      CHECK(amount + gone.value == 0);
      CHECK(gone.d_recession == 0);
      CHECK(amount_change(solid, 0.0, area(solid, 0), 1.0).value == 0);
      CHECK(amount_change(solid, 0.0, area(solid, 0), -1e-3).value > 0);
    }
}

TEST_CASE("derivatives of one surface are those of dual numbers, in every lane", "[derivatives]") {
  const double q = GENERATE(0.0, 0.4, 0.5, 2.0 / 3, 1.0);
  const Solid what_forms{.mineral = 0, .formed = true, .seed = seed, .specific_surface = specific};
  const Solid what_was_there{.mineral = 0, .exponent = q};
  for (const Solid& solid : {grains(q), what_forms, what_was_there})
    for (const double part : {-3.0, -1e-3, 1e-8, 0.3, 0.7, 4.0}) {
      const double amount = 5, before = surface_area(solid, amount, fresh, surface),
                   w = part * amount / before;
      if (!solid.formed && !solid.grows && part < 0) continue;
      CAPTURE(q, solid.formed, solid.grows, part);
      const auto plain = amount_change(solid, amount, before, w);
      const auto dual = amount_change(solid, Dual(amount), Dual(before), Dual(w, 1));
      CHECK(plain.value == Approx(dual.value.v).epsilon(1e-15));
      CHECK(plain.d_recession == Approx(dual.value.d).epsilon(1e-12).margin(1e-14));
      const auto pack = amount_change(solid, Pack(amount), Pack(before), packed([&](int i) {
                                        return i == 0 ? w : i == 1 ? 100 * w : -w;
                                      }));
      CHECK(lane(pack.value, 0) == Approx(plain.value).epsilon(1e-14));
      CHECK(lane(pack.d_recession, 0) == Approx(plain.d_recession).epsilon(1e-13));
    }
}

TEST_CASE("a cell with a mineral on one surface has the derivatives of dual numbers", "[derivatives]") {
  SystemChoice choice = tailings();
  choice.rates_of = {{"Magnesite", "any"}};
  const ChemicalSystem system(shipped_database(), choice);
  const Constants at = system.at(288.15);
  Reactions reactions;
  for (std::size_t m = 0; m < system.minerals.size(); ++m)
    reactions.solids.push_back({.mineral = m,
                                .formed = !system.minerals[m].dissolves,
                                .grows = system.minerals[m].dissolves && system.minerals[m].precipitates,
                                .seed = seed,
                                .specific_surface = specific});
  reactions.fill_pores = GENERATE(false, true);
  const double supersaturated = GENERATE(-7.0, 0.0, 3.0), amount = GENERATE(0.0, 5.0);
  std::vector<double> x = brackish_water(system);
  x[2] += supersaturated;
  x.push_back(std::log(250.0));
  StageStart<double> start;
  start.porosity = 0.43;
  start.weight = 2e4;
  start.reference_porosity = 0.5;
  start.critical_porosity = 0.02;
  for (const Solid& solid : reactions.solids) {
    start.amount.push_back(amount);
    start.area.push_back(surface_area(solid, amount, amount, amount * 20));
    start.recession.push_back(0);
  }
  const Contents<double> c = check_cell_derivatives(system, at, reactions, start, x);
  for (std::size_t p = 0; p < reactions.solids.size(); ++p) {
    if (!reactions.solids[p].grows) continue;
    CHECK((c.change[p].value > 0) == (c.rate[p].value < 0));  // grows where supersaturated, also from nothing
    CHECK((c.change[p].value < 0) == (amount > 0 && c.rate[p].value > 0));
  }
}

TEST_CASE("a rim at the start is the layer of grains that have weathered before", "[unit]") {
  // grains of which 30 % has gone already: the same whether the case calls them fresh grains or cores with a rim
  const double left = 0.7, volume = 2.4e-5, rho = std::cbrt(left);
  Solid solid{.mineral = 0, .layer = 5e9};
  const double reach = 3 * fresh / surface, rim = (1 - rho) * reach * volume;
  const double core = fresh * left, core_surface = surface * rho * rho;
  CHECK(fraction_left<double>(solid, core, fresh, surface) == Approx(left));
  Solid weathered = solid;
  weathered.rim = rim / volume;
  CHECK(fraction_left<double>(weathered, core, core, core_surface) == Approx(left).epsilon(1e-14));
  CHECK(fraction_left<double>(weathered, core / 2, core, core_surface) == Approx(left / 2).epsilon(1e-14));
  CHECK(fraction_left<double>(weathered, 0, 0, 0) == 0);
  const Recession<double> recession{1e-3, 1e5, 1e-8};
  const double one = core_change<double>(solid, core, core_surface, left, recession).value;
  CHECK(core_change<double>(weathered, core, core_surface,
                            fraction_left<double>(weathered, core, core, core_surface), recession)
            .value == Approx(one).epsilon(1e-13));
  CHECK(one >
        core_change<double>(solid, core, core_surface, 1, recession).value);  // slower than without a rim
}
