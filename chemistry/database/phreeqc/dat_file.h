// A database of PHREEQC as it stands in its file, before it is laid over others (into_database.h).
//
// Read: SOLUTION_MASTER_SPECIES, SOLUTION_SPECIES, PHASES, EXCHANGE_MASTER_SPECIES, EXCHANGE_SPECIES,
// LLNL_AQUEOUS_MODEL_PARAMETERS, NAMED_EXPRESSIONS, PITZER, SIT, RATE_PARAMETERS_PK, _SVD, _HERMANSKA.
// INCLUDE$ is read where it stands (lines.h). Every other block, and a title before the first of them, is
// skipped, and noted with its line. A file without any block of a database is refused.
//
// Source: Parkhurst and Appelo (2013) USGS Techniques and Methods 6-A43, and how PHREEQC 3.8 reads its files.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "chemistry/database/file_records.h"
#include "chemistry/database/phreeqc/lines.h"
#include "chemistry/database/phreeqc/reaction.h"

namespace talus::phreeqc {

/// A reference to a named expression: so much of its log10 K is added (-add_logk).
struct Added {
  std::string name;  ///< in small letters
  double factor = 1;
};

/// What a record says about its constant.
struct DatConstant {
  std::optional<double> log_k;     ///< at 25 degC
  std::optional<double> enthalpy;  ///< J/mol
  std::vector<double> analytic;    ///< up to six
  std::vector<Added> added;
};

/// A record of SOLUTION_SPECIES, EXCHANGE_SPECIES or PHASES, or a named expression (which has no equation).
struct DatRecord {
  std::string name;     ///< of the species, the phase or the expression
  std::string formula;  ///< of a phase: what its equation begins with
  Equation equation;
  int line = 0;           ///< of its name
  int equation_line = 0;  ///< of its equation
  DatConstant constant;
  std::optional<std::array<double, 2>> gamma;  ///< -gamma: a (angstrom), b (kgw/mol)
  std::optional<double> llnl_gamma;            ///< angstrom
  bool co2_gamma = false;                      ///< -co2_llnl_gamma
  bool no_check = false;
  std::string mass_balance;    ///< -mass_balance, where given
  std::vector<double> volume;  ///< -Vm as written; of a phase one value in m3/mol
  double diffusivity = 0;      ///< -dw, m2/s
  double critical_temperature = 0, critical_pressure = 0, acentric_factor = 0;  ///< K, Pa, 1
};

/// What a file has, in its order.
struct DatFile {
  std::vector<ElementRecord> elements;
  std::vector<DatRecord> species, exchange_species, phases, expressions;
  std::vector<ElementRecord> exchange_masters;
  std::vector<InteractionRecord> pitzer, sit;
  std::optional<bool> macinnes;
  std::optional<AqueousModelRecord> aqueous_model;
  std::vector<RateParameterRecord> rate_parameters;
  std::vector<FileNote> notes;
};

/// Whether the first line that is no comment begins a block of PHREEQC.
bool looks_like_phreeqc(const std::string& text);

/// Reads the lines of a file. Throws InputError with every line that cannot be read: options that PHREEQC
/// does not have, numbers that are none, equations without '=', a phase without an equation.
DatFile read_dat(const Lines& lines);

/// Shared by the blocks: what is being read, and where to complain. Each of the functions below reads one
/// line of its block; `words` are those of the line, at least one.
struct Reader {
  const Lines& lines;
  DatFile& file;
  std::vector<Problem> problems;
  int line = 0;
  std::string option;   ///< the option that the lines of the block belong to, in blocks that work so
  bool wanted = false;  ///< PHASES: the next line is the equation of the last phase
  bool broken = false;  ///< the equation of the last record could not be read; its options are passed over

  /// Notes a problem at `word` of the line.
  void problem(std::string_view word, const std::string& what, const std::string& hint = "");
  /// The number that word `i` is; notes a problem and gives 0 when there is none.
  double number(const std::vector<std::string_view>& words, std::size_t i);
  /// The numbers from word `first` on, at most `most`, up to the first word that is none.
  std::vector<double> numbers(const std::vector<std::string_view>& words, std::size_t first,
                              std::size_t most);
};

/// A line of SOLUTION_MASTER_SPECIES or EXCHANGE_MASTER_SPECIES.
void read_master(Reader& reader, const std::vector<std::string_view>& words, std::vector<ElementRecord>& to);
/// A line of SOLUTION_SPECIES or EXCHANGE_SPECIES.
void read_species(Reader& reader, const Line& line, std::vector<DatRecord>& to);
/// A line of PHASES.
void read_phase(Reader& reader, const Line& line);
/// A line of NAMED_EXPRESSIONS.
void read_expression(Reader& reader, const Line& line);
/// A line of LLNL_AQUEOUS_MODEL_PARAMETERS.
void read_aqueous_model(Reader& reader, const std::vector<std::string_view>& words);
/// A line of PITZER (`sit` false) or SIT.
void read_interaction(Reader& reader, const std::vector<std::string_view>& words, bool sit);
/// A line of RATE_PARAMETERS_...; `set` is "PK", "SVD" or "HERMANSKA".
void read_rate_parameters(Reader& reader, const std::vector<std::string_view>& words, const std::string& set);

}  // namespace talus::phreeqc
