// The cells that chemistry.cpp takes its time with: a system of ordinary size, and waters that have just been
// disturbed.
#pragma once

#include <cstddef>
#include <vector>

#include "chemistry/balances_derivatives.h"
#include "chemistry/speciation/recipe.h"
#include "chemistry/system.h"

namespace talus::speed {

/// Many cells that start from one water and must find the one that belongs to their balances, which is known:
/// `answer` is drawn, `base` computed from it.
struct Cells {
  const ChemicalSystem& system;
  Constants at;
  Reactions reactions;
  StageStart<double> start;                                ///< the same for every cell
  std::vector<double> first_x;                             ///< [unknown], where each cell starts
  std::vector<double> answer;                              ///< [cell][unknown]
  std::vector<double> base;                                ///< [cell][balance], mol/m3
  std::vector<double> total;                               ///< [cell][component], mol/kgw
  double first_strength = 0, first_ln_water_activity = 0;  ///< of the water that all start from

  std::size_t unknowns() const { return system.balances(); }
  std::size_t count() const { return answer.size() / unknowns(); }
};

/// 12 components, 40 species, CO2 as a gas, B-dot, and 6 minerals with 2 mechanisms each.
inline SystemChoice choice() {
  SystemChoice c;
  c.components = {"H+",  "HCO3-", "Mg+2",     "Ca+2", "Na+",  "K+",
                  "Cl-", "SO4-2", "SiO2(aq)", "Fe+2", "Al+3", "F-"};
  c.gases = {"CO2(g)"};
  c.dissolve = {"Brucite", "Lizardite", "Chrysotile", "Forsterite"};
  c.precipitate = {"Siderite", "Gibbsite"};
  // 40 species, as when the first measurements were made
  c.leave_out = {"H2SiO4-2",    "MgHSiO3+", "CaHSiO3+",    "NaOH(aq)",      "KCl(aq)",
                 "CaCl+",       "CaOH+",    "NaCl(aq)",    "HF2-",          "CaF+",
                 "NaF(aq)",     "SiF6-2",   "Al(OH)3(aq)", "AlF+2",         "AlF2+",
                 "AlF3(aq)",    "AlF4-",    "AlHSiO3+2",   "NaAl(OH)4(aq)", "Al(SO4)2-",
                 "Fe(OH)2(aq)", "Fe(OH)3-", "Fe(CO3)2-2",  "FeCl2(aq)",     "FeF+"};
  c.rates = "Palandri-Kharaka";
  c.activity = "B-dot";
  c.water_activity = "Garrels-Christ";
  return c;
}

/// A number between -1 and 1 that looks like chance and is the same everywhere.
inline double chance(std::size_t number) {
  std::size_t bits = (number + 1) * 0x9E3779B97F4A7C15u;
  bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9u;
  bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBu;
  return static_cast<double>((bits ^ (bits >> 31)) >> 11) * 0x1p-52 - 1;
}

/// `count` cells whose molalities and water have to change by 10 to 30 %, each its own way.
inline Cells disturbed_cells(const ChemicalSystem& system, std::size_t count) {
  Cells cells{system, system.at(298.15), {}, {}, {}, {}, {}, {}};
  for (std::size_t m = 0; m < system.minerals.size(); ++m)
    cells.reactions.solids.push_back({.mineral = m,
                                      .formed = system.minerals[m].precipitates,
                                      .exponent = 2.0 / 3,
                                      .seed = 10.0,
                                      .specific_surface = 100.0});
  cells.reactions.wetting.exponent = 2.0 / 3;
  const std::size_t solids = cells.reactions.solids.size(), n = system.components();
  cells.start.porosity = 0.45;
  cells.start.weight = 3600;
  cells.start.amount.assign(solids, 100.0);
  cells.start.area.assign(solids, 1000.0);
  cells.start.recession.assign(solids, 0.0);

  WaterRecipe recipe;
  recipe.pH = 8.5;
  recipe.total = {{"HCO3-", 5e-3}, {"Mg+2", 1e-2}, {"Ca+2", 1e-3},  {"Na+", 2e-2},
                  {"K+", 1e-3},    {"Cl-", 2e-2},  {"SO4-2", 5e-3}, {"SiO2(aq)", 1e-4},
                  {"Fe+2", 1e-5},  {"Al+3", 1e-6}, {"F-", 1e-4}};
  recipe.balance = "Cl-";
  cells.first_x = solve_water(system, cells.at, recipe).ln_molality;
  cells.first_x.push_back(std::log(250.0));

  Contents<double> c(system, solids);
  contents(system, cells.at, cells.reactions, cells.start, std::span<const double>(cells.first_x), c);
  cells.first_strength = c.solution.ionic_strength;
  cells.first_ln_water_activity = c.solution.ln_activity.back();
  cells.base.resize(count * (n + 1));
  for (std::size_t cell = 0; cell < count; ++cell) {
    for (std::size_t j = 0; j <= n; ++j) {
      const double share = chance(cell * (n + 1) + j);
      cells.answer.push_back(cells.first_x[j] + std::log(1 + share * 0.2 + (share > 0 ? 0.1 : -0.1)));
    }
    contents(system, cells.at, cells.reactions, cells.start,
             std::span<const double>(cells.answer).last(n + 1), c);
    for (std::size_t j = 0; j < n; ++j) cells.total.push_back(c.concentration[j] / usual_water_density);
    find_accumulation(system, cells.reactions, c,
                      std::span<double>(cells.base).subspan(cell * (n + 1), n + 1));
  }
  return cells;
}

}  // namespace talus::speed
