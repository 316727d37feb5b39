#include "report/plant_output.h"

#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>

#include "report/csv_row.h"
#include "report/json_number.h"
#include "report/table.h"
#include "report/words.h"

namespace talus::report {
namespace {

using nlohmann::json;
using Kind = HtmlTable::Cell::Kind;

constexpr double tonne = 1e3, hectare = 1e4;  // kg, m2

/// A column of the table of sites; on the page under a short head, if it is there at all.
struct Column {
  std::string name, unit, head;
  std::function<double(const Plant&)> value;
};

std::vector<Column> columns_of(const std::string& currency) {
  std::vector<Column> columns{
      {"lift", "m", "lift, m", [](const Plant& p) { return p.lift; }},
      {"open area", "ha", "open, ha", [](const Plant& p) { return p.open_area / hectare; }},
      {"times churned", "1", "churned", [](const Plant& p) { return static_cast<double>(p.churned); }},
      {"CO2 stored", "kg/t", "CO₂, kg/t", [](const Plant& p) { return p.stored_per_mass * tonne; }},
      {"CO2 at steady state", "t/yr", "t/yr", [](const Plant& p) { return p.steady / tonne; }},
      {"CO2 per area", "kg/m2/yr", "kg/m²/yr", [](const Plant& p) { return p.steady_per_area; }},
      {"CO2 in the first year", "t/yr", "", [](const Plant& p) { return p.years.front().stored / tonne; }},
      {"net CO2 in the last year", "t/yr", "", [](const Plant& p) { return p.years.back().net() / tonne; }}};
  if (currency.empty()) return columns;
  const auto add = [&](const char* name, const std::string& unit, const std::string& head,
                       double Money::*part, double factor) {
    columns.push_back(
        {name, unit, head, [=](const Plant& p) { return p.money ? *p.money.*part * factor : std::nan(""); }});
  };
  add("levelised cost", currency + "/t", "cost, " + currency + "/t", &Money::levelised, tonne);
  add("break-even price", currency + "/t", "break-even", &Money::break_even, tonne);
  add("metals per net CO2", currency + "/t", "", &Money::metals, tonne);
  add("net present value", "M" + currency, "NPV, M" + currency, &Money::present_value, 1e-6);
  return columns;
}

Figure bars(std::span<const Plant> plants, const char* id, const std::string& title, const std::string& unit,
            const std::function<double(const Plant&)>& value) {
  Figure figure{.id = id,
                .kind = Figure::Kind::bars,
                .title = title,
                .x_name = unit,
                .y_name = "",
                .categories = {},
                .curves = {{.name = title, .color = 0, .stacked = true, .points = {}}}};
  for (std::size_t i = 0; i < plants.size(); ++i) {
    figure.categories.push_back(plants[i].run);
    const double bar = value(plants[i]);
    if (std::isfinite(bar)) figure.curves[0].points.emplace_back(bar, static_cast<double>(i));
  }
  return figure;
}

/// A row for each name, a column for each run; `shares` is one of the lists of Money.
std::string shares_table(std::span<const Plant> plants, const std::string& head,
                         std::vector<std::pair<std::string, double>> Money::*shares) {
  std::vector<std::string> heads{head};
  for (const Plant& plant : plants) heads.push_back(plant.run);
  HtmlTable table(heads, 1, heads.size());
  const auto& names = *plants.front().money.*shares;
  for (std::size_t i = 0; i < names.size(); ++i) {
    std::vector<HtmlTable::Cell> cells{{names[i].first, Kind::head}};
    for (const Plant& plant : plants)
      cells.push_back({typeset_number((*plant.money.*shares)[i].second / 1e6), Kind::number});
    table.row(cells);
  }
  return names.empty() ? "" : table.text();
}

std::string padded(const std::string& text, std::size_t width) {
  return text.size() < width ? text + std::string(width - text.size(), ' ') : text;
}

}  // namespace

std::string plant_section(std::span<const Plant> plants, const std::string& currency) {
  const std::vector<Column> columns = columns_of(currency);
  std::vector<std::string> heads{"run"};
  for (const Column& column : columns)
    if (!column.head.empty()) heads.push_back(column.head);
  HtmlTable table(heads, 1, heads.size());
  for (const Plant& plant : plants) {
    std::vector<HtmlTable::Cell> cells{{plant.run, Kind::head}};
    for (const Column& column : columns)
      if (!column.head.empty())
        cells.push_back(
            {column.unit == "1" ? as_written(column.value(plant)) : typeset_number(column.value(plant)),
             Kind::number});
    table.row(cells);
  }
  std::string text =
      "<h2>Sizing and money</h2>\n" + table.text() +
      "<p class=\"note\">Each lift is as thick as the pile of its run, and stores what the run had stored "
      "when it is covered. Steady state: as many lifts are covered as are laid down. Costs are discounted "
      "to the start; the levelised cost and the break-even price are per tonne of net CO₂. sizing.csv has "
      "all digits and more columns, sizing_years.csv every year.</p>\n";
  if (!currency.empty() && plants.size() <= 8)
    text += shares_table(plants, "discounted costs, M" + currency, &Money::shares) +
            shares_table(plants, "discounted revenues, M" + currency, &Money::earned);
  return text;
}

std::vector<Figure> plant_figures(std::span<const Plant> plants, const std::string& currency) {
  std::vector<Figure> figures{bars(plants, "plant", "CO2 at steady state", "t CO₂ per year",
                                   [](const Plant& p) { return p.steady / tonne; })};
  if (!currency.empty())
    figures.push_back(
        bars(plants, "cost", "Levelised cost", currency + " per t of net CO₂",
             [](const Plant& p) { return p.money ? p.money->levelised * tonne : std::nan(""); }));
  return figures;
}

std::string plant_words(std::span<const Plant> plants, const std::string& currency) {
  std::size_t width = 3;
  for (const Plant& plant : plants) width = std::max(width, plant.run.size());
  std::string text = padded("run", width) + "   open ha  t CO2/yr  kg/m2/yr" +
                     (currency.empty() ? "" : "  " + currency + "/t CO2") + "\n";
  for (const Plant& plant : plants) {
    char numbers[100];
    std::snprintf(numbers, sizeof numbers, "  %8s  %8s  %8s", digits(plant.open_area / hectare).c_str(),
                  digits(plant.steady / tonne).c_str(), digits(plant.steady_per_area).c_str());
    text += padded(plant.run, width) + numbers;
    if (plant.money) text += "  " + digits(plant.money->levelised * tonne);
    text += "\n";
  }
  return text;
}

std::string plant_csv(std::span<const Plant> plants, const std::string& currency) {
  const std::vector<Column> columns = columns_of(currency);
  std::string table = "run";
  for (const Column& column : columns) table += "," + csv_value(column.name + " (" + column.unit + ")");
  table += "\n";
  for (const Plant& plant : plants) {
    table += csv_value(plant.run);
    for (const Column& column : columns) table += "," + csv_value(column.value(plant));
    table += "\n";
  }
  return table;
}

std::string plant_years_csv(std::span<const Plant> plants, const std::string& currency) {
  std::string table = "run,year,quantity,unit,value\n";
  for (const Plant& plant : plants)
    for (std::size_t k = 0; k < plant.years.size(); ++k) {
      const PlantYear& one = plant.years[k];
      const auto add = [&](const char* quantity, const std::string& unit, double value) {
        add_csv_row(table, plant.run, static_cast<int>(k + 1), quantity, unit, value);
      };
      add("CO2 stored", "kg", one.stored);
      add("CO2 emitted", "kg", one.emitted);
      add("net CO2", "kg", one.net());
      if (currency.empty()) continue;
      add("cost", currency, one.cost);
      add("revenue", currency, one.revenue);
      add("revenue of metals", currency, one.metals);
    }
  return table;
}

json plant_json(std::span<const Plant> plants, const std::string& currency) {
  json list = json::array();
  const auto quantity = [](double value, const std::string& unit) -> json {
    return {{"value", json_number(value)}, {"unit", unit}};
  };
  for (const Plant& plant : plants) {
    json one{{"run", plant.run}};
    for (const Column& column : columns_of(currency))
      one[column.name] = quantity(column.value(plant), column.unit);
    json earned = json::array();
    if (plant.money)
      for (const auto& [name, value] : plant.money->earned)
        earned.push_back({{"name", name}, {"discounted", quantity(value, currency)}});
    one["revenues"] = earned;
    json years = json::array();
    for (const PlantYear& y : plant.years)
      years.push_back({{"stored_kg", y.stored},
                       {"emitted_kg", y.emitted},
                       {"cost", y.cost},
                       {"revenue", y.revenue},
                       {"metals", y.metals}});
    one["years"] = years;
    list.push_back(std::move(one));
  }
  return list;
}

}  // namespace talus::report
