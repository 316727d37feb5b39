#include "report/claim_output.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "report/csv_row.h"
#include "report/json_number.h"
#include "report/table.h"
#include "report/words.h"

namespace talus::report {
namespace {

using nlohmann::json;
using Kind = HtmlTable::Cell::Kind;

std::string paragraph(const std::string& text, const char* style) {
  return std::string("<p class=\"") + style + "\">" + escape_html(text) + "</p>\n";
}

HtmlTable::Cell number(double value) { return {typeset_number(value), Kind::number}; }

std::string ledger_of(const ClaimedPeriod& period) {
  HtmlTable table({"kg CO₂", "project", "baseline", "difference", "made of"}, 1, 4);
  for (const ClaimLine& line : period.lines)
    table.row({{typeset(line.name), Kind::head},
               number(line.project),
               number(line.baseline),
               number(line.difference),
               {typeset(line.how), Kind::long_text}});
  return table.text();
}

std::string losses_of(const ClaimedPeriod& period) {
  HtmlTable table({"kg CO₂", "project", "baseline"}, 1, 3);
  const Losses &one = period.project_losses, &other = period.baseline_losses;
  const auto row = [&](const char* name, double here, double there) {
    table.row({{name, Kind::head}, number(here), number(there)});
  };
  row("held by carbonates that turned into others", one.matured, other.matured);
  row("released of it (maturation)", one.maturation, other.maturation);
  row("lost by carbonates that dissolved", one.dissolution, other.dissolution);
  row("left as gas", one.degassing, other.degassing);
  return table.text();
}

std::string parts_of(const Claim& claim) {
  HtmlTable table({"period", "kept of gas", "export credited", "emissions", "leakage", "net, kg CO₂"}, 1, 6);
  const auto row = [&](const ClaimedPeriod& p, const std::string& name) {
    table.row({{name, Kind::head},
               number(p.gross - p.counterfactual),
               number(p.credited_export),
               number(-p.emissions),
               number(-p.leakage),
               number(p.net)});
  };
  for (const ClaimedPeriod& part : claim.parts)
    row(part, claim.when(part.period.from) + " to " + claim.when(part.period.to));
  row(claim.whole, claim.when(claim.whole.period.from) + " to " + claim.when(claim.whole.period.to));
  return table.text();
}

std::string credit_of(const Claim& claim) {
  if (!claim.uncertain) return "";
  HtmlTable table({"", "kg CO₂"}, 1, 2);
  table.row({{"net removal", Kind::head}, number(claim.whole.net)});
  if (!claim.uncertain->ensemble.empty())
    table.row({{"mean of the ensemble", Kind::head}, number(spread_of(claim.uncertain->ensemble).mean)});
  table.row({{claim.uncertain->ensemble.empty() ? "standard deviation, as given"
                                                : "standard deviation of the ensemble",
              Kind::head},
             number(claim.uncertain->deviation)});
  table.row({{"numerical error, counted as one more", Kind::head}, number(claim.uncertain->numerical)});
  if (claim.credited) {
    table.row({{"credited: " + rule_words(*claim.said.credit), Kind::head}, number(*claim.credited)});
    table.row({{"held back in the buffer", Kind::head}, number(*claim.buffer)});
    table.row({{"after the buffer", Kind::head}, number(*claim.issued)});
  }
  return "<h3>Uncertainty and credit</h3>\n" + table.text();
}

/// Carbon per dry mass in wt%.
double weight_percent(double share) { return 100 * share; }

std::string sampling_part(const Claim& claim) {
  if (!claim.sampling) return "";
  const Sampling& s = *claim.sampling;
  HtmlTable table({"change of TIC", "wt% C", "cores in each plot"}, 1, 3);
  for (const SamplingRow& row : s.rows)
    table.row({{row.what, Kind::head},
               number(weight_percent(row.change)),
               {row.cores         ? std::to_string(*row.cores)
                : row.change == 0 ? "no change to show"
                                  : "more than a million",
                Kind::number}});
  if (s.detectable)
    table.row({{"the smallest that they show", Kind::head},
               number(weight_percent(*s.detectable)),
               {std::to_string(*s.said.cores), Kind::number}});
  return "<h3>How many cores show it</h3>\n" + table.text() +
         paragraph(
             "Cores of the whole depth of two plots, as of project and baseline, compared by a two-sided t-test at " +
                 as_written(100 * s.said.confidence) +
                 " % confidence, which finds the change with a probability of " +
                 as_written(100 * s.said.power) + " % (Cohen 1988). Mean inorganic carbon at the end: " +
                 digits(weight_percent(s.project)) + " and " + digits(weight_percent(s.baseline)) +
                 " wt% of the initial dry mass. Standard deviation of single cores: " +
                 digits(weight_percent(s.deviation)) + " wt%, " + s.deviation_from + ".",
             "note");
}

json sampling_json(const Sampling& s) {
  json rows = json::array();
  for (const SamplingRow& row : s.rows)
    rows.push_back({{"what", row.what},
                    {"change", weight_percent(row.change)},
                    {"cores", row.cores ? json(*row.cores) : json(nullptr)}});
  return {{"unit", "wt%"},
          {"confidence", s.said.confidence},
          {"power", s.said.power},
          {"project", weight_percent(s.project)},
          {"baseline", weight_percent(s.baseline)},
          {"standard_deviation", weight_percent(s.deviation)},
          {"standard_deviation_from", s.deviation_from},
          {"rows", rows},
          {"cores", s.said.cores ? json(*s.said.cores) : json(nullptr)},
          {"detectable", s.detectable ? json(weight_percent(*s.detectable)) : json(nullptr)}};
}

json losses_json(const Losses& losses) {
  return {{"matured", losses.matured},
          {"released_by_maturation", losses.maturation},
          {"dissolved", losses.dissolution},
          {"left_as_gas", losses.degassing}};
}

json period_json(const ClaimedPeriod& p) {
  json lines = json::array();
  for (const ClaimLine& line : p.lines)
    lines.push_back({{"name", line.name},
                     {"project", json_number(line.project)},
                     {"baseline", json_number(line.baseline)},
                     {"difference", json_number(line.difference)},
                     {"how", line.how}});
  return {{"from_s", p.period.from},
          {"to_s", p.period.to},
          {"unit", "kg"},
          {"lines", lines},
          {"gross", p.gross},
          {"counterfactual", p.counterfactual},
          {"exported", p.exported},
          {"credited_export", p.credited_export},
          {"emissions", p.emissions},
          {"leakage", p.leakage},
          {"net", p.net},
          {"avoided", p.avoided},
          {"project_losses", losses_json(p.project_losses)},
          {"baseline_losses", losses_json(p.baseline_losses)}};
}

void add_period(std::string& table, const ClaimedPeriod& period) {
  for (const ClaimLine& line : period.lines)
    add_csv_row(table, period.period.from, period.period.to, line.name, "kg", line.project, line.baseline,
                line.difference, line.how);
}

}  // namespace

std::string claim_section(const Claim& claim) {
  return std::string(claim.said.is_claim() ? "<h2>The claim</h2>\n" : "<h2>Project against baseline</h2>\n") +
         paragraph(
             typeset("Project " + claim.project + " minus baseline " + claim.baseline + ", from " +
                     claim.when(claim.whole.period.from) + " to " + claim.when(claim.whole.period.to) +
                     ". Each line is project minus baseline; the last adds up those that are named in it. "
                     "claim.csv has them with all digits."),
             "note") +
         ledger_of(claim.whole) + credit_of(claim) + sampling_part(claim) +
         (claim.parts.empty() ? "" : "<h3>By period</h3>\n" + parts_of(claim)) +
         "<h3>Carbon that was released again</h3>\n" + losses_of(claim.whole) +
         paragraph(
             "Of the period, within each run. These losses are in the stocks above already, and are not subtracted once "
             "more. What a gain of the same mineral elsewhere hides between two states is not seen.",
             "note");
}

Figure claim_figure(const Claim& claim, std::span<const Account> accounts) {
  const auto of = [&](const std::string& name) {
    return &*std::ranges::find_if(accounts, [&](const Account& one) { return one.run.name == name; });
  };
  const Account *one = of(claim.project), *other = of(claim.baseline);
  Figure figure;
  figure.id = "claim";
  figure.title = "CO2 stored: project, baseline, difference";
  figure.y_name = "kg";
  const TimeUnit unit = set_time_axis(figure, std::max(one->run.time.back(), other->run.time.back()),
                                      one->run.start == other->run.start ? one->run.start : std::nullopt);
  const auto add = [&](const std::string& name, int color, const Account& account, const Curve& values) {
    FigureCurve curve{.name = name, .color = color, .points = {}};
    for (std::size_t k = 0; k < values.size(); ++k)
      curve.points.emplace_back(account.run.time[k] / unit.seconds, values[k]);
    figure.curves.push_back(std::move(curve));
  };
  const auto scaled = [&](const Account& account) {
    Curve stored = account.yield.carbon.stored;
    for (double& value : stored) value *= claim.said.area ? *claim.said.area / account.run.footprint : 1;
    return stored;
  };
  const Curve here = scaled(*one), there = scaled(*other);
  add("project", 0, *one, here);
  add("baseline", 1, *other, there);
  Curve difference;
  for (std::size_t k = 0; k < here.size(); ++k)
    difference.push_back(here[k] - at_time(other->run.time, there, one->run.time[k]));
  add("difference", -1, *one, difference);
  return figure;
}

std::vector<std::string> claim_words(const Claim& claim) { return {claim.headline() + ".", claim.verdict()}; }

std::string claim_csv(const Claim& claim) {
  std::string table = "period_from_s,period_to_s,line,unit,project,baseline,difference,how\n";
  add_period(table, claim.whole);
  for (const ClaimedPeriod& part : claim.parts) add_period(table, part);
  const auto& [from, to] = claim.whole.period;
  const auto add = [&](const char* line, const std::optional<double>& value, const std::string& how) {
    if (value) add_csv_row(table, from, to, line, "kg", std::nan(""), std::nan(""), *value, how);
  };
  if (claim.uncertain) {
    add("standard deviation", claim.uncertain->deviation, "[claim.uncertainty]");
    add("numerical error", claim.uncertain->numerical, "refined runs of both");
  }
  if (claim.credited) {
    add("credited", claim.credited, rule_words(*claim.said.credit));
    add("buffer", claim.buffer, "claim.credit.buffer");
    add("after the buffer", claim.issued, "credited minus buffer");
  }
  if (claim.sampling)
    for (const SamplingRow& row : claim.sampling->rows)
      add_csv_row(table, from, to, "cores in each plot that show " + row.what, "1", std::nan(""),
                  std::nan(""), row.cores ? *row.cores : std::nan(""),
                  "change of TIC of " + as_written(weight_percent(row.change)) + " wt%, claim.sampling");
  return table;
}

json claim_json(const Claim& claim) {
  json parts = json::array();
  for (const ClaimedPeriod& part : claim.parts) parts.push_back(period_json(part));
  const auto maybe = [](const std::optional<double>& value) { return value ? json(*value) : json(nullptr); };
  json result{{"project", claim.project},
              {"baseline", claim.baseline},
              {"gas", claim.said.is_claim() ? json(claim.said.gas) : json(nullptr)},
              {"baseline_gas", claim.said.baseline_gas ? json(*claim.said.baseline_gas) : json(nullptr)},
              {"headline", claim.headline()},
              {"verdict", claim.verdict()},
              {"for_issuance", claim.obstacles.empty()},
              {"obstacles", claim.obstacles},
              {"period", period_json(claim.whole)},
              {"parts", parts},
              {"credited", maybe(claim.credited)},
              {"buffer", maybe(claim.buffer)},
              {"issued", maybe(claim.issued)},
              {"rule", claim.said.credit ? json(rule_words(*claim.said.credit)) : json(nullptr)},
              {"sampling", claim.sampling ? sampling_json(*claim.sampling) : json(nullptr)},
              {"uncertainty", nullptr}};
  if (claim.uncertain)
    result["uncertainty"] = {{"standard_deviation", claim.uncertain->deviation},
                             {"numerical", claim.uncertain->numerical},
                             {"total", claim.uncertain->total()},
                             {"source", claim.said.uncertainty->source}};
  return result;
}

}  // namespace talus::report
