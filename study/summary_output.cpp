#include "study/summary_output.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/version.h"
#include "report/csv_row.h"
#include "report/json_number.h"
#include "report/words.h"

namespace talus::study {
namespace {

using nlohmann::json;
using report::json_number;

std::string percent_name(double p) { return "P" + report::as_written(100 * p); }

json estimate(const Estimate& one) {
  return {{"value", json_number(one.value)}, {"low", json_number(one.low)}, {"high", json_number(one.high)}};
}

json parameter_json(const Parameter& one) {
  return {{"name", one.name},
          {"unit", one.unit},
          {"keys", one.keys},
          {"factor", one.factor},
          {"distribution", one.sentence},
          {"source", one.source}};
}

/// The terms are what other programs evaluate; those of one that is not to be used are left out.
json surrogate_json(const Study& study, const Surrogate& one) {
  json found{{"said", one.sentence()}, {"usable", one.usable()}};
  if (!one.polynomial) return found;
  const PolynomialChaos& polynomial = *one.polynomial;
  found["degree"] = polynomial.degree;
  found["runs"] = polynomial.runs;
  found["leave_one_out_error"] = json_number(polynomial.error);
  if (!one.usable()) return found;
  found["mean"] = json_number(polynomial.mean());
  found["standard_deviation"] = json_number(polynomial.deviation());
  const std::vector<OrthonormalPolynomials> of = polynomials_of(study);
  for (std::size_t i = 0; i < of.size(); ++i) {
    const auto [first, total] = polynomial.indices(i);
    found["sobol_indices"][study.design.parameters()[i].name] = {{"first", json_number(first)},
                                                                 {"total", json_number(total)}};
    found["polynomials"].push_back({{"logarithm", of[i].variable().logarithm},
                                    {"middle", json_number(of[i].variable().middle)},
                                    {"width", json_number(of[i].variable().width)},
                                    {"a", of[i].a()},
                                    {"b", of[i].b()}});
  }
  for (const ChaosTerm& term : polynomial.terms)
    found["terms"].push_back({{"degrees", term.degrees}, {"coefficient", json_number(term.coefficient)}});
  return found;
}

json quantity_json(const Study& study, const QuantitySummary& one) {
  const auto& parameters = study.design.parameters();
  json found{{"name", one.name},
             {"runs", one.sorted.size() + one.unordered},
             {"mean", estimate(one.mean)},
             {"standard_deviation", json_number(one.deviation)}};
  if (!one.whole()) {
    found["not_reached"] = one.beyond + one.unordered;
    found["left_out"] = one.left_out();
  }
  for (std::size_t i = 0; i < percentiles.size() && !study.grid(); ++i)
    found["percentiles"][percent_name(percentiles[i])] = estimate(one.at[i]);
  for (const Convergence& part : one.convergence)
    found["convergence"].push_back({{"runs", part.count},
                                    {"P16", json_number(part.low)},
                                    {"P50", json_number(part.middle)},
                                    {"P84", json_number(part.high)}});
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    found["rank_correlation"][parameters[i].name] = json_number(one.rank_correlation[i]);
    if (parameters[i].words)
      found["share_between_words"][parameters[i].name] = json_number(one.share_between[i]);
  }
  for (const TornadoBar& bar : one.tornado)
    found["tornado"].push_back({{"parameter", parameters[bar.parameter].name},
                                {"at_low", bar.low_text},
                                {"at_high", bar.high_text},
                                {"medians", json_number(bar.base)},
                                {"low", json_number(bar.low)},
                                {"high", json_number(bar.high)},
                                {"relative", json_number(bar.relative())},
                                {"impact", impact_word(bar.relative())}});
  for (std::size_t i = 0; i < one.indices.size(); ++i)
    found["sobol_indices"][parameters[i].name] = {{"first", estimate(one.indices[i].first)},
                                                  {"total", estimate(one.indices[i].total)}};
  if (one.surrogate) found["surrogate"] = surrogate_json(study, *one.surrogate);
  if (one.variance_ratio) found["variance_independent_to_common"] = json_number(*one.variance_ratio);
  return found;
}

/// What it was worth that project and baseline took the same values; `ratio`: independent divided by common.
std::string common_numbers(double ratio) {
  const std::string factor = report::digits(ratio < 1 ? 1 / ratio : ratio);
  return "Common random numbers: variance of the difference " + factor + " times " +
         (ratio < 1 ? "larger" : "smaller") + " than by independent ones.";
}

/// Rows of one quantity.
void add_rows(const Study& study, const QuantitySummary& one, std::string& table) {
  const auto& parameters = study.design.parameters();
  const double none = std::nan("");
  const auto add = [&](const std::string& statistic, const std::string& parameter, const Estimate& e) {
    report::add_csv_row(table, one.name, statistic, parameter, e.value, e.low, e.high);
  };
  const auto alone = [&](double value) { return Estimate{value, none, none}; };
  if (!one.sorted.empty()) add("least", "", alone(one.sorted.front()));
  if (!one.sorted.empty()) add("most", "", alone(one.sorted.back()));
  if (!one.whole())
    add("runs that do not reach it", "", alone(static_cast<double>(one.beyond + one.unordered)));
  for (std::size_t i = 0; i < percentiles.size() && !study.grid(); ++i)
    add(percent_name(percentiles[i]), "", one.at[i]);
  if (!study.grid()) add("mean", "", one.mean);
  if (!study.grid()) add("standard deviation", "", alone(one.deviation));
  for (std::size_t i = 0; i < parameters.size(); ++i)
    if (parameters[i].words)
      add("share of the variance of ranks between words", parameters[i].name, alone(one.share_between[i]));
    else
      add("rank correlation", parameters[i].name, alone(one.rank_correlation[i]));
  for (const TornadoBar& bar : one.tornado) {
    add("at medians", parameters[bar.parameter].name, alone(bar.base));
    add("at low end", parameters[bar.parameter].name, alone(bar.low));
    add("at high end", parameters[bar.parameter].name, alone(bar.high));
  }
  for (std::size_t i = 0; i < one.indices.size(); ++i) {
    add("first-order index", parameters[i].name, one.indices[i].first);
    add("total index", parameters[i].name, one.indices[i].total);
  }
  if (one.surrogate && one.surrogate->polynomial)
    add("leave-one-out error of the surrogate", "", alone(one.surrogate->polynomial->error));
  for (std::size_t i = 0; i < parameters.size() && one.surrogate && one.surrogate->usable(); ++i) {
    const auto [first, total] = one.surrogate->polynomial->indices(i);
    add("first-order index of the surrogate", parameters[i].name, alone(first));
    add("total index of the surrogate", parameters[i].name, alone(total));
  }
  if (one.variance_ratio)
    add("variance, independent divided by common random numbers", "", alone(*one.variance_ratio));
}

}  // namespace

std::string summary_json(const Study& study, const Summary& summary) {
  json all{{"title", study.said.title}, {"method", study.said.method}, {"runs", summary.runs},
           {"done", summary.done},      {"failed", summary.failed},    {"study_sha256", study.fingerprint},
           {"talus", talus_version},    {"commit", talus_commit}};
  if (study.said.seed) all["seed"] = *study.said.seed;
  for (const Parameter& one : study.design.parameters()) all["parameters"].push_back(parameter_json(one));
  all["quantities"] = json::array();
  for (const QuantitySummary& one : summary.quantities)
    all["quantities"].push_back(quantity_json(study, one));
  for (const Credited& one : summary.credited)
    all["credited"].push_back({{"rule", one.rule},
                               {"credited", json_number(one.credited)},
                               {"issued", json_number(one.issued)},
                               {"unit", "t"}});
  all["failures"] = json::array();
  for (const auto& [run, why] : summary.failures) all["failures"].push_back({{"run", run}, {"why", why}});
  return all.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

std::string summary_csv(const Study& study, const Summary& summary) {
  std::string table = "quantity,statistic,parameter,value,low,high\n";
  for (const QuantitySummary& one : summary.quantities) add_rows(study, one, table);
  for (const Credited& one : summary.credited) {
    report::add_csv_row(table, "credited (t)", one.rule, "", one.credited, std::nan(""), std::nan(""));
    report::add_csv_row(table, "issued (t)", one.rule, "", one.issued, std::nan(""), std::nan(""));
  }
  return table;
}

std::string summary_text(const Study& study, const Summary& summary) {
  std::string text;
  for (const QuantitySummary& one : summary.quantities) {
    text += one.headline(study.grid()) + "\n";
    if (!one.whole()) text += "  " + one.left_out() + "\n";
    if (const std::string decides = summary.deciding(study, one); !decides.empty())
      text += "  " + decides + "\n";
    if (one.surrogate) text += "  " + one.surrogate->sentence() + "\n";
    if (one.variance_ratio) text += "  " + common_numbers(*one.variance_ratio) + "\n";
  }
  for (const Credited& one : summary.credited)
    text += "credited, " + one.rule + ": " + report::digits(one.credited) + " t; issued " +
            report::digits(one.issued) + " t\n";
  if (summary.failed > 0)
    text += std::to_string(summary.failed) + " of " + std::to_string(summary.runs) +
            " runs failed; the first, run " + std::to_string(summary.failures.front().first) + ": " +
            summary.failures.front().second + "\n";
  return text;
}

}  // namespace talus::study
