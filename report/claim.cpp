#include "report/claim.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "base/calendar.h"
#include "base/units.h"
#include "report/account_named.h"
#include "report/claimed_amounts.h"
#include "report/dates.h"
#include "report/fronts.h"
#include "report/refuse.h"
#include "report/words.h"

namespace talus::report {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// The last state of a run at `time` since the start of all runs, s.
std::size_t row_at(const Run& run, double time, const Document& document, const std::string& key) {
  for (std::size_t k = run.time.size(); k-- > 0;)
    if (std::abs(run.time[k] - time) <= 1e-9 * run.time.back()) return k;
  const auto nearest =
      std::ranges::min_element(run.time, {}, [&](double one) { return std::abs(one - time); });
  refuse(document, key,
         run.name + " has no state at " + when(run, time) + "; the nearest is at " + when(run, *nearest),
         "run.output_at = [\"" + with_unit(time, "d") +
             "\"] writes one; --from and --to bound the period otherwise");
}

/// Both runs of a claim.
struct Pair {
  const Account& project;
  const Account& baseline;
  double project_scale, baseline_scale;  ///< claimed area by footprint
};

Pair pair_of(std::span<const Account> accounts, const ClaimCase& said, const Document& document) {
  Pair pair{account_named(accounts, said.project, document, "claim.project"),
            account_named(accounts, said.baseline, document, "claim.baseline"), 1, 1};
  const double one = pair.project.run.footprint, other = pair.baseline.run.footprint;
  if (said.area && !(one > 0 && other > 0))
    refuse(document, "claim.area", "claim.area, but a run has no footprint to compare it with",
           "leave it out");
  if (said.area) pair.project_scale = *said.area / one, pair.baseline_scale = *said.area / other;
  if (!said.area && std::abs(one - other) > 1e-9 * std::max(one, other))
    refuse(document, "claim.baseline",
           "the runs have footprints of " + digits(one) + " and " + digits(other) + " m2",
           "claim.area says for which area both stand; a file for --with FILE may have the [claim]");
  return pair;
}

/// Adds lines to a period, and their differences up.
class Lines {
 public:
  explicit Lines(ClaimedPeriod& to) : to_(to) {}
  double add(const std::string& name, double project, double baseline, const std::string& how) {
    to_.lines.push_back({name, project, baseline, project - baseline, how});
    return project - baseline;
  }
  double add_single(const std::string& name, double difference, const std::string& how) {
    to_.lines.push_back({name, none, none, difference, how});
    return difference;
  }

 private:
  ClaimedPeriod& to_;
};

/// What both runs say of the same curve of their balance, over their rows.
struct Both {
  const Pair& pair;
  std::size_t from[2], to[2];

  double project(const Curve& curve) const { return pair.project_scale * (curve[to[0]] - curve[from[0]]); }
  double baseline(const Curve& curve) const { return pair.baseline_scale * (curve[to[1]] - curve[from[1]]); }
};

std::vector<std::string> places_of(const CarbonBalance& one, const CarbonBalance& other) {
  std::vector<std::string> places;
  for (const CarbonBalance* balance : {&one, &other})
    for (const StoredIn& place : balance->by_place)
      if (std::ranges::find(places, place.place) == places.end()) places.push_back(place.place);
  return places;
}

const Curve* stored_in(const CarbonBalance& balance, const std::string& place) {
  const auto found = std::ranges::find(balance.by_place, place, &StoredIn::place);
  return found == balance.by_place.end() ? nullptr : &found->stored;
}

std::string dataset_of(const std::string& place) {
  if (place == "water") return "/fields/aqueous_*";
  return place == "pore gas" ? "/fields/gaseous_*" : "/fields/mineral_" + place;
}

/// Stocks: what is stored where, and what of it did not come in as gas. Sets gross and counterfactual.
void add_stocks(const Both& both, ClaimedPeriod& period) {
  const CarbonBalance& one = both.pair.project.yield.carbon;
  const CarbonBalance& other = both.pair.baseline.yield.carbon;
  Lines lines(period);
  for (const std::string& place : places_of(one, other)) {
    const Curve *here = stored_in(one, place), *there = stored_in(other, place);
    lines.add("stored in " + place, here ? both.project(*here) : 0, there ? both.baseline(*there) : 0,
              "change of " + dataset_of(place) + " times cell volume, as CO2");
  }
  double sum[2] = {both.project(one.stored), both.baseline(other.stored)};
  lines.add("stored", sum[0], sum[1], "the lines above");
  const auto without = [&](const char* name, const Curve& here, const Curve& there, const char* how) {
    const double project = both.project(here), baseline = both.baseline(there);
    lines.add(name, -project, -baseline, how);
    sum[0] -= project, sum[1] -= baseline;
  };
  without("of it brought by water", one.from_water, other.from_water, "minus /patches/*/inflow_*, as CO2");
  without("of it from sources inside", one.from_sources, other.from_sources,
          "minus inflow of sources, as CO2");
  without("of it added otherwise", one.added, other.added, "minus /external/*, as CO2");
  lines.add("stored of what came in as gas", sum[0], sum[1],
            "stored, and the three lines above: what came in as gas, minus all carbon that drained");
  period.gross = sum[0];
  period.counterfactual = sum[1];
}

/// CO2 stored of the sources of one kind or of another, kg since the start; all of them where nothing is named.
Curve stored_of(const std::vector<CarbonOfSource>& sources, const auto& counts, std::size_t rows) {
  Curve sum(rows, 0.0);
  for (const CarbonOfSource& source : sources)
    for (std::size_t k = 0; counts(source) && k < rows; ++k)
      sum[k] += source.in_minerals[k] + source.in_pores[k];
  return sum;
}

/// The same of runs that follow carbon by its source. What the rock has lost of its own carbon is lost to the air or with the
/// water, so that it takes from what is stored of others; what it has gained is none of theirs. Sets gross, counterfactual, avoided.
void add_sources(const Both& both, ClaimedPeriod& period) {
  const std::vector<CarbonOfSource>& one = both.pair.project.yield.sources;
  const std::vector<CarbonOfSource>& other = both.pair.baseline.yield.sources;
  const std::size_t rows[2] = {both.pair.project.run.time.size(), both.pair.baseline.run.time.size()};
  Lines lines(period);
  std::vector<std::string> names;
  for (const auto* sources : {&one, &other})
    for (const CarbonOfSource& source : *sources)
      if (std::ranges::find(names, source.name) == names.end()) names.push_back(source.name);
  for (const std::string& name : names) {
    const auto named = [&](const CarbonOfSource& source) { return source.name == name; };
    lines.add("stored of " + name, both.project(stored_of(one, named, rows[0])),
              both.baseline(stored_of(other, named, rows[1])),
              "change of /fields/carbon_of_" + name + "_in_* times cell volume, as CO2");
  }
  const auto of_kind = [&](const std::string& kind) {
    const auto counts = [&](const CarbonOfSource& source) { return source.kind == kind; };
    return std::array{both.project(stored_of(one, counts, rows[0])),
                      both.baseline(stored_of(other, counts, rows[1]))};
  };
  const auto air = of_kind("air"), living = of_kind("biogenic"), fossil = of_kind("fossil"),
             rock = of_kind("rock");
  const double lost[2] = {std::min(rock[0], 0.0), std::min(rock[1], 0.0)};
  lines.add("lost by the rock", lost[0], lost[1], "stored of sources of the kind rock, where it is below 0");
  period.gross = air[0] + living[0] + lost[0];
  period.counterfactual = air[1] + living[1] + lost[1];
  lines.add("stored of air and biogenic sources", period.gross, period.counterfactual,
            "stored of sources of the kinds air and biogenic, and lost by the rock");
  period.avoided = lines.add("stored of fossil sources", fossil[0], fossil[1],
                             "stored of sources of the kind fossil: avoided, not removed");
}

/// Refuses a claim by source of runs that cannot give it.
void check_sources(const Pair& pair, const ClaimCase& said, const Document& document) {
  for (const Account* account : {&pair.project, &pair.baseline})
    if (account->yield.sources.empty())
      refuse(document, "claim.gas",
             "claim.gas = \"by source\", but " + account->run.name + " does not follow carbon by its source",
             "[[carbon_sources]] in its case does; or say what gas it is");
  if (said.export_credited > 0)
    refuse(
        document, "claim.export_credited",
        "claim.export_credited with claim.gas = \"by source\": of what drained the source is not known apart from gas",
        "leave it out, or say what gas it is");
  if (said.baseline_gas)
    refuse(document, "claim.baseline_gas", "claim.baseline_gas with claim.gas = \"by source\"",
           "leave it out");
}

/// Emissions or leakage of the period. Their sum.
double add_activities(const std::vector<ActivityCase>& activities, const std::string& kind,
                      const Period& period, const Run& run, ClaimedPeriod& to) {
  Lines lines(to);
  double sum = 0;
  for (const ActivityCase& one : activities) {
    const double times = times_done(one, period, run), amount = emitted(one) * times;
    sum += amount;
    lines.add_single(kind + ": " + one.activity, -amount,
                     one.amount + (one.factor ? " times " + *one.factor : "") +
                         (one.per != "all" ? ", " + as_written(times) + " times" : "") +
                         (one.share < 1 ? ", share " + digits(one.share) : "") + "; " + one.source);
  }
  return sum;
}

/// Which lines the net is the sum of.
std::string how_of_net(const ClaimCase& said) {
  if (!said.is_claim()) return "stored of what came in as gas: difference; nothing is said of emissions";
  if (said.by_source()) return "stored of air and biogenic sources, emissions and leakage: differences";
  if (said.fossil() && said.baseline_fossil())
    return "emissions and leakage alone: CO2 from fossil sources is not removed, but avoided";
  const std::string sum = "stored of what came in as gas, credited export, emissions and leakage: ";
  if (said.fossil())
    return sum + "of the baseline alone, as that of the project is of fossil CO2, which is avoided";
  if (said.baseline_fossil()) return sum + "of the project alone, as that of the baseline is of fossil CO2";
  return sum + "differences";
}

ClaimedPeriod claimed(const Pair& pair, const ClaimCase& said, const Period& period, const Document& document,
                      const std::string& key) {
  const Run &one = pair.project.run, &other = pair.baseline.run;
  const Both both{pair,
                  {row_at(one, period.from, document, key), row_at(other, period.from, document, key)},
                  {row_at(one, period.to, document, key), row_at(other, period.to, document, key)}};
  ClaimedPeriod result;
  result.period = period;
  add_stocks(both, result);
  if (said.by_source()) add_sources(both, result);
  Lines lines(result);
  const Curve &here = pair.project.yield.carbon.exported, &there = pair.baseline.yield.carbon.exported;
  const double out[2] = {both.project(here), both.baseline(there)};
  result.exported = lines.add("exported in drainage", out[0], out[1], "/patches/*/outflow_*, as CO2");
  result.credited_export = lines.add_single("of it credited", said.export_credited * result.exported,
                                            "claim.export_credited = " + digits(said.export_credited));
  result.emissions = add_activities(said.emissions, "emissions", period, one, result);
  result.leakage = add_activities(said.leakage, "leakage", period, one, result);
  const double kept[2] = {result.gross + said.export_credited * out[0],
                          result.counterfactual + said.export_credited * out[1]};
  const bool fossil[2] = {said.fossil(), said.baseline_fossil()};
  if (!said.by_source()) result.avoided = (fossil[0] ? kept[0] : 0) - (fossil[1] ? kept[1] : 0);
  const double removed = (fossil[0] ? 0 : kept[0]) - (fossil[1] ? 0 : kept[1]);
  result.net = removed - result.emissions - result.leakage;
  lines.add_single(said.is_claim() ? "net removal" : "net, before any emissions", result.net,
                   how_of_net(said));
  result.project_losses = pair.project_scale * losses_of(one, both.from[0], both.to[0]);
  result.baseline_losses = pair.baseline_scale * losses_of(other, both.from[1], both.to[1]);
  return result;
}

// --------------------------------------------------------------------------------------- how sure, and what for

/// That two runs begin on different dates, so that what is subtracted is not of the same season; else empty.
std::string other_start(const Run& one, const Run& other) {
  if (!one.start || !other.start || *one.start == *other.start) return "";
  return "the runs begin on different dates, " + one.name + " on " + date_of(*one.start) + " and " +
         other.name + " on " + date_of(*other.start) + ", and times since the start are compared";
}

/// Error of grid and steps of what both runs store in the period, kg; not a number where it was not estimated.
double numerical_error(const Pair& pair, const ClaimedPeriod& period) {
  const double one = pair.project.numerical_error_of_stored() * period.gross;
  const double other = pair.baseline.numerical_error_of_stored() * period.counterfactual;
  return std::hypot(period.gross == 0 ? 0 : one, period.counterfactual == 0 ? 0 : other);
}

void add_run_obstacles(const Account& account, std::vector<std::string>& obstacles) {
  const std::string name = "of " + account.run.name + " ";
  if (!account.ledger.closed()) obstacles.push_back("the mass balances " + name + "do not close");
  for (const std::string& damage : account.run.damage) obstacles.push_back(account.run.name + ": " + damage);
  if (std::isnan(account.numerical_error_of_stored()))
    obstacles.push_back("the numerical error " + name + "was not estimated (talus run --refine does)");
  std::string front = thin_front(account.run);
  for (const std::string& warning : account.warnings())
    if (front.empty() && warning.find("thinner than two cells") != std::string::npos)
      front = "as the run warned";
  if (!front.empty())
    obstacles.push_back("a reaction front " + name + "is thinner than three cells: " + front);
}

void add_credit(const Pair& pair, Claim& claim) {
  const ClaimCase& said = claim.said;
  const double net = claim.whole.net;
  const double numerical = numerical_error(pair, claim.whole);
  if (said.uncertainty) {
    const double kept = net + claim.whole.emissions + claim.whole.leakage;
    const UncertaintyCase& u = *said.uncertainty;
    claim.uncertain = Uncertain{.mean = net,
                                .deviation = u.standard_deviation ? *u.standard_deviation
                                             : u.relative         ? *u.relative * std::abs(kept)
                                                                  : spread_of(u.ensemble).deviation,
                                .numerical = std::isnan(numerical) ? 0 : numerical,
                                .ensemble = u.ensemble};
  }
  if (said.uncertainty && !said.uncertainty->ensemble.empty()) {
    const auto [least, most] = std::ranges::minmax(said.uncertainty->ensemble);
    if (net < least || net > most)
      claim.obstacles.push_back("the net removal, " + mass_words(net) +
                                ", is not within the ensemble, which has " + mass_words(least) + " to " +
                                mass_words(most));
  }
  if (!claim.uncertain)
    claim.obstacles.push_back("nothing is said about its uncertainty ([claim.uncertainty])");
  if (!said.credit) claim.obstacles.push_back("no rule says what of it is credited ([claim.credit])");
  if (!claim.uncertain || !said.credit) return;
  claim.credited = credited(*claim.uncertain, *said.credit);
  claim.buffer = std::max(0.0, *claim.credited) * said.credit->buffer.value_or(0);
  claim.issued = *claim.credited - *claim.buffer;
  if (!(*claim.credited > 0)) claim.obstacles.push_back("nothing is left to credit");
}

}  // namespace

std::string Claim::when(double time) const { return start ? date_of(*start + time) : duration(time); }

std::string Claim::headline() const {
  const ClaimedPeriod& w = whole;
  const auto tonnes = [](double kg) { return mass_words(kg); };
  if (!said.is_claim())
    return project + " takes up " + tonnes(std::abs(w.net)) + (w.net < 0 ? " less" : " more") +
           " CO2 as gas, minus what drains from it, than " + baseline + ", from " + when(w.period.from) +
           " to " + when(w.period.to) + ": " + tonnes(w.gross) + " minus " + tonnes(w.counterfactual) +
           "; it exports " + tonnes(std::abs(w.exported)) + (w.exported < 0 ? " less" : " more") +
           " in drainage" + ". This is the net only where neither emits anything else";
  std::string text =
      std::string(w.net < 0 ? "Net emission " : "Net removal ") + tonnes(std::abs(w.net)) + " CO2 from " +
      when(w.period.from) + " to " + when(w.period.to) +
      (said.by_source() ? ": CO2 stored of air and biogenic sources, minus what the rock lost, "
                        : ": CO2 taken up as gas, minus what drained, ") +
      tonnes(w.gross) + " in the project minus " + tonnes(w.counterfactual) + " in the baseline";
  if (said.export_credited > 0) text += ", plus " + tonnes(w.credited_export) + " of exported carbon";
  text += ", minus " + tonnes(w.emissions) + " of emissions and " + tonnes(w.leakage) + " of leakage";
  if (said.by_source()) text += "; of fossil CO2 " + tonnes(w.avoided) + " are stored: avoided, not removed";
  if (said.fossil() || said.baseline_fossil())
    text += std::string("; the CO2 of the ") +
            (!said.baseline_fossil() ? "project"
             : said.fossil()         ? "runs"
                                     : "baseline") +
            " is fossil, so that " + tonnes(w.avoided) + " are avoided, not removed";
  if (credited)
    text += ". Credited (" + rule_words(*said.credit) + "): " + tonnes(*credited) + "; after the buffer " +
            tonnes(*issued);
  return text;
}

std::string Claim::verdict() const {
  if (!said.is_claim())
    return "A comparison, no claim: [claim] says what CO2 it is, what was emitted, and how sure it is." +
           (different_starts.empty() ? "" : " Note that " + different_starts + ".");
  if (obstacles.empty()) return "Nothing that this report checks is in the way of issuance.";
  std::string text = "Not for issuance: ";
  for (std::size_t i = 0; i < obstacles.size(); ++i) text += (i > 0 ? "; " : "") + obstacles[i];
  return text + ".";
}

Claim make_claim(std::span<const Account> accounts, const ClaimCase& said, const Document& document) {
  const Pair pair = pair_of(accounts, said, document);
  if (said.by_source()) check_sources(pair, said, document);
  const Run& run = pair.project.run;
  const Period all{said.from.value_or(run.time.front()), said.to.value_or(run.time.back())};
  if (!(all.from < all.to))
    refuse(document, "claim.to", "the reporting period ends before it begins", "'to' comes after 'from'");
  Claim claim;
  claim.said = said;
  claim.project = run.name;
  claim.baseline = pair.baseline.run.name;
  if (run.start == pair.baseline.run.start) claim.start = run.start;
  claim.whole = claimed(pair, said, all, document, "claim");
  claim.project_end = row_at(run, all.to, document, "claim");
  claim.baseline_end = row_at(pair.baseline.run, all.to, document, "claim");
  double begin = all.from;
  for (const double end : said.periods) {
    if (!(end > begin) || end > all.to * (1 + 1e-9))
      refuse(document, "claim.periods",
             "claim.periods: " + duration(end) + " is not after " + duration(begin) +
                 " and within the reporting period",
             "write the ends, the first one first");
    claim.parts.push_back(claimed(pair, said, {begin, end}, document, "claim.periods"));
    begin = end;
  }
  if (!said.periods.empty() && begin < all.to * (1 - 1e-9))
    refuse(document, "claim.periods",
           "claim.periods ends at " + duration(begin) + ", and the reporting period at " + duration(all.to),
           "add its end");
  claim.different_starts = other_start(run, pair.baseline.run);
  if (!claim.different_starts.empty()) claim.obstacles.push_back(claim.different_starts);
  if (said.export_credited > 0)
    claim.obstacles.push_back("the numerical error of the exported carbon is not estimated");
  const double one_mass = run.dry_mass / run.footprint,
               other_mass = pair.baseline.run.dry_mass / pair.baseline.run.footprint;
  if (std::abs(one_mass - other_mass) > 1e-6 * one_mass)
    claim.obstacles.push_back("the runs do not have the same tailings: " + digits(one_mass) + " and " +
                              digits(other_mass) + " kg of dry rock per m2");
  if (said.fossil()) claim.obstacles.push_back("CO2 from fossil sources is not removed from the air");
  add_run_obstacles(pair.project, claim.obstacles);
  if (&pair.project != &pair.baseline) add_run_obstacles(pair.baseline, claim.obstacles);
  add_credit(pair, claim);
  return claim;
}

}  // namespace talus::report
