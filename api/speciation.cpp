#include <talus/speciation.h>

#include <filesystem>

#include "api/database.h"
#include "api/file_kind.h"
#include "base/error.h"
#include "base/input_tree.h"
#include "chemistry/speciation/waters_file.h"

namespace talus::api {

namespace {

using input_detail::toml_key;
using input_detail::toml_text;

std::string line(const std::string& key, const std::string& value) {
  return value.empty() ? "" : key + " = " + toml_text(value) + "\n";
}

std::string line(const std::string& key, const std::optional<double>& value) {
  char number[40];
  std::snprintf(number, sizeof number, "%.17g", value.value_or(0));
  return value ? key + " = " + number + "\n" : "";
}

std::string line(const std::string& key, const std::map<std::string, std::string>& values) {
  std::string table;
  for (const auto& [name, value] : values)
    table += (table.empty() ? "" : ", ") + toml_key(name) + " = " + toml_text(value);
  return values.empty() ? "" : key + " = { " + table + " }\n";
}

std::string text_of(const Conventions& c) {
  return line("activity", c.activity) + line("water_activity", c.water_activity) +
         line("pH_scale", c.pH_scale) + line("fugacity", c.fugacity) +
         line("exchange_convention", c.exchange_convention);
}

/// The water as a file of `talus speciate`, whose reader then says what is wrong with it.
std::string text_of(const Water& w) {
  return "[waters." + toml_key(w.name) + "]\n" + line("temperature", w.temperature) + line("pH", w.pH) +
         line("pe", w.pe) + line("units", w.units) + line("total", w.total) + line("charge", w.charge) +
         line("equilibrium", w.equilibrium) + line("redox", w.redox) + line("density", w.density) +
         line("exchange", w.exchange);
}

SpeciatedWater solved(Speciator& speciator, const WaterEntry& entry) {
  if (!entry.problems.empty()) throw InputError(entry.problems);
  try {
    SpeciatedWater water = speciator(entry.analysis);
    water.notes.insert(water.notes.begin(), entry.notes.begin(), entry.notes.end());
    return water;
  } catch (const NoSolution& error) {
    throw SolveError(entry.analysis.name + ": " + error.what());
  } catch (const AnalysisError& error) {
    throw InputError({entry.problem(error)});
  }
}

Speciator speciator_of(const talus::Database& records, const ActivityChoice& choice) {
  try {
    return {records, choice};
  } catch (const std::invalid_argument& error) {
    throw InputError({{Place{}, error.what(), "another activity, or another database"}});
  }
}

}  // namespace

SpeciatedWater speciate(const Database& database, const Water& water, const Conventions& conventions) {
  const std::string by = text_of(conventions);
  const WatersFile file = read_waters(Document::from_text(by + text_of(water), water.name));
  const Database::Impl& impl = database.impl();
  const std::scoped_lock lock(impl.busy);
  auto found = impl.speciators.find(by);
  if (found == impl.speciators.end())
    found = impl.speciators.emplace(by, speciator_of(impl.records, file.activity)).first;
  return solved(found->second, file.waters.front());
}

std::vector<SpeciatedWater> speciate(const std::string& file) {
  if (!file.ends_with(".csv")) refuse_other_kind(file, "speciate");
  const WatersFile waters = read_waters(file);
  const std::string folder = std::filesystem::path(file).parent_path().string();
  const talus::Database records = talus::Database::read(waters.database, folder.empty() ? "." : folder);
  Speciator speciator = speciator_of(records, waters.activity);
  std::vector<SpeciatedWater> all;
  for (const WaterEntry& entry : waters.waters) all.push_back(solved(speciator, entry));
  return all;
}

}  // namespace talus::api
