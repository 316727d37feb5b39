// A batch reactor: water, minerals and a gas in one vessel, without space. Kinetic minerals, minerals at
// equilibrium, and a gas that is kept, enclosed or streams through.
//
//     ChemicalSystem system(database, choice);
//     ReactorModel model{.system = &system, .temperature = Series::constant(298.15)};
//     ReactorState<double> state = reactor_state(model, water, 1.0);    // 1 kg of a solved recipe
//     state.amount = {0.1}, state.initial_amount = {0.1}, state.initial_area = {10};
//     Reactor<double> reactor(model);
//     reactor.settle(state);
//     reactor.advance(state, 0, 86400);                                  // SolveError when it gives up
//
// In time, each kinetic solid recedes (surface.h), each gas moves, and the water follows from its balances:
//
//     dw_p/dt = s_p(x)                                           recession of solid p, mol/m2
//     de_g/dt = kLa w beta_g (p_g - p_g(x))                      gas that went into the water, mol
//     dN_g/dt = F y_g - (F - sum_h de_h/dt) p_g / P - de_g/dt    gas in a vessel that it streams through, mol
//     T_j     = T_j0 - sum_p nu_pj Delta n_p(w_p) - sum_q nu_qj (n_q - n_q0) + sum_g nu_gj e_g
//     n_q >= 0, ln Omega_q <= 0, one of them 0                   minerals at equilibrium
//
//     T_j      what the water and the exchangers (exchange.h) hold of component j, mol
//     x        (ln m_1, ..., ln m_n, ln w), as in balances.h
//     beta_g   molality of the dissolved gas divided by its pressure, mol/kgw/Pa
//     kLa      1/s; where it is without bound, p_g = p_g(x)
//     p_g(x)   pressure with which the water is at equilibrium, Pa
//     F        supply of gas, mol/s, with the mole fractions y_g; P its total pressure, which stays
//
// Of real gases fugacities f_g = phi_g p_g stand in place of the p_g that the water meets. In a volume they
// follow from all amounts in it; where gas is kept or streams, phi_g and Z are those of the supply.
//
// The water's volume is its mass divided by ChemicalSystem::water_density. Balances are carried as T_j, so
// they close to rounding however many steps there are. Integration: reactor_steps.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/series.h"
#include "chemistry/balances.h"
#include "chemistry/equilibrium/equilibrium.h"

namespace talus {

/// How the gases of the system meet the water.
struct GasContact {
  enum Kind {
    none,       ///< no gas
    kept,       ///< partial pressures stay, whatever the water takes
    enclosed,   ///< a volume of gas that is used up
    streaming,  ///< a volume of gas that is well mixed, supplied and exhausted; needs `transfer`
  } kind = none;
  std::optional<double> transfer = {};          ///< kLa, 1/s; at equilibrium with the water when not given
  double supply = 0;                            ///< F, mol/s, of streaming gas
  double total_pressure = standard_atmosphere;  ///< P, Pa: kept, of the supply, or what a volume is filled to
  std::vector<double> partial =
      {};  ///< of each gas, Pa, at that pressure; the rest is inert. Needed where `real`
  /// Whether fugacities and volumes are those of Peng and Robinson's equation (fugacity.h), not of ideal
  /// gases.
  bool real = false;
};

/// What there is and what it does. Fixed while a reactor runs.
struct ReactorModel {
  const ChemicalSystem* system;
  Reactions reactions = {};                ///< solids with rates
  std::vector<Phase> phases = {};          ///< minerals at equilibrium
  std::vector<Exchanger> exchangers = {};  ///< at equilibrium with the water
  GasContact gas = {};
  Series temperature = Series::constant(298.15);  ///< K, over time
  double tolerance = 1e-6;  ///< error of a step: of molalities and of amounts, relative to themselves
};

/// A reactor at a time; of R one or a tile of them. Amounts are those of the whole vessel.
template <class R>
struct ReactorState {
  std::vector<R> x;               ///< ln m_j, mol/kgw, and ln w, kg
  std::vector<R> total;           ///< T_j, mol of the components in the water and on exchangers, H2O last
  std::vector<R> amount;          ///< of each solid, mol
  std::vector<R> initial_amount;  ///< n0 of the law of its surface, mol
  std::vector<R> initial_area;    ///< A0, m2
  std::vector<R> phase;           ///< of each mineral at equilibrium, mol
  std::vector<R> pressure;        ///< kept partial pressure of each gas, and that of streaming supply, Pa
  std::vector<R> gas;             ///< of each gas, mol in the gas; of `enclosed` and `streaming`
  R gas_volume = R(0.0);          ///< m3
  R inert = R(0.0);               ///< gas in that volume that does not react, mol; of `enclosed` where `real`
  std::vector<R> entered;         ///< of each gas, mol that went into the water since the start
  std::vector<R> supplied;        ///< of each gas, mol that came in less what left the vessel
  std::vector<R> sites;           ///< of each exchanger, mol
  std::vector<R> exchanged;       ///< what of `total` stands on exchangers; empty without any
  std::vector<R> extent;          ///< of each slow reaction in the water, mol since the start
  R step = R(0.0);                ///< s, of the next step; 0: not known yet
  R strength = R(0.0);  ///< ionic strength, mol/kgw, and ln a_w: first guesses of the speciation, as
  R ln_water = R(0.0);  ///< of strong ions one x can have several; strength 0: not known
};

/// The state of `kilograms` of a water; all else is there with amount 0.
ReactorState<double> reactor_state(const ReactorModel& model, const Water& water, double kilograms);

/// Fills the gas: `pressure` of each gas of the system (Pa) in `volume` (m3) at `temperature` (K). Where
/// gases are real, inert gas fills it up to the total pressure of model.gas.
void fill_gas(const ReactorModel& model, const std::vector<double>& pressure, double volume,
              double temperature, ReactorState<double>& state);

/// Puts `sites` (mol) of each exchanger into the vessel, loaded as they are beside the water that is there,
/// at `temperature` (K). Throws std::invalid_argument when that has no speciation.
void fill_exchangers(const ReactorModel& model, const std::vector<double>& sites, double temperature,
                     ReactorState<double>& state);

/// What a reactor holds of each component in water, solids, minerals and gas, H2O last, mol; what slow
/// reactions turned into others counts as what it was at the start.
std::vector<double> held(const ReactorModel& model, const ReactorState<double>& state);

/// Brings the water to equilibrium with its minerals, and with a gas that meets it without resistance, at
/// once; solids with rates stay. Throws SolveError with a sentence.
void settle(const ReactorModel& model, double temperature, ReactorState<double>& state);

// ---- what people do to a vessel, at once; settle() comes after it

/// Replaces `part` (0 to 1) of the water by as much of another water, by mass; what stands on exchangers
/// stays.
void flush(const Water& water, double part, ReactorState<double>& state);
/// Adds `moles` of something to the water; below 0 it is taken away.
void add(const ReactionRow& composition, double moles, ReactorState<double>& state);

}  // namespace talus
