#include "report/ledger.h"

#include <cmath>
#include <limits>

#include "tests/catch.h"
#include "tests/report/known_run.h"

using namespace talus::report;

TEST_CASE("The books of a run that loses nothing are closed", "[unit]") {
  const Ledger ledger = make_ledger(known_run());
  REQUIRE(ledger.lines.size() == 4 + 1 + 1 + 3);  // elements, water, charge, the other components
  REQUIRE(ledger.closed());
  const LedgerLine& carbon = *ledger.line("C");
  CHECK(carbon.store.front() == Approx(0.021));
  CHECK(carbon.store.back() == Approx(2.021));
  CHECK(carbon.entered.back() == Approx(2));
  CHECK(carbon.turnover.back() == Approx(4));  // 2 came in, nesquehonite took 2
  const LedgerLine& water = *ledger.line("water");
  CHECK(water.kind == LedgerLine::Kind::water);
  CHECK(water.entered.back() == Approx(-2));
  CHECK(water.change(2) == Approx(-2));
}

TEST_CASE("One part in a million of what entered is found", "[unit]") {
  Run run = known_run();
  for (Curve& entered : run.patches[0].entered)
    for (double& value : entered) value *= 1 + 1e-6;
  const Ledger ledger = make_ledger(run);
  CHECK_FALSE(ledger.closed());
  CHECK(ledger.line("C")->worst() == Approx(0.5e-6).epsilon(1e-3));  // 2e-6 of 4 mol
  CHECK(ledger.carbon_to_turnover == Approx(0.5e-6).epsilon(1e-3));
  CHECK(ledger.line("Mg")->worst() <= talus::closure_gate);
}

TEST_CASE("A loss in the middle of a run is found though it comes back", "[unit]") {
  Run run = known_run();
  run.total["aqueous_Mg+2"][1] += 1e-8;
  CHECK_FALSE(make_ledger(run).closed());
}

TEST_CASE("Charge is measured in equivalents", "[unit]") {
  Run run = known_run();
  const LedgerLine before = *make_ledger(run).line("charge");
  CHECK(before.initial == Approx(0.04));
  CHECK(before.worst() < 1e-14);
  run.total["aqueous_H+"][2] += 1e-3;  // a charge from nowhere
  const LedgerLine after = *make_ledger(run).line("charge");
  CHECK(after.difference.back() == Approx(1e-3));
  // equivalents: H+ 2 in, 2 by brucite and nesquehonite (4 and 2), HCO3- 2 and 2, Mg+2 4 and 4, and the 1e-3
  CHECK(after.turnover.back() == Approx((2 + 4 + 2) + (2 + 2) + (4 + 4) + 1e-3));
}

TEST_CASE("External terms count as come in", "[unit]") {
  Run run = known_run();
  run.total["aqueous_H2O"][2] += 0.5;
  CHECK_FALSE(make_ledger(run).closed());
  run.external[3][2] = 0.5;
  CHECK(make_ledger(run).closed());
}

TEST_CASE("Gas and water must be all that entered through a patch", "[unit]") {
  Run run = known_run();
  CHECK(make_ledger(run).parts < 1e-15);
  run.patches[0].gas[0][2] *= 1 + 1e-6;
  CHECK(make_ledger(run).parts > 1e-7);
  CHECK(make_ledger(run).worst() <= talus::closure_gate);
  CHECK_FALSE(make_ledger(run).closed());
  run.patches[0].inflow.assign(4, Curve(3, 0));
  run.patches[0].outflow.assign(4, Curve(3, 0));
  for (std::size_t j = 0; j < 4; ++j)  // what gas brings too much, water takes out
    run.patches[0].outflow[j][2] = 2e-6 * run.system.gas_components(0, j);
  CHECK(make_ledger(run).closed());
}

TEST_CASE("What is not a number is not closed", "[unit]") {
  Run run = known_run();
  run.total["mineral_Brucite"][1] = std::numeric_limits<double>::quiet_NaN();
  const Ledger ledger = make_ledger(run);
  CHECK(std::isnan(ledger.worst()));
  CHECK_FALSE(ledger.closed());
}

TEST_CASE("Carbon that hardly moves is not measured by its turnover", "[unit]") {
  Run run = known_run();
  for (auto& [name, total] : run.total) total.assign(3, total.front());
  run.patches[0].entered.assign(4, Curve(3, 0));
  run.patches[0].gas = {Curve(3, 0)};
  const Ledger ledger = make_ledger(run);
  CHECK(std::isnan(ledger.carbon_to_turnover));
  CHECK(ledger.closed());
}
