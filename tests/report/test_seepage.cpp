// Drainage that was worked out by hand: a mole of magnesium in a cubic metre, then none, then three in half of one.
#include "report/seepage.h"

#include <cmath>

#include "report/questions.h"
#include "tests/catch.h"
#include "tests/report/known_run.h"

using namespace talus::report;
using talus::Document;

namespace {

const double mole_of_water = 0.018015 / 1000;  // m3

Account drained() {
  Account account;
  account.run = known_run();
  Run& run = account.run;
  run.time = {0, 86400, 259200, 259200, 345600};  // two of them before and after an operation
  run.moment = {0, 0, 1, 2, 0};
  run.pores = {run.total["water"].front() / 1000 / 0.5};  // so that a kilogram fills a litre
  PatchRecord base{.name = "base", .area = 0.5, .entered = {}};
  base.inflow.assign(4, Curve(5, 0));
  base.outflow = base.inflow;
  base.outflow[2] = {0, 1, 1, 1, 4};
  base.outflow[3] = {0, 1 / mole_of_water, 1 / mole_of_water, 1 / mole_of_water, 1.5 / mole_of_water};
  run.patches.push_back(base);
  return account;
}

std::vector<Seepage> seepage(const std::string& text) {
  Document document = Document::from_text(text, "limits.toml");
  const QuestionsCase said = read_questions(document);
  const std::vector<Account> accounts{drained()};
  return seepage_of(accounts, said.limits, document);
}

}  // namespace

TEST_CASE("Drainage is set beside a limit as by hand", "[unit]") {
  const auto all = seepage(
      "[[limits]]\nquantity = \"Mg\"\nlimit = \"7 mmol/L\"\n"
      "[[limits]]\nquantity = \"Mg+2\"\nlimit = \"145.83 mg/L\"\npatch = \"base\"\n");
  REQUIRE(all.size() == 2);
  const Seepage& one = all[0];
  CHECK(one.patch == "base");  // nothing leaves through the top
  CHECK(one.unknown.empty());
  REQUIRE(one.intervals.size() == 3);
  CHECK(one.intervals[0].concentration == Approx(1).epsilon(1e-5));  // mmol/L
  CHECK(std::isnan(one.intervals[1].concentration));
  CHECK(one.intervals[2].concentration == Approx(6).epsilon(1e-5));
  CHECK(one.intervals[2].from == 259200);
  CHECK(one.mean == Approx(4 / 1.5).epsilon(1e-5));
  CHECK(one.greatest == Approx(6).epsilon(1e-5));
  CHECK(one.share_above == 0);
  CHECK(one.without == 172800);
  CHECK_FALSE(one.first_above.has_value());
  CHECK(all[1].greatest == Approx(145.83).epsilon(1e-4));  // mg/L of Mg, three moles in half a cubic metre
}

TEST_CASE("The time above a limit is a share of that in which water left", "[unit]") {
  const Seepage one = seepage("[[limits]]\nquantity = \"Mg\"\nlimit = \"5e-3 mol/L\"\n").at(0);
  CHECK(one.share_above == Approx(0.5));
  REQUIRE(one.first_above.has_value());
  CHECK(one.first_above->first == 259200);
  CHECK(one.first_above->second == 345600);
}
