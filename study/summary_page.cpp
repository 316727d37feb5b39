// study.html: the answer first, then what decides it, then where it comes from.
#include <algorithm>
#include <cmath>

#include "base/version.h"
#include "report/html.h"
#include "report/table.h"
#include "report/words.h"
#include "study/summary_output.h"

namespace talus::study {
namespace {

using report::Figure;
using report::PageSection;
using Kind = report::HtmlTable::Cell::Kind;

constexpr std::size_t most_points = 1000, most_failures = 50;

report::HtmlTable::Cell cell(double value) { return {report::typeset_number(value), Kind::number}; }

/// "0.31 to 0.42"; a dash where the sample is too small to bound it.
report::HtmlTable::Cell interval(const Estimate& one) {
  const auto end = [](double value) {
    return std::isfinite(value) ? report::typeset_number(value) : std::string("–");
  };
  return {end(one.low) + " to " + end(one.high), Kind::number};
}

/// "CO2 stored" of "CO2 stored (kg)"; for ids of charts a number goes with it.
std::string id_of(const char* kind, std::size_t i, std::size_t j = 0) {
  return std::string(kind) + "_" + std::to_string(i) + "_" + std::to_string(j);
}

/// A page of a pair charts the differences; project and baseline are in the tables.
bool is_part_of_a_pair(const std::string& name) {
  return name.find(", project (") != std::string::npos || name.find(", baseline (") != std::string::npos;
}

Figure exceedance_figure(const QuantitySummary& one, std::size_t i) {
  Figure figure{.id = id_of("exceedance", i),
                .kind = Figure::Kind::xy,
                .title = "How probable it is to be exceeded",
                .x_name = one.name,
                .y_name = "%",
                .categories = {},
                .curves = {{.name = one.name, .points = {}}}};
  if (one.unordered > 0) return figure;
  for (const auto& [x, share] : exceedance_of(one.sorted, 200))
    if (std::isfinite(x)) figure.curves[0].points.emplace_back(x, 100 * share);
  return figure;
}

Figure convergence_figure(const QuantitySummary& one, std::size_t i) {
  Figure figure{.id = id_of("convergence", i),
                .kind = Figure::Kind::xy,
                .title = "Convergence",
                .x_name = "runs",
                .y_name = one.name,
                .categories = {},
                .curves = {{.name = "P50", .color = -1, .points = {}},
                           {.name = "P16", .color = 0, .points = {}},
                           {.name = "P84", .color = 1, .points = {}}}};
  for (const Convergence& part : one.convergence) {
    const auto n = static_cast<double>(part.count);
    if (std::isfinite(part.middle)) figure.curves[0].points.emplace_back(n, part.middle);
    if (std::isfinite(part.low)) figure.curves[1].points.emplace_back(n, part.low);
    if (std::isfinite(part.high)) figure.curves[2].points.emplace_back(n, part.high);
  }
  return figure;
}

Figure tornado_figure(const Study& study, const QuantitySummary& one, std::size_t i) {
  Figure figure{.id = id_of("tornado", i),
                .kind = Figure::Kind::bars,
                .title = "One parameter at a time: change from the medians",
                .x_name = one.name,
                .y_name = "",
                .categories = {},
                .curves = {{.name = "at its low end", .color = 0, .stacked = true, .points = {}},
                           {.name = "at its high end", .color = 1, .stacked = true, .points = {}}}};
  if (one.tornado.empty()) figure.curves.clear();
  for (std::size_t k = 0; k < one.tornado.size(); ++k) {
    const TornadoBar& bar = one.tornado[k];
    figure.categories.push_back(study.design.parameters()[bar.parameter].name);
    const auto row = static_cast<double>(k);
    if (std::isfinite(bar.low - bar.base)) figure.curves[0].points.emplace_back(bar.low - bar.base, row);
    if (std::isfinite(bar.high - bar.base)) figure.curves[1].points.emplace_back(bar.high - bar.base, row);
  }
  return figure;
}

Figure indices_figure(const Study& study, const QuantitySummary& one, std::size_t i) {
  Figure figure{
      .id = id_of("indices", i),
      .kind = Figure::Kind::bars,
      .title = "Shares of the variance (Sobol's indices)",
      .x_name = "1",
      .y_name = "",
      .categories = {},
      .curves = {
          {.name = "alone (first order)", .color = 0, .stacked = true, .points = {}},
          {.name = "with others (total minus first order)", .color = 1, .stacked = true, .points = {}}}};
  if (one.indices.empty()) figure.curves.clear();
  for (std::size_t k = 0; k < one.indices.size(); ++k) {
    figure.categories.push_back(study.design.parameters()[k].name);
    const double first = one.indices[k].first.value, rest = one.indices[k].total.value - first;
    if (std::isfinite(first))
      figure.curves[0].points.emplace_back(std::max(0.0, first), static_cast<double>(k));
    if (std::isfinite(rest))
      figure.curves[1].points.emplace_back(std::max(0.0, rest), static_cast<double>(k));
  }
  return figure;
}

/// The quantity against each parameter that is a number.
std::vector<Figure> scatter_figures(const Study& study, const Summary& summary, std::size_t i) {
  const QuantitySummary& one = summary.quantities[i];
  std::vector<Figure> figures;
  for (std::size_t k = 0; k < study.design.parameters().size(); ++k) {
    const Parameter& parameter = study.design.parameters()[k];
    if (parameter.words) continue;
    Figure figure{.id = id_of("scatter", i, k),
                  .kind = Figure::Kind::xy,
                  .title = "Against " + parameter.name,
                  .x_name = parameter.heading(),
                  .y_name = one.name,
                  .categories = {},
                  .curves = {{.name = one.name, .color = 0, .marks = true, .points = {}}}};
    for (std::size_t j = 0; j < std::min(one.sample.size(), most_points); ++j)
      if (std::isfinite(one.sample[j]))
        figure.curves[0].points.emplace_back(summary.values[j][k].number, one.sample[j]);
    figures.push_back(std::move(figure));
  }
  return figures;
}

std::string percentiles_table(const Summary& summary) {
  std::vector<std::string> heads{"quantity"};
  for (const double p : percentiles) heads.push_back("P" + report::as_written(100 * p));
  heads.insert(heads.end(), {"P50 by sampling, 95 %", "mean", "standard deviation", "runs"});
  report::HtmlTable table(heads, 1, heads.size());
  for (const QuantitySummary& one : summary.quantities) {
    std::vector<report::HtmlTable::Cell> cells{{report::typeset(one.name), Kind::head}};
    for (const Estimate& at : one.at)
      cells.push_back(std::isinf(at.value) ? report::HtmlTable::Cell{"open", Kind::number} : cell(at.value));
    cells.insert(cells.end(), {interval(one.at[2]),
                               cell(one.mean.value),
                               cell(one.deviation),
                               {std::to_string(one.sorted.size() + one.unordered), Kind::number}});
    table.row(cells);
  }
  return table.text();
}

std::string grid_table(const Summary& summary) {
  report::HtmlTable table({"quantity", "least", "most", "runs"}, 1, 4);
  for (const QuantitySummary& one : summary.quantities) {
    const bool any = !one.sorted.empty();
    table.row({{report::typeset(one.name), Kind::head},
               cell(any ? one.sorted.front() : std::nan("")),
               cell(any ? one.sorted.back() : std::nan("")),
               {std::to_string(one.sorted.size()), Kind::number}});
  }
  return table.text();
}

PageSection answer_section(const Study& study, const Summary& summary) {
  PageSection section{.heading = "The answer", .sentences = {}, .table = "", .figures = {}};
  section.table = study.grid() ? grid_table(summary) : percentiles_table(summary);
  if (!study.grid())
    section.sentences.push_back(
        "Percentiles of the runs that were drawn. Intervals of 95 % confidence are those of order statistics; points of a Latin "
        "hypercube or of Sobol's sequence lie more evenly than these suppose, so that they are wider than need be.");
  for (const QuantitySummary& one : summary.quantities)
    if (!one.whole()) section.sentences.push_back(one.name + ": " + one.left_out());
  for (std::size_t i = 0; i < summary.quantities.size() && !study.grid(); ++i)
    if (!is_part_of_a_pair(summary.quantities[i].name)) {
      section.figures.push_back(exceedance_figure(summary.quantities[i], i));
      section.figures.push_back(convergence_figure(summary.quantities[i], i));
    }
  return section;
}

/// A value of a parameter with three digits.
std::string short_text(const std::string& value) {
  const auto read = number_and_unit(value);
  return read ? report::typeset_number(read->number) +
                    (read->unit.empty() ? "" : " " + report::typeset(read->unit))
              : value;
}

std::string tornado_table(const Study& study, const QuantitySummary& one) {
  report::HtmlTable table(
      {"parameter", "low", "high", "answer at low", "at the medians", "at high", "largest change", "impact"},
      3, 7);
  for (const TornadoBar& bar : one.tornado)
    table.row({{study.design.parameters()[bar.parameter].name, Kind::head},
               {short_text(bar.low_text)},
               {short_text(bar.high_text)},
               cell(bar.low),
               cell(bar.base),
               cell(bar.high),
               {report::typeset_number(100 * bar.relative(), 2) + " %", Kind::number},
               {std::string(impact_word(bar.relative()))}});
  return table.text();
}

std::string sensitivity_table(const Study& study, const QuantitySummary& one) {
  std::vector<std::string> heads{"parameter", "rank correlation"};
  const bool words = std::ranges::any_of(study.design.parameters(), &Parameter::words);
  if (words) heads.emplace_back("share between words");
  if (!one.indices.empty()) heads.insert(heads.end(), {"first-order index", "95 %", "total index", "95 %"});
  const bool surrogate = one.surrogate && one.surrogate->usable();
  if (surrogate) heads.insert(heads.end(), {"first-order index of the surrogate", "total index of it"});
  report::HtmlTable table(heads, 1, heads.size());
  for (std::size_t k = 0; k < study.design.parameters().size(); ++k) {
    std::vector<report::HtmlTable::Cell> cells{{study.design.parameters()[k].name, Kind::head},
                                               cell(one.rank_correlation[k])};
    if (words) cells.push_back(cell(one.share_between[k]));
    if (!one.indices.empty())
      cells.insert(cells.end(), {cell(one.indices[k].first.value), interval(one.indices[k].first),
                                 cell(one.indices[k].total.value), interval(one.indices[k].total)});
    if (surrogate) {
      const auto [first, total] = one.surrogate->polynomial->indices(k);
      cells.insert(cells.end(), {cell(first), cell(total)});
    }
    table.row(cells);
  }
  return table.text();
}

PageSection sensitivity_section(const Study& study, const Summary& summary, std::size_t i) {
  const QuantitySummary& one = summary.quantities[i];
  PageSection section{.heading = "What decides: " + one.name,
                      .sentences = {},
                      .table = sensitivity_table(study, one),
                      .figures = {}};
  if (const std::string decides = summary.deciding(study, one); !decides.empty())
    section.sentences.push_back(decides);
  if (one.surrogate) section.sentences.push_back(one.surrogate->sentence());
  if (!one.tornado.empty()) {
    section.sentences.push_back(
        "Impact in the words of CarbonPlan's CDR Verification Framework: negligible below 1 %, low below 5 %, "
        "medium below 20 %, high up to 50 %, very high above.");
    section.table = tornado_table(study, one) + section.table;
    section.figures.push_back(tornado_figure(study, one, i));
  }
  section.figures.push_back(indices_figure(study, one, i));
  for (Figure& figure : scatter_figures(study, summary, i)) section.figures.push_back(std::move(figure));
  if (one.sample.size() > most_points)
    section.sentences.push_back("Charts show the first " + std::to_string(most_points) + " of " +
                                std::to_string(one.sample.size()) + " runs.");
  return section;
}

PageSection credit_section(const Summary& summary) {
  report::HtmlTable table({"rule", "credited, t", "issued, t"}, 1, 3);
  for (const Credited& one : summary.credited)
    table.row({{one.rule, Kind::head}, cell(one.credited), cell(one.issued)});
  return {
      .heading = "What is credited",
      .sentences = {"Of the net removal, by each rule; issued is what is left after the buffer of the rule."},
      .table = table.text(),
      .figures = {}};
}

PageSection pair_section(const Summary& summary) {
  report::HtmlTable table({"quantity", "variance ratio"}, 1, 2);
  for (const QuantitySummary& one : summary.quantities)
    if (one.variance_ratio) table.row({{report::typeset(one.name), Kind::head}, cell(*one.variance_ratio)});
  return {
      .heading = "Common random numbers",
      .sentences =
          {"Project and baseline take the same values in each pair. The ratio is the variance that their difference would have if "
           "they were drawn independently, divided by that of the pairs: so many times as many independent runs would say as much. Below 1 common numbers do harm."},
      .table = table.text(),
      .figures = {}};
}

PageSection parameters_section(const Study& study) {
  report::HtmlTable table({"parameter", "keys", "distribution", "source"}, 4, 4);
  for (const Parameter& one : study.design.parameters()) {
    std::string keys;
    for (const std::string& key : one.keys) keys += (keys.empty() ? "" : ", ") + key;
    table.row({{one.name, Kind::head},
               {keys, Kind::long_text},
               {report::typeset(one.sentence) + (one.factor ? " (factor)" : ""), Kind::long_text},
               {one.source.empty() ? "–" : one.source, Kind::long_text}});
  }
  return {.heading = "Parameters", .sentences = {}, .table = table.text(), .figures = {}};
}

PageSection failures_section(const Summary& summary) {
  report::HtmlTable table({"run", "why"}, 0, 1);
  for (std::size_t i = 0; i < std::min(summary.failures.size(), most_failures); ++i)
    table.row({{std::to_string(summary.failures[i].first), Kind::number},
               {summary.failures[i].second, Kind::long_text}});
  std::vector<std::string> sentences{
      "They are in no percentile. Where what fails goes with the answer, the percentiles are off; the folder failures has "
      "the commands that reproduce each."};
  if (summary.failures.size() > most_failures)
    sentences.push_back("The first " + std::to_string(most_failures) + " are shown; results.csv has all.");
  return {.heading = "Runs that failed", .sentences = sentences, .table = table.text(), .figures = {}};
}

PageSection origin_section(const Study& study) {
  report::HtmlTable table({"", ""}, 2, 2);
  const auto row = [&](const char* name, const std::string& text) {
    table.row({{name, Kind::head}, {text, Kind::long_text}});
  };
  row("study", study.document.name());
  row("case", study.case_path);
  row("method", study.said.method + (study.said.seed ? ", seed " + std::to_string(*study.said.seed) : ""));
  row("fingerprint of study and case", study.fingerprint);
  row("Talus", std::string(talus_version) + ", commit " + talus_commit);
  return {.heading = "Where this comes from", .sentences = {}, .table = table.text(), .figures = {}};
}

}  // namespace

std::string summary_page(const Study& study, const Summary& summary) {
  std::vector<std::string> headlines, warnings;
  for (const QuantitySummary& one : summary.quantities)
    if (!is_part_of_a_pair(one.name)) headlines.push_back(one.headline(study.grid()));
  if (summary.done + summary.failed < summary.runs)
    warnings.push_back(std::to_string(summary.done + summary.failed) + " of " + std::to_string(summary.runs) +
                       " runs are done; all numbers are of these.");
  if (summary.failed > 0)
    warnings.push_back(std::to_string(summary.failed) + " of " + std::to_string(summary.runs) +
                       " runs failed.");
  std::vector<PageSection> sections{answer_section(study, summary)};
  if (!summary.credited.empty()) sections.push_back(credit_section(summary));
  if (std::ranges::any_of(summary.quantities, [](const auto& one) { return one.variance_ratio.has_value(); }))
    sections.push_back(pair_section(summary));
  for (std::size_t i = 0; i < summary.quantities.size(); ++i)
    if (!is_part_of_a_pair(summary.quantities[i].name))
      sections.push_back(sensitivity_section(study, summary, i));
  sections.push_back(parameters_section(study));
  if (!summary.failures.empty()) sections.push_back(failures_section(summary));
  sections.push_back(origin_section(study));
  return report::sections_page(study.said.title.empty() ? "A study" : study.said.title, headlines, warnings,
                               std::move(sections));
}

}  // namespace talus::study
