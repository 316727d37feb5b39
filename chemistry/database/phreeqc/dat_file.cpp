#include "chemistry/database/phreeqc/dat_file.h"

#include <algorithm>
#include <stdexcept>

namespace talus::phreeqc {

namespace {

/// Words that begin a block in PHREEQC 3.8; all else is data of the block that it stands in.
constexpr std::string_view block_words[] = {"advection",
                                            "calculate_values",
                                            "copy",
                                            "database",
                                            "delete",
                                            "dump",
                                            "end",
                                            "equilibria",
                                            "equilibrium",
                                            "equilibrium_phases",
                                            "equilibrium_phases_modify",
                                            "equilibrium_phases_raw",
                                            "exchange",
                                            "exchange_master_species",
                                            "exchange_modify",
                                            "exchange_raw",
                                            "exchange_species",
                                            "gas_binary_parameters",
                                            "gas_phase",
                                            "gas_phase_modify",
                                            "gas_phase_raw",
                                            "include$",
                                            "incremental_reactions",
                                            "inverse_modeling",
                                            "isotope_alphas",
                                            "isotope_ratios",
                                            "isotopes",
                                            "kinetics",
                                            "kinetics_modify",
                                            "kinetics_raw",
                                            "knobs",
                                            "llnl_aqueous_model",
                                            "llnl_aqueous_model_parameters",
                                            "mean_gammas",
                                            "mix",
                                            "named_analytical_expression",
                                            "named_analytical_expressions",
                                            "named_expressions",
                                            "named_log_k",
                                            "phases",
                                            "pitzer",
                                            "print",
                                            "pure",
                                            "pure_phases",
                                            "rate_parameters_hermanska",
                                            "rate_parameters_pk",
                                            "rate_parameters_svd",
                                            "rates",
                                            "reaction",
                                            "reaction_pressure",
                                            "reaction_temperature",
                                            "reaction_temperatures",
                                            "run_cells",
                                            "save",
                                            "selected_output",
                                            "sit",
                                            "solid_solutions",
                                            "solid_solutions_modify",
                                            "solid_solutions_raw",
                                            "solution",
                                            "solution_master_species",
                                            "solution_modify",
                                            "solution_raw",
                                            "solution_species",
                                            "solution_spread",
                                            "surface",
                                            "surface_master_species",
                                            "surface_modify",
                                            "surface_raw",
                                            "surface_species",
                                            "temperature",
                                            "comment",
                                            "title",
                                            "transport",
                                            "use",
                                            "user_graph",
                                            "user_print",
                                            "user_punch"};

std::string block_of(std::string_view word) {
  const std::string wanted = small(word);
  return std::ranges::find(block_words, wanted) == std::end(block_words) ? "" : wanted;
}

bool expression_block(const std::string& block) { return block.starts_with("named_"); }

/// Whether the block is one that databases are made of.
bool database_block(const std::string& block) {
  return block.starts_with("solution_master") || block == "solution_species" || block == "phases" ||
         block.starts_with("exchange_master") || block == "exchange_species" || expression_block(block) ||
         block.starts_with("llnl_aqueous_model") || block == "pitzer" || block == "sit" || block == "rates" ||
         block.starts_with("rate_parameters_") || block.starts_with("surface_master") ||
         block == "surface_species" || block == "calculate_values" || block.starts_with("isotope") ||
         block == "mean_gammas" || block == "gas_binary_parameters";
}

/// The note of a block that is passed over: its words, and how many lines it has.
void note_skipped(DatFile& file, const Line& head, const std::string& block, std::size_t lines) {
  const bool said = lines > 0 || words_of(head.text).size() > 1;  // an empty block says nothing
  if (block == "end" || !said || (lines == 0 && database_block(block))) return;
  std::string what = head.text.substr(0, 60);
  if (block == "database") what += ": not read; name that file before this one";
  file.notes.push_back(
      {FileNote::skipped, head.number, what + (lines > 0 ? ", lines: " + std::to_string(lines) : "")});
}

/// Reads one line that is no keyword; false when the block is not read at all.
bool read_line(Reader& reader, const Line& line, const std::string& block) {
  const auto words = words_of(line.text);
  if (block == "solution_master_species")
    read_master(reader, words, reader.file.elements);
  else if (block == "exchange_master_species")
    read_master(reader, words, reader.file.exchange_masters);
  else if (block == "solution_species")
    read_species(reader, line, reader.file.species);
  else if (block == "exchange_species")
    read_species(reader, line, reader.file.exchange_species);
  else if (block == "phases")
    read_phase(reader, line);
  else if (expression_block(block))
    read_expression(reader, line);
  else if (block.starts_with("llnl_aqueous_model"))
    read_aqueous_model(reader, words);
  else if (block == "pitzer" || block == "sit")
    read_interaction(reader, words, block == "sit");
  else if (block.starts_with("rate_parameters_")) {
    const std::string set = block.substr(std::string_view("rate_parameters_").size());
    read_rate_parameters(reader, words, set == "pk" ? "PK" : set == "svd" ? "SVD" : "HERMANSKA");
  } else {
    return false;
  }
  return true;
}

/// A name at the end of PHASES without an equation is no phase; PHREEQC passes it over, and so do we.
void end_block(Reader& reader) {
  if (reader.wanted) {
    const DatRecord& last = reader.file.phases.back();
    reader.file.notes.push_back({FileNote::left_out, last.line, last.name + ": a name without an equation"});
    reader.file.phases.pop_back();
  }
  reader.wanted = reader.broken = false;
  reader.option.clear();
}

}  // namespace

void Reader::problem(std::string_view word, const std::string& what, const std::string& hint) {
  problems.push_back({lines.place(line, word), what, hint});
}

double Reader::number(const std::vector<std::string_view>& words, std::size_t i) {
  if (i >= words.size()) {
    problem(words.back(), "a number is missing after '" + std::string(words.back()) + "'");
    return 0;
  }
  try {
    return number_of(words[i]);
  } catch (const std::invalid_argument& error) {
    problem(words[i], error.what());
    return 0;
  }
}

std::vector<double> Reader::numbers(const std::vector<std::string_view>& words, std::size_t first,
                                    std::size_t most) {
  std::vector<double> values;
  for (std::size_t i = first; i < words.size() && values.size() < most; ++i) try {
      values.push_back(number_of(words[i]));
    } catch (const std::invalid_argument&) {
      break;
    }
  if (values.empty()) number(words, first);  // complains
  return values;
}

bool looks_like_phreeqc(const std::string& text) {
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, std::min(rest.find('\n'), rest.size()));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    const auto words = words_of(line.substr(0, line.find('#')));
    if (words.empty()) continue;
    return !block_of(words.front()).empty();
  }
  return false;
}

namespace {

const std::vector<std::string> first_blocks = {"SOLUTION_MASTER_SPECIES", "SOLUTION_SPECIES", "PHASES",
                                               "LLNL_AQUEOUS_MODEL_PARAMETERS", "EXCHANGE_SPECIES"};

/// Whether a word is one of the blocks that files begin with, misspelt.
bool looks_misspelt(std::string_view word) { return !nearest(word, first_blocks).empty(); }

std::string line_at(const Lines& lines, int number) {
  return std::ranges::find(lines.all(), number, &Line::number)->text;
}

/// A file without any block of a database, or whose first is misspelt.
void refuse_other_file(Reader& reader, const Lines& lines, const Line& head, bool misspelt) {
  if (lines.all().empty()) return;  // a file of comments says nothing, which PHREEQC allows
  if (!misspelt && !head.text.empty()) {
    reader.line = head.number;
    const std::string word(words_of(head.text).front());
    return reader.problem(
        word, "this is an input file of PHREEQC (" + word + "), not a database",
        "name the database that it uses; talus speciate, react and run have files of their own");
  }
  if (!misspelt) reader.line = lines.all().front().number;
  const std::string line = misspelt ? line_at(lines, reader.line) : lines.all().front().text;
  const std::string first(words_of(line).front());
  reader.problem(first, "no block of PHREEQC begins with '" + first + "'", suggestion(first, first_blocks));
}

}  // namespace

DatFile read_dat(const Lines& lines) {
  DatFile file;
  Reader reader{lines, file, {}, 0, {}, false, false};
  std::string block;
  Line head, first_block;
  std::size_t skipped = 0, blocks = 0;
  bool misspelt = false;
  const auto leave = [&] {
    end_block(reader);
    if (!block.empty()) note_skipped(file, head, block, skipped);
    skipped = 0;
  };
  for (const Line& line : lines.all()) {
    reader.line = line.number;
    const std::string_view first = words_of(line.text).front();
    if (const std::string word = block_of(first); !word.empty()) {
      leave();
      block = word;
      head = line;
      const bool words_alone =
          block == "title" || block == "comment" || block == "end" || block == "database";
      if (first_block.text.empty() && !words_alone) first_block = line;
      blocks += database_block(block) ? 1 : 0;
    } else if (block.empty()) {  // a title without '#': PHREEQC passes it over
      misspelt = looks_misspelt(first);
      if (misspelt) break;
      file.notes.push_back(
          {FileNote::skipped, line.number, "before the first block: " + line.text.substr(0, 60)});
    } else if (!read_line(reader, line, block)) {
      ++skipped;
    }
  }
  leave();
  if (blocks == 0 || misspelt)
    refuse_other_file(reader, lines, first_block.text.empty() ? head : first_block, misspelt);
  if (!reader.problems.empty()) throw InputError(reader.problems);
  return file;
}

}  // namespace talus::phreeqc
