#include "chemistry/speciation/water_system.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <numbers>
#include <stdexcept>

#include "base/error.h"
#include "chemistry/activity/interaction_terms.h"

namespace talus {

namespace {

bool same_word(const std::string& a, const std::string& b) {
  return std::ranges::equal(
      a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

/// Whether something is made of oxygen or hydrogen alone: O2(g), H2.
bool only_oxygen_or_hydrogen(const Formula& formula) {
  return std::ranges::all_of(formula.elements,
                             [](const auto& e) { return e.first == "O" || e.first == "H"; });
}

/// The components without oxygen and hydrogen that are given by themselves (O(0), H(0)). Where other elements
/// change their state reactions are not followed to these: files write such couples with O2.
std::set<std::string> without_oxygen(const Database& database, const std::set<std::string>& chosen) {
  std::set<std::string> ends = chosen;
  std::erase_if(ends, [&](const std::string& name) {
    const Formula component = database.formula(name);
    return name != "e-" && component.charge == 0 && only_oxygen_or_hydrogen(component);
  });
  return ends;
}

}  // namespace

void require_component(const Database& database, const std::string& name) {
  if (database.aqueous.contains(name)) return;
  const std::string way_out = name == "H+"
                                  ? ", and every water has it: read the file over a whole database, such as "
                                    "\"talus\" or phreeqc.dat"
                                  : "";
  throw std::invalid_argument("the database has no " + name + way_out);
}

std::string activity_of(const Database& database) {
  if (!database.pitzer.empty()) return "Pitzer";
  if (!database.sit.empty()) return "SIT";
  if (database.aqueous_model) return "B-dot";
  // of a file of PHREEQC without a grid no ion has a size for B-dot; the shipped database has both
  for (const auto& [name, record] : database.aqueous)
    if (record.wateq && !(record.ion_size > 0) && database.formula(name).charge != 0) return "WATEQ";
  return "B-dot";
}

WaterSystem::WaterSystem(const Database& database, const std::vector<std::string>& components,
                         const std::set<std::string>& absent, const ActivityChoice& choice)
    : activity_model(choice.model == "database" ? activity_of(database) : choice.model),
      fugacity(choice.fugacity),
      water_activity(water_activity_model(choice.water_activity)),
      by_mixture(activity_model == "Pitzer" || activity_model == "SIT"),
      database_(&database),
      components_(components.size()) {
  check_model(database, choice.ph_scale, activity_model);
  if (by_mixture) interactions = interactions_of(database, activity_model, choice.ph_scale);
  const std::set<std::string> chosen(components.begin(), components.end()),
      others = without_oxygen(database, chosen);
  for (const std::string& name : components) {
    require_component(database, name);
    if (name == "e-") electron = static_cast<int>(species.size());
    ReactionRow row;
    row.terms.push_back({static_cast<int>(species.size()), 1.0});
    species.push_back({name, database.formula(name).charge, row, {}, &database.aqueous.at(name)});
  }
  for (const auto& [name, record] : database.aqueous) {
    if (record.reaction.empty() || chosen.contains(name) || absent.contains(name)) continue;
    const Formula formula = database.formula(name);
    const std::set<std::string>& ends = only_oxygen_or_hydrogen(formula) ? chosen : others;
    if (const auto made_of = formation(database, ends, name, record.reaction, record.constant, absent))
      species.push_back(
          {name, formula.charge, row_of(made_of->amounts, components), made_of->log_k, &record});
  }
  const auto add_phase = [&](const auto& record, const std::string& formula) {
    // a phase may have the name of a species: "RuO4 = RuO4"
    std::string name = record.name, reaction = record.reaction;
    if (database.aqueous.contains(name) && reaction.starts_with(name + " ")) {
      reaction.insert(name.size(), "(phase)");
      name += "(phase)";
    }
    const bool of_oxygen = name.starts_with("O2(") || name.starts_with("H2(");
    const std::set<std::string>& ends = of_oxygen ? chosen : others;
    if (const auto made_of = formation(database, ends, name, reaction, record.constant, absent))
      phases.push_back({record.name, formula, row_of(made_of->amounts, components), made_of->log_k});
    if constexpr (std::is_same_v<std::decay_t<decltype(record)>, GasRecord>)
      if (!phases.empty() && phases.back().name == record.name) phases.back().gas = &record;
  };
  for (const auto& [name, record] : database.minerals)
    if (!database.gases.contains(name)) add_phase(record, record.formula);
  for (const auto& [name, record] : database.gases) add_phase(record, "");
  std::ranges::sort(phases, {}, &Phase::name);
  for (const Species& s : species)
    if (s.name != "e-" && lacks_ion_size(activity_model, *s.record, s.charge))
      without_ion_size.push_back(s.name);
}

template <class K>
ConstantsOf<K> WaterSystem::evaluated(const K& temperature, const ActivityConstantsOf<K>& activity) const {
  const K ln10(std::numbers::ln10);
  const TemperatureOf<K> t(temperature);
  ConstantsOf<K> c;
  c.temperature = temperature;
  for (const Species& s : species) {
    c.ln_k_species.push_back(ln10 * s.log_k.at(t));
    if (!by_mixture)
      c.activity.push_back(activity_terms(activity_model, *s.record, s.charge, temperature, activity));
  }
  for (const Phase& p : phases) c.ln_k_mineral.push_back(-(ln10 * p.log_k.at(t)));
  return c;
}

Constants WaterSystem::at(double temperature) const {
  const ActivityConstants activity = activity_constants(*database_, activity_model, temperature);
  Constants c = evaluated(temperature, activity);
  if (by_mixture)
    c.interactions = interaction_terms(interactions, activity_model, species, activity.water, temperature);
  return c;
}

ConstantsOf<Pack> WaterSystem::at(const Pack& temperature) const {
  check(!by_mixture, "tiles of waters have a model of activity that depends on the ionic strength");
  return evaluated(temperature, activity_constants(*database_, activity_model, temperature));
}

int WaterSystem::component(const std::string& name) const {
  for (std::size_t j = 0; j < components_; ++j)
    if (species[j].name == name) return static_cast<int>(j);
  return -1;
}

int WaterSystem::phase(const std::string& name) const {
  for (std::size_t p = 0; p < phases.size(); ++p)
    if (phases[p].name == name) return static_cast<int>(p);
  for (std::size_t p = 0; p < phases.size(); ++p)
    if (same_word(phases[p].name, name)) return static_cast<int>(p);
  return -1;
}

}  // namespace talus
