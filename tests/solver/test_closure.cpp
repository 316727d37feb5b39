// Whole small runs: every balance closes, and what a run that is cut short or churned must keep is kept.
#include <cmath>

#include "tests/catch.h"
#include "tests/solver/small_cases.h"

using namespace talus;

namespace {

double worst(const std::vector<double>& closure) {
  double most = 0;
  for (double value : closure) most = std::max(most, std::abs(value));
  return most;
}

const RunOptions silent{.output = "", .log = "", .command = "", .loudness = Loudness::quiet};

const std::string rich_air = "boundaries.top.air.CO2(g)=0.1 atm";

/// mol of each element's carrier over all solids and water: total amount of the component named.
double amount_of(const Simulation& s, const char* component) {
  return s.budget().now().amount[static_cast<std::size_t>(s.model().system.component(component))];
}

}  // namespace

TEST_CASE("every balance closes after every step", "[regression]") {
  const std::string text = GENERATE(as<std::string>{}, still_column, flowing_section);
  const Input input = input_of(text);
  Simulation simulation(set_up(input));
  int looked = 0;
  simulation.run(silent, [&](const Simulation& s) {
    ++looked;
    REQUIRE(worst(s.budget().closure()) < 1e-10);
    // carbon also against what has come in: the store at the start must not hide a leak
    const auto carbon = static_cast<std::size_t>(s.model().system.component("HCO3-"));
    const double entered = s.budget().entered()[carbon];
    const double missing = s.budget().now().amount[carbon] - s.budget().start().amount[carbon] - entered;
    REQUIRE(std::abs(missing) < 1e-10 * std::max(std::abs(entered), s.budget().start().amount[carbon]));
  });
  CHECK(looked == simulation.steps());
  CHECK(simulation.state().time == input.values.run.length);
  CHECK(simulation.budget().stored_carbon(simulation.model().system) > 0);
}

TEST_CASE("churning keeps every amount, and renewed air books what it brings", "[unit]") {
  const bool renew = GENERATE(false, true);
  const Input input = input_of(still_column, {"run.length=1 h", "run.output_every=1 h"});
  Simulation simulation(set_up(input));
  simulation.run(silent);
  State state = simulation.state();
  Budget books(simulation.model(), state);
  const double carbon_in =
      books.entered()[static_cast<std::size_t>(simulation.model().system.component("HCO3-"))];
  apply(Churn{0.1, 1.0, renew}, simulation.model(), simulation.implicit(), state);
  books.update(simulation.model(), state);
  const auto carbon = static_cast<std::size_t>(simulation.model().system.component("HCO3-"));
  for (std::size_t j = 0; j < simulation.model().system.balances(); ++j) {
    CAPTURE(simulation.model().system.component_name(j), renew);
    // the books began with what had entered before, which the state still carries
    const double change = books.now().amount[j] - books.start().amount[j];
    double brought = 0;
    for (std::size_t p = 0; p < state.entered.size(); ++p)
      for (std::size_t i = j; i < state.entered[p].size(); i += simulation.model().system.balances())
        brought += state.entered[p][i] - simulation.state().entered[p][i];
    CHECK(std::abs(change - brought) <= 1e-11 * books.start().magnitude[j]);
    if (renew && j == carbon) CHECK(brought > 0);
    if (!renew) CHECK(brought == 0);
  }
  CHECK(carbon_in == 0);  // a new book begins at zero
  for (std::size_t p = 0; p < state.amount.size(); ++p)
    for (double amount : state.amount[p]) CHECK(amount == Approx(state.amount[p][0]).epsilon(1e-13));
}

TEST_CASE("a mineral that runs out is exactly gone, and its matter is in the books", "[regression]") {
  const Input input =
      input_of(still_column, {"materials.tailings.minerals.Brucite=0.01 wt%", rich_air, "run.length=300 d",
                              "run.output_every=300 d", "operations[0].every=300 d"});
  Simulation simulation(set_up(input));
  const double magnesium = amount_of(simulation, "Mg+2");
  simulation.run(silent);
  const double brucite = simulation.budget().now().solids[0];
  CHECK(simulation.budget().start().solids[0] > 0);
  CHECK(brucite == 0);
  CHECK(std::abs(amount_of(simulation, "Mg+2") - magnesium) < 1e-11 * magnesium);
  CHECK(worst(simulation.budget().closure()) < 1e-10);
}

TEST_CASE("hydrates take water from the pores, and a prescribed flow books what they take", "[regression]") {
  const Input still = input_of(
      still_column, {rich_air, "run.length=60 d", "run.output_every=60 d", "operations[0].every=60 d"});
  Simulation first(set_up(still));
  const double before = std::exp(first.state().ln_water[0][0]);
  first.run(silent);
  const std::size_t top = static_cast<std::size_t>(first.model().mesh.owned) - 1;
  CHECK(std::exp(first.state().ln_water[0][top]) < before);
  CHECK(first.budget().external().back() == 0);

  const Input flowing = input_of(flowing_section);
  Simulation second(set_up(flowing));
  const std::vector<double> water(second.state().ln_water[0].begin(), second.state().ln_water[0].end());
  second.run(silent);
  for (std::size_t c = 0; c < water.size(); ++c) CHECK(second.state().ln_water[0][c] == water[c]);
  CHECK(second.budget().external().back() != 0);
}
