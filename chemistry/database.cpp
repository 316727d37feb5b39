#include "chemistry/database.h"

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <stdexcept>

#include "base/sha256.h"
#include "chemistry/database_checks.h"
#include "chemistry/database_schema.h"
#include "chemistry/shipped_database.h"

namespace talus {

namespace {

constexpr double gas_constant = 8.314462618;  // J/mol/K, CODATA 2018
constexpr double room = 298.15;               // K, where log_k holds

/// One file on the disk, or all of a shipped database.
std::vector<Document> documents_of(const std::string& file, const std::string& folder) {
  std::vector<Document> shipped;
  for (const ShippedFile& part : shipped_files())
    if (part.database == file)
      shipped.push_back(Document::from_text(std::string(part.text),
                                            std::string(part.database) + "/" + std::string(part.name)));
  if (!shipped.empty()) return shipped;
  shipped.push_back(Document::from_file((std::filesystem::path(folder) / file).string()));
  return shipped;
}

/// Moves the records of one file over those of the files before it, and notes where each stands.
template <class Record>
void overlay(Named<Record>& from, const std::string& kind, std::size_t document,
             std::map<std::string, Record, std::less<>>& to, Origins& origins) {
  for (auto& [name, record] : from) {
    record.name = name;
    origins[kind + "." + name] = document;
    to.insert_or_assign(name, std::move(record));
  }
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

}  // namespace

double EquilibriumConstant::at(double temperature) const {
  if (!analytic.empty()) {
    const double t = temperature;
    const double terms[] = {1, t, 1 / t, std::log10(t), 1 / (t * t), t * t};
    double sum = 0;
    for (std::size_t i = 0; i < analytic.size(); ++i) sum += analytic[i] * terms[i];
    return sum;
  }
  if (!enthalpy) return log_k;
  return log_k - *enthalpy / (gas_constant * std::log(10.0)) * (1 / temperature - 1 / room);
}

std::map<std::string, double> parse_reaction(std::string_view text) {
  const auto refuse = [&](const std::string& why) {
    throw std::invalid_argument("the reaction '" + std::string(text) + "' " + why);
  };
  std::map<std::string, double> amounts;
  double side = -1;
  double amount = 1;
  bool amount_given = false;
  bool name_wanted = true;
  std::istringstream words{std::string(text)};
  for (std::string word; words >> word;) {
    if (word == "+" || word == "=") {
      if (name_wanted) refuse("lacks a name before '" + word + "'");
      if (word == "=" && side > 0) refuse("has two '='");
      if (word == "=") side = 1;
      name_wanted = true;
    } else if (!name_wanted) {
      refuse("lacks a '+' before '" + word + "'");
    } else if (starts_with_number(word)) {
      if (amount_given) refuse("has two amounts before a name");
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

Database Database::read(const std::vector<std::string>& files, const std::string& folder) {
  Database database;
  std::vector<Document> documents;
  Origins origins;
  std::vector<Problem> problems;
  std::string texts;
  const auto keep = [&](const InputError& error) {
    problems.insert(problems.end(), error.problems().begin(), error.problems().end());
  };

  for (const std::string& file : files) try {
      for (Document& document : documents_of(file, folder)) {
        documents.push_back(std::move(document));
        texts += documents.back().text();
        DatabaseFile records;
        talus::read(documents.back(), records);
        overlay(records.aqueous, "aqueous", documents.size() - 1, database.aqueous, origins);
        overlay(records.gases, "gases", documents.size() - 1, database.gases, origins);
        overlay(records.minerals, "minerals", documents.size() - 1, database.minerals, origins);
      }
    } catch (const InputError& error) {
      keep(error);  // not TOML; the other files are read all the same
    }

  if (problems.empty()) check_records(database, documents, origins);
  for (const Document& document : documents) try {
      document.finish();
    } catch (const InputError& error) {
      keep(error);
    }
  if (!problems.empty()) throw InputError(problems);
  database.hash = sha256(texts);
  return database;
}

}  // namespace talus
