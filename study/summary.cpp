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

/// Rank correlation of the quantity with each parameter, over the runs that gave one.
std::vector<double> correlations(const Study& study, const Summary& summary,
                                 const std::vector<double>& sample) {
  std::vector<double> found;
  for (std::size_t i = 0; i < study.design.parameters().size(); ++i) {
    std::vector<double> x, y;
    for (std::size_t j = 0; j < sample.size(); ++j) {
      if (!std::isfinite(sample[j])) continue;
      x.push_back(summary.values[j][i].number);
      y.push_back(sample[j]);
    }
    const bool ordered = !study.design.parameters()[i].words;
    found.push_back(ordered && x.size() > 2 ? rank_correlation(x, y) : std::nan(""));
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

QuantitySummary summary_of(const Study& study, const Summary& all, const std::string& name,
                           const std::vector<double>& column, const std::vector<std::size_t>& drawn) {
  QuantitySummary one;
  one.name = name;
  for (const std::size_t run : drawn) one.sample.push_back(column[run]);
  for (const double value : one.sample)
    if (std::isfinite(value)) one.sorted.push_back(value);
  one.mean = mean_of(one.sorted);
  one.deviation = one.sorted.empty() ? std::nan("") : report::spread_of(one.sorted).deviation;
  one.convergence = study.grid() ? std::vector<Convergence>{} : convergence_of(one.sorted);
  std::ranges::sort(one.sorted);
  for (const double p : percentiles) one.at.push_back(percentile_of(one.sorted, p));
  one.rank_correlation = correlations(study, all, one.sample);
  one.tornado = tornado_of(study, column);
  one.indices = indices_of(study, column);
  return one;
}

/// Where project and baseline stand beside the difference, what it was worth that they took the same values.
void add_variance_ratios(std::vector<QuantitySummary>& quantities) {
  for (std::size_t i = 0; i + 2 < quantities.size(); ++i) {
    if (quantities[i + 1].name.find(", project (") == std::string::npos) continue;
    std::vector<double> project, baseline;
    for (std::size_t j = 0; j < quantities[i].sample.size(); ++j) {
      if (!std::isfinite(quantities[i].sample[j])) continue;
      project.push_back(quantities[i + 1].sample[j]);
      baseline.push_back(quantities[i + 2].sample[j]);
    }
    if (project.size() > 1) quantities[i].variance_ratio = variance_ratio(project, baseline);
  }
}

void add_credit(const Study& study, Summary& summary) {
  const auto net = std::ranges::find_if(
      summary.quantities, [](const QuantitySummary& one) { return one.name == "net removal (t)"; });
  if (net == summary.quantities.end() || net->sorted.size() < 2) return;
  const report::Uncertain amount{
      .mean = net->mean.value, .deviation = net->deviation, .ensemble = net->sorted};
  for (const report::CreditCase& rule : study.said.credit) {
    const double credited = report::credited(amount, rule);
    summary.credited.push_back(
        {report::rule_words(rule), credited, credited - std::max(0.0, credited) * rule.buffer.value_or(0)});
  }
}

}  // namespace

double TornadoBar::relative() const {
  return std::max(std::abs(low - base), std::abs(high - base)) / std::abs(base);
}

std::string QuantitySummary::headline(bool grid) const {
  const std::string runs = " (" + std::to_string(sorted.size()) + (sorted.size() == 1 ? " run)" : " runs)");
  if (sorted.empty()) return name + ": no run has given it";
  if (grid)
    return name + ": " + report::digits(sorted.front()) + " to " + report::digits(sorted.back()) + runs;
  std::string text = name + ": P50 " + report::digits(at[2].value) + ", P16 to P84 " +
                     report::digits(at[1].value) + " to " + report::digits(at[3].value) + runs;
  if (std::isfinite(at[2].low) && std::isfinite(at[2].high))
    text += "; by sampling alone the P50 is between " + report::digits(at[2].low) + " and " +
            report::digits(at[2].high);
  return text;
}

std::string Summary::deciding(const Study& study, const QuantitySummary& quantity) const {
  const auto& parameters = study.design.parameters();
  std::size_t best = parameters.size();
  double most = 0;
  std::string by;
  const auto look = [&](std::size_t i, double size, const std::string& words) {
    if (std::isfinite(size) && std::abs(size) > most) {
      most = std::abs(size);
      best = i;
      by = words + " " + report::digits(size, 2);
    }
  };
  for (std::size_t i = 0; i < quantity.indices.size(); ++i)
    look(i, quantity.indices[i].total.value, "total index");
  if (best == parameters.size())
    for (std::size_t i = 0; i < parameters.size(); ++i)
      look(i, quantity.rank_correlation[i], "rank correlation");
  if (best == parameters.size()) return "";
  return "Most of its spread comes from " + parameters[best].name + " (" + by + ").";
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
    summary.quantities.push_back(
        summary_of(study, summary, results.columns[i], results.column(i, study.design.size()), drawn));
  add_variance_ratios(summary.quantities);
  if (!study.grid()) add_credit(study, summary);
  return summary;
}

}  // namespace talus::study
