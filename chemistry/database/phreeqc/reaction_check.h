// Whether an equation of a .dat file makes sense: elements, charge, names.
#pragma once

#include <map>
#include <string>
#include <unordered_map>

#include "chemistry/database/formula.h"
#include "chemistry/database/phreeqc/reaction.h"

namespace talus::phreeqc {

/// Elements and charge of equations; remembers the formulas of names that it has seen.
class ReactionCheck {
 public:
  explicit ReactionCheck(const ElementWeights& others) : others_(others) {}

  /// What an equation makes from nothing, or loses: "Mg +1, charge -2"; empty when it balances to 1e-9.
  /// Throws std::invalid_argument when a name is no formula, or has an unknown element.
  std::string imbalance(const Equation& equation);

 private:
  const Formula& formula(const std::string& name);

  const ElementWeights& others_;
  std::unordered_map<std::string, Formula> known_;
};

/// The text of a reaction as our records have it, "Mg+2 + H2O = MgOH+ + H+". The first name on the left (of a
/// phase) is replaced by `phase` unless that is empty; a negative amount changes sides.
std::string reaction_text(const Equation& equation, const std::string& phase);

/// A number in the fewest digits that give it back.
std::string exact_number(double value);

}  // namespace talus::phreeqc
