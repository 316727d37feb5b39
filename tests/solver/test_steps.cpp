// How long steps are: what StepControl decides.
#include <algorithm>

#include "base/error.h"
#include "solver/coupling/steps.h"
#include "solver/state/budget.h"
#include "solver/state/solid_names.h"
#include "tests/catch.h"
#include "tests/solver/small_cases.h"

using namespace talus;

namespace {

/// A step in which every number changes by 1 mol, with an error of `error` mol in solid `solid`.
Step step_with_error(const Model& model, double error, std::size_t solid) {
  const std::size_t n = model.system.balances(), solids = model.reactions.solids.size();
  Step step;
  step.good = true;
  step.change = {std::vector<double>(n, 1.0), std::vector<double>(solids, 1.0), {}};
  step.entered_error.assign(n, 0.0);
  step.entered_unfiltered.assign(n, 0.0);
  step.time_error = {std::vector<double>(n, 0.0), std::vector<double>(solids, 0.0), {}};
  step.time_error.solids[solid] = error;
  return step;
}

struct Control {
  Input input = input_of(still_column, {"steps.tolerance=1e-3", "steps.first=1 h"});
  ModelAndState built = build(input, MPI_COMM_SELF);
  StepControl steps{controls_of(input.values).steps, built.model.system};
};

}  // namespace

TEST_CASE("errors of stored CO2 are summed by sign, damped while more is stored, and the largest is added",
          "[unit]") {
  Control c;
  const std::vector<double> atoms = carbon_in_components(c.built.model.system);
  const auto carbon = static_cast<std::size_t>(std::ranges::max_element(atoms) - atoms.begin());
  REQUIRE(atoms[carbon] == 1);
  const auto take = [&](double entered, double error, double unfiltered) {
    Step step = step_with_error(c.built.model, 0, 0);
    step.change.entered[carbon] = entered;
    step.entered_error[carbon] = error;
    step.entered_unfiltered[carbon] = unfiltered;
    REQUIRE(c.steps.accept(step, 1));
    return c.steps.carbon_error();
  };
  CHECK(take(1, 3e-6, 4e-6) == Approx(7e-6));
  CHECK(take(3, -5e-6, 1e-6) == Approx(5e-6 + 2e-6));        // 4 mol instead of 1: what was there is halved
  CHECK(take(-2, 4e-6, 0) == Approx(1.5e-6 + 4e-6 + 2e-6));  // nothing is damped while CO2 leaves
}

TEST_CASE("a stop is met exactly, and no step before it is more than half of what is left", "[unit]") {
  Control c;
  CHECK(c.steps.propose(0, 86400) == 3600);
  CHECK(c.steps.propose(0, 5000) == 2500);
  CHECK(c.steps.propose(100, 3700) == 3600);
  CHECK(c.steps.propose(100, 1000) == 900);
}

TEST_CASE("steps grow and shrink with the root of the error, in two digits", "[unit]") {
  Control c;
  const std::size_t n = c.built.model.system.balances();
  CHECK(c.steps.accept(step_with_error(c.built.model, 0, 0), 3600));
  CHECK(c.steps.memory().next == 9000);                                  // 2.5 times at most
  CHECK(c.steps.accept(step_with_error(c.built.model, 4e-3, 1), 9000));  // 4 times what is allowed
  CHECK(c.steps.memory().next == 4000);                                  // 9000 0.9 / 2, rounded down
  CHECK(c.steps.limit() == static_cast<int>(n + 1));
  CHECK(judged_by(c.built.model).at(n + 1).name == solid_names(c.built.model).at(1));
  CHECK_FALSE(c.steps.accept(step_with_error(c.built.model, 0.1, 0), 4000));  // 100 times
  CHECK(c.steps.memory().next == 800);
  CHECK(c.steps.accept(step_with_error(c.built.model, 0, 0), 800));
  CHECK(c.steps.memory().next == 800);  // no growth in the step that succeeds
}

TEST_CASE("a step that an output cut short does not shorten the next", "[unit]") {
  Control c;
  CHECK(c.steps.accept(step_with_error(c.built.model, 0, 0), 10));
  CHECK(c.steps.memory().next == 3600);
}

TEST_CASE("a step that fails is halved, then quartered, down to the smallest", "[unit]") {
  Control c;
  Step failed;
  failed.reason = "a test";
  c.steps.cut(failed, 3600);
  CHECK(c.steps.memory().next == 1800);
  c.steps.cut(failed, 1800);
  CHECK(c.steps.memory().next == 450);
  CHECK_THROWS_AS(c.steps.cut(failed, 1e-6), SolveError);
}

TEST_CASE("steps are judged by carbon, the components without water, solids and slow reactions", "[unit]") {
  const std::vector<double> carbon{0, 1, 0};  // atoms in each balance, water last
  CHECK(judged_values({{1, 2, 3}, {4}, {5, 6}}, carbon) == std::vector<double>{2, 1, 2, 4, 5, 6});
  const std::vector<std::string> components{"H+", "HCO3-", "H2O"}, solids{"Brucite"}, slow{"a", "b"};
  CHECK(judged_names(components, solids, slow) ==
        std::vector<std::string>{"carbon", "H+", "HCO3-", "Brucite", "a", "b"});
}
