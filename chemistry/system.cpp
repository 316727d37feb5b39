#include "chemistry/system.h"

#include <algorithm>
#include <numbers>
#include <set>
#include <stdexcept>

#include "base/error.h"

namespace talus {

namespace {

[[noreturn]] void refuse(const std::string& what) { throw std::invalid_argument(what); }

std::vector<std::string> names_of(const auto& records) {
  std::vector<std::string> names;
  for (const auto& [name, record] : records) names.push_back(name);
  return names;
}

/// The composition of a mineral or gas; a sentence when a component is missing.
Formation required_composition(const Database& database, const std::vector<std::string>& components,
                               const std::string& name, const std::string& reaction,
                               const EquilibriumConstant& constant) {
  const auto found = formation(database, {components.begin(), components.end()}, name, reaction, constant);
  if (!found) refuse("'" + name + "' needs a component that is not chosen: " + reaction);
  return *found;
}

/// Finds the species and gases of a product, once and for all.
void find_product(ActivityProduct& product, const ChemicalSystem& system, const std::string& mineral) {
  std::vector<double> sum(system.balances(), 0.0);
  for (const auto& [name, power] : product.powers) {
    const auto same = [&](const auto& s) { return s.name == name; };
    const auto species = std::find_if(system.species.begin(), system.species.end(), same);
    const auto gas = std::find_if(system.gases.begin(), system.gases.end(), same);
    if (species == system.species.end() && gas == system.gases.end())
      refuse("the rate law of '" + mineral + "' needs the catalyst '" + name +
             "', which is not in the system");
    const bool is_gas = species == system.species.end();
    const ReactionRow& row = is_gas ? gas->row : species->row;
    product.factors.push_back(
        {is_gas,
         static_cast<std::size_t>(is_gas ? gas - system.gases.begin() : species - system.species.begin()),
         power});
    for (const Term& t : row.terms) sum[static_cast<std::size_t>(t.component)] += power * t.power;
    sum.back() += power * row.water;
  }
  for (std::size_t j = 0; j + 1 < sum.size(); ++j)
    if (sum[j] != 0) product.row.terms.push_back({static_cast<int>(j), sum[j]});
  product.row.water = sum.back();
}

/// The record for a mineral and a direction: of the set asked for, else one that belongs to every set.
const RateRecord* rate_record(const MineralRecord& mineral, const std::string& set,
                              const std::string& direction) {
  for (const std::string& wanted : {set, std::string("any")})
    for (const RateRecord& record : mineral.rates)
      if (record.set == wanted && (record.direction == direction || record.direction == "both"))
        return &record;
  std::set<std::string> sets;
  for (const RateRecord& record : mineral.rates)
    if (record.direction == direction || record.direction == "both") sets.insert(record.set);
  std::string known;
  for (const std::string& s : sets) known += (known.empty() ? "" : ", ") + s;
  refuse("'" + mineral.name + "' has no law for " + direction + " in the set of rates '" + set + "'; " +
         (known.empty() ? "no set has one" : "sets that have one: " + known));
}

RateLaw law_of(const RateRecord& record, const ChemicalSystem& system, const std::string& mineral) {
  RateLaw law = record.law;
  each_product(law, [&](ActivityProduct& product) { find_product(product, system, mineral); });
  return law;
}

}  // namespace

ChemicalSystem::ChemicalSystem(const Database& database, const SystemChoice& choice)
    : activity_model(choice.activity),
      interactions(choice.interactions),
      database_(&database),
      by_mixture_(activity_model == "Pitzer" || activity_model == "SIT"),
      components_(choice.components.size()) {
  water_activity = water_activity_model(choice.water_activity);
  check_ph_scale(choice.ph_scale, activity_model);
  if (by_mixture_ && interactions.pitzer.empty() && interactions.sit.empty())
    interactions = interactions_of(database, activity_model, choice.ph_scale);
  const std::set<std::string> chosen(choice.components.begin(), choice.components.end());

  for (const std::string& name : choice.components) {
    const auto record = database.aqueous.find(name);
    if (record == database.aqueous.end() || !record->second.reaction.empty()) {
      std::vector<std::string> known;
      for (const auto& [other, r] : database.aqueous)
        if (r.reaction.empty()) known.push_back(other);
      refuse("no component '" + name + "'; " + suggestion(name, known));
    }
    ReactionRow row;
    row.terms.push_back({static_cast<int>(species.size()), 1.0});
    species.push_back({name, database.formula(name).charge, row, {}, &record->second});
    formulas_.push_back(database.formula(name));
  }
  formulas_.push_back(parse_formula("H2O"));

  for (const auto& [name, record] : database.aqueous) {
    if (record.reaction.empty() || std::ranges::count(choice.leave_out, name) > 0) continue;
    if (const auto made_of = formation(database, chosen, name, record.reaction, record.constant))
      species.push_back({name, database.formula(name).charge, row_of(made_of->amounts, choice.components),
                         made_of->log_k, &record});
  }
  std::string without_size;
  for (const Species& s : species)
    if (lacks_ion_size(activity_model, *s.record, s.charge)) without_size += " " + s.name;
  if (!without_size.empty())
    refuse("B-dot needs ion sizes, and the database has none for:" + without_size +
           "; leave these out (leave_out) or choose another model of activity");
  for (const std::string& name : choice.gases) {
    const auto record = database.gases.find(name);
    if (record == database.gases.end())
      refuse("no gas '" + name + "'; " + suggestion(name, names_of(database.gases)));
    const GasRecord& gas = record->second;
    const Formation made_of =
        required_composition(database, choice.components, name, gas.reaction, gas.constant);
    gases.push_back({name, row_of(made_of.amounts, choice.components), made_of.log_k, &gas});
  }

  std::vector<std::string> names = choice.dissolve;
  for (const std::string& name : choice.precipitate)
    if (std::ranges::count(names, name) == 0) names.push_back(name);
  for (const std::string& name : names) {
    const auto found = database.minerals.find(name);
    if (found == database.minerals.end())
      refuse("no mineral '" + name + "'; " + suggestion(name, names_of(database.minerals)));
    const MineralRecord& record = found->second;
    const Formation made_of =
        required_composition(database, choice.components, name, record.reaction, record.constant);
    Mineral mineral{.name = name,
                    .row = row_of(made_of.amounts, choice.components),
                    .log_k = made_of.log_k,
                    .molar_mass = database.formula(record.formula).molar_mass,
                    .molar_volume = record.molar_volume,
                    .dissolves = std::ranges::count(choice.dissolve, name) > 0,
                    .precipitates = std::ranges::count(choice.precipitate, name) > 0,
                    .dissolution = {},
                    .precipitation = {},
                    .rate_records = {},
                    .record = &record};
    if (mineral.dissolves) {
      mineral.rate_records.push_back(rate_record(record, choice.rates, "dissolution"));
      mineral.dissolution = law_of(*mineral.rate_records.back(), *this, name);
    }
    if (mineral.precipitates) {
      mineral.rate_records.push_back(rate_record(record, choice.rates, "precipitation"));
      mineral.precipitation = law_of(*mineral.rate_records.back(), *this, name);
    }
    minerals.push_back(std::move(mineral));
  }
}

Constants ChemicalSystem::at(double temperature) const {
  constexpr double ln10 = std::numbers::ln10;
  Constants c;
  c.temperature = temperature;
  const ActivityConstants activity = activity_constants(*database_, activity_model, temperature);
  std::vector<Solute> solutes;
  for (const Species& s : species) {
    c.ln_k_species.push_back(ln10 * s.log_k.at(temperature));
    solutes.push_back({s.name, s.charge});
    if (!by_mixture_)
      c.activity.push_back(activity_terms(activity_model, *s.record, s.charge, temperature, activity));
  }
  if (activity_model == "Pitzer")
    c.interactions = pitzer_terms(interactions.pitzer, solutes, temperature,
                                  interactions.conventions.with(activity.water));
  if (activity_model == "SIT")
    c.interactions = sit_terms(interactions.sit, solutes, temperature, activity.water.a);
  for (const Gas& g : gases) c.ln_k_gas.push_back(ln10 * g.log_k.at(temperature) + std::log(101325.0));
  for (const Mineral& m : minerals) {
    c.ln_k_mineral.push_back(-ln10 * m.log_k.at(temperature));
    c.dissolution.push_back(constants_of(m.dissolution, temperature, c.ln_k_species, c.ln_k_gas));
    c.precipitation.push_back(constants_of(m.precipitation, temperature, c.ln_k_species, c.ln_k_gas));
  }
  return c;
}

const std::string& ChemicalSystem::component_name(std::size_t j) const {
  static const std::string water = "H2O";
  return j == components_ ? water : species[j].name;
}

int ChemicalSystem::component(std::string_view name) const {
  for (std::size_t j = 0; j <= components_; ++j)
    if (component_name(j) == name) return static_cast<int>(j);
  return -1;
}

}  // namespace talus
