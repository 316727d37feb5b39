#include "chemistry/speciation/slow_redox.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <optional>

namespace talus {

namespace {

constexpr double noticed = 1e-9;  // mol/kgw
constexpr const char* elements[] = {"N", "S", "C"};

using Atoms = std::map<std::string, double>;

/// Atoms of what a row makes of the components and water.
Atoms atoms_of(const ReactionRow& row, std::span<const Formula> components) {
  Atoms atoms;
  for (const Term& term : row.terms)
    for (const auto& [element, count] : components[static_cast<std::size_t>(term.component)].elements)
      atoms[element] += term.power * count;
  atoms["H"] += 2 * row.water;
  atoms["O"] += row.water;
  std::erase_if(atoms, [](const auto& entry) { return std::abs(entry.second) < 1e-9; });
  return atoms;
}

/// The redox state of `element` in what has only it besides hydrogen (+1) and oxygen (-2).
std::optional<double> state_of(const std::string& element, Atoms atoms, double charge) {
  const double hydrogen = atoms["H"], oxygen = atoms["O"], count = atoms[element];
  for (const char* known : {"H", "O", element.c_str()}) atoms.erase(known);
  if (!atoms.empty() || !(count > 0)) return std::nullopt;
  return (charge - hydrogen + 2 * oxygen) / count;
}

/// Of one redox state: how much of the element is in it, mol/kgw, and where most of that is.
struct InState {
  double amount = 0, most = 0;
  std::string species;
};

std::string in_words(double state, const InState& in) {
  char text[80];
  std::snprintf(text, sizeof text, "as %s (%+g) %.2g mol/kgw", in.species.c_str(),
                std::round(10 * state) / 10, in.amount);
  return text;
}

/// What has become of the element of one component: its redox states, by a tenth of their number.
std::map<int, InState> states_of(const std::string& element, std::size_t component,
                                 std::span<const Species> species, std::span<const Formula> components,
                                 std::span<const double> molality) {
  std::map<int, InState> states;
  for (std::size_t i = 0; i < species.size(); ++i) {
    if (species[i].row.of(component) == 0) continue;
    Atoms atoms = atoms_of(species[i].row, components);
    const auto state = state_of(element, atoms, species[i].charge);
    if (!state) continue;
    InState& in = states[static_cast<int>(std::lround(10 * *state))];
    in.amount += atoms[element] * molality[i];
    if (in.species.empty() || molality[i] > in.most) {
      in.most = molality[i];
      in.species = species[i].name;
    }
  }
  return states;
}

/// Whether a gas holds the element in that state (in tenths).
bool in_a_gas(const std::string& element, int tenths, std::span<const Formula> components,
              std::span<const Gas> gases) {
  return std::ranges::any_of(gases, [&](const Gas& gas) {
    const auto state = state_of(element, atoms_of(gas.row, components), 0);
    return state && std::lround(10 * *state) == tenths;
  });
}

std::vector<Formula> formulas_of(const ChemicalSystem& system) {
  std::vector<Formula> formulas;
  for (std::size_t j = 0; j < system.components(); ++j) formulas.push_back(system.component_formula(j));
  return formulas;
}

}  // namespace

std::string slow_redox(std::span<const Species> species, std::span<const Formula> components,
                       std::span<const double> molality, std::span<const Gas> gases) {
  std::string text;
  for (const std::string element : elements)
    for (std::size_t j = 0; j < components.size(); ++j) {
      const auto own = state_of(element, {components[j].elements.begin(), components[j].elements.end()},
                                components[j].charge);
      if (!own) continue;
      std::string words;
      int found = 0;
      bool moved = false;
      for (const auto& [tenths, in] : states_of(element, j, species, components, molality)) {
        if (in.amount < noticed) continue;
        ++found;
        moved = moved || (tenths != std::lround(10 * *own) && !in_a_gas(element, tenths, components, gases));
        words += (words.empty() ? "" : ", ") + in_words(tenths / 10.0, in);
      }
      if (found > 1 || moved) text += (text.empty() ? "" : "; ") + element + " " + words;
    }
  return text;
}

SlowRedox::SlowRedox(std::span<const Species> species, std::span<const Formula> components) {
  for (const std::string element : elements)
    for (std::size_t j = 0; j < components.size(); ++j) {
      const auto own = state_of(element, {components[j].elements.begin(), components[j].elements.end()},
                                components[j].charge);
      if (!own) continue;
      std::map<int, State> states;
      for (std::size_t i = 0; i < species.size(); ++i) {
        if (species[i].row.of(j) == 0) continue;
        Atoms atoms = atoms_of(species[i].row, components);
        const auto state = state_of(element, atoms, species[i].charge);
        if (!state) continue;
        const auto tenths = static_cast<int>(std::lround(10 * *state));
        State& in = states.try_emplace(tenths, State{tenths == std::lround(10 * *own), {}}).first->second;
        in.species.emplace_back(i, atoms[element]);
      }
      if (states.size() == 1 && states.begin()->second.own) continue;
      elements_.emplace_back();
      for (auto& [tenths, state] : states) elements_.back().push_back(std::move(state));
    }
}

bool SlowRedox::moves(std::span<const double> molality) const {
  return std::ranges::any_of(elements_, [&](const std::vector<State>& states) {
    int found = 0;
    bool moved = false;
    for (const State& state : states) {
      double amount = 0;
      for (const auto& [i, atoms] : state.species) amount += atoms * molality[i];
      if (amount < noticed) continue;
      ++found;
      moved = moved || !state.own;
    }
    return found > 1 || moved;
  });
}

bool has_slow_redox(const ChemicalSystem& system) {
  const std::vector<Formula> formulas = formulas_of(system);
  const std::vector<double> some(system.species.size(), 1.0);
  for (const std::string element : elements)
    for (std::size_t j = 0; j < formulas.size(); ++j)
      if (state_of(element, {formulas[j].elements.begin(), formulas[j].elements.end()}, formulas[j].charge) &&
          states_of(element, j, system.species, formulas, some).size() > 1)
        return true;
  return false;
}

std::string slow_redox(const ChemicalSystem& system, std::span<const double> molality) {
  const std::vector<Formula> formulas = formulas_of(system);
  return slow_redox(system.species, formulas, molality, system.gases);
}

}  // namespace talus
