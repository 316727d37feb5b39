#include "chemistry/database/database.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "base/packed_tree.h"
#include "base/sha256.h"
#include "base/text_file.h"
#include "chemistry/database/database_checks.h"
#include "chemistry/database/database_schema.h"
#include "chemistry/database/interaction_line.h"
#include "chemistry/database/phreeqc/into_database.h"
#include "chemistry/database/phreeqc/overlay_parts.h"
#include "chemistry/database/shipped_database.h"

namespace talus {

namespace {

constexpr double room = 298.15;  // K, where log_k holds

bool is_shipped(const std::string& file) {
  return std::ranges::count(shipped_files(), file, &ShippedFile::database) > 0;
}

/// Whether a file is PHREEQC's: by its ending, or, where that says nothing, by its first words.
bool is_phreeqc(const std::string& file, const std::string& folder) {
  const std::string ending = phreeqc::small(std::filesystem::path(file).extension().string());
  if (ending == ".dat" || ending == ".toml" || is_shipped(file)) return ending == ".dat";
  const std::string path = (std::filesystem::path(folder) / file).string();
  return phreeqc::looks_like_phreeqc(text_of_file(path, Letters::of_any_encoding));
}

/// One file on the disk, or all of a shipped database: "talus" itself, "talus/metals.toml", ...
std::vector<Document> documents_of(const std::string& file, const std::string& folder) {
  std::vector<Document> documents;
  for (const ShippedFile& part : shipped_files()) {
    if (part.database != file) continue;
    const std::string name = documents.empty() ? file : file + "/" + std::string(part.name);
    documents.push_back(document_of_packed(part.text, part.tree, name));
  }
  if (documents.empty())
    documents.push_back(Document::from_file((std::filesystem::path(folder) / file).string()));
  return documents;
}

/// What a mineral without a reaction adds to the record that is there: its sets of rates replace those of
/// their names, its constant the one that is there.
MineralRecord added_to(MineralRecord earlier, const MineralRecord& later) {
  std::erase_if(earlier.rates, [&](const RateRecord& rate) {
    return std::ranges::any_of(later.rates, [&](const RateRecord& r) { return r.set == rate.set; });
  });
  earlier.rates.insert(earlier.rates.end(), later.rates.begin(), later.rates.end());
  if (later.crystals) earlier.crystals = later.crystals;
  if (!std::isnan(later.constant.log_k)) {
    earlier.constant = later.constant;
    earlier.constant_added = true;
  }
  if (later.molar_volume > 0) {
    earlier.molar_volume = later.molar_volume;
    earlier.volume_provenance = later.volume_provenance;
  }
  return earlier;
}

/// What a gas without a reaction adds to the record that is there.
GasRecord added_to(GasRecord earlier, const GasRecord& later) {
  if (later.diffusivity > 0) {
    earlier.diffusivity = later.diffusivity;
    earlier.diffusivity_exponent = later.diffusivity_exponent;
    earlier.exponent_assumed = later.exponent_assumed;
    earlier.provenance = later.provenance;
  }
  if (later.critical.known()) {
    earlier.critical = later.critical;
    earlier.critical_provenance = later.critical_provenance;
  }
  return earlier;
}

/// Moves the records of one file over those of the files before it, and notes where each stands.
template <class Record>
void overlay(Named<Record>& from, const std::string& kind, const Document& file, std::size_t document,
             std::map<std::string, Record, std::less<>>& to, Origins& origins) {
  for (auto& [name, record] : from) {
    record.name = name;
    record.origin = {file.name(), file.place_of_key(kind + "." + name).line};
    origins[kind + "." + name] = document;
    if constexpr (requires { record.added; }) {
      const auto earlier = to.find(name);
      bool adds = record.reaction.empty() && earlier != to.end();
      if constexpr (requires { record.formula; }) adds = adds && record.formula.empty();
      if (adds) {
        const Origin here = record.origin;
        record = added_to(earlier->second, record);
        record.added = here;
      }
    }
    to.insert_or_assign(name, std::move(record));
  }
}

bool is_number(const std::string& word) {
  char* end = nullptr;
  std::strtod(word.c_str(), &end);
  return *end == '\0';
}

double coefficient_of(const std::string& word, std::string_view reaction) {
  char* end = nullptr;
  const double value = std::strtod(word.c_str(), &end);
  if (*end == '\0' && std::isfinite(value) && value > 0) return value;
  throw std::invalid_argument("'" + word + "' in the reaction '" + std::string(reaction) +
                              "' is neither an amount nor a name; write '2 H+' with a space");
}

bool starts_with_number(const std::string& word) {
  return word.front() == '.' || (word.front() >= '0' && word.front() <= '9');
}

/// "X-", "Clay-": a word with one negative charge that is no element.
bool names_sites(std::string_view name) {
  if (name.size() < 2 || name.back() != '-' || std::isupper(static_cast<unsigned char>(name[0])) == 0)
    return false;
  const std::string_view word = name.substr(0, name.size() - 1);
  const auto small = [](char c) { return std::islower(static_cast<unsigned char>(c)) != 0; };
  return std::ranges::all_of(word.substr(1), small) && !is_element(word);
}

}  // namespace

std::map<std::string, double> parse_reaction(std::string_view text) {
  const auto refuse = [&](const std::string& why) {
    throw std::invalid_argument("the reaction '" + std::string(text) + "' " + why);
  };
  std::map<std::string, double> amounts;
  double side = -1;
  double amount = 1;
  bool amount_given = false;
  bool name_wanted = true;
  constexpr std::string_view blanks = " \t\n\v\f\r";
  std::size_t end = 0;
  for (std::size_t begin = text.find_first_not_of(blanks); begin != std::string_view::npos;
       begin = text.find_first_not_of(blanks, end)) {
    end = std::min(text.find_first_of(blanks, begin), text.size());
    const std::string word(text.substr(begin, end - begin));
    if (word == "+" || word == "=") {
      if (name_wanted) refuse("lacks a name before '" + word + "'");
      if (word == "=" && side > 0) refuse("has two '='");
      if (word == "=") side = 1;
      name_wanted = true;
    } else if (!name_wanted) {
      refuse("lacks a '+' before '" + word + "'");
    } else if (amount_given && is_number(word)) {
      refuse("has two amounts before a name");
    } else if (!amount_given && starts_with_number(word)) {
      amount = coefficient_of(word, text);
      amount_given = true;
    } else {
      amounts[word] += side * amount;
      amount = 1;
      amount_given = name_wanted = false;
    }
  }
  if (name_wanted) refuse(amounts.empty() ? "is empty" : "ends without a name");
  if (side < 0) refuse("has no '='");
  std::erase_if(amounts, [](const auto& entry) { return entry.second == 0; });
  return amounts;
}

namespace {

/// Reads files one over the other and gathers what is wrong with them.
struct Reading {
  Database database;
  std::vector<Document> documents;
  Origins origins;
  std::vector<Problem> problems;
  std::string texts;

  void keep(const InputError& error) {
    problems.insert(problems.end(), error.problems().begin(), error.problems().end());
  }

  void toml(const std::string& file, const std::string& folder) {
    FileReading reading{file, 0, {}, {}};
    std::map<std::string, std::size_t> counts;
    for (Document& part : documents_of(file, folder)) {
      documents.push_back(std::move(part));
      const Document& document = documents.back();
      if (!is_shipped(file)) reading.file = document.name();
      texts += document.text();
      DatabaseFile records;
      talus::read(documents.back(), records);
      counts["dissolved species"] += records.aqueous.size();
      counts["minerals"] += records.minerals.size();
      counts["gases"] += records.gases.size();
      counts["exchange species"] += records.exchange.size();
      counts["slow reactions"] += records.reactions.size();
      for (const PitzerTable& table : records.pitzer)
        counts["interaction parameters"] += table.parameters.size();
      take_names_of(records, document, reading);
      leave_out(records, reading);
      take_interactions_of(records, reading);
      for (const auto& [name, gas] : records.gases)
        if (!gas.reaction.empty()) database.minerals.erase(name);  // a .dat file's other word for it
      overlay(records.aqueous, "aqueous", document, documents.size() - 1, database.aqueous, origins);
      overlay(records.gases, "gases", document, documents.size() - 1, database.gases, origins);
      overlay(records.minerals, "minerals", document, documents.size() - 1, database.minerals, origins);
      name_sites_of(records);
      overlay(records.exchange, "exchange", document, documents.size() - 1, database.exchange, origins);
      overlay(records.reactions, "reactions", document, documents.size() - 1, database.reactions, origins);
    }
    if (counts["interaction parameters"] > 0)
      reading.records.push_back({"interaction parameters", counts["interaction parameters"]});
    for (const char* kind : {"dissolved species", "minerals", "gases", "exchange species"})
      reading.records.push_back({kind, counts[kind]});
    if (counts["slow reactions"] > 0) reading.records.push_back({"slow reactions", counts["slow reactions"]});
    database.readings.push_back(reading);
  }

  /// Sites "X-" are an element "X" without mass, and what analyses call "X".
  void name_sites_of(const DatabaseFile& records) {
    for (const auto& [name, record] : records.exchange) {
      if (!record.reaction.empty() || !names_sites(name)) continue;
      const std::string element = name.substr(0, name.size() - 1);
      database.own_elements.try_emplace(element, 0);
      database.exchange_masters.insert_or_assign(element, name);
    }
  }

  /// "CO2" of a .dat file is "CO2(aq)" of a file of ours that lies over it: one species, one record.
  void take_names_of(const DatabaseFile& records, const Document& document, FileReading& reading) {
    constexpr std::string_view ending = "(aq)";
    std::map<std::string, std::string> names;
    for (const auto& [name, record] : records.aqueous) {
      if (!name.ends_with(ending) || database.aqueous.contains(name)) continue;
      const std::string bare = name.substr(0, name.size() - ending.size());
      const auto earlier = database.aqueous.find(bare);
      if (earlier == database.aqueous.end()) continue;
      names.emplace(bare, name);
      reading.notes.push_back({FileNote::renamed, document.place_of_key("aqueous." + name).line,
                               name + " is " + bare + " of " + earlier->second.origin.file});
    }
    if (!names.empty()) phreeqc::rename_species(database, names);
  }

  /// Takes away the species of files before that the model of this one has no place for.
  void leave_out(const DatabaseFile& records, FileReading& reading) {
    const std::vector<std::string>& names = records.leave_out;
    Document& document = documents.back();
    std::vector<std::string> known;
    for (const auto& [name, record] : database.aqueous)
      if (!record.reaction.empty()) known.push_back(name);
    for (std::size_t i = 0; i < names.size(); ++i) {
      const Place place = document.place_of_value("leave_out[" + std::to_string(i) + "]");
      if (!std::ranges::count(known, names[i])) {
        document.problem(place, "leave_out: no file before this one makes a species '" + names[i] + "'",
                         suggestion(names[i], known));
        continue;
      }
      database.aqueous.erase(names[i]);
      if (!records.pitzer.empty()) database.left_out_for_pitzer.push_back(names[i]);
      reading.notes.push_back({FileNote::left_out, place.line, names[i]});
    }
  }

  /// Lays the parameters of Pitzer's model over those of the files before.
  void take_interactions_of(const DatabaseFile& records, FileReading& reading) {
    Document& document = documents.back();
    std::vector<InteractionRecord> parameters;
    for (std::size_t i = 0; i < records.pitzer.size(); ++i)
      for (std::size_t j = 0; j < records.pitzer[i].parameters.size(); ++j) {
        const Place place = document.place_of_value("pitzer[" + std::to_string(i) + "].parameters[" +
                                                    std::to_string(j) + "]");
        try {
          parameters.push_back(interaction_of_line(records.pitzer[i].parameters[j]));
          parameters.back().origin = {document.name(), place.line};
        } catch (const std::invalid_argument& error) {
          document.problem(place, error.what());
        }
      }
    phreeqc::overlay_interactions(parameters, database.pitzer, "[[pitzer]]", reading.notes);
  }

  void dat(const std::string& file, const std::string& folder) {
    const std::filesystem::path path = std::filesystem::path(folder) / file;
    const phreeqc::Lines lines(text_of_file(path.string(), Letters::of_any_encoding), path.string());
    texts += lines.text();
    phreeqc::overlay(lines, database);
  }

  void read(const std::string& file, const std::string& folder) try {
    const auto start = std::chrono::steady_clock::now();
    const std::size_t before = database.readings.size();
    is_phreeqc(file, folder) ? dat(file, folder) : toml(file, folder);
    if (database.readings.size() > before)
      database.readings.back().seconds =
          std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  } catch (const InputError& error) {
    keep(error);  // the other files are read all the same
  }
};

}  // namespace

Database Database::read(const std::vector<std::string>& files, const std::string& folder) {
  Reading reading;
  for (const std::string& file : files) reading.read(file, folder);
  if (reading.problems.empty()) phreeqc::settle_kept_rates(reading.database);
  if (reading.problems.empty()) check_records(reading.database, reading.documents, reading.origins);
  for (const Document& document : reading.documents) try {
      document.finish();
    } catch (const InputError& error) {
      reading.keep(error);
    }
  if (!reading.problems.empty()) throw InputError(reading.problems);
  reading.database.hash = sha256(reading.texts);
  return std::move(reading.database);
}

}  // namespace talus
