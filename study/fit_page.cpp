// fit.html: the parameters and what the data do not say first, then how the data are met, then how it went.
#include <cmath>

#include "base/version.h"
#include "report/html.h"
#include "report/measured_output.h"
#include "report/table.h"
#include "report/words.h"
#include "study/fit_output.h"

namespace talus::study {
namespace {

using Eigen::Index;
using report::Figure;
using report::PageSection;
using Kind = report::HtmlTable::Cell::Kind;

report::HtmlTable::Cell cell(double value) { return {report::typeset_number(value), Kind::number}; }

report::HtmlTable::Cell interval(double low, double high) {
  return {std::isnan(low) ? "–" : report::typeset_number(low) + " to " + report::typeset_number(high),
          Kind::number};
}

PageSection parameters_section(const Fit& fit, const FitSummary& summary) {
  report::HtmlTable table({"parameter", "unit", "value", "95 % interval", "95 % of the prior",
                           "variance taken away, %", "state", "prior", "keys"},
                          2, 6);
  for (std::size_t i = 0; i < fit.parameters.size(); ++i) {
    const FittedParameter& one = summary.parameters[i];
    std::string keys;
    for (const std::string& key : fit.parameters[i].keys) keys += (keys.empty() ? "" : ", ") + key;
    table.row({{fit.parameters[i].name, Kind::head},
               {report::typeset(fit.parameters[i].unit), Kind::unit},
               cell(one.best.number),
               interval(one.low, one.high),
               interval(one.prior_low, one.prior_high),
               cell(100 * one.learned),
               {one.state(), Kind::text},
               {report::typeset(fit.parameters[i].sentence), Kind::long_text},
               {keys, Kind::long_text}});
  }
  return {
      .heading = "Parameters",
      .sentences =
          {"Intervals are those of a normal distribution with the slopes of the best run: where the answer bends much "
           "within them, they are rough. Variance taken away: the part of the prior's variance that the data removed."},
      .table = table.text(),
      .figures = {}};
}

PageSection identifiability_section(const Fit& fit, const FitSummary& summary) {
  std::vector<std::string> heads{"combination", "singular value"};
  for (const Parameter& one : fit.parameters) heads.push_back(one.name);
  report::HtmlTable directions(heads, 1, heads.size());
  for (Index k = 0; k < summary.posterior.singular_values.size(); ++k) {
    std::vector<report::HtmlTable::Cell> cells{{std::to_string(k + 1), Kind::head},
                                               cell(summary.posterior.singular_values[k])};
    for (Index j = 0; j < summary.posterior.singular_values.size(); ++j)
      cells.push_back(cell(summary.posterior.singular_directions(j, k)));
    directions.row(cells);
  }
  heads[0] = "correlation";
  heads.erase(heads.begin() + 1);
  report::HtmlTable correlation(heads, 1, heads.size());
  for (std::size_t i = 0; i < fit.parameters.size(); ++i) {
    std::vector<report::HtmlTable::Cell> cells{{fit.parameters[i].name, Kind::head}};
    for (std::size_t k = 0; k < fit.parameters.size(); ++k)
      cells.push_back(cell(summary.posterior.correlation(static_cast<Index>(i), static_cast<Index>(k))));
    correlation.row(cells);
  }
  return {
      .heading = "What the data determine",
      .sentences =
          {"Each combination of parameters, in units of the standard deviations of their priors (of their logarithms where "
           "these are fitted), moves the data by its singular value in units of their uncertainties. Below 1 the data "
           "say less of it than the prior; at 0 nothing.",
           "Correlations are those that the fit leaves between parameters."},
      .table = directions.text() + correlation.text(),
      .figures = {}};
}

/// How series are met, with charts of them.
PageSection data_section(const std::string& heading, const std::string& sentence,
                         const std::vector<report::MeasuredSeries>& series, const report::Account& best,
                         const std::string& id) {
  report::HtmlTable table({"quantity", "values", "bias", "RMSE", "root mean square of z",
                           "bias in standard errors", "|z| above 2", "unit", "how", "source"},
                          1, 7);
  for (const report::MeasuredSeries& one : series) {
    const ResidualCheck check = check_of(one);
    table.row({{report::typeset(one.quantity), Kind::head},
               cell(static_cast<double>(one.points.size())),
               cell(one.bias()),
               cell(one.rmse()),
               cell(check.rms_z),
               cell(check.bias_in_errors),
               cell(static_cast<double>(one.outside())),
               {report::typeset(one.unit), Kind::unit},
               {one.kind},
               {one.source, Kind::long_text}});
  }
  PageSection section{.heading = heading,
                      .sentences = {sentence},
                      .table = table.text(),
                      .figures = report::measured_figures(series, std::span(&best, 1))};
  for (Figure& figure : section.figures) figure.id = id + figure.id;
  return section;
}

PageSection path_section(const Fit& fit, const FitSummary& summary) {
  std::vector<std::string> heads{"point", "misfit", "lambda", "taken"};
  for (const Parameter& one : fit.parameters) heads.push_back(one.heading());
  report::HtmlTable table(heads, 1, heads.size());
  for (std::size_t k = 0; k < summary.solution.trials.size(); ++k) {
    const Trial& trial = summary.solution.trials[k];
    std::vector<report::HtmlTable::Cell> cells{{std::to_string(k), Kind::head},
                                               cell(trial.misfit),
                                               cell(trial.lambda),
                                               {trial.taken ? "yes" : "no", Kind::text}};
    for (std::size_t i = 0; i < fit.parameters.size(); ++i)
      cells.push_back(cell(fit.scales[i].value(trial.u[static_cast<Index>(i)])));
    table.row(cells);
  }
  return {
      .heading = "How it went",
      .sentences =
          {"The misfit is the sum of squares of z, and of the distances to the means of normal priors. It ended because " +
           summary.solution.why + "."},
      .table = table.text(),
      .figures = {}};
}

PageSection origin_section(const Fit& fit) {
  report::HtmlTable table({"", ""}, 2, 2);
  const auto row = [&](const char* name, const std::string& text) {
    table.row({{name, Kind::head}, {text, Kind::long_text}});
  };
  row("fit", fit.document.name());
  row("case", fit.study.case_path);
  if (fit.said.scenario) row("scenario", *fit.said.scenario);
  row("fingerprint of fit, case and data", fit.study.fingerprint);
  row("Talus", std::string(talus_version) + ", commit " + talus_commit);
  return {.heading = "Where this comes from", .sentences = {}, .table = table.text(), .figures = {}};
}

}  // namespace

std::string fit_page(const Fit& fit, const FitSummary& summary, const report::Account& best) {
  std::vector<PageSection> sections{
      parameters_section(fit, summary), identifiability_section(fit, summary),
      data_section("The data that are fitted", "At the best values.", summary.series.used, best, "fitted_")};
  if (!summary.series.held_out.empty())
    sections.push_back(data_section(
        "The data that were held out",
        "The fit has not seen them: how well they are met is what it is worth for what was not measured.",
        summary.series.held_out, best, "held_out_"));
  sections.push_back(path_section(fit, summary));
  sections.push_back(origin_section(fit));
  std::vector<std::string> headlines = summary.headlines(fit);
  for (const std::string& line : summary.residual_words()) headlines.push_back(line);
  return report::sections_page(fit.said.title.empty() ? "A fit" : fit.said.title, headlines,
                               summary.warnings(fit), std::move(sections));
}

}  // namespace talus::study
