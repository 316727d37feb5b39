// From an analysis to the species and the equations of its water.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "chemistry/public/talus/speciated_water.h"
#include "chemistry/speciation/analysis.h"
#include "chemistry/speciation/water_solver.h"

namespace talus {

/// What of an analysis decides on its species and equations.
struct WaterPlan {
  /// What is said of an element or redox state.
  struct Given {
    const Master* master;         ///< whose species is the component
    std::string words;            ///< as in the analysis: "S"
    std::optional<double> total;  ///< mol/kgw
    const PhaseTarget* phase = nullptr;
    bool charge = false, alkalinity = false;
    double alkalinity_value = 0;  ///< eq/kgw
  };
  std::vector<Given> given;  ///< in the order of the analysis
  bool electron = false;
  std::vector<std::string> components;  ///< H+, e- where redox reactions are at equilibrium, others by name
  std::set<std::string> absent;         ///< species of redox states that the water does not have
  std::vector<WaterNote> notes;
  std::optional<double> alkalinity_for_ph;  ///< where Alkalinity and carbon are both given, eq/kgw
  std::optional<double> hydrogen;           ///< the total of H+, mol/kgw
  /// What fixes pH.
  enum Acidity { by_pH, by_phase, by_charge, by_alkalinity, by_total } acidity = by_pH;
  const PhaseTarget* acid_phase = nullptr;  ///< where a phase does
};

/// What waters of the same elements share.
struct PlannedSystem {
  PlannedSystem(const Database& database, const Masters& masters, const WaterPlan& plan,
                const ActivityChoice& choice);

  /// The constants at `temperature` (K), kept until there are many.
  const Constants& at(double temperature);

  WaterSystem water;
  std::vector<double> alkalinity;  ///< of each species, eq/mol
  std::vector<double> molar_mass;  ///< of each species, kg/mol
  std::vector<double> hardness;    ///< Ca and Mg in each species, mol/mol

 private:
  std::map<double, Constants> constants_;
};

/// Throws AnalysisError: unknown names, an element given twice, amounts that cannot be converted, nothing that fixes
/// pH. Totals below 0 are refused, but for components named by their species where `allow_negative` says so. The
/// analysis must outlive the plan.
WaterPlan plan_of(const WaterAnalysis& analysis, const Masters& masters, const Database& database,
                  bool allow_negative = false);

/// The state of carbon (or what else the database says) that an alkalinity fixes where nothing else does.
/// Throws std::invalid_argument.
const Master& fixed_by_alkalinity(const Masters& masters, const Database& database);

/// Why a pressure is no word for a phase.
std::string no_gas(const std::string& phase);
/// Why a phase cannot fix anything in a water that can form the phases `known`: there is none of that name.
std::string no_phase(const std::string& name, const std::vector<std::string>& known);

/// Where the value and the first guess of a condition stand in an analysis, for waters that differ in numbers only.
struct ConditionSource {
  enum Value { nothing, pH, pe, phase, amount, couple } value = nothing;
  enum Guess { constant, from_pH, from_pe, from_total, from_alkalinity } guess = constant;
  double guessed = 0;     ///< a constant first guess
  std::size_t total = 0;  ///< number of the total in the analysis: of an amount, of a first guess from it
  std::size_t equilibrium = 0;   ///< number of the equilibrium in the analysis
  std::size_t of_phase = 0;      ///< number of its phase in the system
  FormationConstant log_k = {};  ///< of a redox couple
};

/// A condition for each component, and where its numbers come from.
struct PlannedConditions {
  std::vector<WaterCondition> conditions;
  std::vector<ConditionSource> sources;
};

/// One condition for each component. Throws AnalysisError: nothing fixes pH, a phase that there cannot be.
PlannedConditions equations_of(const WaterAnalysis& analysis, const WaterPlan& plan,
                               const PlannedSystem& system, const Constants& at, const Masters& masters,
                               const Database& database);

/// A gas that fixes an element of a water.
struct GasTarget {
  std::string key;            ///< the element, as in the analysis
  const Phase* phase;         ///< of the gas
  double pressure;            ///< its partial pressure, Pa
  double ln_coefficient = 0;  ///< ln phi
};

/// The gases of an analysis, which together are the gas that the water meets. As PHREEQC has it, the
/// "saturation index" of such a gas is log10 of its partial pressure in atm, and its fugacity follows by Peng
/// and Robinson's equation, where the database has its critical constants.
std::vector<GasTarget> gas_targets(const WaterAnalysis& analysis, const WaterSystem& water);

/// Runs `work`; what it refuses is reported at `key`.
template <class Work>
decltype(auto) at_key(const std::string& key, Work work) {
  try {
    return work();
  } catch (const AnalysisError&) {
    throw;
  } catch (const std::invalid_argument& error) {
    throw AnalysisError(key, error.what());
  }
}

}  // namespace talus
