// What speciation finds: species, activities and saturation indices of a water.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace talus {

/// Something that a reader should know of a result: a model outside of its range, a constant without its
/// change with temperature, a redox state that was assumed.
struct WaterNote {
  std::string kind;  ///< the same for all waters, to be counted: "ionic strength above the range of B-dot"
  std::string what;  ///< of this water: "2.1 mol/kgw, B-dot is meant for up to 1"
};

/// A dissolved species of a water.
struct SpeciesResult {
  std::string name;
  double molality = 0;  ///< mol/kgw
  double log_activity = 0, log_gamma = 0;
};

/// How far a water is from equilibrium with a mineral or gas.
struct PhaseResult {
  std::string name, formula;
  double saturation_index = 0;  ///< log10 (IAP/K); of a gas log10 of its pressure in atm
  double log_k = 0;             ///< log10 K of its dissolution
};

/// What stands on an exchanger beside the water.
struct ExchangeResult {
  std::string name;
  double amount = 0;    ///< mol per kg of water
  double fraction = 0;  ///< part of the sites that it covers
  double log_gamma = 0;
};

/// A water, speciated.
struct SpeciatedWater {
  std::string name;
  double temperature = 298.15;  ///< K
  double pH = 7;                ///< -log10 of the activity of H+
  std::optional<double> pe;     ///< where redox reactions are at equilibrium
  double ionic_strength = 0;    ///< mol/kgw
  double water_activity = 1;
  /// -W ln a_w / sum m, with W the moles in a kilogram of water, by Pitzer's and the SIT model; the activity
  /// of water of the others is an approximation that does not make one.
  std::optional<double> osmotic_coefficient;
  double alkalinity = 0;    ///< eq/kgw
  double hardness = 0;      ///< Ca and Mg, mol/kgw; times 100.09 g/mol it is mg CaCO3
  double charge = 0;        ///< eq/kgw
  double charge_error = 0;  ///< 100 (cations - anions) / (cations + anions), eq
  double mass = 1;          ///< of the solution with one kilogram of water, kg
  std::vector<std::pair<std::string, double>> total;  ///< of elements and redox states, mol/kgw
  std::vector<SpeciesResult> species;                 ///< by molality
  std::vector<PhaseResult> phases;                    ///< by name
  std::vector<ExchangeResult> exchange;               ///< by amount, of each exchanger
  std::vector<WaterNote> notes;
  int iterations = 0;

  // By name; InputError with the nearest name when the water has none of it.
  double molality(std::string_view of_species) const;      ///< mol/kgw
  double log_activity(std::string_view of_species) const;  ///< log10
  double log_gamma(std::string_view of_species) const;     ///< log10 of the activity coefficient
  double saturation_index(
      std::string_view of_phase) const;             ///< log10 (IAP/K); of a gas log10 of its pressure in atm
  double total_of(std::string_view element) const;  ///< mol/kgw, of an element or redox state
};

}  // namespace talus
