// A water as a laboratory reports it, in the words that users of PHREEQC know: element totals in mg/L or
// mmol/kgw, "as" a formula, alkalinity, pH, pe, charge balance, equilibrium with a phase.
#pragma once

#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/input.h"
#include "chemistry/database/masters.h"

namespace talus {

/// "412.3 ppm", "120 mg/L as CaCO3", "2 mmol/kgw".
struct Concentration {
  double value = 0;
  std::string unit;   ///< as written; see concentration_units()
  std::string as;     ///< formula that a mass belongs to; empty: what the database has
  double weight = 0;  ///< kg per mol, where given as "gfw" (g/mol); 0 is not given
  std::string below;  ///< as written, where it lies below a limit of detection: "<0.01 mg/L", "ND"; value is
                      ///< the limit, or 0 when that is not said
};

/// A phase and its saturation index: "CO2(g) -3.4"; or a gas and its partial pressure: "CO2(g) 420 ppm".
struct PhaseTarget {
  std::string phase;
  /// of a gas log10 of its partial pressure in atm, or of its part of the gas that the water stands under
  double saturation_index = 0;
  enum Given { index, pressure, fraction } given = index;

  /// log10, in a gas of `total` pressure (Pa).
  double index_in(double total) const;
};

/// A phase that older words name without saying what it fixes: "saturated", gases left of their pressures.
struct UnplacedPhase {
  std::string key;   ///< "saturated[0]", "equilibrium.CO2(g)"
  std::string text;  ///< in today's words: "Calcite", "CO2(g) 420 ppm"
  PhaseTarget target;
};

/// A water, as far as it is known.
struct WaterAnalysis {
  std::string name;
  double temperature = 298.15;               ///< K
  std::optional<double> pH;                  ///< also the first guess where something else fixes it
  std::optional<double> pe;                  ///< -log10 of the activity of e-
  std::optional<std::string> redox;          ///< the couple that fixes pe: "Fe(2)/Fe(3)"
  std::optional<double> density;             ///< of the solution, kg/m3; amounts per litre need it
  Named<Concentration> total;                ///< of elements, redox states and "Alkalinity"
  std::optional<std::string> charge;         ///< what gives way to charge balance: "pH" or an element
  Named<PhaseTarget> equilibrium;            ///< elements (or "pH", "pe") that a phase fixes
  Named<double> exchange;                    ///< exchangers beside the water, mol of sites per kg of water
  std::vector<UnplacedPhase> unplaced = {};  ///< to be placed before anything else: placed()
};

/// What to take for an amount below a limit of detection.
struct BelowDetection {
  static std::vector<std::string> words() { return {"half", "limit", "zero"}; }
  std::string word = "half";
};
/// Puts values for what lies below limits of detection (half of the limit, the limit, or none), and says so:
/// a sentence for each. An amount without a known limit is left out.
std::vector<std::string> settle_below_detection(WaterAnalysis& analysis, const BelowDetection& choice);

/// What is wrong with an analysis, and where.
class AnalysisError : public std::invalid_argument {
 public:
  AnalysisError(std::string where, const std::string& what)
      : std::invalid_argument(what), key(std::move(where)) {}
  std::string key;  ///< "total.Ca", "charge", ...; empty for the whole water
};

/// The conditions of an analysis have no solution, or none was found.
class NoSolution : public AnalysisError {
  using AnalysisError::AnalysisError;
};

/// The units of concentrations: "mol/kgw", "mg/L", "ppm", ... A litre is of solution, kgs a kilogram of it,
/// kgw a kilogram of water; eq is for the alkalinity.
std::vector<std::string> concentration_units();

/// What is wrong with a unit of totals; nothing where it is one, or empty.
std::optional<std::string> unit_problem(const std::string& unit);

/// Reads "412.3 ppm as HCO3"; a number alone takes `unit`. "<0.01 mg/L", "ND", "n.d.", "BDL" and their like
/// are below a limit of detection. Throws std::invalid_argument.
Concentration parse_concentration(const std::string& text, const std::string& unit);

/// Reads "CO2(g) -3.4", "CO2(g) 0.1 atm" or "CO2(g) 420 ppm"; a name alone is at equilibrium (0). Throws
/// std::invalid_argument.
PhaseTarget parse_phase_target(const std::string& text);

/// Reads "1.1 mmol/kgw", the sites of an exchanger, in mol/kgw. Throws std::invalid_argument.
double parse_sites(const std::string& text);

/// How a total as it was reported becomes an amount per kilogram of water.
struct AmountRule {
  double factor = 1;         ///< to mol, eq or kg, per kgw, kgs or L
  bool per_litre = false;    ///< of solution: the density is needed
  bool of_solution = false;  ///< per kilogram or litre of solution
  bool mass = false;         ///< kg
  double weight = 0;         ///< kg per mol or eq that it is reported as; 0 where no mass is known
  double atoms = 1;          ///< mol of the element in a mole of what is named: 2 of "O2(aq)"
};
/// Those of the totals of an analysis, in its order. Throws AnalysisError: a mass without a weight, no density.
std::vector<AmountRule> amount_rules(const WaterAnalysis& analysis, const Masters& masters,
                                     const Database& database);

/// Totals of an analysis by its rules; see molalities_of(). False when there is more solute than solution.
bool apply_rules(std::span<const AmountRule> rules, const WaterAnalysis& analysis,
                 std::vector<double>& amounts);

/// Totals of an analysis in mol/kgw (alkalinity in eq/kgw), in its order. As PHREEQC has it, the water of a
/// litre or kilogram of solution is what its solutes leave, each with the mass that it is reported as. Throws
/// AnalysisError: a mass without a weight, no density, more solute than solution.
std::vector<double> molalities_of(const WaterAnalysis& analysis, const Masters& masters,
                                  const Database& database);

}  // namespace talus
