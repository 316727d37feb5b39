// Chemical systems that the tests of this room share, and numbers in lanes.
#pragma once

#include <numbers>
#include <string>
#include <vector>

#include "chemistry/balances.h"
#include "chemistry/database/database.h"
#include "chemistry/speciation/recipe.h"
#include "chemistry/system.h"

namespace talus {

inline constexpr double room = 298.15;  ///< K
inline constexpr double ln10 = std::numbers::ln10;

/// The database that the program brings.
inline const Database& shipped_database() {
  static const Database database = Database::read({"talus"}, ".");
  return database;
}

/// Ultramafic tailings under air, with everything that a cell can have: a gas, minerals that only dissolve,
/// only form, and do both.
inline SystemChoice tailings(const std::string& activity = "B-dot",
                             const std::string& rates = "Palandri-Kharaka") {
  SystemChoice choice;
  choice.components = {"H+", "HCO3-", "Mg+2", "Ca+2", "Na+", "K+", "Cl-", "SO4-2", "SiO2(aq)"};
  choice.gases = {"CO2(g)"};
  choice.dissolve = {"Brucite", "Lizardite", "Magnesite"};
  choice.precipitate = {"Nesquehonite", "Hydromagnesite", "Magnesite"};
  choice.rates = rates;
  choice.activity = activity;
  choice.water_activity = "Garrels-Christ";
  return choice;
}

/// A system of dissolved species and gases alone.
inline SystemChoice water_of(std::vector<std::string> components, const std::string& activity) {
  SystemChoice choice;
  choice.components = std::move(components);
  for (const std::string& name : choice.components)
    if (name == "HCO3-") choice.gases = {"CO2(g)"};
  choice.rates = "Palandri-Kharaka";
  choice.activity = activity;
  choice.water_activity = "Garrels-Christ";
  return choice;
}

/// Number of the species of that name.
inline std::size_t species_number(const ChemicalSystem& system, const std::string& name) {
  std::size_t i = 0;
  while (system.species.at(i).name != name) ++i;
  return i;
}

/// ln molalities of a brackish water at pH 9 with all components of `tailings`, and traces of what comes
/// after them; `shade` moves them a little, so that each lane has its own.
inline std::vector<double> brackish_water(const ChemicalSystem& system, int shade = 0) {
  std::vector<double> x;
  for (std::size_t j = 0; j < system.components(); ++j) {
    const std::string& name = system.component_name(j);
    const double molality = name == "H+"         ? 1e-9
                            : name == "HCO3-"    ? 2e-2
                            : name == "Mg+2"     ? 1e-2
                            : name == "SiO2(aq)" ? 1e-5
                            : name == "Ca+2"     ? 1e-4
                            : j < 9              ? 3e-2
                                                 : 1e-25;
    x.push_back(std::log(molality) + 0.3 * std::sin(1.0 + shade * (1.7 + static_cast<double>(j))));
  }
  return x;
}

/// One lane of a pack.
inline double lane(Pack pack, int number) {
  alignas(Pack::arch_type::alignment()) double lanes[tile_width];
  pack.store_aligned(lanes);
  return lanes[number];
}

/// A pack of the numbers f(0), f(1), ...
template <class Function>
Pack packed(Function f) {
  alignas(Pack::arch_type::alignment()) double lanes[tile_width];
  for (int i = 0; i < tile_width; ++i) lanes[i] = f(i);
  return Pack::load_aligned(lanes);
}

}  // namespace talus
