#include "chemistry/speciation/recipe.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <stdexcept>

#include "chemistry/activity/fugacity.h"
#include "chemistry/speciation/water_recipe.h"
#include "chemistry/speciation/water_solver.h"

namespace talus {

namespace {

constexpr double ln10 = std::numbers::ln10;

[[noreturn]] void refuse(const std::string& what) { throw std::invalid_argument(what); }

/// What fixes one component.
struct Condition {
  enum class Kind { none, total, ph, phase, charge, sum } kind = Kind::none;
  double value = 0;                     ///< total, sum: mol/kgw; pH and phases: nu . lambda
  ReactionRow row = {};                 ///< pH and phases: nu
  std::string words = {};               ///< how a message names it
  const CaseWater::Sum* sum = nullptr;  ///< of a sum
};

std::size_t component_of(const ChemicalSystem& system, const std::string& name) {
  const int j = system.component(name);
  if (j >= 0 && static_cast<std::size_t>(j) < system.components()) return static_cast<std::size_t>(j);
  std::vector<std::string> known;
  for (std::size_t i = 0; i < system.components(); ++i) known.push_back(system.component_name(i));
  refuse("no component '" + name + "' in chemistry.components; " + suggestion(name, known));
}

/// ln phi of each gas of the system, where the gases of the recipe are all of a gas of 1 atm or more; 0 of
/// those that it does not name.
std::vector<double> ln_coefficients_of(const ChemicalSystem& system, const Constants& at,
                                       const CaseWater& recipe) {
  std::vector<double> partial(system.gases.size(), 0.0);
  double sum = 0;
  for (const auto& [name, gas] : recipe.equilibrium)
    for (std::size_t g = 0; g < partial.size(); ++g)
      if (system.gases[g].name == name) partial[g] = gas.in(recipe.pressure), sum += partial[g];
  std::vector<double> ln_phi =
      system.ln_fugacity_coefficients(partial, std::max(sum, standard_atmosphere), at.temperature);
  for (std::size_t g = 0; g < partial.size(); ++g)
    if (partial[g] == 0) ln_phi[g] = 0;
  return ln_phi;
}

/// The condition of an equilibrium with a gas of the system; `ln_phi` of each of them.
Condition with_gas(const ChemicalSystem& system, const Constants& at, const std::vector<double>& ln_phi,
                   const std::string& name, double pressure) {
  std::vector<std::string> known;
  for (std::size_t g = 0; g < system.gases.size(); ++g) {
    if (system.gases[g].name == name)
      return {Condition::Kind::phase, std::log(pressure) + ln_phi[g] - at.ln_k_gas[g], system.gases[g].row,
              "equilibrium with " + name};
    known.push_back(system.gases[g].name);
  }
  refuse("no gas '" + name + "' in this case; " + suggestion(name, known));
}

/// The condition of saturation with a mineral that reacts, by its rates or at equilibrium.
Condition with_mineral(const ChemicalSystem& system, const Constants& at, std::span<const WaterPhase> phases,
                       const std::string& name) {
  std::vector<std::string> known;
  const std::string words = "saturation with " + name;
  for (std::size_t m = 0; m < system.minerals.size(); ++m) {
    if (system.minerals[m].name == name)
      return {Condition::Kind::phase, at.ln_k_mineral[m], system.minerals[m].row, words};
    known.push_back(system.minerals[m].name);
  }
  for (const WaterPhase& phase : phases) {
    if (phase.name == name) return {Condition::Kind::phase, -phase.ln_k, phase.row, words};
    known.push_back(phase.name);
  }
  refuse("no mineral '" + name + "' in this case; " + suggestion(name, known));
}

/// Components of `row` that nothing fixes yet.
std::vector<std::size_t> free_components(const ReactionRow& row, const std::vector<Condition>& conditions) {
  std::vector<std::size_t> free;
  for (const Term& t : row.terms)
    if (conditions[static_cast<std::size_t>(t.component)].kind == Condition::Kind::none)
      free.push_back(static_cast<std::size_t>(t.component));
  return free;
}

/// ln phi of the gases among the phases that fix components, which together are one gas; 0 of minerals.
std::vector<double> ln_coefficients_of_fixed(const ChemicalSystem& system, double temperature,
                                             const CaseWater& recipe) {
  std::vector<double> ln_phi(recipe.fixed.size(), 0.0), partial;
  std::vector<NamedGas> gases;
  double total = 0;
  for (const auto& [name, pressure] : recipe.gas_pressures()) total += pressure;
  for (const CaseWater::Fixed& fixed : recipe.fixed)
    if (fixed.phase.gas != nullptr) {
      gases.push_back({fixed.phase.name, fixed.phase.gas->critical});
      partial.push_back(standard_atmosphere * std::pow(10, fixed.target.index_in(recipe.pressure)));
    }
  if (gases.empty() || system.fugacity == "ideal" || !std::isfinite(total) ||
      (system.fugacity == "above 1 atm" && total <= standard_atmosphere))
    return ln_phi;
  const std::vector<double> of_gases = ln_fugacity_coefficients(gases, partial, total, temperature);
  for (std::size_t i = 0, g = 0; i < recipe.fixed.size(); ++i)
    if (recipe.fixed[i].phase.gas != nullptr) ln_phi[i] = of_gases[g++];
  return ln_phi;
}

/// The condition of a phase that fixes a component. `pressure` of the gas that the water stands under, Pa.
Condition with_phase(const ChemicalSystem& system, double temperature, const CaseWater::Fixed& fixed,
                     double pressure, double ln_phi) {
  std::vector<std::string> components;
  for (std::size_t j = 0; j < system.components(); ++j) components.push_back(system.component_name(j));
  const double index =
      fixed.phase.gas != nullptr ? fixed.target.index_in(pressure) : fixed.target.saturation_index;
  return {Condition::Kind::phase, ln10 * (index - fixed.phase.made_of.log_k.at(temperature)) + ln_phi,
          row_of(fixed.phase.made_of.amounts, components), "equilibrium with " + fixed.phase.name};
}

/// Gives each equilibrium to the one component of its row that has no condition yet, those first that leave
/// no choice: what they fix leaves no choice to others.
void place(const ChemicalSystem& system, std::vector<Condition> waiting, std::vector<Condition>& conditions) {
  while (!waiting.empty()) {
    auto next = std::ranges::find_if(
        waiting, [&](const Condition& c) { return free_components(c.row, conditions).size() == 1; });
    if (next == waiting.end()) next = waiting.begin();
    const std::vector<std::size_t> free = free_components(next->row, conditions);
    if (free.size() != 1) {
      std::string names;
      for (const Term& t : next->row.terms)
        names += (names.empty() ? "" : ", ") + system.component_name(static_cast<std::size_t>(t.component));
      refuse(next->words + " must fix exactly one of " + names + "; now " +
             (free.empty() ? "each of them is fixed otherwise"
                           : "more than one is free: give totals, pH or balance"));
    }
    conditions[free[0]] = std::move(*next);
    waiting.erase(next);
  }
}

std::vector<Condition> conditions_of(const ChemicalSystem& system, const Constants& at,
                                     const CaseWater& recipe, std::span<const WaterPhase> phases) {
  using Kind = Condition::Kind;
  std::vector<Condition> conditions(system.components());
  const auto set = [&](const std::string& name, Condition condition) {
    Condition& c = conditions[component_of(system, name)];
    if (c.kind != Kind::none)
      refuse("'" + name + "' is fixed twice: by " + c.words + " and by " + condition.words);
    c = std::move(condition);
  };
  if (recipe.pH)
    set("H+", {Kind::ph, -ln10 * *recipe.pH, system.species[component_of(system, "H+")].row, "pH"});
  for (const auto& [name, amount] : recipe.total) {
    if (name == recipe.balance || (amount == 0 && name != "H+")) continue;
    set(name, {Kind::total, amount, {}, "its total"});
  }
  if (recipe.balance) set(*recipe.balance, {Kind::charge, 0, {}, "charge balance"});
  for (const CaseWater::Sum& sum : recipe.sums)
    set(sum.component, {Kind::sum, sum.value, {}, sum.words, &sum});
  const std::vector<double> ln_of_fixed = ln_coefficients_of_fixed(system, at.temperature, recipe);
  for (std::size_t i = 0; i < recipe.fixed.size(); ++i)
    set(recipe.fixed[i].component,
        with_phase(system, at.temperature, recipe.fixed[i], recipe.pressure, ln_of_fixed[i]));
  std::vector<Condition> waiting;
  const std::vector<double> ln_phi = ln_coefficients_of(system, at, recipe);
  for (const auto& [name, gas] : recipe.equilibrium)
    waiting.push_back(with_gas(system, at, ln_phi, name, gas.in(recipe.pressure)));
  for (const std::string& name : recipe.saturated) waiting.push_back(with_mineral(system, at, phases, name));
  place(system, std::move(waiting), conditions);
  if (const int h = system.component("H+");
      h >= 0 && conditions[static_cast<std::size_t>(h)].kind == Kind::none)
    refuse("nothing fixes H+: give pH, balance = \"H+\", or a total of H+");
  return conditions;
}

std::vector<std::string> absent_of(const ChemicalSystem& system, const std::vector<Condition>& conditions) {
  std::vector<std::string> absent;
  for (std::size_t j = 0; j < conditions.size(); ++j)
    if (conditions[j].kind == Condition::Kind::none) absent.push_back(system.component_name(j));
  return absent;
}

/// What solve_conditions() is asked for a component.
WaterCondition asked_of(const ChemicalSystem& system, const Condition& c, std::size_t j) {
  using Kind = Condition::Kind;
  const std::string& name = system.component_name(j);
  if (c.kind == Kind::charge)
    return {WaterCondition::charge, {}, 0, {}, "charge balance by " + name, name == "H+" ? 1e-7 : 1e-4};
  if (c.kind == Kind::ph || c.kind == Kind::phase)
    return {
        WaterCondition::linear, {}, c.value, c.row, c.words, c.kind == Kind::ph ? std::exp(c.value) : 1e-4};
  if (c.kind == Kind::sum) {
    const double guess = name == "H+" ? 1e-7 : std::clamp(std::abs(c.value), 1e-6, 1.0);
    WaterCondition asked{WaterCondition::total, {}, c.value, {}, c.words, guess};
    for (const Species& species : system.species) asked.share.push_back(c.sum->share(species));
    return asked;
  }
  const double total = c.kind == Kind::none ? trace_total : c.value;
  WaterCondition asked{WaterCondition::total, {}, total, {}, "the total of " + name, 1e-7};
  for (const Species& species : system.species) asked.share.push_back(species.row.of(j));
  if (name != "H+") asked.first_guess = std::clamp(std::abs(total), trace_total, 1.0);
  if (total < 0 && !system.has_negative(j))
    refuse("the total of '" + name + "' is below 0, and no dissolved species has less than none of it");
  return asked;
}

/// What an equilibrium with a gas or mineral makes of the components that it fixes, the others being as they
/// are; at most a millimole. Oxygen can be sixty orders of magnitude away from any other guess.
void guess_equilibria(const std::vector<Condition>& conditions, std::vector<WaterCondition>& asked) {
  for (std::size_t j = 0; j < asked.size(); ++j) {
    if (conditions[j].kind != Condition::Kind::phase) continue;
    double rest = asked[j].value;
    for (const Term& t : asked[j].row.terms) {
      const auto k = static_cast<std::size_t>(t.component);
      if (k != j) rest -= t.power * std::log(asked[k].first_guess);
    }
    asked[j].first_guess = std::exp(std::clamp(rest / asked[j].row.of(j), -600.0, std::log(1e-3)));
  }
}

std::vector<WaterCondition> asked_of(const ChemicalSystem& system, const std::vector<Condition>& conditions,
                                     const std::optional<double>& first_pH) {
  std::vector<WaterCondition> asked;
  for (std::size_t j = 0; j < conditions.size(); ++j) {
    asked.push_back(asked_of(system, conditions[j], j));
    const Condition::Kind kind = conditions[j].kind;
    if (first_pH && system.component_name(j) == "H+" && kind != Condition::Kind::ph)
      asked.back().first_guess = std::pow(10, -*first_pH);
  }
  guess_equilibria(conditions, asked);
  return asked;
}

/// A water as the solver found it, in the words of a case.
Water water_of(const ChemicalSystem& system, const Constants& at, const WaterState& s) {
  const std::size_t n = system.components();
  const std::span<const double> lambda = s.ln_activity;
  Water water;
  water.ln_molality.assign(s.ln_molality.begin(), s.ln_molality.begin() + static_cast<std::ptrdiff_t>(n));
  water.total.assign(n + 1, 0.0);
  double cations = 0, anions = 0;
  for (std::size_t i = 0; i < system.species.size(); ++i) {
    const Species& species = system.species[i];
    for (const Term& t : species.row.terms)
      water.total[static_cast<std::size_t>(t.component)] += t.power * s.molality[i];
    water.total[n] += species.row.water * s.molality[i];
    (species.charge > 0 ? cations : anions) += std::abs(species.charge) * s.molality[i];
  }
  const int h = system.component("H+");
  water.pH = h < 0 ? 7 : -lambda[static_cast<std::size_t>(h)] / ln10;
  water.ionic_strength = s.ionic_strength;
  water.water_activity = std::exp(lambda.back());
  water.charge = cations - anions;
  water.charge_error = cations + anions > 0 ? (cations - anions) / (cations + anions) : 0;
  for (std::size_t g = 0; g < system.gases.size(); ++g)
    water.gas_pressure.push_back(std::exp(at.ln_k_gas[g] + system.gases[g].row.dot(lambda)));
  for (std::size_t m = 0; m < system.minerals.size(); ++m)
    water.saturation_index.push_back((system.minerals[m].row.dot(lambda) - at.ln_k_mineral[m]) / ln10);
  return water;
}

/// A phase in the components of a system without slow reactions: what these make stands for what it is made
/// of at equilibrium.
WaterPhase settled_phase(const ChemicalSystem& system, const Constants& settled_at, WaterPhase phase) {
  const ChemicalSystem& settled = *system.settled;
  std::vector<double> power(settled.components(), 0.0);
  for (const Term& t : phase.row.terms) {
    if (t.component < static_cast<int>(settled.components())) {
      power[static_cast<std::size_t>(t.component)] += t.power;
      continue;
    }
    const std::string& name = system.component_name(static_cast<std::size_t>(t.component));
    for (std::size_t i = 0; i < settled.species.size(); ++i) {
      if (settled.species[i].name != name) continue;
      for (const Term& own : settled.species[i].row.terms)
        power[static_cast<std::size_t>(own.component)] += t.power * own.power;
      phase.row.water += t.power * settled.species[i].row.water;
      phase.ln_k += t.power * settled_at.ln_k_species[i];
    }
  }
  phase.row.terms.clear();
  for (std::size_t j = 0; j < power.size(); ++j)
    if (power[j] != 0) phase.row.terms.push_back({static_cast<int>(j), power[j]});
  return phase;
}

/// Solves by conditions, one for each component.
WaterState solved(const ChemicalSystem& system, const Constants& at, const std::vector<Condition>& conditions,
                  const std::optional<double>& first_pH) {
  WaterState state;
  solve_conditions(solutes_of(system), at, asked_of(system, conditions, first_pH), state);
  return state;
}

/// Where a slow reaction makes a component of a species: the same water, in which it has come to its end.
WaterState settled_state(const ChemicalSystem& system, const Constants& at, const CaseWater& recipe,
                         std::span<const WaterPhase> phases, std::vector<std::string>& absent) {
  const ChemicalSystem& settled = *system.settled;
  const Constants settled_at = settled.at(at.temperature);
  std::vector<WaterPhase> own;
  for (const WaterPhase& phase : phases) own.push_back(settled_phase(system, settled_at, phase));
  const std::vector<Condition> conditions = conditions_of(settled, settled_at, recipe, own);
  const WaterState found = solved(settled, settled_at, conditions, recipe.first_pH);
  absent = absent_of(settled, conditions);
  WaterState state = found;  // the same species in another order
  state.ln_activity.assign(system.balances(), found.ln_activity.back());
  for (std::size_t i = 0; i < system.species.size(); ++i)
    for (std::size_t k = 0; k < settled.species.size(); ++k) {
      if (settled.species[k].name != system.species[i].name) continue;
      state.ln_molality[i] = found.ln_molality[k];
      state.ln_gamma[i] = found.ln_gamma[k];
      state.molality[i] = found.molality[k];
      if (i < system.components()) state.ln_activity[i] = found.ln_molality[k] + found.ln_gamma[k];
    }
  return state;
}

}  // namespace

Named<double> CaseWater::gas_pressures() const {
  Named<double> pressures;
  for (const auto& [name, gas] : equilibrium) pressures.emplace_back(name, gas.in(pressure));
  for (const Fixed& one : fixed)
    if (one.phase.gas != nullptr)
      pressures.emplace_back(one.phase.name,
                             standard_atmosphere * std::pow(10, one.target.index_in(pressure)));
  return pressures;
}

std::string charge_note(const Water& water) {
  constexpr double doubtful = 0.05;
  if (!(std::abs(water.charge_error) > doubtful)) return {};
  char text[200];
  std::snprintf(
      text, sizeof text,
      "charges do not balance: %.3g %% more %s than %s (%.2e eq/kgw), which stay in the water; name a "
      "component that gives way, as in charge = \"%s\"",
      100 * std::abs(water.charge_error), water.charge > 0 ? "positive" : "negative",
      water.charge > 0 ? "negative" : "positive", water.charge, water.charge > 0 ? "Cl" : "Na");
  return text;
}

Water solve_water(const ChemicalSystem& system, const Constants& at, const CaseWater& recipe,
                  std::span<const WaterPhase> phases) {
  std::vector<std::string> absent;
  WaterState state;
  if (system.settled) {
    state = settled_state(system, at, recipe, phases, absent);
  } else {
    const std::vector<Condition> conditions = conditions_of(system, at, recipe, phases);
    state = solved(system, at, conditions, recipe.first_pH);
    absent = absent_of(system, conditions);
  }
  Water water = water_of(system, at, state);
  water.absent = std::move(absent);
  water.ln_fugacity_coefficient = ln_coefficients_of(system, at, recipe);
  const std::vector<double> ln_of_fixed = ln_coefficients_of_fixed(system, at.temperature, recipe);
  for (std::size_t i = 0; i < recipe.fixed.size(); ++i)
    for (std::size_t g = 0; g < system.gases.size(); ++g)
      if (system.gases[g].name == recipe.fixed[i].phase.name)
        water.ln_fugacity_coefficient[g] = ln_of_fixed[i];
  for (std::size_t g = 0; g < water.gas_pressure.size(); ++g)
    water.gas_pressure[g] *= std::exp(-water.ln_fugacity_coefficient[g]);
  return water;
}

Water solve_water(const ChemicalSystem& system, const Constants& at, const WaterRecipe& recipe,
                  std::span<const WaterPhase> phases) {
  return solve_water(system, at, CaseWater{recipe, {}, {}, {}}, phases);
}

}  // namespace talus
