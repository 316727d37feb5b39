#include "chemistry/speciation/speciated_water.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <set>

#include "chemistry/activity/fugacity_models.h"
#include "chemistry/assumptions.h"
#include "chemistry/known_temperatures.h"
#include "chemistry/left_out.h"
#include "chemistry/speciation/exchange.h"
#include "chemistry/speciation/slow_redox.h"

namespace talus {

namespace {

constexpr double ln10 = std::numbers::ln10;
constexpr double doubtful = 5;    // %, the charge error above which laboratories repeat an analysis
constexpr double noticed = 1e-9;  // mol/kgw, above which a species is worth a note

std::string short_number(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

}  // namespace

/// A system with its constants at the temperatures that came up.
struct Speciator::System : PlannedSystem {
  using PlannedSystem::PlannedSystem;
  std::map<double, Constants> constants;
};

namespace {

/// Species that the files have and the model leaves out, made of species that there is enough of.
void note_left_out(const Database& database, const WaterPlan& plan, const WaterSystem& water,
                   const WaterState& s, SpeciatedWater& w) {
  std::vector<std::string> elements, there;
  for (const std::string& component : plan.components)
    for (const auto& [element, atoms] : database.formula(component).elements) elements.push_back(element);
  for (std::size_t i = 0; i < water.species.size(); ++i)
    if (s.molality[i] >= noticed) there.push_back(water.species[i].name);
  if (const std::string names = left_out_of(database, elements, there); !names.empty())
    w.notes.push_back({"dissolved species that its elements have and the model leaves out", names});
}

/// Redox states of an element that are at equilibrium here, and hardly ever in nature.
void note_redox(const Database& database, const WaterPlan& plan, const WaterSystem& water,
                const WaterState& s, SpeciatedWater& w) {
  std::vector<Formula> components;
  for (const std::string& name : plan.components)
    components.push_back(name == "e-" ? Formula{} : database.formula(name));
  const std::string moved = slow_redox(water.species, components, std::span<const double>(s.molality), {});
  if (!moved.empty()) w.notes.push_back({slow_redox_kind, moved});
}

void note_doubts(const WaterSystem& water, const Constants& at, const WaterState& s, SpeciatedWater& w) {
  const double limit = activity_limit(water.activity_model);
  if (w.ionic_strength > limit)
    w.notes.push_back({"ionic strength above the range of " + water.activity_model,
                       short_number(w.ionic_strength) + " mol/kgw; meant for up to " + short_number(limit)});
  if (std::abs(w.charge_error) > doubtful)
    w.notes.push_back({"charges that do not balance within " + short_number(doubtful) + " %",
                       "error " + short_number(w.charge_error) + " %"});
  std::string sizes, fixed, outside;
  for (std::size_t i = 0; i < water.species.size(); ++i) {
    const Species& species = water.species[i];
    if (s.molality[i] < noticed) continue;
    if (std::ranges::count(water.without_ion_size, species.name) > 0) sizes += " " + species.name;
    const Known known = known_between(species.log_k, at.temperature, at.temperature);
    if (known == Known::at_25_only) fixed += " " + species.name;
    if (known == Known::outside) outside += " " + species.name;
  }
  const auto counts = [&](std::size_t i) { return s.molality[i] >= noticed; };
  for (const std::string& line :
       in_words(activity_assumptions(water.species, water.activity_model, water.interactions, counts)))
    if (water.activity_model != "B-dot") w.notes.push_back({"activities without data", line});
  if (!sizes.empty())
    w.notes.push_back({"ions without a size for B-dot, taken by Davies's equation", sizes.substr(1)});
  if (!fixed.empty()) w.notes.push_back({"constants that are known at 25 degC only", fixed.substr(1)});
  if (!outside.empty())
    w.notes.push_back({"constants outside of their range of temperature", outside.substr(1)});
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

void add_sums(const PlannedSystem& system, const WaterState& s, SpeciatedWater& w) {
  const WaterSystem& water = system.water;
  double cations = 0, anions = 0, all = 0;
  for (std::size_t i = 0; i < water.species.size(); ++i) {
    const Species& species = water.species[i];
    const double m = s.molality[i];
    all += m;
    w.alkalinity += system.alkalinity[i] * m;
    w.mass += system.molar_mass[i] * m;
    (species.charge > 0 ? cations : anions) += std::abs(species.charge) * m;
    w.hardness += system.hardness[i] * m;
  }
  w.charge = cations - anions;
  w.charge_error = 100 * w.charge / (cations + anions);
  if (water.by_mixture) w.osmotic_coefficient = -moles_of_water * std::log(w.water_activity) / all;
}

/// What stands on the exchangers of an analysis; nothing that is there changes the water.
void add_exchange(const Database& database, const WaterAnalysis& analysis, const ActivityChoice& choice,
                  const WaterPlan& plan, const WaterState& s, SpeciatedWater& w) {
  for (const auto& [name, sites] : analysis.exchange) {
    const Exchanger exchanger = at_key("exchange." + name, [&] {
      return talus::exchanger(database, plan.components, name, exchange_convention(choice.exchange));
    });
    const ExchangeConstants at = constants_of(exchanger, analysis.temperature);
    Loading<double> loading;
    load(exchanger, at, std::span<const double>(s.ln_activity), s.ionic_strength, loading);
    std::vector<ExchangeResult> found;
    for (std::size_t i = 0; i < exchanger.species.size(); ++i) {
      const double gamma =
          activity_coefficient(at.activity[i], s.ionic_strength, std::sqrt(s.ionic_strength)).ln_gamma;
      found.push_back({exchanger.species[i].name, loaded_amount(exchanger, loading, i, sites),
                       loading.fraction[i], gamma / ln10});
    }
    std::ranges::stable_sort(found, std::greater{}, &ExchangeResult::amount);
    w.exchange.insert(w.exchange.end(), found.begin(), found.end());
  }
}

}  // namespace

Speciator::Speciator(const Database& database, ActivityChoice choice)
    : database_(database), masters_(database), choice_(std::move(choice)) {
  require_component(database, "H+");
  if (choice_.model == "database") choice_.model = activity_of(database);
  check_ph_scale(choice_.ph_scale, choice_.model);
  if (choice_.model == "Pitzer" || choice_.model == "SIT")
    interactions_of(database, choice_.model, choice_.ph_scale);  // that there are some
}

Speciator::System& Speciator::system_for(const WaterPlan& plan) {
  std::string key;
  for (const std::string& name : plan.components) key += name + " ";
  for (const std::string& name : plan.absent) key += "-" + name + " ";
  std::shared_ptr<System>& system = systems_[key];
  if (!system) system = std::make_shared<System>(database_, masters_, plan, choice_);
  return *system;
}

const Constants& Speciator::constants(System& system, double temperature) {
  const auto found = system.constants.find(temperature);
  if (found != system.constants.end()) return found->second;
  if (system.constants.size() > 200) system.constants.clear();
  return system.constants[temperature] = system.water.at(temperature);
}

/// Why the conditions of an analysis have no solution, in the words of the analysis.
static std::string reason_of(const WaterAnalysis& analysis, const std::string& why) {
  const auto alkalinity =
      std::ranges::find(analysis.total, "Alkalinity", [](const auto& t) { return t.first; });
  if (!analysis.pH || analysis.charge == "pH" || alkalinity == analysis.total.end() ||
      why.find("have to vanish") == std::string::npos)
    return why;
  char text[200];
  std::snprintf(text, sizeof text,
                "an alkalinity of %g %s contradicts pH %g: what is there besides carbonate (OH-, borate, "
                "silicate, ...) makes more than that; a higher alkalinity, or a lower pH",
                alkalinity->second.value, alkalinity->second.unit.c_str(), *analysis.pH);
  return text;
}

SpeciatedWater Speciator::operator()(const WaterAnalysis& analysis) {
  WaterPlan plan = plan_of(analysis, masters_, database_);
  System& system = at_key("", [&]() -> System& { return system_for(plan); });
  const WaterSystem& water = system.water;
  const Constants& at =
      at_key("", [&]() -> const Constants& { return constants(system, analysis.temperature); });
  const std::vector<WaterCondition> conditions =
      equations_of(analysis, plan, system, at, masters_, database_);
  WaterState s;
  try {
    solve_conditions(solutes_of(water), at, conditions, s);
  } catch (const std::invalid_argument& error) {
    throw NoSolution("", reason_of(analysis, error.what()));
  }

  SpeciatedWater w;
  w.name = analysis.name;
  w.temperature = analysis.temperature;
  w.pH = -s.ln_activity[0] / ln10;
  if (plan.electron) w.pe = -s.ln_activity[1] / ln10;
  w.ionic_strength = s.ionic_strength;
  w.water_activity = std::exp(s.ln_activity.back());
  w.iterations = s.iterations;
  w.notes = std::move(plan.notes);
  add_sums(system, s, w);
  for (const WaterPlan::Given& g : plan.given) {
    const auto j = static_cast<std::size_t>(water.component(g.master->species));
    double total = 0;
    for (std::size_t i = 0; i < water.species.size(); ++i)
      total += g.master->atoms * water.species[i].row.of(j) * s.molality[i];
    w.total.emplace_back(g.master->name, total);
  }
  for (std::size_t i = 0; i < water.species.size(); ++i)
    if (static_cast<int>(i) != water.electron)
      w.species.push_back({water.species[i].name, s.molality[i], (s.ln_molality[i] + s.ln_gamma[i]) / ln10,
                           s.ln_gamma[i] / ln10});
  std::ranges::stable_sort(w.species, std::greater{}, &SpeciesResult::molality);
  for (std::size_t p = 0; p < water.phases.size(); ++p)
    w.phases.push_back(
        {water.phases[p].name, water.phases[p].formula,
         (water.phases[p].row.dot(std::span<const double>(s.ln_activity)) - at.ln_k_mineral[p]) / ln10,
         at.ln_k_mineral[p] / ln10});
  add_exchange(database_, analysis, choice_, plan, s, w);
  note_gases(analysis, water, w);
  note_doubts(water, at, s, w);
  if (const std::string grid =
          outside_of_grid(database_, water.activity_model, analysis.temperature, analysis.temperature);
      !grid.empty())
    w.notes.push_back({"temperature outside of the grid of the activity model", grid});
  note_left_out(database_, plan, water, s, w);
  note_redox(database_, plan, water, s, w);
  return w;
}

}  // namespace talus
