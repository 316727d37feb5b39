// Waters and a batch against PHREEQC 3.8.9, with PHREEQC's constants and conventions. The reference stands in
// TALUS_REFERENCE, or beside the project; without it, these tests say so and pass.
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <numbers>
#include <sstream>

#include <Eigen/Dense>

#include "tests/catch.h"
#include "tests/chemistry/small_systems.h"

using namespace talus;

namespace {

constexpr double atmosphere = 101325;  // Pa
constexpr double day = 86400;          // s

std::string project_root() {
  const char* root = std::getenv("TALUS_ROOT");
  return root != nullptr ? root : ".";
}

/// The lines of a table of PHREEQC, cut at commas, the header first; empty when there is no reference.
std::vector<std::vector<std::string>> table(const std::string& name) {
  const char* chosen = std::getenv("TALUS_REFERENCE");
  const std::filesystem::path folder = chosen != nullptr ? chosen : project_root() + "/../shared/reference";
  std::ifstream file(folder / "phreeqc" / name);
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(file, line);) {
    std::vector<std::string> cells;
    std::istringstream words(line);
    for (std::string cell; std::getline(words, cell, ',');) cells.push_back(cell);
    rows.push_back(cells);
  }
  if (rows.empty()) WARN("skipped: no reference " << (folder / "phreeqc" / name).string());
  return rows;
}

/// A row by the names of its columns.
using Row = std::map<std::string, double>;

std::vector<Row> time_series() {
  std::vector<Row> series;
  const auto cells = table("batch_brucite_open/timeseries.csv");
  for (std::size_t i = 1; i < cells.size(); ++i) {
    Row row;
    for (std::size_t k = 0; k < cells[i].size(); ++k) row[cells[0][k]] = std::stod(cells[i][k]);
    series.push_back(row);
  }
  return series;
}

/// The values of one water of a speciation, by quantity.
Row water_values(const std::vector<std::vector<std::string>>& cells, const std::string& water,
                 const std::string& celsius) {
  Row row;
  for (const auto& line : cells)
    if (line[0] == water && line[1] == celsius) row[line[2]] = std::stod(line[4]);
  return row;
}

const Database& overlaid(const std::string& file) {
  static std::map<std::string, Database> known;
  const auto found = known.find(file);
  if (found != known.end()) return found->second;
  return known[file] = Database::read({"talus", file}, project_root() + "/tests/chemistry/data");
}

/// Brucite and nesquehonite in water open to CO2, as the batch has them.
SystemChoice batch_choice() {
  SystemChoice choice = water_of({"H+", "HCO3-", "Mg+2"}, "WATEQ");
  choice.rates = "batch";
  choice.dissolve = {"Brucite"};
  choice.precipitate = {"Nesquehonite"};
  return choice;
}

}  // namespace
