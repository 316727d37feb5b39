// Speciation of waters: from analyses (chemistry/analysis.h) to species, activities and saturation indices.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "chemistry/water_plan.h"

namespace talus {

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
  double alkalinity = 0;                 ///< eq/kgw
  double hardness = 0;                   ///< Ca and Mg, mol/kgw; times 100.09 g/mol it is mg CaCO3
  double charge = 0;                     ///< eq/kgw
  double charge_error = 0;               ///< 100 (cations - anions) / (cations + anions), eq
  double mass = 1;                       ///< of the solution with one kilogram of water, kg
  Named<double> total;                   ///< of elements and redox states, mol/kgw
  std::vector<SpeciesResult> species;    ///< by molality
  std::vector<PhaseResult> phases;       ///< by name
  std::vector<ExchangeResult> exchange;  ///< by amount, of each exchanger
  std::vector<WaterNote> notes;
  int iterations = 0;
};

/// Speciates waters with one database; keeps what waters of the same elements share.
class Speciator {
 public:
  /// The database must outlive it. Throws std::invalid_argument when it lacks what the model needs.
  Speciator(const Database& database, ActivityChoice choice);

  /// Throws AnalysisError: unknown names, too many or too few conditions, no solution.
  SpeciatedWater operator()(const WaterAnalysis& analysis);

  const Masters& masters() const { return masters_; }
  const std::string& activity_model() const { return choice_.model; }

 private:
  struct System;
  System& system_for(const WaterPlan& plan);
  const Constants& constants(System& system, double temperature);

  const Database& database_;
  Masters masters_;
  ActivityChoice choice_;
  std::map<std::string, std::shared_ptr<System>> systems_;
};

}  // namespace talus
