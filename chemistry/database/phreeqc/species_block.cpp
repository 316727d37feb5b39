// SOLUTION_SPECIES, EXCHANGE_SPECIES, PHASES and NAMED_EXPRESSIONS: equations and the options below them.
#include <algorithm>
#include <cctype>
#include <stdexcept>

#include "chemistry/constants_of_nature.h"
#include "chemistry/database/phreeqc/dat_file.h"

namespace talus::phreeqc {

namespace {

// The order decides what a short word means, so it is PHREEQC's.
constexpr std::string_view species_options[] = {"no_check",
                                                "check",
                                                "gamma",
                                                "mb",
                                                "mass_balance",
                                                "log_k",
                                                "logk",
                                                "delta_h",
                                                "deltah",
                                                "analytical_expression",
                                                "a_e",
                                                "ae",
                                                "mole_balance",
                                                "llnl_gamma",
                                                "co2_llnl_gamma",
                                                "activity_water",
                                                "add_logk",
                                                "add_log_k",
                                                "add_constant",
                                                "dw",
                                                "erm_ddl",
                                                "millero",
                                                "vm",
                                                "viscosity",
                                                "davies",
                                                "offset"};
constexpr std::string_view phase_options[] = {
    "no_check", "check", "log_k",    "logk",      "delta_h",      "deltah", "analytical_expression",
    "a_e",      "ae",    "add_logk", "add_log_k", "add_constant", "t_c",    "p_c",
    "omega",    "vm"};
constexpr std::string_view expression_options[] = {
    "log_k", "logk",         "delta_h",  "deltah",    "analytical_expression", "a_e",
    "ae",    "ln_alpha1000", "add_logk", "add_log_k", "add_constant",          "vm"};

using Words = std::vector<std::string_view>;

std::string_view unit_after(const Words& words) { return words.size() > 2 ? words[2] : std::string_view(); }

/// The options of a constant; false when `option` is not one of them.
bool read_constant(Reader& reader, std::string_view option, const Words& words, DatConstant& constant) {
  if (option == "log_k" || option == "logk") {
    constant.log_k = reader.number(words, 1);
  } else if (option == "delta_h" || option == "deltah") {
    try {
      constant.enthalpy = joules(reader.number(words, 1), unit_after(words));
    } catch (const std::invalid_argument& error) {
      reader.problem(words[2], error.what());
    }
  } else if (option == "analytical_expression" || option == "a_e" || option == "ae") {
    constant.analytic = reader.numbers(words, 1, 20);
    if (const std::size_t end = 1 + constant.analytic.size(); end < words.size() && end <= 20)
      reader.file.notes.push_back({FileNote::doubtful, reader.line,
                                   "the analytic expression ends at '" + std::string(words[end]) +
                                       "', which is no number; what follows is not used, as in PHREEQC"});
    const bool more = constant.analytic.size() > 6;
    if (more &&
        std::any_of(constant.analytic.begin() + 6, constant.analytic.end(), [](double a) { return a != 0; }))
      reader.file.notes.push_back(
          {FileNote::doubtful, reader.line,
           "an analytic expression has six coefficients; what follows is not used, as in "
           "PHREEQC"});
    if (more) constant.analytic.resize(6);  // files from GEMS write a seventh
  } else if (option == "add_logk" || option == "add_log_k") {
    if (words.size() < 2) {
      reader.problem(words[0], "'" + std::string(words[0]) + "' needs the name of an expression");
      return true;
    }
    constant.added.push_back({small(words[1]), words.size() > 2 ? reader.number(words, 2) : 1});
  } else if (option == "add_constant") {
    constant.added.push_back({"", reader.number(words, 1)});
  } else if (option == "ln_alpha1000") {
    // 1000 ln(alpha): an analytic expression of isotopes, in natural logarithms; as any, the last one holds
    constant.analytic.clear();
    for (const double a : reader.numbers(words, 1, 6))
      constant.analytic.push_back(a / 1000 / 2.302585092994046);
  } else {
    return false;
  }
  return true;
}

/// An option that Talus has no use for; the first of each is noted.
void not_used(Reader& reader, std::string_view option) {
  const std::string what = "-" + std::string(option);
  for (const FileNote& note : reader.file.notes)
    if (note.kind == FileNote::not_used && note.what == what) return;
  reader.file.notes.push_back({FileNote::not_used, reader.line, what});
}

void read_species_option(Reader& reader, std::string_view option, const Words& words, DatRecord& record) {
  if (read_constant(reader, option, words, record.constant)) return;
  if (option == "gamma") {
    const std::vector<double> values = reader.numbers(words, 1, 2);
    record.gamma = {values.empty() ? 0 : values[0], values.size() > 1 ? values[1] : 0};
    record.llnl_gamma.reset();
    record.co2_gamma = false;
  } else if (option == "llnl_gamma") {
    record.llnl_gamma = reader.number(words, 1);
    record.gamma.reset();
    record.co2_gamma = false;
  } else if (option == "co2_llnl_gamma") {
    record.co2_gamma = true;
  } else if (option == "no_check") {
    record.no_check = true;
  } else if (option == "mb" || option == "mass_balance" || option == "mole_balance") {
    record.mass_balance = words.size() > 1 ? words[1] : "";
  } else if (option == "vm") {
    record.volume = reader.numbers(words, 1, 12);
  } else if (option == "dw") {
    record.diffusivity = reader.number(words, 1);
  } else if (option != "check") {
    not_used(reader, option);
  }
}

void read_phase_option(Reader& reader, std::string_view option, const Words& words, DatRecord& record) {
  if (read_constant(reader, option, words, record.constant)) return;
  if (option == "vm") {
    try {
      record.volume = {cubic_metres(reader.number(words, 1), unit_after(words))};
      if (record.volume.front() < 0) {
        record.volume.clear();
        reader.file.notes.push_back({FileNote::doubtful, reader.line,
                                     "the molar volume of " + record.name + ", " + std::string(words[1]) +
                                         ", is below 0, and is left out"});
      }
    } catch (const std::invalid_argument& error) {
      reader.problem(words[2], error.what());
    }
  } else if (option == "t_c") {
    record.critical_temperature = reader.number(words, 1);
  } else if (option == "p_c") {
    record.critical_pressure = reader.number(words, 1) * standard_atmosphere;
  } else if (option == "omega") {
    record.acentric_factor = reader.number(words, 1);
  } else if (option == "no_check") {
    record.no_check = true;
  }
}

/// The option that a line begins with; an unknown word after '-' is a problem. "" is no option.
std::string_view option_at(Reader& reader, const Words& words, std::span<const std::string_view> options,
                           bool& is_option) {
  const std::string_view word = words.front();
  const std::string_view option = option_of(word, options);
  const bool dashed = word.size() > 1 && word[0] == '-' && std::isalpha(static_cast<unsigned char>(word[1]));
  is_option = dashed || !option.empty();
  if (dashed && option.empty()) {
    std::vector<std::string> known;
    for (const std::string_view other : options) known.push_back("-" + std::string(other));
    reader.problem(word, "unknown option '" + std::string(word) + "'", suggestion(small(word), known));
  }
  return option;
}

/// Whether a line is an option of the record before it; complains when there is none.
bool has_record(Reader& reader, std::string_view word, const std::vector<DatRecord>& records) {
  if (records.empty() && !reader.broken)
    reader.problem(word, "'" + std::string(word) + "' stands before the first record of its block");
  return !records.empty() && !reader.broken;
}

}  // namespace

void read_species(Reader& reader, const Line& line, std::vector<DatRecord>& to) {
  const Words words = words_of(line.text);
  bool is_option = false;
  const std::string_view option = option_at(reader, words, species_options, is_option);
  if (is_option) {
    if (has_record(reader, words[0], to) && !option.empty())
      read_species_option(reader, option, words, to.back());
    return;
  }
  try {
    DatRecord record;
    record.equation = parse_equation(line.text);
    record.name = record.equation.right.front().name;  // PHREEQC: what is formed comes first
    record.line = record.equation_line = line.number;
    if (record.equation.right.front().amount != 1)
      throw std::invalid_argument("the equation '" + line.text + "' does not form one '" + record.name + "'");
    to.push_back(std::move(record));
    reader.broken = false;
  } catch (const std::invalid_argument& error) {
    reader.problem({}, error.what(), "an equation, or an option of the species above");
    reader.broken = true;
  }
}

void read_phase(Reader& reader, const Line& line) {
  const Words words = words_of(line.text);
  std::vector<DatRecord>& phases = reader.file.phases;
  bool is_option = false;
  const std::string_view option = option_at(reader, words, phase_options, is_option);
  if (is_option) {
    if (reader.wanted) {
      reader.problem(words[0], "the equation of '" + phases.back().name + "' is missing here");
      phases.pop_back();
      reader.wanted = false;
      reader.broken = true;
    } else if (has_record(reader, words[0], phases) && !option.empty()) {
      read_phase_option(reader, option, words, phases.back());
    }
    return;
  }
  if (!reader.wanted) {
    if (line.text.find('=') != std::string::npos && words.size() > 1) {
      reader.problem({}, "an equation without the name of a phase on the line above");
      reader.broken = true;
      return;
    }
    phases.emplace_back();
    phases.back().name = words[0];
    phases.back().line = line.number;
    reader.wanted = true;
    return;
  }
  reader.wanted = reader.broken = false;
  DatRecord& phase = phases.back();
  phase.equation_line = line.number;
  try {
    phase.equation = parse_equation(line.text);
    phase.formula = phase.equation.left.front().name;
    if (phase.equation.left.front().amount != 1)
      throw std::invalid_argument("the equation '" + line.text + "' does not begin with one '" +
                                  phase.formula + "'");
  } catch (const std::invalid_argument& error) {
    reader.problem({}, error.what());
    phases.pop_back();
    reader.broken = true;
  }
}

void read_expression(Reader& reader, const Line& line) {
  const Words words = words_of(line.text);
  bool is_option = false;
  std::vector<DatRecord>& expressions = reader.file.expressions;
  const std::string_view option = option_at(reader, words, expression_options, is_option);
  if (!is_option) {
    expressions.emplace_back();
    expressions.back().name = small(words[0]);
    expressions.back().line = line.number;
  } else if (has_record(reader, words[0], expressions) && !option.empty() &&
             !read_constant(reader, option, words, expressions.back().constant)) {
    not_used(reader, option);
  }
}

}  // namespace talus::phreeqc
