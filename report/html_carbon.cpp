#include "report/html_carbon.h"

#include <algorithm>
#include <cmath>

#include "report/table.h"
#include "report/words.h"

namespace talus::report {
namespace {

using Kind = HtmlTable::Cell::Kind;

/// One side of the balance: the parts of all runs, kg; not a number where a run has no such part.
struct Side {
  std::vector<std::string> names;
  std::vector<std::vector<double>> mass;  ///< [part][run]
};

Side side_of(std::span<const Account> accounts, std::vector<Part> CarbonParts::*which) {
  Side side;
  for (std::size_t r = 0; r < accounts.size(); ++r) {
    const CarbonParts parts = parts_of(accounts[r].yield.carbon, Minerals::one_by_one);
    for (const auto& [name, mass] : parts.*which) {
      const auto found = std::find(side.names.begin(), side.names.end(), name);
      const auto row = static_cast<std::size_t>(found - side.names.begin());
      if (found == side.names.end()) {
        side.names.push_back(name);
        side.mass.emplace_back(accounts.size(), std::nan(""));
      }
      side.mass[row][r] = mass;
    }
  }
  return side;
}

/// What a column shows of a mass of CO2 in kg.
struct Column {
  std::size_t run;
  double factor;  ///< not a number where the run cannot give it
};

std::vector<HtmlTable::Cell> cells_of(const std::string& name, const std::vector<double>& mass,
                                      const std::vector<Column>& columns) {
  std::vector<HtmlTable::Cell> cells{{typeset(name), Kind::head}};
  for (const Column& column : columns)
    cells.push_back({typeset_number(mass[column.run] * column.factor), Kind::number});
  return cells;
}

void add_side(HtmlTable& table, const std::string& name, const Side& side, const std::vector<Column>& columns,
              std::size_t runs) {
  std::vector<double> sum(runs, 0.0);
  for (std::size_t i = 0; i < side.names.size(); ++i) {
    table.row(cells_of(side.names[i], side.mass[i], columns));
    for (std::size_t r = 0; r < runs; ++r) sum[r] += std::isnan(side.mass[i][r]) ? 0 : side.mass[i][r];
  }
  table.row(cells_of(name, sum, columns));
}

}  // namespace

std::string carbon_table(std::span<const Account> accounts) {
  std::vector<std::string> heads{"CO₂"};
  std::vector<Column> columns;
  if (accounts.size() == 1) {
    const Yield& yield = accounts[0].yield;
    heads.insert(heads.end(), {"kg", "g/kg", "kg/m²"});
    columns = {
        {0, 1}, {0, 1e3 / yield.dry_mass}, {0, yield.footprint > 0 ? 1 / yield.footprint : std::nan("")}};
  }
  for (std::size_t r = 0; r < accounts.size() && accounts.size() > 1; ++r) {
    heads.push_back(accounts[r].run.name + ", g/kg");
    columns.push_back({r, 1e3 / accounts[r].yield.dry_mass});
  }
  HtmlTable table(heads, 1, heads.size());
  add_side(table, "sum of what it came from", side_of(accounts, &CarbonParts::origins), columns,
           accounts.size());
  add_side(table, "sum of what became of it", side_of(accounts, &CarbonParts::fates), columns,
           accounts.size());
  return table.text();
}

}  // namespace talus::report
