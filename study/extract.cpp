#include "study/extract.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "report/answers.h"

namespace talus::study {
namespace {

constexpr double never = std::numeric_limits<double>::infinity();

/// A name that may be asked for, with one number for each member, or one of both; nothing where a member does not have it.
struct Known {
  std::string name, unit;
  std::vector<std::optional<double>> values;

  std::string full() const { return name + " (" + unit + ")"; }
};

/// Whether it is the time when so much of a mineral has reacted.
bool is_time(const report::Account& account, const std::string& name) {
  return std::ranges::any_of(account.run.system.minerals, [&](const std::string& mineral) {
    return std::ranges::any_of(report::conversion_marks,
                               [&](double mark) { return name == report::time_to_convert(mark, mineral); });
  });
}

/// Whether the report gives it of minerals that were there, or that formed, as those of this case may in other runs.
bool is_of_a_mineral(const report::Account& account, const std::string& name) {
  return std::ranges::any_of(account.run.system.minerals, [&](const std::string& mineral) {
    return name == mineral + " at the start" || name == mineral + " at the end" ||
           name == mineral + " conversion" || name == mineral + " formed" ||
           name == "CO2 in " + mineral + " formed";
  });
}

/// "Brucite conversion" of "Brucite conversion (%)".
std::string without_unit(const std::string& wanted) {
  const std::size_t at = wanted.ends_with(")") ? wanted.rfind(" (") : std::string::npos;
  return wanted.substr(0, at);
}

/// What the reports have. The times of minerals that were there at the start and have not reacted so far are never.
std::vector<Known> known_of(const std::vector<report::Account>& accounts) {
  std::vector<Known> all;
  const auto add = [&](std::size_t m, const std::string& name, const std::string& unit, double value) {
    auto found =
        std::ranges::find_if(all, [&](const Known& one) { return one.name == name && one.unit == unit; });
    if (found == all.end())
      found = all.insert(all.end(),
                         {name, unit, std::vector<std::optional<double>>(accounts.size(), std::nullopt)});
    found->values[m] = value;
  };
  for (std::size_t m = 0; m < accounts.size(); ++m) {
    for (const report::Conversion& mineral : accounts[m].yield.conversions)
      for (const double mark : report::conversion_marks)
        add(m, report::time_to_convert(mark, mineral.mineral), "d", never);
    for (const report::Result& result : report::results_of(accounts[m]))
      add(m, result.quantity, result.unit,
          std::isnan(result.value) && is_time(accounts[m], result.quantity) ? never : result.value);
  }
  return all;
}

/// The lines of the claim, project minus baseline.
void add_claim(const Study& study, const std::vector<report::Account>& accounts, std::vector<Known>& all) {
  std::vector<report::Questions> questions = report::questions_of(study.claim_path, accounts);
  for (report::Questions& one : questions) {
    one.now = true;
    one.said.plant
        .reset();  // what else the case asks does not matter to the study, nor what is wrong with it
    one.said.economics.reset();
    one.said.measured.clear();
    if (one.said.claim) one.said.claim->sampling.reset();
  }
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
  const std::string bare = without_unit(wanted);
  const bool in_another_unit = std::ranges::any_of(all, [&](const Known& one) { return one.name == bare; });
  if (!in_another_unit && (is_time(account, bare) || is_of_a_mineral(account, bare)))
    throw UnusableRun("its report has no quantity '" + wanted + "'");
  std::vector<std::string> names;
  for (const Known& one : all) names.push_back(wanted.ends_with(")") ? one.full() : one.name);
  throw UnknownQuantity(index, "the report of this case has no quantity '" + wanted + "'",
                        suggestion(wanted, names));
}

/// The number of a member; UnusableRun where it has none.
double number_of(const Study& study, const Known& one, std::size_t member) {
  const std::optional<double> value = one.values[member];
  if (value && !std::isnan(*value)) return *value;
  const std::string of =
      one.values.size() > 1 ? "the report of the " + study.members[member].label : "its report";
  throw UnusableRun(of + (value ? " has no number for '" : " has no quantity '") + one.full() + "'");
}

}  // namespace

void refuse_unusable(const report::Account& account) {
  if (!account.run.done()) throw UnusableRun("the run did not come to its end");
  if (!account.ledger.closed()) throw UnusableRun(account.verdict());
  if (!account.run.damage.empty()) throw UnusableRun(account.run.damage.front());
}

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
    const Known one = chosen(all, study.said.quantities[i], i, accounts[0]);
    const double first = number_of(study, one, 0);
    if (one.values.size() == 1) {
      add(one.name, one.unit, first);
      continue;
    }
    const double second = number_of(study, one, 1);
    add(one.name, one.unit, first - second);
    add(one.name + ", project", one.unit, first);
    add(one.name + ", baseline", one.unit, second);
  }
  return found;
}

}  // namespace talus::study
