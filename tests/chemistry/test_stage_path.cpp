// First guesses of stages: cubics are guessed exactly, lanes that did not take a step keep their path, and
// what is long ago does not count.
#include "chemistry/reactor/stage_path.h"

#include "tests/catch.h"

using namespace talus;

namespace {

double cubic(double t) { return 1 + t * (2 + t * (-0.5 + 0.3 * t)); }

/// The stages of a step from `time`, all on the cubic.
template <class R>
void walk(StagePath<R>& path, const R& time, const R& h) {
  using runge_kutta::node;
  const auto at = [&](std::size_t i) {
    const R t = time + R(node[i]) * h;
    return std::vector<R>{R(1.0) + t * (R(2.0) + t * (R(-0.5) + R(0.3) * t)), R(7.0)};
  };
  path.begin(h, at(0));
  for (std::size_t i = 1; i < runge_kutta::stages; ++i) path.keep(i, at(i));
}

}  // namespace

TEST_CASE("a cubic is guessed exactly from the step before", "[unit]") {
  StagePath<double> path;
  walk(path, 0.0, 0.4);
  path.end(true, 0.4);
  for (double h : {0.1, 0.4, 1.0}) {
    walk(path, 0.4, h);
    for (std::size_t i = 1; i < runge_kutta::stages; ++i) {
      CAPTURE(h, i);
      std::vector<double> z(2);
      path.guess(i, z);
      CHECK(z[0] == Approx(cubic(0.4 + runge_kutta::node[i] * h)).epsilon(1e-12));
      CHECK(z[1] == Approx(7).epsilon(1e-12));
    }
  }
}

TEST_CASE("a step that is not known, or is far shorter, leaves the start as the first guess", "[unit]") {
  StagePath<double> path;
  std::vector<double> z(2);
  walk(path, 0.0, 0.4);
  path.guess(1, z);
  CHECK(z[0] == Approx(cubic(0)).epsilon(1e-5));
  path.end(true, 0.4);
  walk(path, 0.4, 100 * 0.4);
  path.guess(1, z);
  CHECK(z[0] == Approx(cubic(0.4)).epsilon(1e-5));
  walk(path, 0.4, 0.4);
  path.end(false, 0.4);  // not taken: what was before stays
  walk(path, 0.4, 0.2);
  path.guess(1, z);
  CHECK(z[0] == Approx(cubic(0.5)).epsilon(1e-12));
  path.forget();
  walk(path, 5.0, 0.2);
  path.guess(1, z);
  CHECK(z[0] == Approx(cubic(5)).epsilon(1e-5));
}

TEST_CASE("lanes that took no step keep their own path", "[unit]") {
  StagePath<Pack> path;
  walk(path, Pack(0.0), Pack(0.4));
  path.end(Pack(1.0) > Pack(0.0), Pack(0.4));
  double number[tile_width];
  for (int i = 0; i < tile_width; ++i) number[i] = i;
  const auto even = Pack::load_unaligned(number) < Pack(0.5);  // the first lane takes the next step
  walk(path, Pack(0.4), Pack(0.2));
  path.end(even, Pack(0.2));
  const Pack now = select(even, Pack(0.6), Pack(0.4));
  walk(path, now, Pack(0.2));
  std::vector<Pack> z(2);
  path.guess(1, z);
  for (std::size_t i = 0; i < tile_width; ++i)
    CHECK(z[0].get(i) == Approx(cubic((i == 0 ? 0.6 : 0.4) + 0.5 * 0.2)).epsilon(1e-12));
}
