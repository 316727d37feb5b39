#include "chemistry/speciation/water_notes.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "chemistry/activity/fugacity_models.h"
#include "chemistry/assumptions.h"
#include "chemistry/known_temperatures.h"
#include "chemistry/left_out.h"

namespace talus {

namespace {

constexpr double doubtful = 5;    // %, the charge error above which laboratories repeat an analysis
constexpr double noticed = 1e-9;  // mol/kgw, above which a species is worth a note

constexpr const char* left_out_kind = "dissolved species that its elements have and the model leaves out";
constexpr const char* data_kind = "activities without data";
constexpr const char* size_kind = "ions without a size for B-dot, taken by Davies's equation";
constexpr const char* fixed_kind = "constants that are known at 25 degC only";
constexpr const char* outside_kind = "constants outside of their range of temperature";
constexpr const char* grid_kind = "temperature outside of the grid of the activity model";

std::string short_number(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

std::string strength_kind(const WaterSystem& water) {
  return "ionic strength above the range of " + water.activity_model;
}

std::string charge_kind() { return "charges that do not balance within " + short_number(doubtful) + " %"; }

std::vector<std::string> elements_of(const Database& database, const WaterPlan& plan) {
  std::vector<std::string> elements;
  for (const std::string& component : plan.components)
    for (const auto& [element, atoms] : database.formula(component).elements) elements.push_back(element);
  return elements;
}

std::vector<Formula> formulas_of(const Database& database, const WaterPlan& plan) {
  std::vector<Formula> formulas;
  for (const std::string& name : plan.components)
    formulas.push_back(name == "e-" ? Formula{} : database.formula(name));
  return formulas;
}

/// Species that the files have and the model leaves out, made of species that there is enough of.
void note_left_out(const Database& database, const WaterPlan& plan, const WaterSystem& water,
                   const WaterState& s, SpeciatedWater& w) {
  std::vector<std::string> there;
  for (std::size_t i = 0; i < water.species.size(); ++i)
    if (s.molality[i] >= noticed) there.push_back(water.species[i].name);
  if (const std::string names = left_out_of(database, elements_of(database, plan), there); !names.empty())
    w.notes.push_back({left_out_kind, names});
}

/// Redox states of an element that are at equilibrium here, and hardly ever in nature.
void note_redox(const Database& database, const WaterPlan& plan, const WaterSystem& water,
                const WaterState& s, SpeciatedWater& w) {
  const std::string moved = slow_redox(water.species, formulas_of(database, plan), s.molality, {});
  if (!moved.empty()) w.notes.push_back({slow_redox_kind, moved});
}

void note_doubts(const WaterSystem& water, double temperature, const WaterState& s, SpeciatedWater& w) {
  const double limit = activity_limit(water.activity_model);
  if (w.ionic_strength > limit)
    w.notes.push_back({strength_kind(water),
                       short_number(w.ionic_strength) + " mol/kgw; meant for up to " + short_number(limit)});
  if (std::abs(w.charge_error) > doubtful)
    w.notes.push_back({charge_kind(), "error " + short_number(w.charge_error) + " %"});
  std::string sizes, fixed, outside;
  for (std::size_t i = 0; i < water.species.size(); ++i) {
    const Species& species = water.species[i];
    if (s.molality[i] < noticed) continue;
    if (std::ranges::count(water.without_ion_size, species.name) > 0) sizes += " " + species.name;
    const Known known = known_between(species.log_k, temperature, temperature);
    if (known == Known::at_25_only) fixed += " " + species.name;
    if (known == Known::outside) outside += " " + species.name;
  }
  const auto counts = [&](std::size_t i) { return s.molality[i] >= noticed; };
  for (const std::string& line :
       in_words(activity_assumptions(water.species, water.activity_model, water.interactions, counts)))
    if (water.activity_model != "B-dot") w.notes.push_back({data_kind, line});
  if (!sizes.empty()) w.notes.push_back({size_kind, sizes.substr(1)});
  if (!fixed.empty()) w.notes.push_back({fixed_kind, fixed.substr(1)});
  if (!outside.empty()) w.notes.push_back({outside_kind, outside.substr(1)});
}

/// What to know of the gases that the water is at equilibrium with.
void note_gases(const WaterAnalysis& analysis, const WaterSystem& water, SpeciatedWater& w) {
  const std::vector<GasTarget> gases = gas_targets(analysis, water);
  double total = 0;
  for (const GasTarget& gas : gases) total += gas.pressure / standard_atmosphere;
  if (total <= 1) return;
  std::string real, ideal;
  for (const GasTarget& gas : gases) {
    const double pressure = gas.pressure / standard_atmosphere, phi = std::exp(gas.ln_coefficient);
    const std::string at = " " + gas.phase->name + " at " + short_number(pressure) + " atm";
    if (gas.ln_coefficient != 0)
      real += at + " has a fugacity of " + short_number(phi * pressure) + " atm";
    else
      ideal += at;
  }
  if (!real.empty())
    w.notes.push_back({"gas above 1 atm, fugacity by Peng and Robinson's equation", real.substr(1)});
  if (!ideal.empty() && water.fugacity == "ideal")
    w.notes.push_back({"gas above 1 atm taken as ideal, as the file asks", ideal.substr(1)});
  else if (!ideal.empty())
    w.notes.push_back(
        {"gas above 1 atm taken as ideal: the database has no critical constants of it (-T_c, -P_c "
         "and -Omega in PHASES, or critical = { ... } in [gases])",
         ideal.substr(1)});
  if (total > pressure_without_effect)
    w.notes.push_back(
        {"water under pressure: constants and activities are those of 1 atm", short_number(total) + " atm"});
}

}  // namespace

void add_notes(const Database& database, const WaterAnalysis& analysis, const WaterPlan& plan,
               const WaterSystem& water, const WaterState& s, SpeciatedWater& w) {
  note_gases(analysis, water, w);
  note_doubts(water, analysis.temperature, s, w);
  if (const std::string grid =
          outside_of_grid(database, water.activity_model, analysis.temperature, analysis.temperature);
      !grid.empty())
    w.notes.push_back({grid_kind, grid});
  note_left_out(database, plan, water, s, w);
  note_redox(database, plan, water, s, w);
}

NoteKinds::NoteKinds(const Database& database, const WaterPlan& plan, const WaterSystem& water)
    : database_(database), plan_(plan), water_(water), redox_(water.species, formulas_of(database, plan)) {
  for (std::size_t i = 0; i < water.species.size(); ++i) {
    const auto only = [&](std::size_t one) { return water.by_mixture || one == i; };  // mixtures lack pairs
    without_size_.push_back(std::ranges::count(water.without_ion_size, water.species[i].name) > 0);
    if (water.activity_model != "B-dot" &&
        !activity_assumptions(water.species, water.activity_model, water.interactions, only).empty())
      without_data_.push_back(i);
  }
  for (const std::vector<std::string>& needs : left_out_needs(database, elements_of(database, plan))) {
    std::vector<std::size_t> species;
    for (const std::string& name : needs) {
      const auto found = std::ranges::find(water.species, name, &Species::name);
      if (found != water.species.end())
        species.push_back(static_cast<std::size_t>(found - water.species.begin()));
    }
    if (species.size() == needs.size()) left_out_.push_back(species);
  }
}

void NoteKinds::take_temperature(double temperature) {
  if (temperature_ == temperature) return;
  temperature_ = temperature;
  fixed_.clear();
  outside_.clear();
  for (std::size_t i = 0; i < water_.species.size(); ++i) {
    const Known known = known_between(water_.species[i].log_k, temperature, temperature);
    if (known == Known::at_25_only) fixed_.push_back(i);
    if (known == Known::outside) outside_.push_back(i);
  }
  outside_of_grid_ = !outside_of_grid(database_, water_.activity_model, temperature, temperature).empty();
}

int NoteKinds::lines_without_data(std::span<const double> molality) {
  if (without_data_.empty()) return 0;
  std::vector<bool> there;
  for (const std::size_t i : without_data_) there.push_back(molality[i] >= noticed);
  const auto found = lines_.find(there);
  if (found != lines_.end()) return found->second;
  const auto counts = [&](std::size_t i) { return molality[i] >= noticed; };
  const auto lines =
      in_words(activity_assumptions(water_.species, water_.activity_model, water_.interactions, counts));
  return lines_[there] = static_cast<int>(lines.size());
}

const std::vector<std::string>& NoteKinds::of(double temperature, std::span<const double> molality,
                                              double ionic_strength, double charge_error) {
  take_temperature(temperature);
  const auto there = [&](std::size_t i) { return molality[i] >= noticed; };
  Found found{};
  found.strength = ionic_strength > activity_limit(water_.activity_model);
  found.charge = std::abs(charge_error) > doubtful;
  for (std::size_t i = 0; i < molality.size(); ++i)
    found.sizes = found.sizes || (without_size_[i] && there(i));
  found.without_data = lines_without_data(molality);
  found.fixed = std::ranges::any_of(fixed_, there);
  found.outside = std::ranges::any_of(outside_, there);
  found.grid = outside_of_grid_;
  found.left_out = std::ranges::any_of(
      left_out_, [&](const std::vector<std::size_t>& needs) { return std::ranges::all_of(needs, there); });
  found.redox = redox_.moves(molality);
  const auto [place, fresh] = kinds_.try_emplace(found);
  if (fresh) place->second = named(found);
  return place->second;
}

std::vector<std::string> NoteKinds::named(const Found& found) const {
  std::vector<std::string> kinds;
  for (const WaterNote& note : plan_.notes) kinds.push_back(note.kind);
  if (found.strength) kinds.push_back(strength_kind(water_));
  if (found.charge) kinds.push_back(charge_kind());
  kinds.insert(kinds.end(), static_cast<std::size_t>(found.without_data), data_kind);
  if (found.sizes) kinds.emplace_back(size_kind);
  if (found.fixed) kinds.emplace_back(fixed_kind);
  if (found.outside) kinds.emplace_back(outside_kind);
  if (found.grid) kinds.emplace_back(grid_kind);
  if (found.left_out) kinds.emplace_back(left_out_kind);
  if (found.redox) kinds.emplace_back(slow_redox_kind);
  return kinds;
}

}  // namespace talus
