#include "chemistry/system.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>
#include <stdexcept>

#include "base/error.h"
#include "chemistry/activity/fugacity.h"
#include "chemistry/activity/interaction_terms.h"
#include "chemistry/activity/interactions_in_lanes.h"
#include "chemistry/rates/co2_hydration.h"
#include "chemistry/temperature.h"

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

/// The set of rates that a mineral takes.
const std::string& set_of_rates(const SystemChoice& choice, const std::string& mineral) {
  for (const auto& [name, set] : choice.rates_of)
    if (name == mineral) return set;
  return choice.rates;
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

/// The name that the database has for CO2 in water.
std::string dissolved_carbon_dioxide(const Database& database) {
  const std::map<std::string, double> carbon_dioxide{{"C", 1.0}, {"O", 2.0}};
  for (const auto& [name, record] : database.aqueous) {
    const Formula formula = database.formula(name);
    if (formula.elements == carbon_dioxide && formula.charge == 0 && !record.reaction.empty()) return name;
  }
  refuse("slow hydration needs a dissolved CO2 with a reaction, and the database has none");
}

/// Whether both are made of the same.
bool same_row(const ReactionRow& a, const ReactionRow& b) {
  const auto same = [](double x, double y) { return std::abs(x - y) < 1e-9; };
  return same(a.water, b.water) && std::ranges::equal(a.terms, b.terms, [&](const Term& x, const Term& y) {
           return x.component == y.component && same(x.power, y.power);
         });
}

RateLaw law_of(const RateRecord& record, const ChemicalSystem& system, const std::string& mineral) {
  RateLaw law = record.law;
  each_product(law, [&](ActivityProduct& product) { find_product(product, system, mineral); });
  return law;
}

}  // namespace

ChemicalSystem::ChemicalSystem(const Database& database, const SystemChoice& choice)
    : activity_model(choice.activity),
      fugacity(choice.fugacity),
      water_density(choice.water_density),
      interactions(choice.interactions),
      database_(&database),
      by_mixture_(activity_model == "Pitzer" || activity_model == "SIT") {
  water_activity = water_activity_model(choice.water_activity);
  check_model(database, choice.ph_scale, activity_model);
  if (by_mixture_ && interactions.pitzer.empty() && interactions.sit.empty())
    interactions = interactions_of(database, activity_model, choice.ph_scale);
  add_components(choice.components);
  std::vector<std::string> components = choice.components;
  if (choice.slow_co2_hydration) {
    SystemChoice fast = choice;
    fast.slow_co2_hydration = false;
    settled = std::make_shared<const ChemicalSystem>(database, fast);
    components.push_back(dissolved_carbon_dioxide(database));
    add_component(components.back());
  }
  components_ = components.size();
  formulas_.push_back(parse_formula("H2O"));
  add_species(choice, components);
  add_gases(choice, components);
  if (choice.slow_co2_hydration) add_hydration(choice, components.back());
  add_slow_reactions(choice, components);
  add_minerals(choice, components);
  add_equilibrium(choice, components);
  for (const ExchangerChoice& one : choice.exchangers)
    exchangers.push_back(exchanger(database, components, one.name, one.convention));
  find_holders();
}

void ChemicalSystem::find_holders() {
  holders_.resize(balances());
  for (std::size_t i = 0; i < species.size(); ++i) {
    for (const Term& t : species[i].row.terms)
      holders_[static_cast<std::size_t>(t.component)].push_back({i, t.power});
    if (species[i].row.water != 0) holders_.back().push_back({i, species[i].row.water});
  }
}

void ChemicalSystem::add_component(const std::string& name) {
  ReactionRow row;
  row.terms.push_back({static_cast<int>(species.size()), 1.0});
  species.push_back({name, database_->formula(name).charge, row, {}, &database_->aqueous.at(name)});
  formulas_.push_back(database_->formula(name));
}

void ChemicalSystem::add_components(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    const auto record = database_->aqueous.find(name);
    if (record == database_->aqueous.end() || !record->second.reaction.empty()) {
      std::vector<std::string> known;
      for (const auto& [other, r] : database_->aqueous)
        if (r.reaction.empty()) known.push_back(other);
      refuse("no component '" + name + "'; " + suggestion(name, known));
    }
    add_component(name);
  }
}

void ChemicalSystem::add_species(const SystemChoice& choice, const std::vector<std::string>& components) {
  const std::set<std::string> chosen(components.begin(), components.end());
  for (const auto& [name, record] : database_->aqueous) {
    if (record.reaction.empty() || std::ranges::count(choice.leave_out, name) > 0 || chosen.contains(name))
      continue;
    if (const auto made_of = formation(*database_, chosen, name, record.reaction, record.constant))
      species.push_back({name, database_->formula(name).charge, row_of(made_of->amounts, components),
                         made_of->log_k, &record});
  }
  std::string without_size;
  for (const Species& s : species)
    if (lacks_ion_size(activity_model, *s.record, s.charge)) without_size += " " + s.name;
  if (!without_size.empty())
    refuse("B-dot needs ion sizes, and the database has none for:" + without_size +
           "; leave these out (leave_out) or choose another model of activity");
}

void ChemicalSystem::add_gases(const SystemChoice& choice, const std::vector<std::string>& components) {
  for (const std::string& name : choice.gases) {
    const auto record = database_->gases.find(name);
    if (record == database_->gases.end())
      refuse("no gas '" + name + "'; " + suggestion(name, names_of(database_->gases)));
    const GasRecord& gas = record->second;
    const Formation made_of = required_composition(*database_, components, name, gas.reaction, gas.constant);
    gases.push_back({name, row_of(made_of.amounts, components), made_of.log_k, &gas});
  }
}

/// Its reaction, and the gas CO2 written to CO2 in water instead of to what that turns into.
void ChemicalSystem::add_hydration(const SystemChoice& choice, const std::string& dissolved) {
  const AqueousRecord& record = database_->aqueous.at(dissolved);
  Formation parts =
      required_composition(*database_, choice.components, dissolved, record.reaction, record.constant);
  ReactionRow row = row_of(parts.amounts, choice.components);
  for (Gas& gas : gases) {
    if (!same_row(gas.row, row)) continue;
    gas.row = {{{static_cast<int>(components_ - 1), 1.0}}, 0};
    for (const auto& [constant, factor] : parts.log_k.terms) gas.log_k.terms.push_back({constant, -factor});
  }
  row.terms.push_back({static_cast<int>(components_ - 1), -1.0});
  for (auto& [constant, factor] : parts.log_k.terms) factor = -factor;
  slow_reactions.push_back(
      {"hydration of " + dissolved, row, parts.log_k, co2_hydration(dissolved), nullptr});
  for (Mechanism& m : slow_reactions.back().law.mechanisms)
    find_product(m.catalysts, *this, "hydration of " + dissolved);
}

void ChemicalSystem::add_slow_reactions(const SystemChoice& choice,
                                        const std::vector<std::string>& components) {
  for (const std::string& name : choice.slow_reactions) {
    const auto found = database_->reactions.find(name);
    if (found == database_->reactions.end())
      refuse("no slow reaction '" + name + "'; " + suggestion(name, names_of(database_->reactions)));
    const WaterReactionRecord& record = found->second;
    const auto net =
        net_reaction(*database_, {components.begin(), components.end()}, record.reaction, record.constant);
    if (!net) refuse("'" + name + "' needs a component that is not chosen: " + record.reaction);
    const ReactionRow row = row_of(net->amounts, components);
    if (row.terms.empty())
      refuse("'" + name +
             "' is at equilibrium already, by the reactions of the species in it: " + record.reaction);
    slow_reactions.push_back({name, row, net->log_k, record.law, &record});
    for (Mechanism& m : slow_reactions.back().law.mechanisms) {
      find_product(m.catalysts, *this, name);
      for (Named<Influence>* influences : {&m.promoters, &m.inhibitors})
        for (auto& [species_name, influence] : *influences) find_product(influence.product, *this, name);
    }
  }
}

/// What goes on beside the ways in which a mineral, the next of all, dissolves. Nothing does where the species
/// of the reaction are at equilibrium.
void ChemicalSystem::add_reactions_beside(const Mineral& mineral,
                                          const std::vector<std::string>& components) {
  const auto* law = std::get_if<TransitionState>(&mineral.dissolution);
  if (law == nullptr) return;
  for (const Mechanism& way : law->mechanisms)
    for (const auto& [name, times] : way.beside) {
      const WaterReactionRecord& record = database_->reactions.at(name);
      const auto net =
          net_reaction(*database_, {components.begin(), components.end()}, record.reaction, record.constant);
      if (!net)
        refuse("'" + mineral.name + "' dissolves beside '" + name +
               "', which needs a component that is not chosen: " + record.reaction);
      SlowReaction beside{mineral.name + ", " + name, row_of(net->amounts, components), net->log_k, *law};
      if (beside.row.terms.empty()) continue;
      for (Term& term : beside.row.terms) term.power *= times;
      beside.row.water *= times;
      for (auto& [constant, factor] : beside.log_k.terms) factor *= times;
      beside.law.mechanisms = {way};
      beside.mineral = static_cast<int>(minerals.size());
      slow_reactions.push_back(std::move(beside));
    }
}

const MineralRecord& ChemicalSystem::mineral_record(const std::string& name) const {
  const auto found = database_->minerals.find(name);
  if (found == database_->minerals.end())
    refuse("no mineral '" + name + "'; " + suggestion(name, names_of(database_->minerals)));
  return found->second;
}

/// Without what it does.
Mineral ChemicalSystem::mineral_of(const MineralRecord& record, const std::string& name,
                                   const std::vector<std::string>& components) const {
  const Formation made_of =
      required_composition(*database_, components, name, record.reaction, record.constant);
  return {.name = name,
          .row = row_of(made_of.amounts, components),
          .log_k = made_of.log_k,
          .molar_mass = database_->formula(record.formula).molar_mass,
          .molar_volume = record.molar_volume,
          .dissolution = {},
          .precipitation = {},
          .rate_records = {},
          .record = &record};
}

void ChemicalSystem::add_equilibrium(const SystemChoice& choice, const std::vector<std::string>& components) {
  for (const auto& [name, index] : choice.equilibrium) {
    if (std::ranges::count(minerals, name, &Mineral::name) > 0)
      refuse("'" + name + "' is at equilibrium, and has a rate too");
    Mineral mineral = mineral_of(mineral_record(name), name, components);
    mineral.at_equilibrium = true;
    equilibrium.push_back({.mineral = minerals.size(), .ln_target = std::numbers::ln10 * index});
    minerals.push_back(std::move(mineral));
  }
}

void ChemicalSystem::add_minerals(const SystemChoice& choice, const std::vector<std::string>& components) {
  std::vector<std::string> names = choice.dissolve;
  for (const std::string& name : choice.precipitate)
    if (std::ranges::count(names, name) == 0) names.push_back(name);
  for (const std::string& name : names) {
    const MineralRecord& record = mineral_record(name);
    Mineral mineral = mineral_of(record, name, components);
    mineral.dissolves = std::ranges::count(choice.dissolve, name) > 0;
    mineral.precipitates = std::ranges::count(choice.precipitate, name) > 0;
    const std::string& set = set_of_rates(choice, name);
    if (mineral.dissolves) {
      mineral.rate_records.push_back(rate_record(record, set, "dissolution"));
      mineral.dissolution = law_of(*mineral.rate_records.back(), *this, name);
      add_reactions_beside(mineral, components);
    }
    if (mineral.precipitates) {
      mineral.rate_records.push_back(rate_record(record, set, "precipitation"));
      mineral.precipitation = law_of(*mineral.rate_records.back(), *this, name);
    }
    minerals.push_back(std::move(mineral));
  }
}

template <class K>
ConstantsOf<K> ChemicalSystem::evaluated(const K& temperature) const {
  const K ln10(std::numbers::ln10);
  const TemperatureOf<K> t(temperature);
  ConstantsOf<K> c;
  c.temperature = temperature;
  for (const Species& s : species) c.ln_k_species.push_back(ln10 * s.log_k.at(t));
  if (!by_mixture_) {
    const auto activity = activity_constants(*database_, activity_model, temperature);
    for (const Species& s : species)
      c.activity.push_back(activity_terms(activity_model, *s.record, s.charge, temperature, activity));
  }
  for (const Gas& g : gases) c.ln_k_gas.push_back(ln10 * g.log_k.at(t) + K(std::log(standard_atmosphere)));
  for (const Mineral& m : minerals) {
    c.ln_k_mineral.push_back(-(ln10 * m.log_k.at(t)));
    c.dissolution.push_back(constants_of(m.dissolution, temperature, c.ln_k_species, c.ln_k_gas));
    c.precipitation.push_back(constants_of(m.precipitation, temperature, c.ln_k_species, c.ln_k_gas));
  }
  for (const SlowReaction& slow : slow_reactions) {
    c.ln_k_slow.push_back(ln10 * slow.log_k.at(t));
    c.slow.push_back(slow.record == nullptr && slow.mineral < 0
                         ? co2_hydration_constants(slow.law, temperature, c.ln_k_species, c.ln_k_gas)
                         : constants_of(std::span<const Mechanism>(slow.law.mechanisms), temperature,
                                        c.ln_k_species, c.ln_k_gas));
  }
  for (const Exchanger& one : exchangers) c.exchange.push_back(constants_of(one, temperature));
  return c;
}

Constants ChemicalSystem::at(double temperature) const {
  Constants c = evaluated(temperature);
  if (by_mixture_) c.interactions = interactions_at(temperature);
  return c;
}

ConstantsOf<Pack> ChemicalSystem::at(const Pack& temperature) const {
  ConstantsOf<Pack> c = evaluated(temperature);
  if (!by_mixture_) return c;
  std::vector<Interacting<double>> lanes;
  alignas(Pack) double kelvin[tile_width];
  temperature.store_aligned(kelvin);
  for (const double one : kelvin) lanes.push_back(interactions_at(one));
  c.interactions = in_lanes(std::span<const Interacting<double>>(lanes));
  return c;
}

Interacting<double> ChemicalSystem::interactions_at(double temperature) const {
  return interaction_terms(interactions, activity_model, species,
                           activity_constants(*database_, activity_model, temperature).water, temperature);
}

std::vector<double> ChemicalSystem::ln_fugacity_coefficients(std::span<const double> partial, double total,
                                                             double temperature) const {
  const bool ideal = fugacity == "ideal" || (fugacity == "above 1 atm" && total <= standard_atmosphere);
  if (ideal || gases.empty()) return std::vector<double>(gases.size(), 0.0);
  std::vector<NamedGas> named;
  for (const Gas& gas : gases) named.push_back({gas.name, gas.record->critical});
  return talus::ln_fugacity_coefficients(named, partial, total, temperature);
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
