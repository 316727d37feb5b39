// The thermodynamic and kinetic database: every value with unit, range, uncertainty, citation and status.
//
// Our own format is TOML (chemistry/data/*.toml), read by the same describe() as a case; files that end in
// .dat are databases of PHREEQC (chemistry/database/phreeqc). Files overlay each other: a record of a later file
// replaces the record of the same name; a mineral without a reaction only adds its rates, crystals and
// volume, and a gas its diffusion and critical constants.
#pragma once

#include <array>
#include <limits>
#include <map>
#include <numbers>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/input.h"
#include "chemistry/database/critical_constants.h"
#include "chemistry/database/file_records.h"
#include "chemistry/database/formula.h"
#include "chemistry/rates/rates.h"
#include "chemistry/temperature.h"

namespace talus {

/// Where a value comes from and how far it can be trusted. `status` is "measured", "derived" or "assumed".
struct Provenance {
  std::string source;
  std::string status;
  std::string note;
};

/// An equilibrium constant and its change with temperature:
///     analytic:  log10 K = a + b T + c/T + d log10 T + e/T^2 + f T^2      (PHREEQC's form, T in K)
///     enthalpy:  log10 K = log_k - dH / (R ln 10) (1/T - 1/298.15)        (van 't Hoff)
///
/// Our own files give one of the two; in PHREEQC's the analytic expression wins over log_k and the enthalpy,
/// which stay as the file has them. A record with neither holds at 25 degC only.
struct EquilibriumConstant {
  double log_k = std::numeric_limits<double>::quiet_NaN();  ///< log10 at 25 degC; a component has none
  std::optional<double> enthalpy;                           ///< J/mol of the reaction as written
  std::vector<double> analytic;                             ///< a to f, or empty
  std::array<double, 2> range{273.15, 373.15};              ///< K
  std::optional<double> uncertainty;                        ///< of log_k, one standard deviation
  Provenance provenance;
  double gas_constant = talus::gas_constant;  ///< R, J/mol/K; PHREEQC evaluates its files with 8.3147

  /// log10 K; NaN when there is none.
  template <class K>
  K at(const TemperatureOf<K>& t) const;
  /// The same at `temperature` (K).
  double at(double temperature) const { return at(TemperatureOf<double>(temperature)); }
  /// Whether it says how K changes with temperature.
  bool knows_temperature() const { return !analytic.empty() || enthalpy; }
};

template <class K>
K EquilibriumConstant::at(const TemperatureOf<K>& t) const {
  if (!analytic.empty()) {
    const K terms[] = {K(1.0), t.kelvin, t.inverse, t.log10, t.inverse_square, t.square};
    K sum(0.0);
    for (std::size_t i = 0; i < analytic.size(); ++i) sum += K(analytic[i]) * terms[i];
    return sum;
  }
  if (!enthalpy) return K(log_k);
  constexpr double room = 298.15;
  return K(log_k) - K(*enthalpy / (gas_constant * std::numbers::ln10)) * (t.inverse - K(1 / room));
}

/// A dissolved species. A component (basis species) has no reaction.
struct AqueousRecord {
  std::string name;        ///< "MgOH+"; charge as in the name: "Mg+2", "HCO3-"
  std::string reaction;    ///< "Mg+2 + H2O = MgOH+ + H+"; empty for a component
  std::string stands_for;  ///< what an analysis calls it: "Fe" a component, "Fe(3)" one with a reaction
  EquilibriumConstant constant;
  double ion_size = 0;                         ///< m, for B-dot (Kielland's a0)
  std::string neutral;                         ///< B-dot, uncharged species: "ideal" or "CO2" (Drummond 1981)
  std::optional<std::array<double, 2>> wateq;  ///< a (m), b (kgw/mol) of the WATEQ Debye-Hueckel equation
  Provenance provenance;                       ///< of the ion sizes
  std::vector<double> volume;                  ///< PHREEQC's -Vm as written (SUPCRT's a1 to a4, ...)
  double diffusivity = 0;                      ///< m2/s in water at 25 degC; 0 is unknown
  Origin origin;
};

/// A gas: "CO2(g) + H2O = HCO3- + H+", K in 1/atm as is the custom of databases.
struct GasRecord {
  std::string name;
  std::string reaction;
  EquilibriumConstant constant;
  double diffusivity = 0;              ///< m2/s in air at 273.15 K and 101325 Pa
  double diffusivity_exponent = 1.81;  ///< D = D0 (T / 273.15)^n (101325 / p)
  bool exponent_assumed = false;       ///< the record gives no exponent
  Provenance provenance;               ///< of the diffusivity
  CriticalConstants critical;          ///< of Peng and Robinson's equation of state
  Provenance critical_provenance;
  Origin origin;
  std::optional<Origin>
      added;  ///< where a later file, without a reaction, added diffusion or critical constants
};

/// A species on an exchanger: "Na+ + X- = NaX"; by the convention of Gaines and Thomas in PHREEQC's files.
struct ExchangeRecord {
  std::string name;
  std::string reaction;  ///< empty for a site ("X-")
  EquilibriumConstant constant;
  double ion_size = 0;                         ///< m, from -llnl_gamma; 0 is none
  std::optional<std::array<double, 2>> wateq;  ///< a (m), b (kgw/mol), from -gamma
  Origin origin;
};

/// A rate law of a mineral in one set of rates ("Palandri-Kharaka", ...; "any" belongs to every set).
struct RateRecord {
  std::string set;
  std::string direction;  ///< "dissolution", "precipitation" or "both"
  RateLaw law;
  Provenance provenance;
};

/// A reaction in the water that takes its time: "Fe+2 + 0.25 O2(aq) + H+ = Fe+3 + 0.5 H2O".
struct WaterReactionRecord {
  std::string name;
  std::string reaction;
  EquilibriumConstant constant;
  TransitionState law;  ///< mol/kgw/s, > 0 forwards
  Provenance law_provenance;
  Origin origin;
};

/// The surface that crystals bring with them as they form, from their habit.
struct CrystalSurface {
  double surface = 0;               ///< m2 per kg of crystals
  std::optional<double> low, high;  ///< m2/kg: how far it may be off
  Provenance provenance;
};

/// A solid.
struct MineralRecord {
  std::string name;
  std::string formula;   ///< "Mg5(CO3)4(OH)2:4H2O"
  std::string reaction;  ///< "Brucite + 2 H+ = Mg+2 + 2 H2O"
  EquilibriumConstant constant;
  double molar_volume = 0;  ///< m3/mol
  Provenance volume_provenance;
  std::optional<CrystalSurface> crystals;
  std::vector<RateRecord> rates;
  Origin origin;
  std::optional<Origin>
      added;  ///< where a later file, without a reaction, added rates, crystals, volume or constant
  bool constant_added = false;  ///< whether the constant is of that file
};

/// What a case can draw on; the records of all files, later ones over earlier ones.
class Database {
 public:
  /// Reads "talus" (shipped, embedded in the program), or a path relative to `folder`: a database of PHREEQC
  /// when it ends in ".dat", else TOML; overlays in order. A record of a .dat file replaces reaction,
  /// constant and what else the file says of that name; what such files cannot say (diffusivity of a gas,
  /// surface of crystals, rates) stays. Gases of a .dat file are also minerals, as PHREEQC has one word for
  /// both.
  ///
  /// InputError with every fault: unknown names in a reaction, reactions out of balance in mass or charge
  /// (checked against formulas), records without source or status; in .dat files what cannot be read. Records
  /// of .dat files that are out of balance or name unknown species are left out and noted in `readings`:
  /// files in use have some, PHREEQC refuses them or has -no_check, and mass balances have to close.
  static Database read(const std::vector<std::string>& files, const std::string& folder);

  /// Reads a formula with the elements of these files besides those of chemistry ("Edta-4", "NaX").
  Formula formula(std::string_view text) const { return parse_formula(text, own_elements); }

  std::map<std::string, AqueousRecord, std::less<>> aqueous;
  std::map<std::string, GasRecord, std::less<>> gases;
  std::map<std::string, MineralRecord, std::less<>> minerals;
  std::map<std::string, WaterReactionRecord, std::less<>> reactions;  ///< slow ones, in the water
  std::map<std::string, ExchangeRecord, std::less<>> exchange;
  std::map<std::string, ElementRecord, std::less<>> elements;
  std::map<std::string, std::string, std::less<>> exchange_masters;           ///< "X" -> "X-"
  std::map<std::string, EquilibriumConstant, std::less<>> named_expressions;  ///< names in small letters
  std::vector<InteractionRecord> pitzer, sit;
  std::vector<std::string> left_out_for_pitzer;  ///< species that files with such parameters leave out
  std::optional<bool> macinnes;                  ///< the key -MacInnes of PITZER, where a file has it
  std::optional<AqueousModelRecord> aqueous_model;
  std::vector<RateParameterRecord> rate_parameters;
  ElementWeights own_elements;  ///< that chemistry does not know, kg/mol
  std::vector<FileReading> readings;
  std::string hash;  ///< SHA-256 of all texts read, hexadecimal
};

/// A reaction as signed amounts: what is formed positive, what is used negative. "H2O" is water. A word after
/// an amount is a name, even if it starts with a digit.
/// "Brucite + 2 H+ = Mg+2 + 2 H2O" -> {Brucite: -1, H+: -2, Mg+2: 1, H2O: 2}. Throws std::invalid_argument.
std::map<std::string, double> parse_reaction(std::string_view text);

}  // namespace talus
