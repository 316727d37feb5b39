#include "chemistry/speciation/speciated_water.h"
#include "base/error.h"

namespace talus {

namespace {

/// The entry of that name; InputError with the names that there are.
template <class Entries, class NameOf>
const auto& entry(const Entries& entries, std::string_view name, const std::string& what,
                  const SpeciatedWater& w, NameOf name_of) {
  std::vector<std::string> known;
  for (const auto& one : entries) {
    if (name_of(one) == name) return one;
    known.push_back(name_of(one));
  }
  throw InputError({{Place{}, "the water '" + w.name + "' has no " + what + " '" + std::string(name) + "'",
                     suggestion(name, known)}});
}

const SpeciesResult& species(const SpeciatedWater& w, std::string_view name) {
  return entry(w.species, name, "species", w, [](const SpeciesResult& s) { return s.name; });
}

}  // namespace

double SpeciatedWater::molality(std::string_view of_species) const {
  return talus::species(*this, of_species).molality;
}
double SpeciatedWater::log_activity(std::string_view of_species) const {
  return talus::species(*this, of_species).log_activity;
}
double SpeciatedWater::log_gamma(std::string_view of_species) const {
  return talus::species(*this, of_species).log_gamma;
}
double SpeciatedWater::saturation_index(std::string_view of_phase) const {
  return entry(phases, of_phase, "phase", *this, [](const PhaseResult& p) { return p.name; })
      .saturation_index;
}
double SpeciatedWater::total_of(std::string_view element) const {
  return entry(total, element, "total of", *this, [](const auto& t) { return t.first; }).second;
}

}  // namespace talus
