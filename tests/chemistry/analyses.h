// Analyses of waters from words, and what tests ask of the answers.
#pragma once

#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "chemistry/speciation/speciated_water.h"
#include "tests/chemistry/small_systems.h"

namespace talus {

/// An analysis from pairs of words: {"Ca", "2 mmol/kgw"}.
inline WaterAnalysis analysis(std::optional<double> pH, const Named<std::string>& totals) {
  WaterAnalysis a;
  a.name = "water";
  a.pH = pH;
  for (const auto& [name, text] : totals) a.total.emplace_back(name, parse_concentration(text, "mol/kgw"));
  return a;
}

inline Speciator shipped() { return {shipped_database(), {.model = "database"}}; }

/// "key: what" of the refusal.
inline std::string refusal(Speciator& speciate, const WaterAnalysis& a) {
  try {
    speciate(a);
  } catch (const AnalysisError& error) {
    return error.key + ": " + error.what();
  }
  return "no refusal";
}

inline double value(const std::vector<SpeciesResult>& species, const std::string& name) {
  for (const SpeciesResult& s : species)
    if (s.name == name) return s.molality;
  return NAN;
}

inline double index(const SpeciatedWater& w, const std::string& name) {
  for (const PhaseResult& p : w.phases)
    if (p.name == name) return p.saturation_index;
  return NAN;
}

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace talus
