#include "cli/react_output.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ranges>

#include "base/warnings.h"
#include "batch/table.h"
#include "chemistry/assumptions.h"
#include "chemistry/known_temperatures.h"
#include "chemistry/left_out.h"
#include "chemistry/reactor_gas.h"
#include "chemistry/slow_redox.h"
#include "report/figures.h"
#include "report/html.h"

namespace talus::cli {

using namespace batch;

namespace {

/// `value` with `digits` significant digits.
std::string digits_of(double value, int digits) {
  char text[40];
  std::snprintf(text, sizeof text, "%.*g", digits, value);
  return text;
}

/// The number of the column that the others stand along.
std::size_t along(const ReactTable& table) {
  std::size_t k = 0;
  while (table.columns[k].name == "tank") ++k;
  return k;
}

std::string books_text(const ReactResult& result) {
  std::string text = "books closed to " + digits_of(result.books.closure, 2) +
                     ", waters met their totals to " + digits_of(result.books.imbalance, 2);
  if (result.work.steps > 0)
    text += "; " + std::to_string(result.work.steps) + " steps, " + std::to_string(result.work.rejected) +
            " of them tried again";
  return text;
}

/// The lowest and the highest value of a column.
std::pair<double, double> extremes(const ReactTable& table, const std::string& name) {
  const auto k = static_cast<std::size_t>(std::ranges::find(table.columns, name, &ReactColumn::name) -
                                          table.columns.begin());
  const auto value = [k](const auto& row) { return row[k]; };
  const auto [low, high] = std::ranges::minmax(table.rows | std::views::transform(value));
  return {low, high};
}

/// "CO2(g) 0.961 times the partial pressure, ...".
std::string coefficients_in_words(const ReactSetup& setup) {
  const GasOfReactor<double> gas(setup.model, setup.model.temperature.at(0));
  std::string words;
  for (std::size_t g = 0; g < setup.system.gases.size(); ++g)
    words += (g > 0 ? ", " : "") + setup.system.gases[g].name + " " +
             digits_of(std::exp(gas.ln_coefficient[g]), 4) + " times its partial pressure";
  return words;
}

/// Why gas above 1 atm is ideal.
std::string why_ideal(const ReactSetup& setup) {
  if (setup.system.fugacity == "ideal") return ", as chemistry.fugacity says";
  std::string lacking;
  for (const Gas& gas : setup.system.gases)
    if (!gas.record->critical.known()) lacking += (lacking.empty() ? "" : ", ") + gas.name;
  if (lacking.empty()) return ", as it began at 1 atm; chemistry.fugacity = \"Peng-Robinson\" corrects it";
  return ": the database has no critical constants of " + lacking +
         " (-T_c, -P_c and -Omega in PHASES, or critical = { ... } in [gases]; \"talus\" has some)";
}

/// The highest sum of the partial pressures in the gas, atm; of the gas of the water where the gas is kept.
double highest_pressure(const ReactSetup& setup, const ReactTable& table) {
  const bool own = std::ranges::any_of(table.columns, [](const ReactColumn& c) {
    return c.kind == ReactColumn::gas && c.name.ends_with(" in the gas");
  });
  double highest = 0;
  for (const auto& row : table.rows) {
    double sum = 0;
    for (std::size_t k = 0; k < row.size(); ++k)
      if (table.columns[k].kind == ReactColumn::gas && table.columns[k].name.ends_with(" in the gas") == own)
        sum += row[k];
    highest = std::max(highest, sum);
  }
  return setup.model.gas.kind == GasContact::none ? 0 : highest;
}

/// How the gas was taken: inert parts, fugacities, pressures without effect.
void add_gas_lines(const ReactSetup& setup, const ReactResult& result, std::vector<std::string>& lines) {
  const GasContact& gas = setup.model.gas;
  if (gas.kind == GasContact::none) return;
  const double start = gas.total_pressure / standard_atmosphere;
  double sum = 0;
  for (const double partial : gas.partial) sum += partial / standard_atmosphere;
  const bool given = setup.input.values.gas->pressure.has_value();
  std::string line = "Assumed: total pressure of the gas at the start " + digits_of(start, 4) + " atm";
  if (!given && sum > 1) line += ", the sum of gas.air (gas.pressure gives another)";
  if (!given && sum <= 1) line += " (gas.pressure gives another)";
  if (start - sum > 1e-6) line += ", of which " + digits_of(start - sum, 4) + " atm are inert";
  if (!given || start - sum > 1e-6) lines.push_back(line);
  const double inert = gas.kind == GasContact::enclosed ? start - sum : 0;
  const double highest = std::max(start, highest_pressure(setup, result.table) + inert);
  if (gas.real)
    lines.push_back("Fugacities of the gas follow Peng and Robinson's equation; at the start those of " +
                    coefficients_in_words(setup));
  else if (highest > 1 + 1e-6)
    lines.push_back("Beware: the gas came to " + digits_of(highest, 4) + " atm and was taken as ideal" +
                    why_ideal(setup));
  if (highest > pressure_without_effect)
    lines.push_back("Beware: the gas came to " + digits_of(highest, 4) +
                    " atm; constants and activities in the water are those of 1 atm");
}

/// What to beware of: activities and constants that are used outside of the range they are meant for.
std::vector<std::string> warnings_of(const ReactSetup& setup, const ReactResult& result) {
  std::vector<std::string> lines;
  const double strength = extremes(result.table, "ionic strength").second;
  const double limit = activity_limit(setup.system.activity_model);
  if (strength > limit)
    lines.push_back("Beware: the ionic strength came to " + digits_of(strength, 3) + " mol/kgw, " +
                    setup.system.activity_model + " activities are meant for up to " + digits_of(limit, 3));
  const auto [coldest, warmest] = extremes(result.table, "temperature");
  for (const auto& [name, water] : setup.waters)
    if (const std::string note = charge_note(water); !note.empty())
      lines.push_back("Beware: in the water '" + name + "' " + note);
  const std::string unknown =
      unknown_temperatures(setup.system, coldest + 273.15, warmest + 273.15, setup.model.phases);
  if (!unknown.empty()) lines.push_back("Beware: " + unknown);
  add_gas_lines(setup, result, lines);
  std::vector<Assumption> assumed =
      assumptions_of(setup.system, coldest + 273.15, warmest + 273.15, setup.model.phases);
  for (const Exchanger& exchanger : setup.model.exchangers)
    for (Assumption& a : assumptions_of(exchanger, coldest + 273.15, warmest + 273.15))
      assumed.push_back(std::move(a));
  for (const std::string& line : in_words(assumed)) lines.push_back("Assumed: " + line);
  const Database& database = *setup.input.database;
  if (const std::string grid =
          outside_of_grid(database, setup.system.activity_model, coldest + 273.15, warmest + 273.15);
      !grid.empty())
    lines.push_back("Beware: " + grid);
  if (const std::string names = left_out_of(database, setup.system); !names.empty())
    lines.push_back("Beware: dissolved species that its elements have and the model leaves out: " + names);
  if (!result.moved_states.empty())
    lines.push_back(std::string("Beware: ") + slow_redox_kind +
                    " have moved elements: " + result.moved_states);
  for (const Problem& warning : warnings_of(setup.input.document))
    lines.push_back("Beware: " + one_line(warning));
  return lines;
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
  std::vector<std::string> sentences = warnings_of(setup, result);
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
  for (const std::string& warning : warnings_of(setup, result)) text += warning + "\n";
  return text + books_text(result) + "\n";
}

}  // namespace talus::cli
