// Steps of an equation within one step of transport, and the share of an update that Newton's method takes.
#include "solver/own_steps.h"
#include "tests/catch.h"

using namespace talus;

namespace {

struct Taken {
  std::vector<double> ends;
  bool finished = false;
};

/// Steps through 0 to 10 s, of which what drives the equation changes at 4 s; the error allows steps of `next`.
Taken steps(double next, std::optional<double> fixed, double longest = 100, std::size_t most = 100) {
  Taken taken;
  const auto change = [](double done) { return done < 4 ? 4.0 : 1e9; };
  const auto take = [&](double, double& h) {
    h = std::min(h, longest);
    return taken.ends.size() < most;
  };
  const auto took = [&](double from, double h, double to) {
    CHECK(from == (taken.ends.empty() ? 0 : taken.ends.back()));
    CHECK(to == Approx(from + h).epsilon(1e-14));
    taken.ends.push_back(to);
    return true;
  };
  taken.finished = take_own_steps(10, next, fixed, change, take, took);
  return taken;
}

}  // namespace

TEST_CASE("own steps end where what drives the equation changes, and with the step of transport", "[unit]") {
  const Taken long_ones = steps(1000, {});
  CHECK(long_ones.finished);
  CHECK(long_ones.ends == std::vector<double>{4, 10});
  const Taken halved = steps(3, {});  // no remainder that is much shorter than the step before it
  CHECK(halved.ends == std::vector<double>{2, 4, 7, 10});
  const Taken fixed = steps(1, 3.0);
  CHECK(fixed.ends == std::vector<double>{3, 4, 7, 10});
}

TEST_CASE("own steps go on after one that was shortened, and end where one fails", "[unit]") {
  const Taken shorter = steps(1000, {}, 3);
  CHECK(shorter.finished);
  CHECK(shorter.ends == std::vector<double>{3, 4, 7, 10});
  const Taken failed = steps(1000, {}, 3, 2);
  CHECK_FALSE(failed.finished);
  CHECK(failed.ends == std::vector<double>{3, 4});
}

TEST_CASE("updates are shortened where the imbalance grows late, and then lengthened again", "[unit]") {
  Relaxation relaxation(2, 1.0 / 4);
  const std::vector<std::pair<double, double>> imbalance_and_share{
      {1, 1}, {2, 1}, {3, 1}, {4, 0.5}, {5, 0.25}, {6, 0.25}, {5, 0.5}, {4, 1}, {3, 1}};
  for (int i = 0; const auto& [imbalance, share] : imbalance_and_share)
    CHECK(relaxation.at(i++, imbalance) == share);
}
