#include "study/summary.h"

#include <algorithm>
#include <cmath>

#include "report/credit.h"
#include "report/words.h"

namespace talus::study {
namespace {

/// The numbers of runs that were drawn independently of each other, in their order.
std::vector<std::size_t> drawn_runs(const Design& design) {
  std::vector<std::size_t> runs;
  for (std::size_t run = 0; run < design.size(); ++run) {
    const Role::Part part = design.role(run).part;
    if (part == Role::sample || part == Role::a || part == Role::b) runs.push_back(run);
  }
  return runs;
}

enum class Kind { numbers, words };

/// How the quantity goes with each parameter of this kind, over the runs that gave one: the rank correlation, or the share of
/// the variance between words.
std::vector<double> correlations(const Study& study, const Summary& summary,
                                 const std::vector<double>& sample, Kind kind) {
  std::vector<double> found;
  for (std::size_t i = 0; i < study.design.parameters().size(); ++i) {
    std::vector<double> x, y;
    for (std::size_t j = 0; j < sample.size(); ++j) {
      if (!std::isfinite(sample[j])) continue;
      x.push_back(summary.values[j][i].number);
      y.push_back(sample[j]);
    }
    const bool of_this_kind = study.design.parameters()[i].words == (kind == Kind::words);
    found.push_back(!of_this_kind || x.size() < 3 ? std::nan("")
                    : kind == Kind::words         ? share_between(x, y)
                                                  : rank_correlation(x, y));
  }
  return found;
}

std::vector<TornadoBar> tornado_of(const Study& study, const std::vector<double>& column) {
  std::vector<TornadoBar> bars;
  if (!study.said.tornado) return bars;
  for (std::size_t i = 0; i < study.design.parameters().size(); ++i) {
    const std::size_t low = 1 + 2 * i, high = low + 1;
    bars.push_back({i, study.design.values(low)[i].text, study.design.values(high)[i].text, column[0],
                    column[low], column[high]});
  }
  const auto size = [](const TornadoBar& bar) { return std::isfinite(bar.relative()) ? bar.relative() : -1; };
  std::ranges::stable_sort(bars, [&](const TornadoBar& a, const TornadoBar& b) { return size(a) > size(b); });
  return bars;
}

std::vector<SobolIndex> indices_of(const Study& study, const std::vector<double>& column) {
  if (study.design.base_points() == 0) return {};
  SaltelliSample sample;
  sample.ab.resize(study.design.parameters().size());
  for (std::size_t run = 0; run < column.size(); ++run) {
    const Role role = study.design.role(run);
    if (role.part == Role::a) sample.a.push_back(column[run]);
    if (role.part == Role::b) sample.b.push_back(column[run]);
    if (role.part == Role::ab) sample.ab[role.parameter].push_back(column[run]);
  }
  return sobol_indices(sample);
}

/// Whether runs end at different times: then one that has not reached something may yet do so before another did.
bool ends_vary(const Study& study) {
  return std::ranges::any_of(study.design.parameters(), [](const Parameter& one) {
    return std::ranges::any_of(one.keys, [](const std::string& key) { return key == "run.length"; });
  });
}

/// Takes the sample of a column, and counts what of it is no number though the run is done.
void take_sample(const Study& study, const Results& results, const std::vector<double>& column,
                 const std::vector<std::size_t>& drawn, QuantitySummary& one) {
  const bool comparable = !ends_vary(study);
  for (const std::size_t run : drawn) {
    const double value = one.sample.emplace_back(column[run]);
    const auto row = results.by_run.find(run);
    if (row == results.by_run.end() || !row->second.failure.empty()) continue;
    if (std::isnan(value) || (std::isinf(value) && !comparable))
      ++one.unordered;
    else
      one.sorted.push_back(value);
    if (std::isinf(value) && comparable) ++one.beyond;
  }
}

QuantitySummary summary_of(const Study& study, const Summary& all, const Results& results, std::size_t index,
                           const std::vector<std::size_t>& drawn) {
  const Estimate none{std::nan(""), std::nan(""), std::nan("")};
  const std::vector<double> column = results.column(index, study.design.size());
  QuantitySummary one;
  one.name = results.columns[index];
  take_sample(study, results, column, drawn, one);
  one.mean = one.whole() ? mean_of(one.sorted) : none;
  one.deviation = one.sorted.empty() || !one.whole() ? std::nan("") : report::spread_of(one.sorted).deviation;
  if (!study.grid() && one.unordered == 0) one.convergence = convergence_of(one.sorted);
  std::ranges::sort(one.sorted);
  for (const double p : percentiles)
    one.at.push_back(one.unordered == 0 ? percentile_of(one.sorted, p) : none);
  const std::vector<double> sample =
      one.whole() ? one.sample : std::vector<double>(one.sample.size(), std::nan(""));
  one.rank_correlation = correlations(study, all, sample, Kind::numbers);
  one.share_between = correlations(study, all, sample, Kind::words);
  one.tornado = tornado_of(study, column);
  if (one.whole()) one.indices = indices_of(study, column);
  return one;
}

/// Where project and baseline stand beside the difference, what it was worth that they took the same values.
void add_variance_ratios(std::vector<QuantitySummary>& quantities) {
  for (std::size_t i = 0; i + 2 < quantities.size(); ++i) {
    if (quantities[i + 1].name.find(", project (") == std::string::npos || !quantities[i].whole()) continue;
    std::vector<double> project, baseline;
    for (std::size_t j = 0; j < quantities[i].sample.size(); ++j) {
      if (!std::isfinite(quantities[i].sample[j])) continue;
      project.push_back(quantities[i + 1].sample[j]);
      baseline.push_back(quantities[i + 2].sample[j]);
    }
    const double ratio = project.size() > 1 ? variance_ratio(project, baseline) : std::nan("");
    if (std::isfinite(ratio) && ratio > 0) quantities[i].variance_ratio = ratio;
  }
}

void add_credit(const Study& study, Summary& summary) {
  const auto net = std::ranges::find_if(
      summary.quantities, [](const QuantitySummary& one) { return one.name == "net removal (t)"; });
  if (net == summary.quantities.end() || net->sorted.size() < 2 || !net->whole()) return;
  const report::Uncertain amount{
      .mean = net->mean.value, .deviation = net->deviation, .ensemble = net->sorted};
  for (const report::CreditCase& rule : study.said.credit) {
    const double credited = report::credited(amount, rule);
    summary.credited.push_back(
        {report::rule_words(rule), credited, credited - std::max(0.0, credited) * rule.buffer.value_or(0)});
  }
}

/// Whether the study asks for a surrogate of a column of the results.
bool wants_surrogate(const Study& study, const std::string& column) {
  if (!study.said.surrogate) return false;
  const auto& asked = study.said.surrogate->quantities;
  const auto is_it = [&](const std::string& name) {
    return column == name || column.substr(0, column.rfind(" (")) == name;
  };
  return std::ranges::any_of(asked.empty() ? study.said.quantities : asked, is_it);
}

void add_surrogates(const Study& study, Summary& summary) {
  std::vector<QuantitySummary*> of;
  std::vector<std::vector<double>> answers;
  for (QuantitySummary& one : summary.quantities) {
    if (!wants_surrogate(study, one.name)) continue;
    of.push_back(&one);
    answers.push_back(one.whole() ? one.sample : std::vector<double>{});
  }
  if (of.empty()) return;
  const std::vector<Surrogate> found = surrogates_of(study, summary.values, answers);
  for (std::size_t i = 0; i < of.size(); ++i) of[i]->surrogate = found[i];
}

}  // namespace

double TornadoBar::relative() const {
  if (!std::isfinite(low) || !std::isfinite(base) || !std::isfinite(high)) return std::nan("");
  return std::max(std::abs(low - base), std::abs(high - base)) / std::abs(base);
}

std::string QuantitySummary::left_out() const {
  const std::string all = std::to_string(sorted.size() + unordered) + " runs";
  if (unordered > 0)
    return "Of " + std::to_string(unordered) + " of " + all +
           " it is not known where they stand among the others: they do not reach it and end at different times, or neither "
           "run of the pair reaches it. Percentiles, mean, correlations and indices would be those of the other runs alone, and "
           "are left out.";
  if (beyond > 0)
    return "In " + std::to_string(beyond) + " of " + all +
           " it is not reached before the end: they count as later than all others (of a pair the run that does not reach it "
           "does), and percentiles that fall there are open. Mean, correlations and indices need a number of every run, and are "
           "left out.";
  return "";
}

std::string QuantitySummary::headline(bool grid) const {
  const auto number = [](double value) { return std::isinf(value) ? "open" : report::digits(value); };
  const std::size_t count = sorted.size() + unordered;
  const std::string unreached =
      whole() ? "" : "; " + std::to_string(beyond + unordered) + " of them do not reach it";
  const std::string runs = " (" + std::to_string(count) + (count == 1 ? " run" : " runs") + unreached + ")";
  if (count == 0) return name + ": no run has given it";
  if (unordered > 0) return name + ": no percentiles" + runs;
  if (grid) return name + ": " + number(sorted.front()) + " to " + number(sorted.back()) + runs;
  std::string text = name + ": P50 " + number(at[2].value) + ", P16 to P84 " + number(at[1].value) + " to " +
                     number(at[3].value) + runs;
  if (std::isfinite(at[2].low) && std::isfinite(at[2].high))
    text += "; by sampling alone the P50 is between " + report::digits(at[2].low) + " and " +
            report::digits(at[2].high);
  return text;
}

std::string Summary::deciding(const Study& study, const QuantitySummary& quantity) const {
  const auto& parameters = study.design.parameters();
  std::size_t best = parameters.size();
  double largest = 0, alone = 0;
  std::string by;
  const auto look = [&](std::size_t i, double size, double share, const std::string& words) {
    if (!(size > largest)) return;
    largest = size;
    alone = share;
    best = i;
    by = words;
  };
  for (std::size_t i = 0; i < quantity.indices.size(); ++i) {
    const double first = quantity.indices[i].first.value, total = quantity.indices[i].total.value;
    look(i, total, first,
         "index of first order " + report::digits(first, 2) + ", total index " + report::digits(total, 2));
  }
  for (std::size_t i = 0; i < parameters.size() && quantity.indices.empty(); ++i) {
    const double r = quantity.rank_correlation[i], between = quantity.share_between[i];
    look(i, r * r, r * r, "rank correlation " + report::digits(r, 2));
    look(i, between, between,
         "share of the variance of ranks between its words " + report::digits(between, 2));
  }
  if (best == parameters.size()) return "";
  return (alone > 0.5 ? "Most of its spread comes from "
                      : "The largest part of its spread that is seen comes from ") +
         parameters[best].name + " (" + by + ").";
}

Summary summarise(const Study& study, const Results& results) {
  Summary summary;
  summary.runs = study.design.size();
  summary.failed = results.failed();
  summary.done = results.by_run.size() - summary.failed;
  for (const auto& [run, row] : results.by_run)
    if (!row.failure.empty()) summary.failures.emplace_back(run, row.failure);
  const std::vector<std::size_t> drawn = drawn_runs(study.design);
  for (const std::size_t run : drawn) summary.values.push_back(study.design.values(run));
  for (std::size_t i = 0; i < results.columns.size(); ++i)
    summary.quantities.push_back(summary_of(study, summary, results, i, drawn));
  add_variance_ratios(summary.quantities);
  add_surrogates(study, summary);
  if (!study.grid()) add_credit(study, summary);
  return summary;
}

}  // namespace talus::study
