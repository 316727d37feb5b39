#include "cli/react_output.h"

#include <algorithm>
#include <cstdio>

#include "batch/notes.h"
#include "batch/table.h"
#include "report/figures.h"
#include "report/html.h"

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
    {"saturation", "Saturation indices", ReactColumn::saturation, "1"},
    {"gas", "Partial pressures", ReactColumn::gas, "atm"},
};

/// Colours go around the palette of charts.js; the second time, curves are dashed.
constexpr int palette = 8;

report::Figure figure_of(const ReactTable& table, std::size_t tanks, const char* id, const std::string& title,
                         const auto& shown) {
  const std::size_t x = along(table);
  report::Figure figure;
  figure.id = id;
  figure.title = title;
  figure.x_name = heading(table.columns[x]);
  for (const auto& row : table.rows) figure.x_end = std::max(figure.x_end, row[x]);
  for (std::size_t k = x + 1; k < table.columns.size(); ++k) {
    if (!shown(table.columns[k])) continue;
    figure.y_name = table.columns[k].unit == "1" ? "" : table.columns[k].unit;
    const int number = static_cast<int>(figure.curves.size());
    report::FigureCurve curve{
        .name = table.columns[k].name, .color = number % palette, .dashed = number >= palette, .points = {}};
    bool any = false;
    for (std::size_t r = tanks - 1; r < table.rows.size(); r += tanks) {
      curve.points.emplace_back(table.rows[r][x], table.rows[r][k]);
      any = any || table.rows[r][k] != 0;
    }
    if (any) figure.curves.push_back(std::move(curve));
  }
  return figure;
}

}  // namespace

std::string react_page(const ReactSetup& setup, const ReactResult& result) {
  const ReactTable& table = result.table;
  const std::size_t tanks = result.end.size();
  std::vector<report::Figure> figures;
  figures.push_back(figure_of(table, tanks, "pH", "pH", [](const ReactColumn& c) { return c.name == "pH"; }));
  for (const Chart& chart : charts)
    figures.push_back(figure_of(table, tanks, chart.id, chart.title, [&](const ReactColumn& c) {
      return c.kind == chart.kind && c.unit == chart.unit;
    }));
  std::vector<std::string> sentences = notes_of(setup, result);
  sentences.insert(sentences.begin(), books_text(result));
  if (!result.failure.empty()) sentences.insert(sentences.begin(), "It gave up " + result.failure);
  if (tanks > 1) sentences.push_back("Charts show the last of " + std::to_string(tanks) + " tanks.");
  return report::figures_page(setup.input.values.title, sentences, figures);
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
