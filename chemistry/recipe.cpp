#include "chemistry/recipe.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cstdio>
#include <numbers>
#include <stdexcept>

#include "chemistry/balances_derivatives.h"

namespace talus {

namespace {

constexpr double ln10 = std::numbers::ln10;

[[noreturn]] void refuse(const std::string& what) { throw std::invalid_argument(what); }

/// What fixes one component.
struct Condition {
  enum class Kind { none, total, ph, gas, mineral, charge } kind = Kind::none;
  double value = 0;       ///< mol/kgw, pH, or ln of Pa
  std::size_t index = 0;  ///< of the gas or mineral
  std::string words;      ///< how a message names it
};

std::size_t component_of(const ChemicalSystem& system, const std::string& name) {
  const int j = system.component(name);
  if (j >= 0 && static_cast<std::size_t>(j) < system.components()) return static_cast<std::size_t>(j);
  std::vector<std::string> known;
  for (std::size_t i = 0; i < system.components(); ++i) known.push_back(system.component_name(i));
  refuse("no component '" + name + "' in chemistry.components; " + suggestion(name, known));
}

template <class List>
std::size_t index_of(const List& list, const std::string& name, const char* what) {
  std::vector<std::string> known;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i].name == name) return i;
    known.push_back(list[i].name);
  }
  refuse(std::string("no ") + what + " '" + name + "' in this case; " + suggestion(name, known));
}

/// An equilibrium that waits for the component that it fixes.
struct Equilibrium {
  const ReactionRow* row;
  Condition condition;
};

/// Components of `row` that nothing fixes yet.
std::vector<std::size_t> free_components(const ReactionRow& row, const std::vector<Condition>& conditions) {
  std::vector<std::size_t> free;
  for (const Term& t : row.terms)
    if (conditions[static_cast<std::size_t>(t.component)].kind == Condition::Kind::none)
      free.push_back(static_cast<std::size_t>(t.component));
  return free;
}

/// Gives each equilibrium to the one component of its row that has no condition yet, those first that leave
/// no choice: what they fix leaves no choice to others.
void place(const ChemicalSystem& system, std::vector<Equilibrium> waiting,
           std::vector<Condition>& conditions) {
  while (!waiting.empty()) {
    auto next = std::ranges::find_if(
        waiting, [&](const Equilibrium& e) { return free_components(*e.row, conditions).size() == 1; });
    if (next == waiting.end()) next = waiting.begin();
    const std::vector<std::size_t> free = free_components(*next->row, conditions);
    if (free.size() != 1) {
      std::string names;
      for (const Term& t : next->row->terms)
        names += (names.empty() ? "" : ", ") + system.component_name(static_cast<std::size_t>(t.component));
      refuse(next->condition.words + " must fix exactly one of " + names + "; now " +
             (free.empty() ? "each of them is fixed otherwise"
                           : "more than one is free: give totals, pH or balance"));
    }
    conditions[free[0]] = std::move(next->condition);
    waiting.erase(next);
  }
}

/// ln phi of each gas of the system, where the recipe's gases are all of a gas of 1 atm or more.
std::vector<double> ln_coefficients_of(const ChemicalSystem& system, const Constants& at,
                                       const WaterRecipe& recipe) {
  std::vector<double> partial(system.gases.size(), 0.0);
  double sum = 0;
  for (const auto& [name, pressure] : recipe.equilibrium) {
    partial[index_of(system.gases, name, "gas")] = pressure;
    sum += pressure;
  }
  std::vector<double> ln_phi =
      system.ln_fugacity_coefficients(partial, std::max(sum, standard_atmosphere), at.temperature);
  for (std::size_t g = 0; g < partial.size(); ++g)
    if (partial[g] == 0) ln_phi[g] = 0;
  return ln_phi;
}

std::vector<Condition> conditions_of(const ChemicalSystem& system, const Constants& at,
                                     const WaterRecipe& recipe) {
  using Kind = Condition::Kind;
  std::vector<Condition> conditions(system.components());
  const auto set = [&](const std::string& name, Condition condition) {
    Condition& c = conditions[component_of(system, name)];
    if (c.kind != Kind::none)
      refuse("'" + name + "' is fixed twice: by " + c.words + " and by " + condition.words);
    c = std::move(condition);
  };
  if (recipe.pH) set("H+", {Kind::ph, *recipe.pH, 0, "pH"});
  for (const auto& [name, amount] : recipe.total) {
    if (amount == 0 || name == recipe.balance) continue;
    set(name, {Kind::total, amount, 0, "its total"});
  }
  if (recipe.balance) set(*recipe.balance, {Kind::charge, 0, 0, "charge balance"});
  std::vector<Equilibrium> waiting;
  const std::vector<double> ln_phi = ln_coefficients_of(system, at, recipe);
  for (const auto& [name, pressure] : recipe.equilibrium) {
    const std::size_t g = index_of(system.gases, name, "gas");
    const double ln_fugacity = std::log(pressure) + ln_phi[g];
    waiting.push_back(
        {&system.gases[g].row, {Kind::gas, ln_fugacity - at.ln_k_gas[g], g, "equilibrium with " + name}});
  }
  for (const std::string& name : recipe.saturated) {
    const std::size_t m = index_of(system.minerals, name, "mineral");
    waiting.push_back(
        {&system.minerals[m].row, {Kind::mineral, at.ln_k_mineral[m], m, "saturation with " + name}});
  }
  place(system, std::move(waiting), conditions);
  if (const int h = system.component("H+");
      h >= 0 && conditions[static_cast<std::size_t>(h)].kind == Kind::none)
    refuse("nothing fixes H+: give pH, or balance = \"H+\"");
  return conditions;
}

/// Charge of the water by its totals, eq/kgw.
double charge_of(const ChemicalSystem& system, const Contents<double>& c) {
  double charge = 0;
  for (std::size_t j = 0; j < system.components(); ++j)
    charge += system.species[j].charge * c.concentration[j] / system.water_density;
  return charge;
}

/// Residual and Jacobian of the conditions, each relative to the size of its terms.
void assemble(const ChemicalSystem& system, const std::vector<Condition>& conditions,
              const Contents<double>& c, const ContentsDerivatives<double>& d, Eigen::VectorXd& f,
              Eigen::MatrixXd& jacobian) {
  using Kind = Condition::Kind;
  const std::size_t n = system.components();
  std::vector<double> derivative(n);
  for (std::size_t j = 0; j < n; ++j) {
    const auto row = static_cast<Eigen::Index>(j);
    const Condition& condition = conditions[j];
    double scale = 1;
    const auto linear = [&](const ReactionRow& reaction, double value) {
      f(row) = reaction.dot(std::span<const double>(c.solution.ln_activity)) - value;
      row_derivative(reaction, c.solution, d.response, std::span<double>(derivative));
      for (std::size_t k = 0; k < n; ++k) jacobian(row, static_cast<Eigen::Index>(k)) = derivative[k];
    };
    if (condition.kind == Kind::ph)
      linear(system.species[j].row, -ln10 * condition.value);
    else if (condition.kind == Kind::gas)
      linear(system.gases[condition.index].row, condition.value);
    else if (condition.kind == Kind::mineral)
      linear(system.minerals[condition.index].row, condition.value);
    else {
      scale = 0;
      const bool charge = condition.kind == Kind::charge;
      f(row) = charge ? charge_of(system, c)
                      : c.concentration[j] / system.water_density -
                            (condition.kind == Kind::none ? trace_total : condition.value);
      for (std::size_t k = 0; k < n; ++k) {
        double value = d.concentration[j * n + k];
        if (charge) {
          value = 0;
          for (std::size_t i = 0; i < n; ++i) value += system.species[i].charge * d.concentration[i * n + k];
        }
        jacobian(row, static_cast<Eigen::Index>(k)) = value / system.water_density;
      }
      for (std::size_t i = 0; i < system.species.size(); ++i)
        scale += std::abs(charge ? system.species[i].charge : system.species[i].row.of(j)) *
                 c.solution.molality[i];
    }
    f(row) /= scale;
    jacobian.row(row) /= scale;
  }
}

/// What an equilibrium with a gas or mineral makes of the components that it fixes, the others being as they
/// are; at most a millimole. Oxygen can be sixty orders of magnitude away from any other guess.
void guess_equilibria(const ChemicalSystem& system, const std::vector<Condition>& conditions,
                      std::vector<double>& x) {
  using Kind = Condition::Kind;
  for (std::size_t j = 0; j < system.components(); ++j) {
    const Condition& c = conditions[j];
    if (c.kind != Kind::gas && c.kind != Kind::mineral) continue;
    const ReactionRow& row = c.kind == Kind::gas ? system.gases[c.index].row : system.minerals[c.index].row;
    double rest = c.value;
    for (const Term& t : row.terms)
      if (t.component != static_cast<int>(j)) rest -= t.power * x[static_cast<std::size_t>(t.component)];
    x[j] = std::min(rest / row.of(j), std::log(1e-3));
  }
}

std::vector<double> first_guess(const ChemicalSystem& system, const std::vector<Condition>& conditions) {
  std::vector<double> x(system.balances());
  for (std::size_t j = 0; j < system.components(); ++j) {
    const Condition& c = conditions[j];
    using Kind = Condition::Kind;
    const double molality = c.kind == Kind::ph      ? std::pow(10, -c.value)
                            : c.kind == Kind::total ? std::max(std::abs(c.value), trace_total)
                            : c.kind == Kind::none  ? trace_total
                                                    : 1e-4;
    x[j] = std::log(system.component_name(j) == "H+" && c.kind != Kind::ph ? 1e-7 : molality);
  }
  x.back() = std::log(100.0);
  guess_equilibria(system, conditions, x);
  return x;
}

/// Lowers each component of which complexes alone make more than twice the total asked for. True when there
/// was none.
bool within_totals(const ChemicalSystem& system, const std::vector<Condition>& conditions,
                   const Solution<double>& s, std::vector<double>& x) {
  using Kind = Condition::Kind;
  bool within = true;
  for (std::size_t j = 0; j < system.components(); ++j) {
    const Condition& c = conditions[j];
    if (system.component_name(j) == "H+" || (c.kind != Kind::total && c.kind != Kind::none)) continue;
    const double asked = c.kind == Kind::total ? std::max(std::abs(c.value), trace_total) : trace_total;
    double amount = 0;
    for (std::size_t i = 0; i < system.species.size(); ++i)
      amount += std::abs(system.species[i].row.of(j)) * s.molality[i];
    if (amount <= 2 * asked) continue;
    x[j] -= std::log(amount / asked);
    within = false;
  }
  return within;
}

/// Lowers a first guess by factors of 10 until the speciation settles: far from neutral pH, a total taken for
/// the free ion can make more of a complex than water holds. Models of mixtures can settle there, at a root
/// that means nothing, and Fe+2 beside oxygen can make a million times its total of Fe+3, which no charge
/// balances: so the guess must stay within the totals too.
void lower_until_settled(const ChemicalSystem& system, const Constants& at,
                         const std::vector<Condition>& conditions, std::vector<double>& x) {
  const std::size_t n = system.components();
  for (int times = 0; times < 30; ++times) {
    Solution<double> solution(system);
    if (speciate(system, at, std::span<const double>(x).first(n), solution)) {
      if (within_totals(system, conditions, solution, x)) return;
      continue;
    }
    for (std::size_t j = 0; j < n; ++j)
      if (conditions[j].kind != Condition::Kind::ph) x[j] -= ln10;
  }
}

/// Contents at x; where the speciation does not settle, takes back half of the last step, and half again: on
/// the way to a brine, a step can leave what the activity model has an answer for.
bool contents_on_the_way(const ChemicalSystem& system, const Constants& at, const std::vector<double>& before,
                         std::vector<double>& x, Contents<double>& c) {
  StageStart<double> start;
  start.porosity = 1;
  for (int times = 0; times < 15; ++times) {
    if (contents(system, at, Reactions{}, start, std::span<const double>(x), c)) return true;
    c.solution.forget();
    for (std::size_t j = 0; j < x.size(); ++j) x[j] = (x[j] + before[j]) / 2;
  }
  return false;
}

/// What the water with the unknowns x is; `c` begins with the ionic strength and the activity of water of a
/// water nearby.
Water water_at(const ChemicalSystem& system, const Constants& at, const WaterRecipe& recipe,
               const std::vector<double>& x, Contents<double>& c) {
  StageStart<double> start;
  start.porosity = 1;
  contents(system, at, Reactions{}, start, std::span<const double>(x), c);
  Water water;
  water.ln_molality.assign(x.begin(), x.end() - 1);
  for (double t : c.concentration) water.total.push_back(t / system.water_density);
  const int h = system.component("H+");
  water.pH = h < 0 ? 7 : -c.solution.ln_activity[static_cast<std::size_t>(h)] / ln10;
  water.ionic_strength = c.solution.ionic_strength;
  water.water_activity = std::exp(c.solution.ln_activity.back());
  water.charge = charge_of(system, c);
  water.ln_fugacity_coefficient = ln_coefficients_of(system, at, recipe);
  for (std::size_t g = 0; g < c.gas.size(); ++g)
    water.gas_pressure.push_back(c.gas[g] * gas_constant * at.temperature *
                                 std::exp(-water.ln_fugacity_coefficient[g]));
  for (std::size_t m = 0; m < system.minerals.size(); ++m)
    water.saturation_index.push_back(
        (system.minerals[m].row.dot(std::span<const double>(c.solution.ln_activity)) - at.ln_k_mineral[m]) /
        ln10);
  return water;
}

/// Where a slow reaction makes a component of a species: the same water, in which it has come to its end.
Water settled_water(const ChemicalSystem& system, const Constants& at, const WaterRecipe& recipe) {
  const ChemicalSystem& settled = *system.settled;
  const Constants settled_at = settled.at(at.temperature);
  const Water water = solve_water(settled, settled_at, recipe);
  Solution<double> solution(settled);
  speciate(settled, settled_at, std::span<const double>(water.ln_molality), solution);
  std::vector<double> x = water.ln_molality;
  for (std::size_t j = x.size(); j < system.components(); ++j)
    for (std::size_t i = 0; i < settled.species.size(); ++i)
      if (settled.species[i].name == system.component_name(j)) x.push_back(std::log(solution.molality[i]));
  x.push_back(std::log(system.water_density));
  Contents<double> c(system, 0);
  c.solution.ionic_strength = water.ionic_strength;
  c.solution.ln_activity.back() = std::log(water.water_activity);
  Water result = water_at(system, at, recipe, x, c);
  result.absent = water.absent;
  return result;
}

}  // namespace

Water solve_water(const ChemicalSystem& system, const Constants& at, const WaterRecipe& recipe) {
  if (system.settled) return settled_water(system, at, recipe);
  const std::size_t n = system.components();
  const std::vector<Condition> conditions = conditions_of(system, at, recipe);
  std::vector<double> x = first_guess(system, conditions);
  lower_until_settled(system, at, conditions, x);
  const Reactions no_reactions;
  StageStart<double> start;
  start.porosity = 1;
  Contents<double> c(system, 0);
  ContentsDerivatives<double> d(system);
  Eigen::VectorXd f(static_cast<Eigen::Index>(n));
  Eigen::MatrixXd jacobian(static_cast<Eigen::Index>(n), static_cast<Eigen::Index>(n));
  bool done = false;
  std::vector<double> before = x;
  for (int iteration = 0; iteration < 1000 && !done; ++iteration) {
    if (!contents_on_the_way(system, at, before, x, c))
      refuse("the speciation does not settle: is the water a brine beyond the activity model?");
    before = x;
    contents_derivatives(system, at, no_reactions, start, c, d);
    assemble(system, conditions, c, d, f, jacobian);
    const Eigen::VectorXd step = jacobian.partialPivLu().solve(f);
    const double size = step.cwiseAbs().maxCoeff();
    if (!std::isfinite(size))
      refuse("the conditions contradict each other or leave a component undetermined");
    done = size < 1e-10;  // the step that follows squares what is left
    for (std::size_t j = 0; j < n; ++j)
      x[j] -= step(static_cast<Eigen::Index>(j)) * std::min(1.0, 1.5 / size);
    for (std::size_t j = 0; j < n; ++j)
      if (x[j] < vanished_ln_molality) {
        if (conditions[j].kind == Condition::Kind::charge)
          refuse("'" + system.component_name(j) +
                 "' cannot balance the charge: what is needed is of the other sign; balance on another "
                 "component");
        refuse("'" + system.component_name(j) +
               "' vanishes: its total is not feasible beside the other conditions");
      }
  }
  if (!done) refuse("no convergence after 1000 iterations");

  Water water = water_at(system, at, recipe, x, c);
  for (std::size_t j = 0; j < n; ++j)
    if (conditions[j].kind == Condition::Kind::none) water.absent.push_back(system.component_name(j));
  return water;
}

}  // namespace talus
