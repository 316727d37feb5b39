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

#include "chemistry/balances_derivatives.h"
#include "tests/catch.h"
#include "tests/chemistry/reference_files.h"
#include "tests/chemistry/small_systems.h"

using namespace talus;

namespace {

constexpr double atmosphere = 101325;  // Pa
constexpr double day = 86400;          // s

/// The lines of a table of PHREEQC, cut at commas, the header first; empty when there is no reference.
std::vector<std::vector<std::string>> table(const std::string& name) {
  std::ifstream file(reference_folder() / "phreeqc" / name);
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

/// Water of magnesium, sodium, chloride and carbonate, and brucite.
SystemChoice salt_water(const std::string& activity, const std::vector<std::string>& leave_out) {
  SystemChoice choice = water_of({"H+", "HCO3-", "Mg+2", "Na+", "Cl-"}, activity);
  choice.rates = "batch";
  choice.dissolve = {"Brucite"};
  choice.leave_out = leave_out;
  return choice;
}

/// The totals of a reference's water; pH from the balance of charge.
WaterRecipe recipe_of(const Row& row) {
  WaterRecipe recipe{.balance = "H+"};
  const std::map<std::string, std::string> columns = {
      {"Mg+2", "total:Mg"}, {"Na+", "total:Na"}, {"Cl-", "total:Cl"}, {"HCO3-", "total:C(4)"}};
  for (const auto& [component, column] : columns)
    if (row.contains(column)) recipe.total.emplace_back(component, row.at(column));
  return recipe;
}

/// log10 of the pressure of CO2, atm.
double carbon_dioxide(const Water& water) { return std::log10(water.gas_pressure[0] / atmosphere); }

/// The batch in time: water, brucite and nesquehonite in one cell, carbon from a gas of constant pressure. By
/// Alexander's method of order 2, as the program's own steps.
class Batch {
 public:
  explicit Batch(double ln_carbon_dioxide)
      : system_(overlaid("phreeqc_brucite.toml"), batch_choice()),
        at_(system_.at(298.15)),
        ln_carbon_dioxide_(ln_carbon_dioxide),
        contents_(system_, 2),
        derivatives_(system_) {
    reactions_.solids = {{.mineral = 0, .exponent = 0}, {.mineral = 1, .formed = true, .seed = 1}};
    const Water water = solve_water(
        system_, at_, {.equilibrium = {{"CO2(g)", std::exp(ln_carbon_dioxide)}}, .balance = "H+"});
    x_ = water.ln_molality;
    x_.push_back(0);  // ln of 1 kg
    start_.porosity = 1e-3;
    start_.amount = {0.1, 0};
    start_.area = {10, 1};
    start_.recession = {0, 0};
    evaluate();
  }

  void step(double duration) {
    constexpr double gamma = 1 - 1 / std::numbers::sqrt2;
    store_ = contents_.store;
    start_.recession = {0, 0};
    solve_stage(gamma * duration);
    for (std::size_t p = 0; p < 2; ++p) start_.recession[p] = (1 - gamma) * duration * contents_.speed[p];
    solve_stage(gamma * duration);
    for (std::size_t p = 0; p < 2; ++p) start_.amount[p] += contents_.change[p].value;
    if (start_.amount[0] == 0) start_.area[0] = 0;
    start_.recession = {0, 0};
    start_.weight = 0;
    evaluate();
  }

  /// What the batch holds, by the names of the reference's columns.
  Row row() const {
    const auto omega = [&](std::size_t m) {
      return std::exp(system_.minerals[m].row.dot(std::span<const double>(contents_.solution.ln_activity)) -
                      at_.ln_k_mineral[m]);
    };
    const double carbon = contents_.concentration[1] / usual_water_density;
    return {{"pH", -contents_.solution.ln_activity[0] / std::numbers::ln10},
            {"total_Mg_molal", contents_.concentration[2] / usual_water_density},
            {"total_C4_molal", carbon},
            {"brucite_mol", start_.amount[0]},
            {"nesquehonite_mol", start_.amount[1]},
            {"Omega_brucite", omega(0)},
            {"Omega_nesquehonite", omega(1)},
            {"water_kg", contents_.water},
            {"ionic_strength_molal", contents_.solution.ionic_strength},
            {"carbon_mol", carbon * contents_.water + start_.amount[1]}};
  }

 private:
  void evaluate() {
    REQUIRE(contents(system_, at_, reactions_, start_, std::span<const double>(x_), contents_));
  }

  /// Newton's method. The carbon that came in is unknown: it is taken out of the other balances, as CO2 =
  /// HCO3- + H+ - H2O, and the pressure of CO2 stands in its own row.
  void solve_stage(double weight) {
    start_.weight = weight;
    std::vector<double> local(4), gas(3);
    for (int iteration = 0;; ++iteration) {
      REQUIRE(iteration < 50);
      evaluate();
      contents_derivatives(system_, at_, reactions_, start_, contents_, derivatives_);
      find_accumulation(system_, reactions_, contents_, std::span<double>(local));
      Eigen::Matrix4d jacobian;
      Eigen::Vector4d f;
      for (int j = 0; j < 4; ++j) {
        f(j) = local[static_cast<std::size_t>(j)] - store_[static_cast<std::size_t>(j)];
        for (int k = 0; k < 4; ++k)
          jacobian(j, k) = derivatives_.accumulation[static_cast<std::size_t>(4 * j + k)];
      }
      f(0) -= f(1);
      f(3) += f(1);
      jacobian.row(0) -= jacobian.row(1);
      jacobian.row(3) += jacobian.row(1);
      const ReactionRow& row = system_.gases[0].row;
      f(1) = at_.ln_k_gas[0] + row.dot(std::span<const double>(contents_.solution.ln_activity)) -
             ln_carbon_dioxide_;
      row_derivative(row, contents_.solution, derivatives_.response, std::span<double>(gas));
      jacobian.row(1) << gas[0], gas[1], gas[2], 0;
      const Eigen::Vector4d change = jacobian.partialPivLu().solve(f);
      const double size = change.cwiseAbs().maxCoeff();
      for (int k = 0; k < 4; ++k) x_[static_cast<std::size_t>(k)] -= change(k) * std::min(1.0, 2 / size);
      if (size < 1e-10) break;
    }
    evaluate();
  }

  ChemicalSystem system_;
  Constants at_;
  double ln_carbon_dioxide_;
  Reactions reactions_;
  StageStart<double> start_;
  std::vector<double> x_, store_;
  Contents<double> contents_;
  ContentsDerivatives<double> derivatives_;
};

}  // namespace

TEST_CASE("the waters of PHREEQC's batch are found from their totals", "[benchmarks]") {
  const std::vector<Row> series = time_series();
  if (series.empty()) return;
  REQUIRE(series.size() == 132);
  const ChemicalSystem system(overlaid("phreeqc_brucite.toml"), batch_choice());
  const Constants at = system.at(298.15);
  for (const Row& row : series) {
    const Water water =
        solve_water(system, at,
                    {.total = {{"Mg+2", row.at("total_Mg_molal")}},
                     .equilibrium = {{"CO2(g)", std::pow(10, row.at("log10_pCO2_atm")) * atmosphere}},
                     .balance = "H+"});
    CAPTURE(row.at("time_d"));
    CHECK(std::abs(water.pH - row.at("pH")) < 2e-5);
    CHECK(water.total[1] == Approx(row.at("total_C4_molal")).epsilon(2e-6));
    // what is left is the constant A
    CHECK(water.ionic_strength == Approx(row.at("ionic_strength_molal")).epsilon(1e-5));
    CHECK(std::pow(10, water.saturation_index[0]) == Approx(row.at("Omega_brucite")).epsilon(2e-5));
    CHECK(std::pow(10, water.saturation_index[1]) == Approx(row.at("Omega_nesquehonite")).epsilon(2e-5));
  }
}

TEST_CASE("the batch of brucite in water open to CO2 runs as in PHREEQC", "[benchmarks]") {
  const std::vector<Row> series = time_series();
  if (series.empty()) return;
  Batch batch(std::log(std::pow(10, -3.3767507096) * atmosphere));
  const double carbon = batch.row().at("carbon_mol");
  double time = 0;
  constexpr int steps = 40;  // between two lines of the reference
  for (const Row& row : series) {
    for (int i = 0; i < steps; ++i) batch.step((row.at("time_d") - time) * day / steps);
    time = row.at("time_d");
    const Row own = batch.row();
    CAPTURE(time);
    CHECK(std::abs(own.at("pH") - row.at("pH")) < 1e-4);
    for (const char* name : {"total_Mg_molal", "total_C4_molal", "brucite_mol", "nesquehonite_mol",
                             "Omega_brucite", "Omega_nesquehonite", "water_kg", "ionic_strength_molal"}) {
      CAPTURE(name);
      CHECK(own.at(name) == Approx(row.at(name)).epsilon(2e-4));
    }
    CHECK(own.at("carbon_mol") - carbon == Approx(row.at("CO2_taken_up_since_t0_mol")).epsilon(1e-4));
  }
}

TEST_CASE("waters are speciated as by PHREEQC with phreeqc.dat", "[benchmarks]") {
  const auto cells = table("speciation_phreeqc/results.csv");
  if (cells.empty()) return;
  // phreeqc.dat has none of these pairs
  const ChemicalSystem system(overlaid("phreeqc_brucite.toml"),
                              salt_water("WATEQ", {"MgCl+", "NaCl(aq)", "NaOH(aq)", "NaCO3-"}));
  const Constants at = system.at(298.15);
  for (const char* name : {"W1", "W2", "W4", "W6"}) {
    const Row row = water_values(cells, name, "25");
    CAPTURE(name);
    const Water water = solve_water(system, at, recipe_of(row));
    CHECK(std::abs(water.pH - row.at("pH")) < 1e-5);
    CHECK(water.ionic_strength == Approx(row.at("ionic_strength")).epsilon(2e-6));
    CHECK(std::abs(water.water_activity - row.at("water_activity")) < 1e-8);
    // PHREEQC takes Henry's constant from an expression, -1.46817; the batch from its log_k, -1.468
    if (row.contains("SI:CO2(g)")) {
      CHECK(std::abs(carbon_dioxide(water) - row.at("SI:CO2(g)")) < 2e-4);
    }
    if (row.contains("SI:Brucite")) {
      CHECK(std::abs(water.saturation_index[0] - row.at("SI:Brucite")) < 1e-5);
    }
  }
}

TEST_CASE("waters are speciated as by PHREEQC with llnl.dat, 5 and 25 degC", "[benchmarks]") {
  const auto cells = table("speciation_llnl/results.csv");
  if (cells.empty()) return;
  // what is left is the constant A, 0.5 % larger in the table of llnl.dat: 0.4939 and 0.5114
  const ChemicalSystem system(overlaid("phreeqc_llnl.toml"), salt_water("B-dot", {"MgOH+"}));
  for (const char* celsius : {"5", "25"})
    for (const char* name : {"W1", "W2", "W4", "W6"}) {
      const Row row = water_values(cells, name, celsius);
      CAPTURE(name, celsius);
      const Water water = solve_water(system, system.at(std::stod(celsius) + 273.15), recipe_of(row));
      CHECK(std::abs(water.pH - row.at("pH")) < 1e-4);
      CHECK(std::abs(water.ionic_strength / row.at("ionic_strength") - 1) < 3e-4);
      CHECK(std::abs(water.water_activity - row.at("water_activity")) < 1e-7);
      if (row.contains("SI:CO2(g)")) {
        CHECK(std::abs(carbon_dioxide(water) - row.at("SI:CO2(g)")) < 6e-4);
      }
      if (row.contains("SI:Brucite")) {
        CHECK(std::abs(water.saturation_index[0] - row.at("SI:Brucite")) < 1.5e-3);
      }
    }
}
