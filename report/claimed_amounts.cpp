#include "report/claimed_amounts.h"

#include <algorithm>
#include <cmath>

#include "base/units.h"
#include "base/words.h"
#include "report/words.h"

namespace talus::report {
namespace {

/// "L" of "1200 L"; empty of a pure number.
std::string unit_of(const std::string& amount) {
  const std::string text(trimmed(amount));
  const std::size_t end = text.find_first_of(" \t");
  return end == std::string::npos ? "" : std::string(trimmed(text.substr(end)));
}

void check_activities(Document& document, const std::vector<ActivityCase>& list, const std::string& path) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string at = path + "[" + std::to_string(i) + "]";
    try {
      if (!list[i].amount.empty() && emitted(list[i]) < 0)
        document.problem(document.place_of_value(at + ".amount"), at + " is negative",
                         "what is emitted counts from 0; CO2 that something else takes up is another claim");
    } catch (const UnitError& error) {
      document.problem(document.place_of_value(at + (list[i].factor ? ".factor" : ".amount")),
                       at + ": " + error.what(), error.hint());
    }
    if (list[i].from && list[i].to && *list[i].to < *list[i].from)
      document.problem(document.place_of_value(at + ".to"), at + ".to is before its 'from'");
  }
}

void check_uncertainty(Document& document, const UncertaintyCase& u) {
  const int given = u.standard_deviation.has_value() + u.relative.has_value() + !u.ensemble.empty();
  if (given != 1)
    document.problem(document.place_of_key("claim.uncertainty"),
                     "claim.uncertainty needs one of 'standard_deviation', 'relative' and 'ensemble'");
  if (u.ensemble.size() == 1)
    document.problem(document.place_of_value("claim.uncertainty.ensemble"),
                     "claim.uncertainty.ensemble has one value", "a spread needs two at least");
}

}  // namespace

double emitted(const ActivityCase& activity) {
  if (!activity.factor) return activity.share * to_si(activity.amount, "kg");
  const std::string unit = unit_of(activity.amount);
  const double amount = to_si(activity.amount, unit.empty() ? "1" : unit);
  return activity.share * amount *
         to_si(*activity.factor, unit.empty()                                      ? "kg"
                                 : unit.find_first_of(" /*^") == std::string::npos ? "kg/" + unit
                                                                                   : "kg/(" + unit + ")");
}

double times_done(const ActivityCase& activity, const Period& period, const Run& run) {
  const Period all{run.time.front(), run.time.back()};
  if (activity.per == "all") return part_of_period(activity, period, all);
  const double from = activity.from.value_or(all.from), to = activity.to.value_or(all.to);
  double count = 0;
  for (std::size_t k = 0; k < run.time.size(); ++k) {
    const double time = run.time[k];
    const bool within =
        time <= period.to && (time > period.from || (time == all.from && time == period.from));
    const bool done = activity.per == "churn" ? run.follows_operation(k) : run.follows_irrigation(k);
    count += done && within && time >= from && time <= to;
  }
  return count;
}

double part_of_period(const ActivityCase& activity, const Period& period, const Period& run) {
  const double from = activity.from.value_or(run.from), to = activity.to.value_or(run.to);
  if (from == to)
    return (from > period.from || (from == run.from && from == period.from)) && from <= period.to;
  return std::max(0.0, std::min(to, period.to) - std::max(from, period.from)) / (to - from);
}

std::string mass_words(double kg) {
  return std::abs(kg) >= 1000 ? digits(kg / 1000) + " t" : digits(kg) + " kg";
}

void check_credit(Document& document, const CreditCase& c, const std::string& path, bool ensemble) {
  struct Key {
    const char* name;
    bool given;
    std::vector<std::string> needed_by, allowed_by;
  };
  const std::vector<Key> keys{
      {"percentile", c.percentile.has_value(), {"percentile"}, {}},
      {"confidence", c.confidence.has_value(), {"lower bound", "deduction"}, {}},
      {"errors", c.errors.has_value(), {"standard errors"}, {}},
      {"samples",
       c.samples.has_value(),
       ensemble ? std::vector<std::string>{} : std::vector<std::string>{"standard errors"},
       {"standard errors"}},
      {"allowed", c.allowed.has_value(), {"deduction"}, {}},
      {"per_excess", c.per_excess.has_value(), {"deduction"}, {}}};
  const auto has = [&](const std::vector<std::string>& rules) {
    return std::ranges::find(rules, c.rule) != rules.end();
  };
  for (const Key& key : keys) {
    if (has(key.needed_by) && !key.given)
      document.problem(document.place_of_key(path),
                       path + ": the rule \"" + c.rule + "\" needs '" + key.name + "'");
    if (key.given && !has(key.needed_by) && !has(key.allowed_by) && !c.rule.empty())
      document.problem(document.place_of_key(path + "." + std::string(key.name)),
                       path + "." + std::string(key.name) + " is not used by the rule \"" + c.rule + "\"",
                       "leave it out");
  }
}

void check_claim(Document& document, const ClaimCase& claim) {
  check_activities(document, claim.emissions, "claim.emissions");
  check_activities(document, claim.leakage, "claim.leakage");
  if (claim.uncertainty) check_uncertainty(document, *claim.uncertainty);
  if (claim.sampling && claim.sampling->standard_deviation && claim.sampling->variation)
    document.problem(document.place_of_key("claim.sampling.variation"),
                     "claim.sampling has both 'standard_deviation' and 'variation'", "give one of the two");
  if (claim.sampling && claim.sampling->confidence > 0 && claim.sampling->power > 0 &&
      claim.sampling->power <= 1 - claim.sampling->confidence)
    document.problem(document.place_of_value("claim.sampling.power"),
                     "claim.sampling.power is not above 1 minus the confidence",
                     "with that probability the test finds a change where there is none; 80 % is usual");
  if (!claim.credit) return;
  check_credit(document, *claim.credit, "claim.credit",
               claim.uncertainty && !claim.uncertainty->ensemble.empty());
  if (!claim.credit->buffer)
    document.problem(document.place_of_key("claim.credit"), "claim.credit does not say how much is held back",
                     "write buffer = \"0 %\" where nothing is");
}

}  // namespace talus::report
