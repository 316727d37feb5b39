#include "study/fit_output.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <numbers>

#include "base/version.h"
#include "report/csv_row.h"
#include "report/json_number.h"
#include "report/measured_output.h"
#include "report/words.h"

namespace talus::study {
namespace {

using Eigen::Index;
using nlohmann::json;
using report::json_number;

json parameter_json(const Fit& fit, const FitSummary& summary, std::size_t i) {
  const FittedParameter& one = summary.parameters[i];
  return {{"name", fit.parameters[i].name},
          {"unit", fit.parameters[i].unit},
          {"keys", fit.parameters[i].keys},
          {"factor", fit.parameters[i].factor},
          {"prior", fit.parameters[i].sentence},
          {"source", fit.parameters[i].source},
          {"logarithmic", fit.scales[i].logarithmic},
          {"value", one.best.number},
          {"low", json_number(one.low)},
          {"high", json_number(one.high)},
          {"prior_low", json_number(one.prior_low)},
          {"prior_high", json_number(one.prior_high)},
          {"variance_taken_away", json_number(one.learned)},
          {"held_at_a_bound", one.held},
          {"constrained_by_the_data", !one.held && !one.unconstrained}};
}

/// A text as TOML has it.
std::string in_quotes(const std::string& text) {
  return json(text).dump(-1, ' ', false,
                         json::error_handler_t::replace);  // the escapes of JSON are those of TOML
}

/// [[vary]] of a study: as the fit leaves the parameter.
std::string varied(const Fit& fit, const FitSummary& summary, std::size_t i) {
  const Parameter& parameter = fit.parameters[i];
  const FitScale& scale = fit.scales[i];
  const FittedParameter& one = summary.parameters[i];
  const auto quantity = [&](double value) { return in_quotes(text_of(value, parameter.unit)); };
  std::string keys;
  for (const std::string& key : parameter.keys) keys += (keys.empty() ? "" : ", ") + in_quotes(key);
  std::string text = "\n[[vary]]\nname = " + in_quotes(parameter.name) + "\nkeys = [" + keys + "]\n";
  if (parameter.factor) text += "factor = true\n";
  const double deviation = summary.posterior.deviation[static_cast<Index>(i)] * scale.scale;
  const auto bounds = [&] {
    if (scale.low > (scale.logarithmic ? 0 : -HUGE_VAL)) text += "low = " + quantity(scale.low) + "\n";
    if (std::isfinite(scale.high)) text += "high = " + quantity(scale.high) + "\n";
  };
  if (one.held) {
    text += "distribution = \"discrete\"\nvalues = [" + in_quotes(one.best.text) + "]\n";
  } else if (one.unconstrained && !scale.prior) {
    text += std::string("distribution = \"") + (scale.logarithmic ? "loguniform" : "uniform") + "\"\n";
    bounds();
  } else if (scale.logarithmic) {
    text += "distribution = \"lognormal\"\nmedian = " + quantity(one.best.number) +
            "\nspread = " + report::csv_value(std::exp(deviation)) + "\n";
    bounds();
  } else {
    text += "distribution = \"normal\"\nmean = " + quantity(one.best.number) +
            "\ndeviation = " + quantity(deviation) + "\n";
    bounds();
  }
  return text + "source = " + in_quotes("a fit: " + fit.said.title) + "\n";
}

/// Whether the study draws it from a normal distribution of its value or logarithm, so that its correlations hold.
bool drawn_as_normal(const Fit& fit, const FitSummary& summary, std::size_t i) {
  return !summary.parameters[i].held && (fit.scales[i].prior || !summary.parameters[i].unconstrained);
}

}  // namespace

std::string fit_json(const Fit& fit, const FitSummary& summary) {
  json all{{"title", fit.said.title},
           {"converged", summary.solution.converged},
           {"why", summary.solution.why},
           {"points", summary.solution.trials.size()},
           {"misfit_of_data", json_number(summary.misfit)},
           {"misfit", json_number(summary.solution.misfit)},
           {"degrees_of_freedom", summary.freedom},
           {"probability", json_number(summary.probability)},
           {"warnings", summary.warnings(fit)},
           {"measured", report::measured_json(summary.series.used)},
           {"held_out", report::measured_json(summary.series.held_out)},
           {"fit_sha256", fit.study.fingerprint},
           {"talus", talus_version},
           {"commit", talus_commit}};
  for (std::size_t i = 0; i < fit.parameters.size(); ++i) {
    all["parameters"].push_back(parameter_json(fit, summary, i));
    json row = json::array();
    for (std::size_t k = 0; k < fit.parameters.size(); ++k)
      row.push_back(json_number(summary.posterior.correlation(static_cast<Index>(i), static_cast<Index>(k))));
    all["correlation"].push_back(row);
    json direction = json::array();
    for (std::size_t k = 0; k < fit.parameters.size(); ++k)
      direction.push_back(
          json_number(summary.posterior.singular_directions(static_cast<Index>(k), static_cast<Index>(i))));
    all["singular_values"].push_back(
        {{"value", json_number(summary.posterior.singular_values[static_cast<Index>(i)])},
         {"direction", direction}});
  }
  return all.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

std::string parameters_csv(const Fit& fit, const FitSummary& summary) {
  std::string table =
      "parameter,unit,value,low_95,high_95,prior_low_95,prior_high_95,variance_taken_away,state\n";
  for (std::size_t i = 0; i < fit.parameters.size(); ++i) {
    const FittedParameter& one = summary.parameters[i];
    report::add_csv_row(table, fit.parameters[i].name, fit.parameters[i].unit, one.best.number, one.low,
                        one.high, one.prior_low, one.prior_high, one.learned, one.state());
  }
  return table;
}

std::string residuals_csv(const FitSummary& summary) {
  std::string table =
      "use,quantity,kind,source,time_s,depth_from_m,depth_to_m,unit,measured,uncertainty,modelled,residual,z\n";
  const auto add = [&](const char* use, const std::vector<report::MeasuredSeries>& all) {
    for (const report::MeasuredSeries& one : all)
      for (const report::MeasuredPoint& point : one.points)
        report::add_csv_row(table, use, one.quantity, one.kind, one.source, point.time, point.top,
                            point.bottom, one.unit, point.measured, point.uncertainty.value_or(std::nan("")),
                            point.modelled, point.residual(), point.z().value_or(std::nan("")));
  };
  add("fitted", summary.series.used);
  add("held out", summary.series.held_out);
  return table;
}

std::string fit_text(const Fit& fit, const FitSummary& summary) {
  std::string text;
  for (const std::string& line : summary.headlines(fit)) text += line + "\n";
  for (const std::string& line : summary.residual_words()) text += line + "\n";
  for (const std::string& line : summary.warnings(fit)) text += "warning: " + line + "\n";
  return text;
}

std::string fitted_set(const Fit& fit, const FitSummary& summary) {
  std::string text = "# Best values of a fit, for talus run --set-from\n# " + fit.said.title + "\n";
  for (const std::string& line : fit.study.sets(0, fit.values(summary.solution.u))) text += line + "\n";
  return text;
}

std::string posterior_study(const Fit& fit, const FitSummary& summary, const std::string& folder) {
  const std::string the_case = std::filesystem::relative(std::filesystem::absolute(fit.study.case_path),
                                                         std::filesystem::absolute(folder))
                                   .string();
  std::string text =
      "# A study with the parameters as a fit leaves them; method, runs and quantities are yours to choose.\ntitle = " +
      in_quotes("After a fit: " + fit.said.title) + "\ncase = " + in_quotes(the_case) + "\n";
  if (fit.said.scenario) text += "scenario = " + in_quotes(*fit.said.scenario) + "\n";
  text += "method = \"latin hypercube\"\nruns = 64\nseed = 1\nquantities = [\"CO2 stored per dry mass\"]\n";
  for (std::size_t i = 0; i < fit.parameters.size(); ++i) text += varied(fit, summary, i);
  for (std::size_t i = 0; i < fit.parameters.size(); ++i)
    for (std::size_t k = i + 1; k < fit.parameters.size(); ++k) {
      if (!drawn_as_normal(fit, summary, i) || !drawn_as_normal(fit, summary, k)) continue;
      const double r = summary.posterior.correlation(static_cast<Index>(i), static_cast<Index>(k));
      // Spearman's of a normal distribution with Pearson's r; a study takes none of 1
      const double rank = std::clamp(6 / std::numbers::pi * std::asin(0.5 * r), -0.9999, 0.9999);
      text += "\n[[correlated]]\nnames = [" + in_quotes(fit.parameters[i].name) + ", " +
              in_quotes(fit.parameters[k].name) + "]\nrank_correlation = " + report::csv_value(rank) + "\n";
    }
  return text;
}

}  // namespace talus::study
