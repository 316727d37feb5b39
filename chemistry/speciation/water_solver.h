// Finds the composition of a water from conditions, one for each component (of waters_file.h or recipe.h).
//
// Unknowns: lambda, the ln activities of the components and of water, and ln m of all species:
//
//     ln m_i + ln gamma_i(m) = ln K_i + nu_i . lambda           mass action, of every species but e-
//     ln a_w = f(m)                                             activity of water
//     sum_i c_i m_i = T                                         total, alkalinity or charge
//     nu . lambda = b                                           pH, pe, equilibrium with a phase, a redox
//     couple
//
// First at given gamma: totals are brought near by factors, then Newton's method, then gamma anew. When gamma
// no longer changes by much, Newton's method in all unknowns at once, with all derivatives, to rounding.
// Conditions are taken as ln of their two sides over each other, ln(sum / T), cations over anions, in which a
// species of any power gives steps of the right size. Where gamma goes to and fro, as the ionic strength is
// made by ions of high charge, that strength is found in a bracket instead (strength_search.h).
#pragma once

#include <string>
#include <vector>

#include "chemistry/speciation/water_activities.h"

namespace talus {

/// What fixes one component.
struct WaterCondition {
  enum Kind { total, linear, charge } kind = total;
  /// total: mol (or eq) of one mole of each species, mol/mol; a charge has those of the species
  std::vector<double> share;
  double value = 0;        ///< total: mol/kgw or eq/kgw; linear: b
  ReactionRow row;         ///< linear: nu
  std::string words;       ///< how a message names it: "the total of Ca"
  double first_guess = 0;  ///< of the activity of the component
  bool phase = false;      ///< linear: the saturation of a phase, nu . ln a = ln K + ln Omega
};

/// A water as the solver finds it; what it holds before is the first guess when `known`.
struct WaterState {
  bool known = false;
  std::vector<double> ln_activity;                      ///< of the components, water last
  std::vector<double> ln_molality, ln_gamma, molality;  ///< of the species, mol/kgw; 0 mol/kgw of e-
  double ionic_strength = 0;                            ///< mol/kgw
  int iterations = 0;                                   ///< of Newton's method, in all
};

/// Solves; `conditions` in the order of the components. Throws std::invalid_argument with a sentence: a
/// condition that cannot be met beside the others, conditions that contradict each other, no convergence.
void solve_conditions(const Solutes& solutes, const Constants& at,
                      const std::vector<WaterCondition>& conditions, WaterState& state);

}  // namespace talus
