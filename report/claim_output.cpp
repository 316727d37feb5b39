#include "report/claim_output.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "report/csv_row.h"
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
    row(part, duration(part.period.from) + " to " + duration(part.period.to));
  row(claim.whole, duration(claim.whole.period.from) + " to " + duration(claim.whole.period.to));
  return table.text();
}

std::string credit_of(const Claim& claim) {
  if (!claim.uncertain) return "";
  HtmlTable table({"", "kg CO₂"}, 1, 2);
  table.row({{"net removal", Kind::head}, number(claim.whole.net)});
  table.row({{"standard deviation, as given", Kind::head}, number(claim.uncertain->deviation)});
  table.row({{"numerical error, counted as one more", Kind::head}, number(claim.uncertain->numerical)});
  if (claim.credited) {
    table.row({{"credited: " + rule_words(*claim.said.credit), Kind::head}, number(*claim.credited)});
    table.row({{"held back in the buffer", Kind::head}, number(*claim.buffer)});
    table.row({{"after the buffer", Kind::head}, number(*claim.issued)});
  }
  return "<h3>Uncertainty and credit</h3>\n" + table.text();
}

json finite(double value) { return std::isfinite(value) ? json(value) : json(nullptr); }

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
                     {"project", finite(line.project)},
                     {"baseline", finite(line.baseline)},
                     {"difference", finite(line.difference)},
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
  return "<h2>The claim</h2>\n" +
         paragraph(
             typeset("Project " + claim.project + " minus baseline " + claim.baseline + ", from " +
                     duration(claim.whole.period.from) + " to " + duration(claim.whole.period.to) +
                     ". Each line is project minus baseline; the last adds up those that are named in it. "
                     "claim.csv has them with all digits."),
             "note") +
         ledger_of(claim.whole) + credit_of(claim) +
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
  const TimeUnit unit = time_unit(std::max(one->run.time.back(), other->run.time.back()));
  Figure figure;
  figure.id = "claim";
  figure.title = "CO2 stored: project, baseline, difference";
  figure.x_name = "time (" + unit.name + ")";
  figure.y_name = "kg";
  figure.x_end = std::max(one->run.time.back(), other->run.time.back()) / unit.seconds;
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
  return table;
}

json claim_json(const Claim& claim) {
  json parts = json::array();
  for (const ClaimedPeriod& part : claim.parts) parts.push_back(period_json(part));
  const auto maybe = [](const std::optional<double>& value) { return value ? json(*value) : json(nullptr); };
  json result{{"project", claim.project},
              {"baseline", claim.baseline},
              {"gas", claim.said.gas},
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
              {"uncertainty", nullptr}};
  if (claim.uncertain)
    result["uncertainty"] = {{"standard_deviation", claim.uncertain->deviation},
                             {"numerical", claim.uncertain->numerical},
                             {"total", claim.uncertain->total()},
                             {"source", claim.said.uncertainty->source}};
  return result;
}

}  // namespace talus::report
