#include "chemistry/database/phreeqc/reaction_check.h"

#include <charconv>
#include <cmath>
#include <cstdio>

namespace talus::phreeqc {

namespace {

constexpr double tolerance = 1e-9;  // mol, PHREEQC's TOL

}  // namespace

const Formula& ReactionCheck::formula(const std::string& name) {
  const auto known = known_.find(name);
  if (known != known_.end()) return known->second;
  return known_.emplace(name, parse_formula(name, others_)).first->second;
}

std::string ReactionCheck::imbalance(const Equation& equation) {
  std::map<std::string, double> sums;
  const auto add = [&](const std::vector<Term>& side, double sign) {
    for (const Term& term : side) {
      const Formula& made_of = formula(term.name);
      for (const auto& [element, atoms] : made_of.elements) sums[element] += sign * term.amount * atoms;
      sums["charge"] += sign * term.amount * made_of.charge;
    }
  };
  add(equation.left, -1);
  add(equation.right, 1);
  std::string words;
  for (const auto& [what, sum] : sums) {
    if (std::abs(sum) <= tolerance) continue;
    char text[32];
    std::snprintf(text, sizeof text, "%+.6g", sum);
    words += (words.empty() ? "" : ", ") + what + " " + text;
  }
  return words;
}

std::string exact_number(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

std::string reaction_text(const Equation& equation, const std::string& phase) {
  std::string left, right;
  const auto put = [&](const Term& term, const std::string& name, std::string& side) {
    // a name that starts like a number differs from an amount by the amount before it
    const bool digit = name[0] == '.' || (name[0] >= '0' && name[0] <= '9');
    if (!side.empty()) side += " + ";
    if (std::abs(term.amount) != 1 || digit) side += exact_number(std::abs(term.amount)) + " ";
    side += name;
  };
  for (const bool stays : {true, false}) {  // what changes sides comes last
    for (std::size_t i = 0; i < equation.left.size(); ++i) {
      const Term& term = equation.left[i];
      if (term.amount != 0 && (term.amount > 0) == stays)
        put(term, i == 0 && !phase.empty() ? phase : term.name, stays ? left : right);
    }
    for (const Term& term : equation.right)
      if (term.amount != 0 && (term.amount > 0) == stays) put(term, term.name, stays ? right : left);
  }
  return left + " = " + right;
}

}  // namespace talus::phreeqc
