// Batch equilibrium: a water with phases that come and go, a headspace and exchangers, in a closed vessel.
//
//     T_j = w (t_j + [j is water] / M_w) + V sum_g nu_gj p_g / (R T) + sum_x q_xj + sum_p nu_pj n_p     mol
//     n_p >= 0,  S_p <= 0,  n_p S_p = 0          S_p = ln Omega_p - ln10 target_p, each phase p
//
//     T_j   total of component j, or of water: what the vessel holds
//     w     water, kg; t_j mol/kgw in it; q_xj mol on exchanger x (exchange.h)
//     n_p   amount of a phase, mol. Minerals: target 0, or the saturation index that they keep. Gases: Omega
//           is the partial pressure in atm, so the target is its log10. An open phase has no end: S_p = 0.
//     V     headspace, m3, of the gases of the system, ideal unless Batch::per_ideal says otherwise
//
// Unknowns are ln m_j, ln w and n_p; what else there is follows from them. They are found in two stages, at
// given activity coefficients first (equilibrium_anew.h):
//
//  1. An interior path: n_p and y_p = -S_p both stay above 0 while n_p y_p = mu N_p goes to 0 for all phases
//     at once; N_p is the most that the totals allow of a phase. For an ideal solution in a given amount of
//     water, this is the method of barriers for a convex problem (least Gibbs energy): one answer, found from
//     any start.
//
//  2. The test: phases with n_p > y_p N_p are taken to be there, n_p of the others is exactly 0, and Newton's
//     method goes to rounding. A phase that comes out below 0 is taken away, one that is supersaturated
//     comes in, until neither is left.
//
// Where the composition of one phase is a sum of others that are there (calcite and aragonite), all of them
// can stay only by coincidence of their constants, and then their amounts are open (Gibbs' phase rule): that
// is a failure that names them. Else the one that costs most Gibbs energy is turned into the others until
// one of them is gone.
//
// Sources: complementarity and interior points, Nocedal and Wright (2006) Numerical Optimization, chapters 12
// and 19; for phases that appear and vanish, Leal and others (2016) Adv. Water Resour. 96:405.
#pragma once

#include <string>
#include <vector>

#include "chemistry/speciation/exchange.h"
#include "chemistry/speciation/phase.h"
#include "chemistry/speciation/recipe.h"

namespace talus {

/// The phase of that name, a mineral or else a gas; it needs no rates. Throws std::invalid_argument with a
/// sentence: no such phase, or it needs a component that the system does not have.
Phase phase(const Database& database, const ChemicalSystem& system, const std::string& name);

/// What can be at equilibrium together. The system must outlive it.
struct EquilibriumModel {
  const ChemicalSystem* system;
  std::vector<Phase> phases = {};
  std::vector<Exchanger> exchangers = {};
};

/// Constants of all of it at one temperature.
struct EquilibriumConstants {
  Constants water;
  std::vector<double> ln_k_phase;  ///< ln Omega_p = ln K_p + nu_p . lambda
  std::vector<ExchangeConstants> exchange;
};
EquilibriumConstants constants_of(const EquilibriumModel& model, double temperature);

/// A phase at the start.
struct PhaseStart {
  double amount = 0;  ///< mol; may be 0: it appears when the water is supersaturated
  double target = 0;  ///< saturation index that it keeps while it is there; of a gas log10 of atm
  bool open = false;  ///< there is no end to it: always at its target, and `amount` counts from 0
};

/// What is brought together.
struct Batch {
  std::vector<double> total;            ///< mol of the components, H2O last, without the phases
  std::vector<PhaseStart> phases = {};  ///< of each phase of the model
  double headspace = 0;                 ///< m3 for the gases of the system
  /// Amount of each gas in the headspace divided by that of an ideal gas of its fugacity; empty: ideal.
  std::vector<double> per_ideal = {};
  std::vector<double> sites = {};  ///< mol of sites (eq) of each exchanger
};

/// What comes of it, or why nothing does.
struct Equilibrium {
  bool found = false;
  std::string failure;               ///< a sentence, when nothing was found
  std::vector<double> ln_molality;   ///< of the components, mol/kgw
  std::vector<double> ln_activity;   ///< of the components, water last
  std::vector<double> molality;      ///< of all species, mol/kgw
  double water = 0;                  ///< kg
  double ionic_strength = 0;         ///< mol/kgw
  double pH = 7;                     ///< -log10 a(H+)
  std::vector<double> dissolved;     ///< mol in the water, of the components; H2O last, the water with it
  std::vector<double> total;         ///< the same with headspace and exchangers: the batch's after its phases
  std::vector<double> amount;        ///< of each phase, mol; of an open one its change: below 0 it gave
  std::vector<double> change;        ///< of each amount, mol, to more digits than their difference
  std::vector<bool> present;         ///< whether a phase is there
  std::vector<double> saturation;    ///< log10 Omega of each phase; of a gas log10 of atm
  std::vector<double> gas_fugacity;  ///< of the gases of the system, Pa; of ideal ones the pressure
  std::vector<std::vector<double>> exchanged;  ///< mol of each species on each exchanger
  std::vector<std::string>
      absent;                ///< components carried at trace_total per kg of water, as they are not there
  double balance_error = 0;  ///< the largest difference in a balance, relative to the sum of its terms' sizes
  int iterations = 0;        ///< of Newton's method, both stages
};

/// Equilibrium at the temperature of `at`. `near` is a first guess: the answer to a similar batch, of which
/// the second stage then starts; when that does not succeed, both stages run as without. A batch without
/// an answer is a value (`failure`), not an exception: a component that is used up, phases that take all
/// the water, phases that contradict each other, no convergence.
Equilibrium equilibrate(const EquilibriumModel& model, const EquilibriumConstants& at, const Batch& batch,
                        const Equilibrium* near = nullptr);

/// Totals (mol) of `kilograms` of water as a recipe solved it, H2O last.
std::vector<double> totals_of(const Water& water, double kilograms);

/// What stands on exchangers with these sites (mol) beside a water with these ln molalities: mol of
/// components, H2O last. Together with totals_of() the total of a batch that starts with exchangers at
/// equilibrium with its water. Throws std::invalid_argument when the speciation does not settle.
std::vector<double> exchanged_totals(const EquilibriumModel& model, const EquilibriumConstants& at,
                                     const std::vector<double>& ln_molality,
                                     const std::vector<double>& sites);

}  // namespace talus
