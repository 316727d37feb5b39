#include "chemistry/speciation/waters_file.h"

#include "base/input.h"
#include "base/ranges.h"
#include "chemistry/activity/fugacity_models.h"
#include "chemistry/speciation/exchange.h"
#include "chemistry/speciation/waters_csv.h"

namespace talus {

namespace {

/// A water as TOML has it.
struct WaterTable {
  double temperature = 298.15;  ///< K
  std::optional<double> pH, pe, density;
  std::optional<std::string> redox, charge, units;
  Named<std::string> total, equilibrium, exchange;
};

template <class V>
void describe(WaterTable& w, V& v) {
  v("temperature", w.temperature, in("degC"), between(273.15, 573.15), "Temperature of the water.");
  v("pH", w.pH, in("1"), ranges::pH,
    "-log10 of the activity of H+; where something else fixes pH, the first guess.");
  v("pe", w.pe, in("1"), ranges::pe, "-log10 of the activity of e-: all redox states react.");
  v("redox", w.redox, "The couple whose two totals fix pe: \"Fe(2)/Fe(3)\".");
  v("density", w.density, in("kg/m3"), ranges::solution_density,
    "Of the solution; needed by amounts per litre.");
  v("units", w.units, "Unit of the totals that have none: \"mmol/kgw\", \"mg/L\", \"ppm\", ...");
  v("total", w.total,
    "Totals of elements (\"Ca\"), redox states (\"S(6)\") and \"Alkalinity\": \"412 mg/L\", \"120 mg/L as "
    "CaCO3\".",
    optional_key);
  v("charge", w.charge, "What gives way until the charges balance: \"pH\" or an element.");
  v("equilibrium", w.equilibrium,
    "Phases that fix an element, \"pH\" or \"pe\", at a saturation index: \"C(4)\" = \"CO2(g) -3.4\".",
    optional_key);
  v("exchange", w.exchange, "Exchangers at equilibrium with the water, by their sites: X = \"1.1 mmol/kgw\".",
    optional_key);
}

/// A file of waters as TOML has it.
struct WatersTable {
  std::vector<std::string> database;
  std::string activity, water_activity, ph_scale, exchange_convention, fugacity;
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
  v("units", w.units, "Unit of the totals that have none, in all waters.");
  v("waters", w.waters, "The waters, each under its name.");
}

WaterEntry entry_of(const Document& document, const std::string& name, const WaterTable& table,
                    const std::string& units) {
  WaterEntry entry;
  const std::string path = "waters." + name;
  entry.place = document.place_of_key(path);
  WaterAnalysis& a = entry.analysis;
  a.name = name;
  a.temperature = table.temperature;
  a.pH = table.pH;
  a.pe = table.pe;
  a.redox = table.redox;
  a.density = table.density;
  a.charge = table.charge;
  for (const char* key : {"pH", "pe", "redox", "density", "charge"})
    entry.places[key] = document.place_of_value(path + "." + key);
  const auto read_each = [&](const std::string& kind, const Named<std::string>& texts, const auto& take) {
    for (const auto& [key, text] : texts) {
      const std::string at = kind + "." + key;
      entry.places[at] = document.place_of_value(path + "." + at);
      try {
        take(key, text);
      } catch (const std::invalid_argument& error) {
        entry.problems.push_back({entry.places[at], path + "." + at + ": " + error.what(), ""});
      }
    }
  };
  read_each("total", table.total, [&](const std::string& key, const std::string& text) {
    a.total.emplace_back(key, parse_concentration(text, table.units.value_or(units)));
  });
  read_each("equilibrium", table.equilibrium, [&](const std::string& key, const std::string& text) {
    a.equilibrium.emplace_back(key, parse_phase_target(text));
  });
  read_each("exchange", table.exchange, [&](const std::string& key, const std::string& text) {
    a.exchange.emplace_back(key, parse_sites(text));
  });
  return entry;
}

}  // namespace

void refuse_without_waters(const std::string& path) {
  throw InputError({{Place{path, 0, 0, 1, ""}, "there is no water in this file",
                     path.ends_with(".csv") ? "each row below the heading is a water"
                                            : "write [waters.NAME] with temperature and pH"}});
}

const Place& WaterEntry::place_of(const std::string& key) const {
  const auto found = places.find(key);
  return found == places.end() ? place : found->second;
}

namespace {

WatersFile read_waters_toml(Document document) {
  WatersTable table;
  read(document, table);
  document.finish();
  WatersFile file;
  file.database = table.database.empty() ? std::vector<std::string>{"talus"} : table.database;
  file.activity = {table.activity, table.water_activity, table.ph_scale, table.exchange_convention,
                   table.fugacity};
  for (const auto& [name, water] : table.waters)
    file.waters.push_back(entry_of(document, name, water, table.units.value_or("")));
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
