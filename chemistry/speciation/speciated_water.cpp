#include "chemistry/speciation/speciated_water.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>

#include "chemistry/speciation/exchange.h"
#include "chemistry/speciation/placed_phases.h"
#include "chemistry/speciation/water_notes.h"

namespace talus {

namespace {

constexpr double ln10 = std::numbers::ln10;

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
  check_model(database, choice_.ph_scale, choice_.model);
  if (choice_.model == "Pitzer" || choice_.model == "SIT")
    interactions_of(database, choice_.model, choice_.ph_scale);  // that there are some
}

std::shared_ptr<PlannedSystem> Speciator::system_of(const WaterPlan& plan) {
  std::string key;
  for (const std::string& name : plan.components) key += name + " ";
  for (const std::string& name : plan.absent) key += "-" + name + " ";
  std::shared_ptr<PlannedSystem>& system = systems_[key];
  if (!system) system = std::make_shared<PlannedSystem>(database_, masters_, plan, choice_);
  return system;
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
  if (!analysis.unplaced.empty()) {
    std::vector<WaterNote> notes;
    SpeciatedWater water = (*this)(placed(analysis, masters_, database_, {}, notes));
    water.notes.insert(water.notes.begin(), notes.begin(), notes.end());
    return water;
  }
  WaterPlan plan = plan_of(analysis, masters_, database_);
  const std::shared_ptr<PlannedSystem> planned = at_key("", [&] { return system_of(plan); });
  PlannedSystem& system = *planned;
  const WaterSystem& water = system.water;
  const Constants& at = at_key("", [&]() -> const Constants& { return system.at(analysis.temperature); });
  const std::vector<WaterCondition> conditions =
      equations_of(analysis, plan, system, at, masters_, database_).conditions;
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
  add_notes(database_, analysis, plan, water, s, w);
  return w;
}

}  // namespace talus
