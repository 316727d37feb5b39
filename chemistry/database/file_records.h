// What database files say besides species, gases and minerals: elements, interaction parameters of activity
// models, parameters of rates; and what became of each file as it was read.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace talus {

/// Where a record stands.
struct Origin {
  std::string file;  ///< as the user named it; "talus" for the shipped database
  int line = 0;      ///< from 1
};

/// An element or a redox state of one, as SOLUTION_MASTER_SPECIES of PHREEQC names it.
struct ElementRecord {
  std::string name;       ///< "Fe", "Fe(3)", "S(-2)", "Alkalinity"
  std::string species;    ///< the species that stands for it: "Fe+3"
  double alkalinity = 0;  ///< that one mole of the species adds, as the file has it, mol/mol
  std::string formula;    ///< what "mg/L as ..." means without a word: "HCO3"; or empty
  /// kg/mol, of one mole of the element in analyses: of `formula`, or as the file has it
  double formula_weight = 0;
  double atomic_weight = 0;  ///< kg/mol, as the file has it; 0 when it does not say
  Origin origin;
};

/// A parameter of interaction between species, with its change with temperature as the file has it. PHREEQC
/// evaluates (T in K, T0 = 298.15):
///     P = a0 + a1 (1/T - 1/T0) + a2 ln(T/T0) + a3 (T - T0) + a4 (T^2 - T0^2) + a5 (1/T^2 - 1/T0^2)
struct InteractionRecord {
  std::string parameter;  ///< Pitzer: "B0", "B1", "B2", "C0", "THETA", "LAMBDA", "ZETA", "PSI", "ETA",
                          ///< "ALPHAS" (a0, a1 are alpha1, alpha2); SIT: "EPSILON", "EPSILON1", "EPSILON2"
  std::vector<std::string> species;
  std::array<double, 6> coefficients{};  ///< a0 to a5, kgw/mol to the power of the parameter
  Origin origin;
};

/// LLNL_AQUEOUS_MODEL_PARAMETERS: the B-dot model on a grid of temperatures.
struct AqueousModelRecord {
  std::vector<double> temperatures;  ///< K
  std::vector<double> a;             ///< Debye-Hueckel A (log10), (kgw/mol)^0.5
  std::vector<double> b;             ///< Debye-Hueckel B, (kgw/mol)^0.5 / m
  std::vector<double> b_dot;         ///< kgw/mol
  std::vector<double> co2;           ///< C, F, G, E, H of Drummond (1981), in the order of the file
  Origin origin;
};

/// A line of RATE_PARAMETERS_PK, _SVD or _HERMANSKA, as the file has it.
struct RateParameterRecord {
  std::string set;  ///< "PK", "SVD", "HERMANSKA"
  std::string mineral;
  std::vector<double> values;  ///< in the order of PHREEQC's manual
  Origin origin;
};

/// Something that reading a file found, for `talus database check`.
struct FileNote {
  enum Kind {
    skipped,         ///< a block that Talus has no use for
    not_used,        ///< an option that Talus has no use for; its first line
    out_of_balance,  ///< a reaction that makes or loses elements or charge; its record is left out
    left_out,        ///< a record that cannot be used, for another reason
    repeated,        ///< a record that a later one of the same file replaces
    disagreement,    ///< log_k and the analytic expression are apart by more than 0.05 at 25 degC
    renamed,         ///< a species goes by the name that an earlier file has for it
    doubtful         ///< a value that PHREEQC takes as it is, and that is likely a slip
  } kind;
  int line = 0;
  std::string what;
};

/// What became of a file.
struct FileReading {
  std::string file;
  double seconds = 0;                                        ///< to read it
  std::vector<std::pair<std::string, std::size_t>> records;  ///< kind of record, how many were kept
  std::vector<FileNote> notes;                               ///< by line
};

}  // namespace talus
