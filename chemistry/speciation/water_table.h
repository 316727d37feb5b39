// A water as files have it: one table with the same words in the files of `talus speciate`, in cases of `talus react`
// and in cases of `talus run`.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/input.h"
#include "base/ranges.h"
#include "chemistry/public/talus/speciated_water.h"
#include "chemistry/speciation/analysis.h"

namespace talus {

/// The keys of a water.
struct WaterTable {
  std::optional<double> temperature = {};                ///< K
  std::optional<double> pH = {}, pe = {}, density = {};  ///< -, -, kg/m3
  std::optional<std::string> redox = {}, charge = {}, units = {};
  Named<std::string> total = {}, equilibrium = {}, exchange = {};
  // older words
  std::optional<std::string> balance = {};
  std::vector<std::string> saturated = {};
};

template <class V>
void describe(WaterTable& w, V& v) {
  v("temperature", w.temperature, in("degC"), between(273.15, 573.15),
    "Temperature of the water, for talus speciate. In a case a water has the temperature of the place where it is; "
    "another one here is refused.");
  v("pH", w.pH, in("1"), ranges::pH,
    "-log10 of the activity of H+; where something else fixes pH, the first guess.");
  v("pe", w.pe, in("1"), ranges::pe,
    "-log10 of the activity of e-: all redox states react. For talus speciate; a case has dissolved oxygen instead.");
  v("redox", w.redox,
    "The couple whose two totals fix pe: \"Fe(2)/Fe(3)\". A case knows \"O(0)/O(-2)\" alone, by dissolved oxygen.");
  v("density", w.density, in("kg/m3"), ranges::solution_density,
    "Of the solution; needed by amounts per litre.");
  v("units", w.units, "Unit of the totals that have none: \"mmol/kgw\", \"mg/L\", \"ppm\", ...");
  v("total", w.total,
    "Totals of elements (\"Ca\"), redox states (\"S(6)\"), components by their species (\"SO4-2\", \"H+\") and "
    "\"Alkalinity\": \"412 mg/L\", \"120 mg/L as CaCO3\", \"1 mmol/kgw\". What is not listed is absent. That of H+ "
    "(H+ minus what ions take of it, as OH-) fixes pH.",
    optional_key);
  v("charge", w.charge, "What gives way until the charges balance: \"pH\" or an element.");
  v("equilibrium", w.equilibrium,
    "Phases that fix an element, \"pH\" or \"pe\": at a saturation index, Ca = \"Calcite 0\", or gases at a partial "
    "pressure, C = \"CO2(g) 420 ppm\" (of the pressure of the air), C = \"CO2(g) 0.1 atm\"; the saturation index of "
    "a gas is log10 of its partial pressure in atm. Above 1 atm in total their fugacities are those of Peng and "
    "Robinson's equation.",
    optional_key);
  v("exchange", w.exchange,
    "Exchangers at equilibrium with the water, by their sites: X = \"1.1 mmol/kgw\". For talus speciate; the water "
    "stays as it is.",
    optional_key);
  v("balance", w.balance, "The older word for 'charge': \"H+\" for pH, or a component.");
  v("saturated", w.saturated,
    "The older word for phases of 'equilibrium' with saturation index 0; each fixes what nothing else fixes.",
    optional_key);
}

/// A water of a file, and where its keys stand.
struct WaterEntry {
  WaterAnalysis analysis;
  Place place;                          ///< of the water
  std::map<std::string, Place> places;  ///< of "pH", "total.Ca", ...
  std::vector<Problem> problems;        ///< what is wrong with it before it is solved
  std::vector<WaterNote> notes;         ///< what was made of it: amounts below a limit, a name that returns
  std::size_t at = 0;                   ///< byte of a file of rows at which it begins

  /// Where to point when `key` is wrong.
  const Place& place_of(const std::string& key) const;
  /// What is wrong at `key`, as all commands say it.
  Problem problem(const AnalysisError& error) const;
};

/// The water `name` of a document. `units` are those of the whole file, "" where there are none. What its texts have
/// wrong is noted with it.
WaterEntry entry_of(const Document& document, const std::string& name, const WaterTable& table,
                    const std::string& units);

/// The same water with amounts and pressures in one unit each, as run files write them: the texts of two files that
/// mean the same are the same.
void make_plain(WaterTable& table);

/// The kind of the notes on older words.
inline constexpr const char* older_words = "older words";

}  // namespace talus
