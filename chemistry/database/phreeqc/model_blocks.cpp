// Master species, and the parameters of models: LLNL's aqueous model, Pitzer, SIT, rates.
#include <algorithm>
#include <cctype>
#include <stdexcept>

#include "chemistry/database/formula.h"
#include "chemistry/database/interaction_line.h"
#include "chemistry/database/phreeqc/dat_file.h"

namespace talus::phreeqc {

namespace {

using Words = std::vector<std::string_view>;

constexpr std::string_view model_options[] = {
    "temperatures", "temperature",    "temp", "adh",   "debye_huckel_a", "dh_a",     "bdh",
    "dh_b",         "debye_huckel_b", "bdot", "b_dot", "c_co2",          "co2_coefs"};
constexpr std::string_view pitzer_options[] = {
    "b0",       "b1",  "b2",    "c0", "theta",  "lamda", "lambda", "zeta",       "psi",    "macinnes",
    "macinnis", "mac", "redox", "pe", "alphas", "mu",    "eta",    "use_etheta", "etheta", "aphi"};
constexpr std::string_view sit_options[] = {"epsilon", "epsilon1", "epsilon2", "redox", "pe"};

bool is_number(std::string_view word) {
  try {
    number_of(word);
    return true;
  } catch (const std::invalid_argument&) {
    return false;
  }
}

Origin origin_of(const Reader& reader) {
  const LineOrigin at = reader.lines.origin(reader.line);
  return {at.file, at.line};
}

std::string large(std::string_view word) {
  std::string result(word);
  std::ranges::transform(result, result.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return result == "LAMDA" ? "LAMBDA" : result;
}

/// "Fe(+3)" is "Fe(3)" in PHREEQC.
std::string element_name(std::string_view word) {
  std::string name(word);
  if (const std::size_t at = name.find("(+"); at != std::string::npos) name.erase(at + 1, 1);
  return name;
}

std::vector<double>& column_of(std::string_view option, AqueousModelRecord& model) {
  if (option.starts_with("temp")) return model.temperatures;
  if (option == "adh" || option == "dh_a" || option == "debye_huckel_a") return model.a;
  if (option == "bdh" || option == "dh_b" || option == "debye_huckel_b") return model.b;
  if (option == "bdot" || option == "b_dot") return model.b_dot;
  return model.co2;
}

void unknown_option(Reader& reader, std::string_view word, std::span<const std::string_view> options) {
  std::vector<std::string> known;
  for (const std::string_view other : options) known.push_back("-" + std::string(other));
  reader.problem(word, "unknown option '" + std::string(word) + "'", suggestion(small(word), known));
}

/// kg/mol of the word, which is in g/mol; 0, of the electron or where it is none, is not used.
double mass_of(Reader& reader, const Words& words, std::size_t i) {
  const double mass = reader.number(words, i);
  if (mass >= 0) return mass * 1e-3;
  reader.file.notes.push_back({FileNote::doubtful, reader.line,
                               "the mass of " + std::string(words[0]) + ", " + std::string(words[i]) +
                                   " g/mol, is below 0: that of its formula is used"});
  return 0;
}

}  // namespace

void read_master(Reader& reader, const Words& words, std::vector<ElementRecord>& to) {
  if (words.size() < 2) {
    reader.problem(words[0], "the species that stands for '" + std::string(words[0]) + "' is missing");
    return;
  }
  ElementRecord record;
  record.name = element_name(words[0]);
  record.origin = origin_of(reader);
  try {
    record.species = species_name(words[1]);
  } catch (const std::invalid_argument& error) {
    reader.problem(words[1], error.what());
    return;
  }
  if (words.size() > 2) record.alkalinity = reader.number(words, 2);
  if (words.size() > 3 && is_number(words[3]))
    record.formula_weight = mass_of(reader, words, 3);
  else if (words.size() > 3)
    record.formula = words[3];
  if (words.size() > 4) record.atomic_weight = mass_of(reader, words, 4);
  to.push_back(std::move(record));
}

void read_aqueous_model(Reader& reader, const Words& words) {
  if (!reader.file.aqueous_model) {
    reader.file.aqueous_model.emplace();
    reader.file.aqueous_model->origin = origin_of(reader);
  }
  AqueousModelRecord& model = *reader.file.aqueous_model;
  std::size_t first = 0;
  if (!is_number(words[0])) {
    reader.option = option_of(words[0], model_options);
    if (reader.option.empty()) return unknown_option(reader, words[0], model_options);

    first = 1;
  }
  if (reader.option.empty()) return reader.problem(words[0], "numbers before the first option of the block");
  std::vector<double>& column = column_of(reader.option, model);
  for (std::size_t i = first; i < words.size(); ++i) {
    double value = reader.number(words, i);
    if (&column == &model.temperatures) value += 273.15;
    if (&column == &model.b) value *= 1e10;  // the file has it per angstrom
    column.push_back(value);
  }
}

void read_interaction(Reader& reader, const Words& words, bool sit) {
  const std::span<const std::string_view> options = sit ? std::span<const std::string_view>(sit_options)
                                                        : std::span<const std::string_view>(pitzer_options);
  if (words[0].size() > 1 && words[0][0] == '-') {
    reader.option = option_of(words[0], options);
    if (reader.option.empty()) return unknown_option(reader, words[0], options);
    if (reader.option.starts_with("mac"))
      reader.file.macinnes = words.size() < 2 || small(words[1])[0] == 't';
    else if (reader.option == "aphi")
      reader.file.notes.push_back({FileNote::not_used, reader.line,
                                   std::string(words[0]) + ": A_phi follows from the properties of water"});
    else if (reader.option == "redox" || reader.option == "pe" || reader.option.ends_with("etheta"))
      reader.file.notes.push_back({FileNote::not_used, reader.line, std::string(words[0])});
    return;
  }
  if (reader.option.empty())
    return reader.problem(words[0], "a parameter before the first option of the block");
  if (reader.option == "aphi") return;  // its coefficients
  InteractionRecord record;
  record.parameter = large(reader.option);
  record.origin = origin_of(reader);
  const std::size_t count = species_of_parameter(record.parameter);
  for (std::size_t i = 0; i < count; ++i) {
    if (i >= words.size() || is_number(words[i]))
      return reader.problem(words[std::min(i, words.size() - 1)],
                            "-" + reader.option + " needs " + std::to_string(count) + " species");
    try {
      record.species.push_back(species_name(words[i]));
    } catch (const std::invalid_argument& error) {
      return reader.problem(words[i], error.what());
    }
  }
  const std::vector<double> values = reader.numbers(words, count, 6);
  std::ranges::copy(values, record.coefficients.begin());
  (sit ? reader.file.sit : reader.file.pitzer).push_back(std::move(record));
}

void read_rate_parameters(Reader& reader, const Words& words, const std::string& set) {
  RateParameterRecord record{set, std::string(words[0]), {}, origin_of(reader)};
  record.values = reader.numbers(words, 1, 60);
  const std::size_t least = set == "PK" ? 8 : set == "SVD" ? 31 : 11;
  if (record.values.size() < least)
    return reader.problem(words[0], "RATE_PARAMETERS_" + set + " needs " + std::to_string(least) +
                                        " numbers after the name, there are " +
                                        std::to_string(record.values.size()));
  reader.file.rate_parameters.push_back(std::move(record));
}

}  // namespace talus::phreeqc
