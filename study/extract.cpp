#include "study/extract.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "report/account.h"
#include "report/answers.h"

namespace talus::study {
namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

/// A name that may be asked for, with one number for each member, or one of both.
struct Known {
  std::string name, unit;
  std::vector<double> values;

  std::string full() const { return name + " (" + unit + ")"; }
};

/// Whether the report gives the time when so much of a mineral has reacted, once it has: "time to 50 % of Brucite".
bool may_be_reached(const report::Account& account, const std::string& name) {
  return name.starts_with("time to ") &&
         std::ranges::any_of(account.yield.conversions, [&](const report::Conversion& one) {
           return name.ends_with(" of " + one.mineral) || name.ends_with(" of " + one.mineral + " (d)");
         });
}

std::vector<Known> known_of(const std::vector<report::Account>& accounts) {
  std::vector<Known> all;
  for (std::size_t m = 0; m < accounts.size(); ++m)
    for (const report::Result& result : report::results_of(accounts[m])) {
      auto found = std::ranges::find_if(
          all, [&](const Known& one) { return one.name == result.quantity && one.unit == result.unit; });
      if (found == all.end())
        found = all.insert(all.end(), {result.quantity, result.unit, std::vector(accounts.size(), nothing)});
      found->values[m] = result.value;
    }
  return all;
}

/// The lines of the claim, project minus baseline.
void add_claim(const Study& study, const std::vector<report::Account>& accounts, std::vector<Known>& all) {
  std::vector<report::Questions> questions = report::questions_of(study.claim_path, accounts);
  for (report::Questions& one : questions) one.now = true;
  const report::Answers answers = report::answers_to(questions, accounts);
  if (!answers.claim) return;
  for (const report::ClaimLine& line : answers.claim->whole.lines)
    all.push_back({line.name, "t", {line.difference / 1e3}});
}

/// The known quantity that the study asks for by `wanted`.
Known chosen(const std::vector<Known>& all, const std::string& wanted, std::size_t index,
             const report::Account& account) {
  std::vector<const Known*> alike;
  for (const Known& one : all) {
    if (one.full() == wanted) return one;
    if (one.name == wanted) alike.push_back(&one);
  }
  if (alike.size() == 1) return *alike[0];
  if (alike.size() > 1) {
    std::string units;
    for (const Known* one : alike) units += (units.empty() ? "" : ", ") + one->full();
    throw UnknownQuantity(index, "the report gives '" + wanted + "' in several units",
                          "write one of: " + units);
  }
  if (may_be_reached(account, wanted)) {
    const std::string name = wanted.ends_with(" (d)") ? wanted.substr(0, wanted.size() - 4) : wanted;
    return {name, "d", {}};
  }
  std::vector<std::string> names;
  for (const Known& one : all) names.push_back(wanted.ends_with(")") ? one.full() : one.name);
  throw UnknownQuantity(index, "the report of this case has no quantity '" + wanted + "'",
                        suggestion(wanted, names));
}

void refuse_unusable(const report::Account& account) {
  if (!account.run.done()) throw UnusableRun("the run did not come to its end");
  if (!account.ledger.closed()) throw UnusableRun(account.verdict());
  if (!account.run.damage.empty()) throw UnusableRun(account.run.damage.front());
}

}  // namespace

Extracted extract(const Study& study, std::span<const std::string> run_files) {
  const std::vector<report::Account> accounts = report::read_accounts({run_files.begin(), run_files.end()});
  for (const report::Account& account : accounts) refuse_unusable(account);
  std::vector<Known> all = known_of(accounts);
  if (study.pair()) add_claim(study, accounts, all);
  Extracted found;
  const auto add = [&](const std::string& name, const std::string& unit, double value) {
    found.columns.push_back(name + " (" + unit + ")");
    found.values.push_back(value);
  };
  for (std::size_t i = 0; i < study.said.quantities.size(); ++i) {
    Known one = chosen(all, study.said.quantities[i], i, accounts[0]);
    if (one.values.empty()) one.values.assign(accounts.size(), nothing);
    if (one.values.size() == 1) {
      add(one.name, one.unit, one.values[0]);
      continue;
    }
    add(one.name, one.unit, one.values[0] - one.values[1]);
    add(one.name + ", project", one.unit, one.values[0]);
    add(one.name + ", baseline", one.unit, one.values[1]);
  }
  return found;
}

}  // namespace talus::study
