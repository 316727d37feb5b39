// A run that goes on from a run file, where water flows and is made up, so that all books have entries; what
// the log says of changed keys. Churning, other ranks and what is refused are tested in restart.py.
#include <fstream>

#include "solver/output/changed_keys.h"
#include "solver/output/restart.h"
#include "tests/catch.h"
#include "tests/solver/run_sample.h"
#include "tests/solver/small_cases.h"

using namespace talus;

namespace {

RunOptions into(const std::string& file) {
  return {.output = file, .log = "", .command = "", .loudness = Loudness::quiet};
}

bool same_bits(const Fields& a, const Fields& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t j = 0; j < a.size(); ++j)
    if (!std::ranges::equal(a[j], b[j])) return false;
  return true;
}

bool same_crossings(const std::vector<Crossing>& a, const std::vector<Crossing>& b) {
  return std::ranges::equal(a, b, [](const Crossing& x, const Crossing& y) {
    return x.has_gas == y.has_gas && x.has_water == y.has_water && x.gas == y.gas && x.inflow == y.inflow &&
           x.outflow == y.outflow;
  });
}

}  // namespace

TEST_CASE("a run that goes on has the bits of one that never stopped", "[regression][parallel]") {
  const run_sample::Scratch scratch;
  const bool profile = GENERATE(false, true);
  if (run_sample::rank() == 0)
    std::ofstream(scratch.path("profile.csv")) << "time [d], depth [cm], temperature [degC]\n"
                                                  "0, 0, 4\n0, 20, 24\n6, 0, 34\n6, 20, 9\n";
  MPI_Barrier(MPI_COMM_WORLD);
  std::vector<std::string> sets{"run.length=6 d", "run.output_every=2 d"};
  if (profile) sets.push_back("temperature={ file = '" + scratch.path("profile.csv") + "' }");
  const Input input = input_of(flowing_section, sets);
  Simulation whole(set_up(input)), part(set_up(input));
  whole.run(into(scratch.path("whole.h5")));
  part.restart(scratch.path("whole.h5"), {.at = 2 * 86400.0});
  CHECK(part.state().time == 2 * 86400.0);
  CHECK(part.steps() > 0);
  CHECK(part.steps() < whole.steps());
  part.run(into(scratch.path("part.h5")));

  const State &a = whole.state(), &b = part.state();
  CHECK(any_rank(PETSC_COMM_WORLD, std::ranges::any_of(a.external, [](double mol) { return mol != 0; })));
  CHECK(a.time == b.time);
  CHECK(a.temperature == b.temperature);
  CHECK(same_bits(a.ln_molality, b.ln_molality));
  CHECK(same_bits(a.ln_water, b.ln_water));
  CHECK(same_bits(a.totals, b.totals));
  CHECK(same_bits(a.amount, b.amount));
  CHECK(same_bits(a.initial_amount, b.initial_amount));
  CHECK(same_bits(a.initial_surface, b.initial_surface));
  CHECK(a.entered == b.entered);
  CHECK(same_crossings(a.crossings, b.crossings));
  CHECK(a.external == b.external);
  CHECK(whole.steps() == part.steps());
  CHECK(whole.carbon_error() == part.carbon_error());
  CHECK(whole.budget().closure() == part.budget().closure());
  CHECK(whole.budget().turnover() == part.budget().turnover());
  CHECK(whole.budget().stored_carbon(whole.model().system) ==
        part.budget().stored_carbon(part.model().system));
}

TEST_CASE("a run goes on under another temperature with closed books", "[regression]") {
  const run_sample::Scratch scratch;
  const Input cold = input_of(still_column, {"run.length=1 d"});
  const Input warm = input_of(still_column, {"run.length=2 d", "temperature.constant=25 degC"});
  Simulation first(set_up(cold));
  first.run(into(scratch.path("first.h5")));
  Simulation second(set_up(warm));
  second.restart(scratch.path("first.h5"));
  const auto carbon = static_cast<std::size_t>(second.model().system.component("HCO3-"));
  const double before = first.budget().now().amount[carbon], after = second.budget().now().amount[carbon];
  CHECK(after == Approx(before).epsilon(1e-11));  // water and gas are at equilibrium again, nothing is lost
  CHECK_FALSE(same_bits(first.state().ln_molality, second.state().ln_molality));
  second.run(into(""));
  for (const double closure : second.budget().closure()) CHECK(std::abs(closure) < 1e-10);
}

TEST_CASE("changed keys are named with their paths", "[unit]") {
  const std::string before =
      "title = \"a\"\n\n[run]\nlength = \"1 d\"\n\n[[layers]]\nthickness = \"1 m\"\n\n[[layers]]\n"
      "thickness = \"2 m\"\n\n[flow]\ndown = \"1 m/s\"\n";
  const std::string after =
      "title = \"a\"\n\n[run]\nlength = \"2 d\"\noutput = \"b.h5\"\n\n[[layers]]\nthickness = \"1 m\"\n\n"
      "[[layers]]\nthickness = \"3 m\"\n";
  const std::vector<ChangedKey> changed = changed_keys(before, after);
  REQUIRE(changed.size() == 4);
  CHECK(changed[0].path == "run.length");
  CHECK(changed[0].before == "\"1 d\"");
  CHECK(changed[0].after == "\"2 d\"");
  CHECK(changed[1].path == "run.output");
  CHECK(changed[1].before.empty());
  CHECK(changed[2].path == "layers[1].thickness");
  CHECK(changed[3].path == "flow.down");
  CHECK(changed[3].after.empty());
  CHECK(changed_keys(after, after).empty());
}
