#include "chemistry/speciation/water_table.h"

#include <algorithm>
#include <cctype>

#include "base/units.h"

namespace talus {

namespace {

/// Whether a text is a pressure alone, as an older word for equilibrium with a gas has it: "420e-6 atm".
bool is_pressure(const std::string& text) {
  const auto first = text.find_first_not_of(' ');
  return first != std::string::npos && (std::isdigit(static_cast<unsigned char>(text[first])) ||
                                        text[first] == '.' || text[first] == '+' || text[first] == '-');
}

/// Reads the texts of a water.
class Reader {
 public:
  Reader(const Document& document, const std::string& name, const WaterTable& table, const std::string& units)
      : document_(document), table_(table), units_(table.units.value_or(units)), path_("waters." + name) {
    entry_.place = document.place_of_key(path_);
    entry_.analysis.name = name;
  }

  WaterEntry make() {
    WaterAnalysis& a = entry_.analysis;
    a.temperature = table_.temperature.value_or(a.temperature);
    a.pH = table_.pH;
    a.pe = table_.pe;
    a.redox = table_.redox;
    a.density = table_.density;
    for (const char* key : {"pH", "pe", "redox", "density", "charge", "temperature"})
      entry_.places[key] = document_.place_of_value(path_ + "." + key);
    charge();
    each("total", table_.total, [&](const std::string& key, const std::string& text) {
      a.total.emplace_back(key, parse_concentration(text, units_));
    });
    check_units();
    each("equilibrium", table_.equilibrium,
         [&](const std::string& key, const std::string& text) { equilibrium(key, text); });
    each("exchange", table_.exchange, [&](const std::string& key, const std::string& text) {
      a.exchange.emplace_back(key, parse_sites(text));
    });
    for (std::size_t i = 0; i < table_.saturated.size(); ++i) {
      const std::string at = "saturated[" + std::to_string(i) + "]";
      entry_.places[at] = document_.place_of_value(path_ + "." + at);
      a.unplaced.push_back({at, table_.saturated[i], {table_.saturated[i]}});
    }
    return std::move(entry_);
  }

 private:
  void charge() {
    WaterAnalysis& a = entry_.analysis;
    a.charge = table_.charge ? table_.charge : table_.balance;
    if (!table_.balance) return;
    const Place place = document_.place_of_value(path_ + ".balance");
    if (table_.charge) {
      entry_.problems.push_back(
          {place, path_ + ": 'balance' is the older word for 'charge'", "give charge alone"});
      return;
    }
    entry_.places["charge"] = place;
    if (*table_.balance == "H+" && table_.pH)
      entry_.problems.push_back(
          {place, entry_.analysis.name + ", balance: pH is given, and charge balance fixes it too",
           "leave pH out, or balance by another; charge = \"pH\" takes pH as its first guess"});
    if (*table_.balance == "H+") a.charge = "pH";
    entry_.notes.push_back(
        {older_words, "balance = \"" + *table_.balance + "\" is now charge = \"" + *a.charge + "\""});
  }

  /// Of totals that have their own units too: a wrong one would come out with the next total.
  void check_units() {
    if (!table_.units || !entry_.problems.empty()) return;
    if (const auto wrong = unit_problem(*table_.units))
      entry_.problems.push_back(
          {document_.place_of_value(path_ + ".units"), path_ + ".units: " + *wrong, ""});
  }

  void equilibrium(const std::string& key, const std::string& text) {
    WaterAnalysis& a = entry_.analysis;
    if (!is_pressure(text)) {
      a.equilibrium.emplace_back(key, parse_phase_target(text));
      return;
    }
    const PhaseTarget target = parse_phase_target(key + " " + text);
    if (target.given == PhaseTarget::index)
      throw std::invalid_argument("'" + text +
                                  "' has no unit; write a pressure, as in \"420e-6 atm\" or \"420 ppm\"");
    a.unplaced.push_back({"equilibrium." + key, key + " " + text, target});
  }

  void each(const std::string& kind, const Named<std::string>& texts, const auto& take) {
    for (const auto& [key, text] : texts) {
      const std::string at = kind + "." + key;
      entry_.places[at] = document_.place_of_value(path_ + "." + at);
      try {
        take(key, text);
      } catch (const std::invalid_argument& error) {
        entry_.problems.push_back(entry_.problem({at, error.what()}));
      }
    }
  }

  const Document& document_;
  const WaterTable& table_;
  const std::string units_, path_;
  WaterEntry entry_;
};

/// `text` as run files write quantities of the kind of `unit`; as it is where it is none.
std::string plain(const std::string& text, const std::string& unit) {
  try {
    return with_unit(to_si(text, unit), unit);
  } catch (const UnitError&) {
    return text;
  }
}

}  // namespace

const Place& WaterEntry::place_of(const std::string& key) const {
  const auto found = places.find(key);
  return found == places.end() ? place : found->second;
}

Problem WaterEntry::problem(const AnalysisError& error) const {
  const std::string key = error.key.empty() ? "" : ", " + error.key;
  return {place_of(error.key), analysis.name + key + ": " + error.what(), ""};
}

WaterEntry entry_of(const Document& document, const std::string& name, const WaterTable& table,
                    const std::string& units) {
  return Reader(document, name, table, units).make();
}

void make_plain(WaterTable& table) {
  for (auto& [name, text] : table.total) text = plain(text, "mol/kgw");
  for (auto& [name, text] : table.equilibrium)
    if (is_pressure(text)) {
      const bool part = text.ends_with("%") || text.ends_with("ppm") || text.ends_with("ppb");
      text = plain(text, part ? "ppm" : "atm");
    }
}

}  // namespace talus
