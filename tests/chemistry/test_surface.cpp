// The closed forms of what a step leaves of a solid, against fine integration of dn/dt = -s A(n).
#include "chemistry/solids/surface.h"

#include <cmath>

#include "tests/catch.h"
#include "tests/chemistry/small_systems.h"

using namespace talus;

namespace {

/// The change of an amount by the recession w, by Runge-Kutta's method of order 4 in 20000 steps.
double integrated(const Solid& solid, double amount, double area, double recession) {
  constexpr int steps = 20000;
  const double h = recession / steps;
  // the change is summed by itself, which keeps its digits when it is small
  const auto slope = [&](double change) {
    return -surface_area(solid, std::max(amount + change, 0.0), amount, solid.formed ? 0 : area);
  };
  double change = 0;
  for (int i = 0; i < steps && amount + change > 0; ++i) {
    const double k1 = slope(change), k2 = slope(change + h / 2 * k1), k3 = slope(change + h / 2 * k2),
                 k4 = slope(change + h * k3);
    change += h / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
  }
  return std::max(change, -amount);
}

Solid what_was_there(double exponent) { return {.mineral = 0, .exponent = exponent}; }

Solid what_forms(double seed, double specific_surface) {
  return {.mineral = 0, .formed = true, .seed = seed, .specific_surface = specific_surface};
}

/// What `amount` needs to vanish, mol/m2.
double last_recession(const Solid& solid, double amount, double area) {
  if (!solid.formed) return amount / area / (1 - solid.exponent);
  const double a = solid.specific_surface;
  return a == 0 ? amount / area : -std::log1p(-a * amount / area) / a;
}

}  // namespace

TEST_CASE("the surface of a solid follows its amount", "[unit]") {
  CHECK(surface_area(what_was_there(2.0 / 3), 1, 8, 12) == Approx(3));
  CHECK(surface_area(what_was_there(0.5), 2, 8, 12) == Approx(6));
  CHECK(surface_area(what_was_there(0), 2, 8, 12) == 12);
  CHECK(surface_area(what_was_there(2.0 / 3), 0, 8, 12) == 0);
  CHECK(surface_area(what_was_there(2.0 / 3), 0, 0, 12) == 0);
  CHECK(surface_area(what_forms(10, 0.5), 4, 0, 0) == 12);
}

TEST_CASE("what was there shrinks as the integral of its surface says", "[unit]") {
  const double exponent = GENERATE(0.0, 0.5, 2.0 / 3);
  const double amount = 40, area = 900;
  const Solid solid = what_was_there(exponent);
  const double last = last_recession(solid, amount, area);
  for (const double part : {1e-9, 0.01, 0.3, 0.7, 0.95}) {
    CAPTURE(exponent, part);
    const double exact = amount_change(solid, amount, area, part * last).value;
    CHECK(exact == Approx(integrated(solid, amount, area, part * last)).epsilon(1e-7));
    CHECK(exact < 0);
  }
  CHECK(amount_change(solid, amount, area, -last).value == 0);  // it only dissolves
}

TEST_CASE("what forms grows and shrinks as the integral of its surface says", "[unit]") {
  const double specific_surface = GENERATE(0.0, 0.02, 30.0);
  const double amount = 4;
  const Solid solid = what_forms(10, specific_surface);
  const double area = surface_area(solid, amount, 0, 0);
  const double last = last_recession(solid, amount, area);
  for (const double part : {-0.4, -0.1, -1e-6, 1e-6, 0.1, 0.9}) {
    CAPTURE(specific_surface, part);
    const double exact = amount_change(solid, amount, area, part * last).value;
    CHECK(exact == Approx(integrated(solid, amount, area, part * last)).epsilon(1e-8));
    CHECK((exact < 0) == (part > 0));
  }
}

TEST_CASE("a solid that runs out is exactly gone, and no surface is left of the derivative", "[unit]") {
  const Solid solids[] = {what_was_there(0), what_was_there(0.5), what_was_there(2.0 / 3), what_forms(10, 0),
                          what_forms(10, 0.3)};
  for (const Solid& solid : solids)
    for (const double amount : {1e-12, 0.1, 1.0 / 3, 7777.7}) {
      const double area = solid.formed ? surface_area(solid, amount, 0, 0) : 3.3;
      const double last = last_recession(solid, amount, area);
      for (const double more : {1 + 1e-9, 1.5, 1e6}) {
        CAPTURE(solid.formed, solid.exponent, amount, more);
        const auto change = amount_change(solid, amount, area, more * last);
        CHECK(amount + change.value == 0);
        CHECK(change.d_recession == 0);
      }
      CHECK(amount + amount_change(solid, amount, area, 0.999 * last).value > 0);
    }
  for (const Solid& solid : solids) {  // nothing there: nothing dissolves, and only what forms can grow
    const double area = solid.formed ? 10 : 0;
    CHECK(amount_change(solid, 0.0, area, 1.0).value == 0);
    CHECK((amount_change(solid, 0.0, area, -1.0).value > 0) == solid.formed);
  }
}

TEST_CASE("two steps make what one step of both makes", "[unit]") {
  const Solid solid = GENERATE(what_was_there(0), what_was_there(2.0 / 3), what_forms(10, 0.3));
  const double amount = 5, area = solid.formed ? surface_area(solid, amount, 0, 0) : 70;
  const double w = 0.2 * last_recession(solid, amount, area);
  const double once = amount_change(solid, amount, area, 3 * w).value;
  const double first = amount_change(solid, amount, area, w).value;
  const double left = amount + first;
  const double second =
      amount_change(solid, left, surface_area(solid, left, amount, solid.formed ? 0 : area), 2 * w).value;
  CHECK(first + second == Approx(once).epsilon(1e-14));
}

TEST_CASE("the change of an amount and its derivative are one function", "[derivatives]") {
  const Solid solids[] = {what_was_there(0), what_was_there(0.5), what_was_there(2.0 / 3), what_forms(10, 0),
                          what_forms(10, 0.3)};
  for (const Solid& solid : solids)
    for (const double part : {-3.0, -1e-3, 1e-8, 0.3, 0.999999, 1.0000001, 4.0}) {
      const double amount = 5, area = solid.formed ? surface_area(solid, amount, 0, 0) : 70;
      const double w = part * last_recession(solid, amount, area);
      CAPTURE(solid.formed, solid.exponent, solid.specific_surface, part);
      const auto plain = amount_change(solid, amount, area, w);
      const Dual dual = amount_change(solid, Dual(amount), Dual(area), Dual(w, 1)).value;
      CHECK(plain.value == Approx(dual.v).epsilon(1e-15));
      // minus the surface that is left; before any recession, what was there does not grow
      if (solid.formed || part > 0) {
        CHECK(plain.d_recession == Approx(dual.d).epsilon(1e-12).margin(1e-14));
      }
      const auto pack = amount_change(solid, Pack(amount), Pack(area), packed([&](int i) {
                                        return i == 0 ? w : 10 * w;  // the others run out sooner
                                      }));
      CHECK(lane(pack.value, 0) == Approx(plain.value).epsilon(1e-14));
      CHECK(lane(pack.d_recession, 0) == Approx(plain.d_recession).epsilon(1e-13));
    }
}
