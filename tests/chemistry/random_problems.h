// Random problems with the answers of PHREEQC 3.8.9 (reference/phreeqc/random, its README.md has the
// columns): how tests pose them. Where the folder is not there, tables are empty, and tests that use them say
// so and pass.
#pragma once

#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "chemistry/balances.h"
#include "chemistry/equilibrium/equilibrium.h"
#include "chemistry/speciation/speciated_water.h"
#include "tests/chemistry/reference_files.h"

namespace talus {

/// A row by the headings of its columns.
struct RandomProblem {
  std::map<std::string, std::string> cells;

  const std::string& text(const std::string& column) const {
    static const std::string none;
    const auto found = cells.find(column);
    return found == cells.end() ? none : found->second;
  }
  std::optional<double> number(const std::string& column) const {
    const std::string& cell = text(column);
    if (cell.empty()) return std::nullopt;
    return std::stod(cell);
  }
  double kelvin() const { return *number("temperature [degC]") + 273.15; }
  bool is(const std::string& column, const std::string& word) const { return text(column) == word; }

  /// The cells of columns that begin with `begin` and end with `end`, by what stands between.
  std::vector<std::pair<std::string, double>> all(const std::string& begin, const std::string& end) const {
    std::vector<std::pair<std::string, double>> found;
    for (const auto& [column, cell] : cells)
      if (!cell.empty() && column.starts_with(begin) && column.ends_with(end) &&
          column.size() > begin.size() + end.size())
        found.emplace_back(column.substr(begin.size(), column.size() - begin.size() - end.size()),
                           std::stod(cell));
    return found;
  }
};

/// The rows of a table of the reference.
inline std::vector<RandomProblem> random_problems(const std::string& file) {
  const auto lines = lines_of(reference_folder() / "phreeqc/random" / file);
  std::vector<RandomProblem> rows;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto names = cut(lines[0], ','), cells = cut(lines[i], ',');
    RandomProblem& row = rows.emplace_back();
    for (std::size_t k = 0; k < std::min(names.size(), cells.size()); ++k) row.cells[names[k]] = cells[k];
  }
  return rows;
}

/// A database of PHREEQC, read once; without the species of polysulfides where a problem leaves them out.
inline const Database& database_of(const RandomProblem& problem) {
  static std::map<std::string, Database> read;
  const std::string file = problem.text("database");
  const bool without = problem.is("polysulfides", "left out");
  const auto found = read.find(file + (without ? "-" : ""));
  if (found != read.end()) return found->second;
  Database database = Database::read({file}, databases_folder().string());
  if (without)
    std::erase_if(database.aqueous, [](const auto& record) {
      const std::string& name = record.first;
      return !record.second.reaction.empty() && name.size() > 2 && name[0] == 'S' && name[1] >= '2' &&
             name[1] <= '6' && name[2] == '-';
    });
  return read.emplace(file + (without ? "-" : ""), std::move(database)).first->second;
}

// ------------------------------------------------------------------------------------------------- waters

/// A water as `talus speciate` reads it.
inline WaterAnalysis analysis_of(const RandomProblem& p) {
  WaterAnalysis w;
  w.name = p.text("id");
  w.temperature = p.kelvin();
  for (const auto& [name, value] : p.all("total ", " [mol/kgw]"))
    w.total.emplace_back(name, Concentration{value, "mol/kgw", "", 0, ""});
  if (p.is("pH is", "given")) w.pH = p.number("pH [-]");
  if (p.is("balanced by", "pH"))
    w.charge = "pH";
  else if (!p.is("balanced by", "nothing"))
    w.charge = p.text("balanced by");
  if (p.is("redox", "all states of an element at pe")) w.pe = p.number("pe [-]");
  if (const auto target = p.number("CO2(g) log10 target [log10 atm]"))
    w.equilibrium.emplace_back(w.pe ? "C" : "C(4)", PhaseTarget{"CO2(g)", *target});
  return w;
}

/// The same water in the components of a case of `run` or `react`, which name species: states that the
/// database makes of others (Fe+3 in llnl.dat) become components, as an overlay does it.
struct PosedWater {
  Database database;
  std::optional<ChemicalSystem> system;
  WaterRecipe recipe;
};
inline void pose(const RandomProblem& p, PosedWater& water) {
  const Database& from = database_of(p);
  const Masters masters(from);
  WaterAnalysis analysis = analysis_of(p);
  const WaterPlan plan = plan_of(analysis, masters, from);
  const PlannedSystem planned(from, masters, plan, {.model = "database"});
  water.database = from;
  for (const std::string& name : plan.components) water.database.aqueous.at(name).reaction.clear();
  std::set<std::string> species;
  for (const Species& s : planned.water.species) species.insert(s.name);
  SystemChoice choice{.components = plan.components,
                      .gases = {},
                      .dissolve = {},
                      .precipitate = {},
                      .leave_out = {},
                      .rates = "",
                      .activity = planned.water.activity_model,
                      .water_activity = "Garrels-Christ"};
  for (const auto& [name, record] : from.aqueous)
    if (!record.reaction.empty() && !species.contains(name)) choice.leave_out.push_back(name);
  if (p.number("CO2(g) log10 target [log10 atm]")) choice.gases = {"CO2(g)"};
  // a case has inert gas up to 1 atm beside CO2, a water at equilibrium in PHREEQC none: it takes the
  // fugacity
  choice.fugacity = "ideal";
  water.system.emplace(water.database, choice);
  water.recipe.pH = analysis.pH;
  for (const WaterPlan::Given& g : plan.given) {
    if (g.total) water.recipe.total.emplace_back(g.master->species, *g.total / g.master->atoms);
    if (g.charge) water.recipe.balance = g.master->species;
    if (g.phase != nullptr)
      water.recipe.equilibrium.emplace_back("CO2(g)", 101325 * std::pow(10, *p.number("SI CO2(g)")));
  }
  if (analysis.charge == "pH") water.recipe.balance = "H+";
}

// --------------------------------------------------------------------------------------- batches, additions

/// The database of a problem with dissolved oxygen as a component, of which redox states and the electron are
/// made, as an overlay does it. The electron counts in reactions, but there is none of it (leave_out).
inline const Database& with_oxygen(const RandomProblem& problem) {
  static std::map<std::string, Database> made;
  const auto found = made.find(problem.text("database"));
  if (found != made.end()) return found->second;
  Database database = database_of(problem);
  AqueousRecord &oxygen = database.aqueous.at("O2"), &electron = database.aqueous.at("e-");
  electron.reaction = "0.5 H2O = 0.25 O2 + H+ + e-";  // a quarter of 2 H2O = O2 + 4 H+ + 4 e-
  electron.constant = oxygen.constant;
  electron.constant.log_k /= 4;
  if (electron.constant.enthalpy) *electron.constant.enthalpy /= 4;
  for (double& coefficient : electron.constant.analytic) coefficient /= 4;
  oxygen.reaction.clear();
  return made.emplace(problem.text("database"), std::move(database)).first->second;
}

/// A batch with what Talus needs for it.
struct CaseBatch {
  std::optional<ChemicalSystem> system;
  EquilibriumModel model{nullptr};
  EquilibriumConstants at;
  Batch batch;
  std::map<std::string, double> added;  ///< of each component in all, mol
};

/// Salts that are added by their formulas.
inline std::map<std::string, double> salt(const std::string& name) {
  if (name == "FeCl2") return {{"Fe+2", 1}, {"Cl-", 2}};
  if (name == "FeSO4") return {{"Fe+2", 1}, {"SO4-2", 1}};
  // Fe+3 = Fe+2 - H+ + 0.25 O2 + ... in the components of llnl.dat
  if (name == "FeCl3") return {{"Fe+2", 1}, {"H+", 1}, {"O2", 0.25}, {"H2O", -0.5}, {"Cl-", 3}};
  return {};
}

inline std::vector<std::string> minerals_that_form(const RandomProblem& p) {
  std::vector<std::string> names;
  for (const std::string& name : cut(p.text("minerals that may form"), ';'))
    if (!name.empty()) names.push_back(name);
  return names;
}

inline void pose(const RandomProblem& p, CaseBatch& b) {
  bool iron = p.number("O2(g) pressure [atm]").has_value() || p.number("add O2 [mol]").has_value();
  for (const auto& [name, moles] : p.all("add ", " [mol]"))
    iron = iron || name.starts_with("Fe") || name == "Siderite" || name == "Fayalite";
  const Database& database = iron ? with_oxygen(p) : database_of(p);
  const auto is_component = [&](const std::string& name) {
    const auto found = database.aqueous.find(name);
    return found != database.aqueous.end() && found->second.reaction.empty();
  };
  std::vector<std::string> components = {"H+", "Mg+2", "Ca+2", "Na+", "K+", "Cl-", "SO4-2", "Al+3"};
  for (const char* name : {"HCO3-", "CO3-2", "SiO2", "H4SiO4"})
    if (is_component(name)) components.emplace_back(name);
  if (iron) components.insert(components.end(), {"Fe+2", "O2"});
  SystemChoice choice{.components = components,
                      .gases = {},
                      .dissolve = {},
                      .precipitate = {},
                      .leave_out = {"e-"},
                      .rates = "",
                      .activity = activity_of(database),
                      .water_activity = "Garrels-Christ"};
  const bool carbon = p.number("CO2(g) pressure [atm]").has_value();
  const bool gas_oxygen = p.number("O2(g) pressure [atm]").has_value();
  if (carbon) choice.gases.push_back("CO2(g)");
  if (gas_oxygen) choice.gases.push_back("O2(g)");
  b.system.emplace(database, choice);
  const double kelvin = p.kelvin();

  WaterRecipe recipe{.balance = "H+"};
  for (const auto& [name, value] : p.all("water total ", " [mol/kgw]"))
    for (const std::string& component : components)
      if (component.starts_with(name) || (name == "S(6)" && component == "SO4-2"))
        if (component.find_first_of("+-") <= name.size() || name == "S(6)")
          recipe.total.emplace_back(component, value);
  b.batch.total = totals_of(solve_water(*b.system, b.system->at(kelvin), recipe), 1);
  const std::vector<double> before = b.batch.total;

  b.model.system = &*b.system;
  for (const std::string& name : minerals_that_form(p)) {
    b.model.phases.push_back(phase(database, *b.system, name));
    b.batch.phases.emplace_back();
  }
  const auto add = [&](const std::string& component, double moles) {
    b.batch.total[static_cast<std::size_t>(b.system->component(component))] += moles;
  };
  const auto add_row = [&](const ReactionRow& row, double moles) {
    add_to_balances(row, moles, std::span<double>(b.batch.total));
  };
  for (const auto& [name, moles] : p.all("add ", " [mol]")) {
    if (const auto parts = salt(name); !parts.empty()) {
      for (const auto& [component, amount] : parts) add(component, amount * moles);
    } else {
      add_row(phase(database, *b.system,
                    name == "CO2"  ? "CO2(g)"
                    : name == "O2" ? "O2(g)"
                                   : name)
                  .row,
              moles);
    }
  }
  for (std::size_t g = 0; g < choice.gases.size(); ++g) {
    const std::string& name = choice.gases[g];
    const std::string column = name + " pressure [atm]";
    if (p.is("gas", "open")) {
      b.model.phases.push_back(phase(database, *b.system, name));
      b.batch.phases.push_back({.target = std::log10(*p.number(column)), .open = true});
    } else if (p.is("gas", "headspace")) {
      constexpr double r_of_phreeqc = 0.0820597;  // R_LITER_ATM of its source, L atm/mol/K; 3e-5 above R
      b.batch.headspace = *p.number("gas volume [L]") * 1e-3;
      add_row(b.system->gases[g].row,
              *p.number(column) * *p.number("gas volume [L]") / (r_of_phreeqc * kelvin));
    }
  }
  b.at = constants_of(b.model, kelvin);
  for (std::size_t j = 0; j < components.size(); ++j)
    b.added[components[j]] = std::abs(b.batch.total[j]) + std::abs(before[j]);
}

/// The most of a phase that what is there allows, mol.
inline double added_to(const CaseBatch& b, const Phase& phase) {
  double least = 1e9;
  for (const Term& t : phase.row.terms) {
    const std::string& name = b.system->component_name(static_cast<std::size_t>(t.component));
    if (t.power > 0 && name != "H+" && name != "O2") least = std::min(least, b.added.at(name) / t.power);
  }
  return least;
}

}  // namespace talus
