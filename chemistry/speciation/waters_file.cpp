#include "chemistry/speciation/waters_file.h"

#include <algorithm>

#include "base/input.h"
#include "chemistry/activity/fugacity_models.h"
#include "chemistry/speciation/exchange.h"
#include "chemistry/speciation/water_table.h"
#include "chemistry/speciation/waters_csv.h"

namespace talus {

namespace {

/// A file of waters as TOML has it.
struct WatersTable {
  std::vector<std::string> database;
  std::string activity, water_activity, ph_scale, exchange_convention, fugacity;
  std::optional<double> temperature;  ///< K
  std::optional<std::string> units;
  Named<WaterTable> waters;
};

std::vector<std::string> models() {
  std::vector<std::string> words = activity_models();
  words.insert(words.begin(), "database");
  return words;
}

template <class V>
void describe(WatersTable& w, V& v) {
  v("database", w.database,
    "\"talus\" (shipped) or files relative to this one; later ones overlay earlier ones.", optional_key);
  v("activity", w.activity, one_of(models()),
    "Model of activity coefficients; \"database\": as PHREEQC uses such a database.", by_default("database"));
  v("water_activity", w.water_activity, one_of(water_activity_models()),
    "Activity of water, where the model has none of its own.", by_default("Garrels-Christ"));
  v("pH_scale", w.ph_scale, one_of(ph_scales()), "Scale of single ions in Pitzer's model.",
    by_default("database"));
  v("exchange_convention", w.exchange_convention, one_of(exchange_conventions()),
    "How the activity of an exchange species follows from the sites that it covers.",
    by_default("Gaines-Thomas"));
  v("fugacity", w.fugacity, one_of(fugacity_models()),
    "Fugacity of gases that fix an element, from their partial pressures: by Peng and Robinson's equation "
    "where the database has critical constants, as PHREEQC; the same above 1 atm in total only; or ideal.",
    by_default("Peng-Robinson"));
  v("temperature", w.temperature, in("degC"), between(273.15, 573.15),
    "Temperature of the waters that say none.");
  v("units", w.units, "Unit of the totals that have none, in all waters.");
  v("waters", w.waters, "The waters, each under its name.");
}

}  // namespace

void refuse_without_waters(const std::string& path) {
  throw InputError({{Place{path, 0, 0, 1, ""}, "there is no water in this file",
                     path.ends_with(".csv") ? "each row below the heading is a water"
                                            : "write [waters.NAME] with temperature and pH"}});
}

namespace {

/// Gives waters without a temperature that of the file.
void take_temperature(Document& document, WatersTable& table) {
  for (auto& [name, water] : table.waters) {
    if (!water.temperature) water.temperature = table.temperature;
    const std::string key = "waters." + name + ".temperature";
    if (!water.temperature &&
        document.clean())  // one that could not be read, or is misspelt, has been reported
      document.problem(document.place_of_key("waters." + name), "missing key '" + key + "'",
                       "write for example: temperature = \"25 degC\", for this water or above for all");
  }
}

WatersFile read_waters_toml(Document document) {
  WatersTable table;
  read(document, table);
  take_temperature(document, table);
  document.finish();
  WatersFile file;
  file.database = table.database.empty() ? std::vector<std::string>{"talus"} : table.database;
  file.activity = {table.activity, table.water_activity, table.ph_scale, table.exchange_convention,
                   table.fugacity};
  for (const auto& [name, water] : table.waters)
    file.waters.push_back(entry_of(document, name, water, table.units.value_or("")));
  const auto has_problems = [](const WaterEntry& water) { return !water.problems.empty(); };
  if (const auto wrong = unit_problem(table.units.value_or(""));
      wrong && std::ranges::none_of(file.waters, has_problems))  // of totals of its unit it has been said
    document.problem(document.place_of_value("units"), "units: " + *wrong);
  document.finish();
  return file;
}

/// Refuses a file without waters, and settles what lies below limits of detection.
WatersFile complete(WatersFile file, const std::string& path, const BelowDetection& below) {
  if (file.waters.empty()) refuse_without_waters(path);
  for (WaterEntry& entry : file.waters)
    for (const std::string& sentence : settle_below_detection(entry.analysis, below))
      entry.notes.push_back({"below a limit of detection", sentence});
  return file;
}

}  // namespace

WatersFile read_waters(const std::string& path, const BelowDetection& below) {
  if (path.ends_with(".csv")) {
    WatersFile file = read_waters_csv(path, below);
    if (file.waters.empty()) refuse_without_waters(path);
    return file;
  }
  return read_waters(Document::from_file(path), below);
}

WatersFile read_waters(Document document, const BelowDetection& below) {
  const std::string name = document.name();
  return complete(read_waters_toml(std::move(document)), name, below);
}

}  // namespace talus
