#include "cli/react_output.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/sha256.h"
#include "base/units.h"
#include "base/version.h"
#include "batch/notes.h"
#include "batch/table.h"
#include "report/figures.h"
#include "report/html.h"
#include "report/table.h"
#include "report/words.h"

namespace talus::cli {

using namespace batch;

namespace {

/// The number of the column that the others stand along.
std::size_t along(const ReactTable& table) {
  std::size_t k = 0;
  while (table.columns[k].name == "tank") ++k;
  return k;
}

std::string books_text(const ReactResult& result) {
  std::string text = "mass balances closed to " + digits_of(result.books.closure, 2) +
                     ", waters met their totals to " + digits_of(result.books.imbalance, 2);
  if (result.work.steps > 0)
    text += "; " + std::to_string(result.work.steps) + " steps, " + std::to_string(result.work.rejected) +
            " of them tried again";
  return text;
}

/// One chart: the columns of a kind and unit, of the last tank.
struct Chart {
  const char* id;
  const char* title;
  ReactColumn::Kind kind;
  const char* unit;
};
constexpr Chart charts[] = {
    {"uptake", "Gas taken up", ReactColumn::uptake, "mol"},
    {"solids", "Minerals", ReactColumn::solid, "mol"},
    {"exchangers", "On exchangers", ReactColumn::exchanger, "mol"},
    {"totals", "In the water", ReactColumn::total, "mol/kgw"},
    {"saturation", "Saturation indices after the start", ReactColumn::saturation, "1"},
    {"gas", "Partial pressures", ReactColumn::gas, "atm"},
};

/// Colours go around the palette of charts.js; the second time, curves are dashed.
constexpr int palette = 8;

/// What the horizontal axis counts: time, how far water has evaporated, or what has been added.
struct Axis {
  std::string name;
  double factor = 1;  ///< of the column along which the results stand
};

/// "40 mmol H+, 40 mmol Cl-": all that a path adds.
std::string added_in_words(const PathCase& path) {
  std::string words;
  for (const auto& [name, moles] : path.add)
    words +=
        (words.empty() ? "" : ", ") + with_unit(moles, std::abs(moles) < 1 ? "mmol" : "mol") + " " + name;
  return words;
}

Axis axis_of(const ReactSetup& setup, const ReactTable& table) {
  const ReactCase& c = setup.input.values;
  if (c.run) return {"time (" + table.columns[along(table)].unit + ")"};
  if (!c.path->concentrations.empty()) return {"water at the start divided by what is left"};
  const auto largest =
      std::ranges::max_element(c.path->add, {}, [](const auto& one) { return std::abs(one.second); });
  const double whole = largest->second * table.rows.back()[along(table)];
  const char* unit = std::abs(whole) < 1 ? "mmol" : "mol";
  std::string name;
  for (const auto& [what, moles] : c.path->add)
    if (moles == largest->second) name += (name.empty() ? "" : " and ") + what;
  if (std::ranges::count(c.path->add, largest->second, [](const auto& one) { return one.second; }) > 1)
    name += ", each";
  if (largest->second < 0) return {name + " taken away (" + unit + ")", -from_si(largest->second, unit)};
  return {name + " added (" + unit + ")", from_si(largest->second, unit)};
}

/// "Minerals: Brucite, Forsterite": a title that names what is drawn.
std::string title_with(const std::string& title, const std::vector<report::FigureCurve>& curves) {
  constexpr std::size_t most_names = 4;
  if (curves.empty() || curves.front().name == title) return title;
  std::string text = title + ": ";
  for (std::size_t i = 0; i < std::min(most_names, curves.size()); ++i)
    text += (i > 0 ? ", " : "") + curves[i].name;
  if (curves.size() > most_names) text += " and " + std::to_string(curves.size() - most_names) + " more";
  return text;
}

/// The first row that is drawn of a tank, the last one of `tanks`: of indices, whose axis the first instant would rule, the second.
std::size_t first_row(const ReactTable& table, std::size_t tanks, ReactColumn::Kind kind) {
  constexpr std::size_t enough = 4;
  const bool second = kind == ReactColumn::saturation && table.rows.size() > enough * tanks;
  return second ? 2 * tanks - 1 : tanks - 1;
}

report::Figure figure_of(const ReactTable& table, std::size_t tanks, const Axis& axis, const char* id,
                         const std::string& title, const auto& shown) {
  const std::size_t x = along(table);
  report::Figure figure;
  figure.id = id;
  figure.x_name = axis.name;
  for (const auto& row : table.rows) figure.x_end = std::max(figure.x_end, axis.factor * row[x]);
  for (std::size_t k = x + 1; k < table.columns.size(); ++k) {
    if (!shown(table.columns[k])) continue;
    figure.y_name = table.columns[k].unit == "1" ? title : table.columns[k].unit;
    const int number = static_cast<int>(figure.curves.size());
    report::FigureCurve curve{
        .name = table.columns[k].name, .color = number % palette, .dashed = number >= palette, .points = {}};
    bool any = false;
    for (std::size_t r = first_row(table, tanks, table.columns[k].kind); r < table.rows.size(); r += tanks) {
      curve.points.emplace_back(axis.factor * table.rows[r][x], table.rows[r][k]);
      any = any || table.rows[r][k] != 0;
    }
    if (any) figure.curves.push_back(std::move(curve));
  }
  figure.title = title_with(title, figure.curves);
  return figure;
}

/// A value of the last tank at the start and at the end.
struct Change {
  double start, end;
};
Change change_of(const ReactResult& result, std::size_t column) {
  return {result.table.rows[result.end.size() - 1][column], result.table.rows.back()[column]};
}

/// "pH 7.00 to 8.93", "Brucite 34.3 mmol less": what a person asks first.
std::vector<std::string> headlines_of(const ReactSetup& setup, const ReactResult& result) {
  const ReactTable& table = result.table;
  const ReactCase& c = setup.input.values;
  const double part = table.rows.back()[along(table)];  // of the path, or the time
  std::string first, minerals;
  if (c.run)
    first = "In " + report::as_written(part) + " " + table.columns[along(table)].unit;
  else if (!c.path->concentrations.empty())
    first = "With the water concentrated " + report::as_written(part) + " times";
  else
    first = (part == 1 ? "With " : "With " + report::as_written(part) + " times ") + added_in_words(*c.path) +
            " added";
  for (std::size_t k = 0; k < table.columns.size(); ++k) {
    const ReactColumn& column = table.columns[k];
    const auto [start, end] = change_of(result, k);
    if (column.kind == ReactColumn::uptake)
      first += (end < 0 ? ", given off " : ", taken up ") + report::digits(std::abs(end)) + " " +
               column.unit + " " + column.name.substr(0, column.name.find(" taken up")) +
               (column.unit == "g/kg" ? " of dry solids" : "");
    if (column.name == "pH") first += ", pH " + report::digits(start) + " to " + report::digits(end);
    if (column.kind == ReactColumn::solid &&
        std::abs(end - start) > 1e-9 * std::max(std::abs(start), std::abs(end)))
      minerals +=
          (minerals.empty() ? "" : "; ") + column.name + " " + report::digits(1e3 * std::abs(end - start)) +
          " mmol " + (end < start ? "less" : "more") +
          (start > 0 && end < start ? " (" + report::digits(100 * (start - end) / start) + " %)" : "");
  }
  std::vector<std::string> lines{first + "."};
  if (!minerals.empty()) lines.push_back("Minerals: " + minerals + ".");
  return lines;
}

std::string changes_table(const ReactResult& result) {
  using Kind = report::HtmlTable::Cell::Kind;
  report::HtmlTable table({"", "start", "end", "change", "unit"}, 1, 4);
  const auto number = [](double value) {
    return report::HtmlTable::Cell{report::typeset_number(value, 4), Kind::number};
  };
  for (std::size_t k = along(result.table) + 1; k < result.table.columns.size(); ++k) {
    const ReactColumn& column = result.table.columns[k];
    const auto [start, end] = change_of(result, k);
    table.row({{report::typeset(column.name), Kind::head},
               number(start),
               number(end),
               number(end - start),
               {column.unit == "1" ? "" : report::typeset(column.unit), Kind::unit}});
  }
  return "<h2>At the start and at the end</h2>\n" + table.text();
}

/// Assumptions, and where the numbers come from.
std::string sources_of(const ReactSetup& setup, const std::vector<std::string>& assumptions) {
  using Kind = report::HtmlTable::Cell::Kind;
  std::string text = "<h2>Assumptions</h2>\n";
  if (assumptions.empty()) text += "<p>No value that was used is marked as assumed.</p>\n";
  for (const std::string& line : assumptions)
    text += "<p>" + report::escape_html(report::typeset(line)) + "</p>\n";
  const Document& document = setup.input.document;
  report::HtmlTable table({"", ""}, 2, 2);
  const auto row = [&](const char* name, const std::string& value) {
    table.row({{name, Kind::head}, {value, Kind::long_text}});
  };
  std::string databases;
  for (const std::string& name : setup.input.shared.chemistry.database)
    databases += (databases.empty() ? "" : ", ") + name;
  row("case", document.name());
  row("SHA-256 of the case", sha256(document.text()));
  row("Talus", talus_version);
  row("commit", talus_commit);
  row("database", databases);
  row("database SHA-256", setup.input.database->hash);
  return text + "<h2>Where this comes from</h2>\n" + table.text() +
         report::folded("The case", "<pre>" + report::escape_html(document.text()) + "</pre>\n") +
         report::folded("Every key, defaults included",
                        "<pre>" + report::escape_html(echo(setup.input.values)) + "</pre>\n");
}

}  // namespace

std::string react_page(const ReactSetup& setup, const ReactResult& result) {
  const ReactTable& table = result.table;
  const std::size_t tanks = result.end.size();
  const Axis axis = axis_of(setup, table);
  report::PlainPage page;
  page.title = setup.input.values.title;
  page.headlines = headlines_of(setup, result);
  page.verdict = books_text(result);
  page.answers = changes_table(result);
  page.figures.push_back(
      figure_of(table, tanks, axis, "pH", "pH", [](const ReactColumn& c) { return c.name == "pH"; }));
  for (const Chart& chart : charts)
    page.figures.push_back(figure_of(table, tanks, axis, chart.id, chart.title, [&](const ReactColumn& c) {
      return c.kind == chart.kind && c.unit == chart.unit;
    }));
  if (!result.failure.empty()) page.warnings.push_back("It gave up " + result.failure);
  if (tanks > 1)
    page.warnings.push_back("Charts and sentences are of the last of " + std::to_string(tanks) + " tanks.");
  std::vector<std::string> assumptions;
  for (const std::string& line : notes_of(setup, result))
    (line.starts_with("Beware") ? page.warnings : assumptions).push_back(line);
  page.sources = sources_of(setup, assumptions);
  return report::plain_page(std::move(page));
}

std::string react_summary(const ReactSetup& setup, const ReactResult& result) {
  const ReactTable& table = result.table;
  const std::size_t tanks = result.end.size();
  const auto& first = table.rows[tanks - 1];
  const auto& last = table.rows.back();
  std::string text = setup.input.values.title + "\n";
  if (tanks > 1) text += "tank " + std::to_string(tanks) + " of " + std::to_string(tanks) + "\n";
  char line[120];
  std::snprintf(line, sizeof line, "%-38s %-8s %13s %13s\n", "", "", "start", "end");
  text += line;
  for (std::size_t k = 0; k < table.columns.size(); ++k) {
    const ReactColumn& column = table.columns[k];
    if (column.name == "tank") continue;
    std::snprintf(line, sizeof line, "%-38s %-8s %13s %13s\n", column.name.c_str(),
                  column.unit == "1" ? "" : column.unit.c_str(), digits_of(first[k], 6).c_str(),
                  digits_of(last[k], 6).c_str());
    text += line;
  }
  for (const std::string& warning : notes_of(setup, result)) text += warning + "\n";
  return text + books_text(result) + "\n";
}

}  // namespace talus::cli
