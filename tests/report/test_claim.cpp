// A claim of two cells that was worked out by hand.
#include "report/claim.h"

#include <cmath>

#include "base/error.h"
#include "report/answers.h"
#include "report/claimed_amounts.h"
#include "report/questions.h"
#include "tests/catch.h"
#include "tests/report/known_run.h"

using namespace talus::report;
using talus::Document;

namespace {

constexpr double day = 86400;

/// Sums over two cells at three times; mol of carbon.
struct TwoCells {
  Curve nesquehonite, hydromagnesite, dissolved, from_air, rain, drained;
};

/// The known run with hydromagnesite, rain and drainage.
Run run_of(const std::string& name, const TwoCells& cells) {
  Run run = known_run();
  run.name = name;
  run.provenance["scenario"] = name;
  run.system.minerals.push_back("Hydromagnesite");
  run.system.mineral_components = {3, 4, {-2, 0, 1, 2, -1, 1, 1, 3, -6, 4, 5, 6}};
  run.system.mineral_molar_mass.push_back(0.46764);
  run.system.mineral_molar_volume.push_back(2.1e-4);
  run.total["mineral_Nesquehonite"] = cells.nesquehonite;
  run.total["mineral_Hydromagnesite"] = cells.hydromagnesite;
  run.total["aqueous_HCO3-"] = cells.dissolved;
  run.patches[0].gas = {cells.from_air};
  PatchRecord base{.name = "base", .area = 0.5, .entered = std::vector<Curve>(4, Curve(3, 0))};
  base.inflow = base.outflow = base.entered;
  PatchRecord rain = base;
  rain.name = "rain";
  rain.inflow[1] = cells.rain;
  base.outflow[1] = cells.drained;
  run.patches.push_back(rain);
  run.patches.push_back(base);
  for (PatchRecord& patch : run.patches)
    for (std::size_t j = 0; j < 4; ++j)
      for (std::size_t k = 0; k < 3; ++k)
        patch.entered[j][k] = (patch.gas.empty() ? 0 : patch.gas[0][k] * run.system.gas_components(0, j)) +
                              (patch.inflow.empty() ? 0 : patch.inflow[j][k] - patch.outflow[j][k]);
  return run;
}

Account account_of(Run run) {
  Account account;
  account.run = std::move(run);
  account.ledger = make_ledger(account.run);
  account.yield = make_yield(account.run);
  return account;
}

/// In the second day half of the nesquehonite matures, which releases a fifth of its carbon.
std::vector<Account> both_runs() {
  return {account_of(run_of("project", {.nesquehonite = {0, 10, 5},
                                        .hydromagnesite = {0, 0, 1},
                                        .dissolved = {0.02, 0.5, 0.3},
                                        .from_air = {0, 10.43, 9.48},
                                        .rain = {0, 0.1, 0.2},
                                        .drained = {0, 0.05, 0.4}})),
          account_of(run_of("baseline", {.nesquehonite = {0, 1, 2},
                                         .hydromagnesite = {0, 0, 0},
                                         .dissolved = {0.02, 0.02, 0.02},
                                         .from_air = {0, 1, 2},
                                         .rain = {0, 0.1, 0.2},
                                         .drained = {0, 0.1, 0.2}}))};
}

const std::string good_claim = R"(
[claim]
project = "project"
baseline = "baseline"
gas = "atmospheric"
export_credited = 0.5
periods = ["1 d", "2 d"]
[[claim.emissions]]
activity = "diesel for churning"
amount = "0.1 L"
factor = "2.68 kg/L"
source = "by hand"
[[claim.leakage]]
activity = "elsewhere"
amount = "3 g"
from = "1 d"
to = "1 d"
source = "by hand"
)";

Claim claim_of(const std::vector<Account>& accounts, const std::string& text) {
  Document document = Document::from_text(text, "claim.toml");
  const QuestionsCase said = read_questions(document);
  return make_claim(accounts, *said.claim, document);
}

std::string message(const std::string& text, const std::vector<Account>& accounts) {
  try {
    claim_of(accounts, text);
  } catch (const talus::InputError& error) {
    return error.what();
  }
  return "no error";
}

std::string with(const std::string& from, const std::string& to) {
  std::string text = good_claim;
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

const ClaimLine& line(const ClaimedPeriod& period, const std::string& name) {
  for (const ClaimLine& one : period.lines)
    if (one.name == name) return one;
  FAIL("no line " + name);
  return period.lines.front();
}

/// `kg` is so many mol of carbon and so many kg besides.
void check(double kg, double moles, double besides = 0) {
  INFO(kg << " kg against " << moles << " mol and " << besides << " kg");
  CHECK(std::abs(kg - (moles * carbon_dioxide_molar_mass() + besides)) < 1e-12);
}

void check_line(const ClaimedPeriod& period, const std::string& name, double project, double baseline) {
  INFO(name);
  check(line(period, name).project, project);
  check(line(period, name).baseline, baseline);
  check(line(period, name).difference, project - baseline);
}

}  // namespace

TEST_CASE("A claim of two cells and two periods is the one worked out by hand", "[unit]") {
  const std::vector<Account> accounts = both_runs();
  for (const Account& account : accounts) {
    REQUIRE(account.ledger.line("C")->worst() < 1e-14);
    REQUIRE(account.ledger.parts < 1e-14);
  }
  const Claim claim = claim_of(accounts, good_claim);
  REQUIRE(claim.parts.size() == 2);
  const ClaimedPeriod &first = claim.parts[0], &second = claim.parts[1];
  check_line(first, "stored in Nesquehonite", 10, 1);
  check_line(first, "stored in Hydromagnesite", 0, 0);
  check_line(first, "stored in water", 0.48, 0);
  check_line(first, "stored in pore gas", 0, 0);
  check_line(first, "stored", 10.48, 1);
  check_line(first, "of it brought by water", -0.1, -0.1);
  check_line(first, "of it from sources inside", 0, 0);
  check_line(first, "of it added otherwise", 0, 0);
  check_line(first, "stored of what came in as gas", 10.38, 0.9);
  check_line(first, "exported in drainage", 0.05, 0.1);
  check(line(first, "of it credited").difference, -0.025);
  check(line(first, "emissions: diesel for churning").difference, 0, -0.134);
  check(line(first, "leakage: elsewhere").difference, 0, -0.003);
  check(line(first, "net removal").difference, 9.48 - 0.025, -0.137);
  check_line(second, "stored in Nesquehonite", -5, 1);
  check_line(second, "stored in Hydromagnesite", 4, 0);
  check_line(second, "stored in water", -0.2, 0);
  check_line(second, "stored of what came in as gas", -1.3, 0.9);
  check_line(second, "exported in drainage", 0.35, 0.1);
  check(line(second, "leakage: elsewhere").difference, 0);
  check(second.net, -2.2 + 0.125, -0.134);
  check(claim.whole.net, 9.48 - 2.2 + 0.1, -0.271);
  check(first.net + second.net - claim.whole.net, 0);
}

TEST_CASE("Nesquehonite that matures to hydromagnesite shows a fifth of its carbon released", "[unit]") {
  const Claim claim = claim_of(both_runs(), good_claim);
  const Losses& losses = claim.parts[1].project_losses;
  check(losses.matured, 5);
  check(losses.maturation, 1);
  check(losses.dissolution, 0);
  check(losses.degassing, 0.95);
  check(claim.parts[0].project_losses.maturation, 0);
}

TEST_CASE("A carbonate that dissolves is lost, and none matures", "[unit]") {
  const Run run = run_of("acid", {.nesquehonite = {0, 10, 7},
                                  .hydromagnesite = {0, 0, 0},
                                  .dissolved = {0, 0, 0},
                                  .from_air = {0, 10, 7},
                                  .rain = {0, 0, 0},
                                  .drained = {0, 0, 0}});
  const Losses losses = losses_of(run, 0, 2);
  check(losses.dissolution, 3);
  check(losses.maturation, 0);
  check(losses.degassing, 3);
}

TEST_CASE("Baseline equal to project leaves minus emissions and leakage, exactly", "[unit]") {
  const Claim claim = claim_of(both_runs(), with("baseline = \"baseline\"", "baseline = \"project\""));
  CHECK(claim.whole.net == -claim.whole.emissions - claim.whole.leakage);
  CHECK(claim.whole.gross == claim.whole.counterfactual);
}

TEST_CASE("Export is credited only where the claim asks for it; fossil CO2 is not removed", "[unit]") {
  const Claim plain = claim_of(both_runs(), with("export_credited = 0.5\n", ""));
  CHECK(plain.whole.credited_export == 0);
  check(plain.whole.net, 9.48 - 2.2, -0.271);
  const Claim all = claim_of(both_runs(), with("export_credited = 0.5", "export_credited = 1"));
  check(all.whole.net, 9.48 - 2, -0.271);  // the uptake from air
  const Claim fossil = claim_of(both_runs(), with("\"atmospheric\"", "\"fossil\""));
  check(fossil.whole.net, 0, -0.271);
  check(fossil.whole.avoided, 9.48 - 2.2 + 0.1);
  CHECK(fossil.verdict().find("fossil") != std::string::npos);
}

TEST_CASE("The baseline may have other CO2 than the project", "[unit]") {
  // of flue gas nothing is removed; what the baseline would have taken from the air is lost
  const Claim flue = claim_of(
      both_runs(), with("gas = \"atmospheric\"", "gas = \"fossil\"\nbaseline_gas = \"atmospheric\""));
  const double baseline = flue.whole.counterfactual / carbon_dioxide_molar_mass() + 0.5 * 0.2;
  check(flue.whole.net, -baseline, -0.271);
  check(flue.whole.avoided, flue.whole.gross / carbon_dioxide_molar_mass() + 0.5 * 0.4);
  const Claim air = claim_of(
      both_runs(), with("gas = \"atmospheric\"", "gas = \"atmospheric\"\nbaseline_gas = \"fossil\""));
  check(air.whole.net, air.whole.gross / carbon_dioxide_molar_mass() + 0.5 * 0.4, -0.271);
  CHECK(air.headline().find("the CO2 of the baseline is fossil") != std::string::npos);
  const Claim same = claim_of(
      both_runs(), with("gas = \"atmospheric\"", "gas = \"atmospheric\"\nbaseline_gas = \"biogenic\""));
  CHECK(same.whole.net == claim_of(both_runs(), good_claim).whole.net);
}

TEST_CASE("A net removal that the ensemble does not have is in the way", "[unit]") {
  const auto obstacles = [](const std::string& ensemble) {
    return claim_of(both_runs(),
                    good_claim + "[claim.uncertainty]\nensemble = " + ensemble + "\nsource = \"x\"\n")
        .verdict();
  };
  CHECK(obstacles("[\"1 kg\", \"2 kg\"]").find("is not within the ensemble, which has 1.00 kg to 2.00 kg") !=
        std::string::npos);
  CHECK(obstacles("[\"0 kg\", \"2 kg\"]").find("ensemble") == std::string::npos);
}

TEST_CASE("The area that is claimed scales the runs, and not the emissions", "[unit]") {
  const Claim claim = claim_of(both_runs(), with("gas =", "area = \"1 ha\"\ngas ="));
  const double scale = 1e4 / 0.5;
  CHECK(claim.whole.net == Approx(scale * 7.38 * carbon_dioxide_molar_mass() - 0.271).epsilon(1e-13));
  const Losses small = claim_of(both_runs(), good_claim).whole.project_losses,
               large = claim.whole.project_losses;
  CHECK(small.matured + small.dissolution + small.degassing > 0);
  CHECK(large.matured == Approx(scale * small.matured));
  CHECK(large.maturation == Approx(scale * small.maturation));
  CHECK(large.dissolution == Approx(scale * small.dissolution));
  CHECK(large.degassing == Approx(scale * small.degassing));
}

TEST_CASE("A claim is not for issuance while something is in its way", "[unit]") {
  std::vector<Account> accounts = both_runs();
  const std::string verdict = claim_of(accounts, good_claim).verdict();
  for (const char* reason :
       {"Not for issuance", "numerical error of project was not estimated",
        "nothing is said about its uncertainty", "numerical error of the exported carbon"})
    CHECK(verdict.find(reason) != std::string::npos);
  std::vector<Account> other_rock = accounts;
  other_rock[1].run.dry_mass *= 2;
  CHECK(claim_of(other_rock, good_claim).verdict().find("do not have the same tailings") !=
        std::string::npos);
  const double unit = 1 / carbon_dioxide_molar_mass();
  for (Account& account : accounts) {  // only carbon is in these two cells as it should be
    std::erase_if(account.ledger.lines, [](const LedgerLine& one) { return one.name != "C"; });
    account.run.refined = Refined{.file = "r.h5",
                                  .coarse_stored = unit,
                                  .stored = unit * 1.0 / 0.99,
                                  .coarse_from_air = 1,
                                  .from_air = 1,
                                  .conversion = {}};
  }
  const std::string sure = with("export_credited = 0.5\n", "") +
                           "[claim.uncertainty]\nstandard_deviation = \"10 g\"\nsource = \"given\"\n" +
                           "[claim.credit]\nrule = \"percentile\"\npercentile = \"16 %\"\nbuffer = \"5 %\"\n";
  const Claim claim = claim_of(accounts, sure);
  CHECK(claim.verdict().find("Nothing that this report checks") == 0);
  const double numerical = std::hypot(0.01 * claim.whole.gross, 0.01 * claim.whole.counterfactual);
  CHECK(*claim.credited == Approx(claim.whole.net - 0.99445788 * std::hypot(0.01, numerical)).epsilon(1e-8));
  CHECK(*claim.issued == Approx(0.95 * *claim.credited));
  accounts[1].run.patches[0].entered[1][2] *= 1.001;
  accounts[1].ledger = make_ledger(accounts[1].run);
  CHECK(claim_of(accounts, sure).verdict().find("the mass balances of baseline do not close") !=
        std::string::npos);
}

TEST_CASE("A front that is thinner than three cells is in the way", "[unit]") {
  std::vector<Account> accounts = both_runs();
  Run& run = accounts[0].run;
  run.profiles.rows = {0, 2};
  run.profiles.depth = {0.01, 0.03, 0.05, 0.07};
  run.profiles.value["mineral_Brucite"] = {{4, 4, 4, 4}, {0, 2, 4, 4}};
  CHECK(claim_of(accounts, good_claim)
            .verdict()
            .find("thinner than three cells: Brucite, 1.00 cm deep, at 2 d") != std::string::npos);
  run.profiles.value["mineral_Brucite"][1] = {0.5, 1.5, 2.5, 3.5};
  CHECK(claim_of(accounts, good_claim).verdict().find("thinner") == std::string::npos);
}

TEST_CASE("What each churning emits counts as often as the project was churned in the period", "[unit]") {
  std::vector<Account> accounts = both_runs();
  accounts[0].run.moment = {0, 2, 2};
  accounts[1].run.moment = {0, 2, 0};  // the baseline's is not the project's
  const std::string text = with("factor = \"2.68 kg/L\"", "factor = \"2.68 kg/L\"\nper = \"churn\"");
  const Claim claim = claim_of(accounts, text);
  CHECK(claim.parts[0].emissions == Approx(0.268));
  CHECK(claim.parts[1].emissions == Approx(0.268));
  CHECK(claim.whole.emissions == Approx(0.536));
  const std::string later =
      with("factor = \"2.68 kg/L\"", "factor = \"2.68 kg/L\"\nper = \"churn\"\nfrom = \"30 h\"");
  CHECK(claim_of(accounts, later).whole.emissions == Approx(0.268));
}

TEST_CASE("What each irrigation emits counts by itself, and is no churning", "[unit]") {
  std::vector<Account> accounts = both_runs();
  accounts[0].run.moment = {0, 2, 3};
  const auto emitted = [&](const char* per) {
    return claim_of(accounts, with("factor = \"2.68 kg/L\"",
                                   "factor = \"2.68 kg/L\"\nper = \"" + std::string(per) + "\""));
  };
  CHECK(emitted("irrigation").parts[0].emissions == 0);
  CHECK(emitted("irrigation").parts[1].emissions == Approx(0.268));
  CHECK(emitted("churn").parts[0].emissions == Approx(0.268));
  CHECK(emitted("churn").parts[1].emissions == 0);
}

TEST_CASE("A refined run beside the run of its scenario is not taken for it", "[unit]") {
  std::vector<Account> accounts = both_runs();
  accounts.push_back(accounts[0]);
  accounts[0].run.name = "cell.project_refined";
  accounts[2].run.name = "cell.project";
  CHECK(claim_of(accounts, good_claim).project == "cell.project");
  accounts[2].run.name = "other";
  CHECK(message(good_claim, accounts).find("two of the runs are called 'project'") != std::string::npos);
}

TEST_CASE("What the case of a run asks wrongly is not answered; what is no case is damage", "[unit]") {
  std::vector<Account> accounts = both_runs();
  for (Account& account : accounts) account.run.provenance["case_text"] = "title = 'x'\n" + good_claim;
  CHECK(answers_to(questions_of("", accounts), accounts).claim.has_value());
  accounts[0].run.provenance["case_text"] = "[claim]\nproject = 1\n";
  const Answers wrong = answers_to(questions_of("", accounts), accounts);
  CHECK(!wrong.claim);
  REQUIRE(wrong.unanswered.size() == 1);
  CHECK(wrong.unanswered[0].starts_with("Not answered: "));
  accounts.pop_back();
  accounts[0].run.provenance["case_text"] = good_claim;
  CHECK(answers_to(questions_of("", accounts), accounts).unanswered.at(0).find("no run 'baseline'") !=
        std::string::npos);
  accounts[0].run.provenance["case_text"] = "[[[";
  CHECK_THROWS_AS(questions_of("", accounts), talus::FileError);
}

TEST_CASE("Runs that begin on different dates are not taken for runs of one season", "[unit]") {
  std::vector<Account> accounts = both_runs();
  accounts[0].run.start = 1798761600;  // 2027-01-01
  accounts[1].run.start = 1798761600;
  CHECK(claim_of(accounts, good_claim).when(0) == "2027-01-01");
  accounts[1].run.start = 1814400000;  // 2027-07-01
  const Claim claim = claim_of(accounts, good_claim);
  CHECK_FALSE(claim.start);
  CHECK(claim.verdict().find(
            "the runs begin on different dates, project on 2027-01-01 and baseline on 2027-07-01") !=
        std::string::npos);
  accounts[1].run.start.reset();
  CHECK_FALSE(claim_of(accounts, good_claim).start);
}

TEST_CASE("Mistakes of a claim have their place", "[unit]") {
  const std::vector<Account> accounts = both_runs();
  const auto says = [&](const std::string& text, const std::string& words) {
    const std::string said = message(text, accounts);
    INFO(said);
    CHECK(said.find(words) != std::string::npos);
    CHECK(said.find("claim.toml:") != std::string::npos);
  };
  says(with("\"project\"", "\"projekt\""), "did you mean 'project'?");
  says(with("gas =", "to = \"1.5 d\"\ngas ="), "project has no state at 36 h; the nearest is at");
  says(with("2.68 kg/L", "2.68 kg/kWh"), "claim.emissions[0]");
  says(with("0.1 L", "0.1"), "claim.emissions[0]");
  says(good_claim + "[claim.credit]\nrule = \"percentile\"\nbuffer = \"5 %\"\n", "needs 'percentile'");
  says(
      good_claim +
          "[claim.credit]\nrule = \"lower bound\"\nconfidence = \"90 %\"\nallowed = \"1 %\"\nbuffer = \"5 %\"\n",
      "claim.credit.allowed is not used by the rule");
  says(good_claim +
           "[claim.sampling]\nconfidence = \"50 %\"\npower = \"40 %\"\nvariation = \"5 %\"\ncores = 5\n",
       "claim.sampling.power is not above 1 minus the confidence");
  says(good_claim + "[claim.uncertainty]\nsource = \"none\"\n", "needs one of 'standard_deviation'");
  says(with("periods = [\"1 d\", \"2 d\"]", "periods = [\"2 d\", \"1 d\"]"), "24 h is not after 2 d");
}
