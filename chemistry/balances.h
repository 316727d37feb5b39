// What a cell holds, and what it does: the residual's local part and its derivatives, for a tile of cells.
//
// Unknowns of a cell: x = (ln m_1, ..., ln m_n, ln w), the components' molalities and the water, kg per m3 of
// medium. Everything else follows from them and from the start of the step:
//
//     store_j  = w (t_j + [j is water] / M_w) + theta_g sum_g nu_gj c_g      mol per m3 of medium
//     t_j      = sum_i nu_ij m_i                                              mol/kgw
//     c_g      = p_g / (R T), theta_g = phi - w / rho, not below 0            mol per m3 of gas, -
//     change_j = sum_p nu_pj Delta n_p                                        mol/m3, minerals, see surface.h
//
// The recession of a solid over the stage is recession_base + h f(S) s(x): h is the weight of the end of the
// stage (s), f(S) = ((S - S_b) / (1 - S_b))^e the wetted part of the surface, 0 below S_b, s the rate law.
// The porosity phi is that of the start, or what minerals leave (pores.h). A slow reaction between dissolved
// species comes as far as extent_base + h w r(x), mol per m3 of medium, r its rate per kg of water.
#pragma once

#include <cmath>
#include <vector>

#include "chemistry/pores.h"
#include "chemistry/speciation.h"
#include "chemistry/surface.h"

namespace talus {

inline constexpr double water_density = 1000.0;           ///< kg/m3
inline constexpr double gas_constant = 8.31446261815324;  ///< J/mol/K

/// The solids of a system and what their rates need besides the water.
struct Reactions {
  std::vector<Solid> solids;
  double wetted_exponent = 0;   ///< e
  double bound_saturation = 0;  ///< S_b: films in which nothing reacts
  bool fill_pores = false;      ///< the porosity follows the solids; else it is what it was
};

/// The start of a stage of a step, in a tile of cells.
template <class R>
struct StageStart {
  R porosity = R(0.0);       ///< phi_n, at the start of the step
  R weight = R(0.0);         ///< h, s
  std::vector<R> amount;     ///< of each solid at the start of the step, mol/m3
  std::vector<R> area;       ///< of each solid at the start of the step, m2/m3
  std::vector<R> recession;  ///< of each solid by earlier stages, mol/m2
  std::vector<R> extent;     ///< of each slow reaction by earlier stages, mol/m3; empty where none runs
  R reference_porosity = R(1.0), critical_porosity = R(0.0);  ///< phi_0 and phi_c of pores.h
};

/// What the cells hold at x.
template <class R>
struct Contents {
  explicit Contents(const ChemicalSystem& system, std::size_t solids)
      : solution(system),
        rate(solids),
        store(system.balances(), R(0.0)),
        magnitude(system.balances(), R(0.0)),
        concentration(system.balances(), R(0.0)),
        gas(system.gases.size(), R(0.0)),
        active(solids, R(0.0)),
        speed(solids, R(0.0)),
        speed_by_porosity(solids, R(0.0)),
        change(solids),
        slow_rate(system.slow_reactions.size()),
        slow_speed(system.slow_reactions.size(), R(0.0)),
        extent(system.slow_reactions.size(), R(0.0)) {}
  Solution<R> solution;
  std::vector<Rate<R>> rate;     ///< s of each solid, mol/m2/s, without the wetted factor
  R water = R(0.0);              ///< w, kg/m3
  R porosity = R(0.0);           ///< phi
  R porosity_slope = R(1.0);     ///< of what phi is the root of, by phi (pores.h)
  R wetted_slope = R(0.0);       ///< d ln f / d ln S
  R gas_volume = R(0.0);         ///< theta_g
  R water_volume = R(0.0);       ///< of water that finds room in the pores, m3/m3
  std::vector<R> store;          ///< aqueous and gas, mol/m3; water last
  std::vector<R> magnitude;      ///< mol/m3: as store_j, but of absolute values: what it is a difference of
  std::vector<R> concentration;  ///< t_j rho, mol per m3 of water; of water only what is bound in solutes
  std::vector<R> gas;            ///< c_g, mol per m3 of gas
  std::vector<R> active;         ///< f(S) k: part of the surface of each solid that reacts
  std::vector<R> speed;          ///< f(S) k s, of each solid, mol/m2/s
  std::vector<R> speed_by_porosity;     ///< d speed / d phi, where phi follows the solids
  std::vector<AmountChange<R>> change;  ///< of each solid over the stage
  std::vector<Rate<R>> slow_rate;       ///< r of each slow reaction, mol/kgw/s
  std::vector<R> slow_speed;            ///< w r, mol/m3/s
  std::vector<R> extent;                ///< of each slow reaction over the stage, mol/m3
};

/// Rate of recession of a solid without the wetted factor; only dissolution for what was there.
template <class R>
void recession_rate(const ChemicalSystem& system, const Constants& at, const Solid& solid,
                    std::span<const R> lambda, Rate<R>& r) {
  const Mineral& mineral = system.minerals[solid.mineral];
  const R ln_omega = mineral.row.dot(lambda) - R(at.ln_k_mineral[solid.mineral]);
  const RateLaw& law = solid.formed ? mineral.precipitation : mineral.dissolution;
  const RateConstants& constants =
      solid.formed ? at.precipitation[solid.mineral] : at.dissolution[solid.mineral];
  std::visit(
      [&](const auto& chosen) { rate(chosen, std::span<const double>(constants), lambda, ln_omega, r); },
      law);
  if (solid.formed) return;
  const auto dissolves = r.value > R(0.0);
  r.value = select(dissolves, r.value, R(0.0));
  r.d_ln_omega = select(dissolves, r.d_ln_omega, R(0.0));
  for (R& d : r.d_ln_activity) d = select(dissolves, d, R(0.0));
}

/// How far the slow reactions come.
template <class R>
void slow_extents(const ChemicalSystem& system, const Constants& at, const StageStart<R>& start,
                  Contents<R>& c) {
  const std::span<const R> lambda = c.solution.ln_activity;
  for (std::size_t i = 0; i < start.extent.size(); ++i) {
    const SlowReaction& reaction = system.slow_reactions[i];
    const R ln_omega = reaction.row.dot(lambda) - R(at.ln_k_slow[i]);
    rate(reaction.law, std::span<const double>(at.slow[i]), lambda, ln_omega, c.slow_rate[i]);
    c.slow_speed[i] = c.water * c.slow_rate[i].value;
    c.extent[i] = start.extent[i] + start.weight * c.slow_speed[i];
  }
}

/// Volume of solids that a stage adds, m3/m3, and its derivative by the porosity.
template <class R>
struct Filling {
  R volume = R(0.0);
  R slope = R(0.0);
};

/// Speed and change of every solid where the porosity is `room` more than the critical one.
template <class R>
Filling<R> react(const ChemicalSystem& system, const Reactions& reactions, const StageStart<R>& start,
                 const R& room, Contents<R>& c) {
  Filling<R> filling;
  const double e = reactions.wetted_exponent;
  c.porosity = reactions.fill_pores ? start.critical_porosity + room : start.porosity;
  const double bound = reactions.bound_saturation;
  const R saturation = c.water / (R(water_density) * c.porosity);
  const auto wet = saturation > R(bound);
  const R mobile = select(wet, saturation - R(bound), R(0.0));
  const R wetted = power(R(mobile * R(1 / (1 - bound))), e);
  c.wetted_slope = select(wet, R(e) * saturation / mobile, R(0.0));
  const Growing<R> growing = reactions.fill_pores
                                 ? growing_in(room, R(start.reference_porosity - start.critical_porosity))
                                 : Growing<R>{R(1.0), R(0.0)};
  for (std::size_t p = 0; p < reactions.solids.size(); ++p) {
    const Solid& solid = reactions.solids[p];
    const auto grows = c.rate[p].value < R(0.0);
    c.active[p] = select(grows, wetted * growing.value, wetted);
    c.speed[p] = c.active[p] * c.rate[p].value;
    c.change[p] = amount_change(solid, start.amount[p], start.area[p],
                                R(start.recession[p] + start.weight * c.speed[p]));
    if (!reactions.fill_pores) continue;
    c.speed_by_porosity[p] = select(grows, wetted * c.rate[p].value * growing.slope, R(0.0)) -
                             c.wetted_slope * c.speed[p] / c.porosity;
    const R volume(system.minerals[solid.mineral].molar_volume);
    filling.volume += volume * c.change[p].value;
    filling.slope += volume * c.change[p].d_recession * start.weight * c.speed_by_porosity[p];
  }
  return filling;
}

/// The porosity that the solids of the stage leave, and what they do at it: Newton's method within a bracket,
/// which is halved where steps do not fall by half (crystals that grow exponentially). False when solids
/// would overfill the cell.
template <class R>
bool fill_pores(const ChemicalSystem& system, const Reactions& reactions, const StageStart<R>& start,
                Contents<R>& c) {
  using std::abs, std::max;
  const R before = start.porosity - start.critical_porosity;
  R room = before, lowest = -start.critical_porosity, highest = R(1.0) - start.critical_porosity;
  R moved = highest - lowest;
  constexpr int last = std::is_same_v<R, Dual> ? 1 : 0;  // derivatives follow one step behind
  for (int iteration = 0, settled = 0; iteration < 120; ++iteration) {
    const Filling<R> filling = react(system, reactions, start, room, c);
    const R excess = room - before + filling.volume;
    c.porosity_slope = R(1.0) + filling.slope;
    settled = all(abs(excess) <= R(1e-14)) ? settled + 1 : 0;
    if (settled > last) return true;
    const auto above = excess > R(0.0);
    highest = select(above, room, highest);
    lowest = select(above, lowest, room);
    const R newton = room - excess / c.porosity_slope;
    const auto fast = abs(newton - room) <= max(R(0.5) * moved, R(1e-14));
    const auto inside = (newton >= lowest) & (newton <= highest);
    const R next = select(inside & fast, newton, R(0.5) * (lowest + highest));
    moved = abs(next - room);
    room = next;
  }
  return false;
}

/// Fills `c` at the unknowns x (n + 1 of them). False when the speciation does not settle, or solids would
/// overfill the pores.
template <class R>
bool contents(const ChemicalSystem& system, const Constants& at, const Reactions& reactions,
              const StageStart<R>& start, std::span<const R> x, Contents<R>& c) {
  using std::exp, std::max, std::min;
  const std::size_t n = system.components();
  if (!speciate(system, at, x.first(n), c.solution)) return false;
  const Solution<R>& s = c.solution;
  const std::span<const R> lambda = s.ln_activity;

  c.water = exp(x[n]);
  c.porosity = start.porosity;
  for (std::size_t p = 0; p < reactions.solids.size(); ++p)
    recession_rate(system, at, reactions.solids[p], lambda, c.rate[p]);
  if (!reactions.fill_pores)
    react(system, reactions, start, R(1.0), c);
  else if (!fill_pores(system, reactions, start, c))
    return false;
  c.water_volume = c.water * R(1 / water_density);
  c.gas_volume = max(c.porosity - c.water_volume, R(0.0));
  if (reactions.fill_pores) c.water_volume = min(c.water_volume, c.porosity);

  for (R& t : c.concentration) t = R(0.0);
  for (R& m : c.magnitude) m = R(0.0);
  for (std::size_t i = 0; i < system.species.size(); ++i) {
    const ReactionRow& row = system.species[i].row;
    for (const Term& t : row.terms) {
      const auto j = static_cast<std::size_t>(t.component);
      c.concentration[j] += R(t.power) * s.molality[i];
      c.magnitude[j] += R(std::abs(t.power)) * s.molality[i];
    }
    if (row.water != 0) c.concentration[n] += R(row.water) * s.molality[i];
  }
  for (std::size_t j = 0; j <= n; ++j) {
    c.store[j] = c.water * c.concentration[j];
    c.magnitude[j] *= c.water;
    c.concentration[j] *= R(water_density);
  }
  c.store[n] += c.water * R(1 / water_molar_mass);
  c.magnitude[n] = c.store[n];

  const double over_rt = 1 / (gas_constant * at.temperature);
  for (std::size_t g = 0; g < system.gases.size(); ++g) {
    const ReactionRow& row = system.gases[g].row;
    c.gas[g] = exp(R(at.ln_k_gas[g]) + row.dot(lambda)) * R(over_rt);
    const R held = c.gas_volume * c.gas[g];
    for (const Term& t : row.terms) {
      c.store[static_cast<std::size_t>(t.component)] += R(t.power) * held;
      c.magnitude[static_cast<std::size_t>(t.component)] += R(std::abs(t.power)) * held;
    }
    c.store[n] += R(row.water) * held;
  }
  slow_extents(system, at, start, c);
  return true;
}

/// Adds `amount` times a row to the balances, water last.
template <class R>
void add_to_balances(const ReactionRow& row, const R& amount, std::span<R> balances) {
  for (const Term& t : row.terms) balances[static_cast<std::size_t>(t.component)] += R(t.power) * amount;
  balances.back() += R(row.water) * amount;
}

/// The residual of a cell without transport, mol/m3: store, minerals and slow reactions at x against their
/// start.
///     local_j = store_j(x) + sum_p nu_pj Delta n_p - sum_i nu_ij extent_i
template <class R>
void local_balance(const ChemicalSystem& system, const Reactions& reactions, const Contents<R>& c,
                   std::span<R> local) {
  for (std::size_t j = 0; j < system.balances(); ++j) local[j] = c.store[j];
  for (std::size_t p = 0; p < reactions.solids.size(); ++p)
    add_to_balances(system.minerals[reactions.solids[p].mineral].row, c.change[p].value, local);
  for (std::size_t i = 0; i < system.slow_reactions.size(); ++i)
    add_to_balances(system.slow_reactions[i].row, R(-c.extent[i]), local);
}

}  // namespace talus
