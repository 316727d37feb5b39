// What a cell holds, and what it does: the residual's local part and its derivatives, for a tile of cells.
//
// Unknowns of a cell: x = (ln m_1, ..., ln m_n, ln w), the components' molalities and the water, kg per m3 of
// medium. Everything else follows from them and from the start of the step:
//
//     store_j  = l t_j + [j is water] w / M_w + theta_g sum_g nu_gj c_g + sum_i nu_ij n_i
//                                                                            mol per m3 of medium
//     l        = min(w, l_max)   the liquid part of w; the rest is ice, pure  kg per m3 of medium
//     t_j      = sum_i nu_ij m_i                                              mol/kgw
//     c_g      = p_g / (R T), theta_g = phi - w / rho, not below 0            mol per m3 of gas, -
//     n_i = beta_i S / z_i                                                    mol/m3, on exchangers, see exchange.h
//     change_j = sum_p nu_pj Delta n_p                                        mol/m3, minerals, see surface.h
//
// The recession of a solid over the stage is recession_base + h f(S) s(x): h is the weight of the end of the
// stage (s), f(S) the wetted part of the surface (wetting.h), s the rate law, slowed down by a coat (coat.h)
// or a layer (shrinking_core.h) where there is one. The porosity phi is that of the start, or what minerals
// leave (pores.h). A slow reaction between dissolved species comes as far as extent_base + h w r(x), mol per
// m3 of medium, r its rate per kg of water; one that goes beside a way in which a mineral dissolves as far as
// what dissolves in that way,
//
//     extent_i = -sum_p Delta n_p  W_i / W,    W_i = sum_p A0_p (integral of s_p r_i / r),  W = sum_p A0_p w_p
//
// over the parts p of the mineral, A0 their surfaces at the start of the step: so the extents of all ways add
// to what the mineral loses, to rounding, and none takes what is not there.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "chemistry/constants_of_nature.h"
#include "chemistry/contents.h"
#include "chemistry/recession.h"

namespace talus {

/// What forms and is not there yet can only grow: its recession must not run ahead while the water is
/// undersaturated, or it would start too late, and no estimate of the error would see it.
template <class R>
void only_grow_from_nothing(const StageStart<R>& start, std::size_t p, Rate<R>& r) {
  keep_where((start.amount[p] > R(0.0)) | (start.recession[p] < R(0.0)) | (r.value < R(0.0)), r);
}

/// Whether a slow reaction goes on beside the dissolution of a solid.
inline bool goes_beside(const SlowReaction& reaction, const Solid& solid) {
  return reaction.mineral >= 0 && solid.mineral == static_cast<std::size_t>(reaction.mineral) &&
         !solid.formed;
}

/// The share of the rate of solid p that slow reaction i, which goes beside it, has.
template <class R>
R share_of_way(const Contents<R>& c, std::size_t p, std::size_t i) {
  const auto dissolves = c.rate[p].value > R(0.0);
  return select(dissolves, R(c.slow_rate[i].value / select(dissolves, c.rate[p].value, R(1.0))), R(0.0));
}

/// What dissolves of the mineral beside which a reaction goes.
template <class R>
struct Dissolved {
  R amount = R(0.0);  ///< -sum_p Delta n_p, mol/m3
  R wanted = R(0.0);  ///< W, mol/m3

  /// The part of it that dissolves in the way of W_i = `of_way`, mol/m3.
  R in_way(const R& of_way) const {
    const auto some_of_it = wanted > R(0.0);
    return select(some_of_it, R(amount * of_way / select(some_of_it, wanted, R(1.0))), of_way);
  }
};

/// What dissolves of the mineral of `reaction`; `recession` gives that of each solid (mol/m2) over the stage, `change` what
/// it makes of its amount (mol/m3).
template <class R, class Recessions, class Changes>
Dissolved<R> dissolved_beside(const SlowReaction& reaction, const Reactions& reactions,
                              const StageStart<R>& start, const Recessions& recession,
                              const Changes& change) {
  Dissolved<R> all;
  for (std::size_t p = 0; p < reactions.solids.size(); ++p) {
    if (!goes_beside(reaction, reactions.solids[p])) continue;
    all.amount -= change(p);
    all.wanted += start.area[p] * recession(p);
  }
  return all;
}

/// The same of what `c` holds.
template <class R>
Dissolved<R> dissolved_beside(const SlowReaction& reaction, const Reactions& reactions,
                              const StageStart<R>& start, const Contents<R>& c) {
  return dissolved_beside(
      reaction, reactions, start,
      [&](std::size_t p) { return R(start.recession[p] + start.weight * c.speed[p]); },
      [&](std::size_t p) { return c.change[p].value; });
}

/// How far the slow reactions come.
template <class R, class K>
void slow_extents(const ChemicalSystem& system, const ConstantsOf<K>& at, const Reactions& reactions,
                  const StageStart<R>& start, Contents<R>& c) {
  const std::span<const R> lambda = c.solution.ln_activity;
  for (std::size_t i = 0; i < start.extent.size(); ++i) {
    const SlowReaction& reaction = system.slow_reactions[i];
    const bool in_water = reaction.mineral < 0;
    const auto m = static_cast<std::size_t>(in_water ? 0 : reaction.mineral);
    const R ln_omega = in_water ? R(reaction.row.dot(lambda) - R(at.ln_k_slow[i]))
                                : R(system.minerals[m].row.dot(lambda) - R(at.ln_k_mineral[m]));
    rate(reaction.law, std::span<const K>(at.slow[i]), lambda, ln_omega, c.slow_rate[i]);
    c.slow_speed[i] = c.slow_progress[i] = in_water ? R(c.liquid * c.slow_rate[i].value) : R(0.0);
    for (std::size_t p = 0; p < reactions.solids.size(); ++p) {
      if (!goes_beside(reaction, reactions.solids[p])) continue;
      const R recedes = c.speed[p] * share_of_way(c, p, i);
      c.slow_speed[i] -= c.change[p].d_recession * recedes;
      c.slow_progress[i] += start.area[p] * recedes;
    }
    const R reached = start.extent[i] + start.weight * c.slow_progress[i];
    c.extent[i] = in_water ? reached : dissolved_beside(reaction, reactions, start, c).in_way(reached);
  }
}

/// What the recession `w` (mol/m2) makes of solid p; `c` has its speed at the end of the stage.
template <class R>
AmountChange<R> solid_change(const Solid& solid, const StageStart<R>& start, std::size_t p, const R& w,
                             const Contents<R>& c) {
  if (solid.layer == 0) return amount_change(solid, start.amount[p], start.area[p], w);
  return core_change(solid, start.amount[p], start.area[p], start.fraction_left[p],
                     Recession<R>{w, R(start.elapsed + start.weight), c.speed[p], c.per_driver[p]});
}

/// Volume of solids that a stage adds, m3/m3, and its derivative by the porosity.
template <class R>
struct Filling {
  R volume = R(0.0);
  R slope = R(0.0);
};

/// The speed of solid p behind its coat, whose thickness is that at the end of the stage; adds what the
/// porosity does to the coat.
template <class R>
void apply_passivation(const Reactions& reactions, const StageStart<R>& start, std::size_t p,
                       Contents<R>& c) {
  const R bare = c.active[p] * c.rate[p].value;
  c.slowed[p] = {bare, R(1.0), R(0.0)};
  const int number = reactions.solids[p].coat;
  if (number >= 0) {
    const Coat& coat = reactions.coats[static_cast<std::size_t>(number)];
    const R surface = start.coated[static_cast<std::size_t>(number)];
    const R over = select(surface > R(0.0), R(R(1.0) / select(surface > R(0.0), surface, R(1.0))), R(0.0));
    R volume(0.0), by_porosity(0.0);
    for (const auto& [q, molar_volume] : coat.made_of) {
      volume += R(molar_volume) * (start.amount[q] + c.change[q].value);
      by_porosity += R(molar_volume) * c.change[q].d_recession * start.weight * c.speed_by_porosity[q];
    }
    c.slowed[p] = behind(coat, volume, over, bare);
    c.speed_by_porosity[p] =
        c.slowed[p].by_speed * c.speed_by_porosity[p] + c.slowed[p].by_volume * by_porosity;
  }
  c.speed[p] = c.slowed[p].speed;
}

/// Slows solid p down by the barrier before its birth.
template <class R>
void apply_nucleation_barrier(const Solid& solid, const StageStart<R>& start, std::size_t p, Contents<R>& c) {
  Birth<R>& birth = c.birth[p];
  birth = birth_of(solid, start.area[p], start.recession[p], start.weight, c.speed[p], c.rate[p].passes);
  c.speed[p] *= birth.part;
  c.slowed[p].speed = c.speed[p];
  c.slowed[p].by_speed *= birth.by_bare;
  c.slowed[p].by_volume *= birth.part * birth.by_bare;
  c.speed_by_porosity[p] *= birth.part * birth.by_bare;
}

/// Speed and change of every solid where the porosity is `room` more than the critical one; what forms comes
/// first, as it can be the coat of what was there.
template <class R>
Filling<R> evaluate_solids(const ChemicalSystem& system, const Reactions& reactions,
                           const StageStart<R>& start, const R& room, Contents<R>& c) {
  Filling<R> filling;
  c.porosity = reactions.fill_pores ? start.critical_porosity + room : start.porosity;
  const Wetted<R> wetted =
      wetted_part(reactions.wetting, R(c.liquid / (R(system.water_density) * c.porosity)));
  c.wetted_slope = wetted.slope * c.liquid_slope / c.liquid;
  const Growing<R> growing = reactions.fill_pores
                                 ? growing_in(room, R(start.reference_porosity - start.critical_porosity))
                                 : Growing<R>{R(1.0), R(0.0)};
  const auto react_one = [&](std::size_t p) {
    const Solid& solid = reactions.solids[p];
    const auto grows = c.rate[p].value < R(0.0);
    const R part = wetted.part * R(solid.activity);
    c.active[p] = select(grows, part * growing.value, part);
    c.speed_by_porosity[p] = select(grows, part * c.rate[p].value * growing.slope, R(0.0)) -
                             wetted.slope * c.active[p] * c.rate[p].value / c.porosity;
    apply_passivation(reactions, start, p, c);
    if (solid.formed && has_barrier(system.minerals[solid.mineral].precipitation))
      apply_nucleation_barrier(solid, start, p, c);
    c.change[p] = solid_change(solid, start, p, R(start.recession[p] + start.weight * c.speed[p]), c);
    if (!reactions.fill_pores) return;
    const R volume(system.minerals[solid.mineral].molar_volume);
    filling.volume += volume * c.change[p].value;
    filling.slope += volume * c.change[p].d_recession * start.weight * c.speed_by_porosity[p];
  };
  for (const bool formed : {true, false})
    for (std::size_t p = 0; p < reactions.solids.size(); ++p)
      if (reactions.solids[p].formed == formed) react_one(p);
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
    const Filling<R> filling = evaluate_solids(system, reactions, start, room, c);
    const R excess = room - before + filling.volume;
    c.porosity_slope = R(1.0) + filling.slope;
    const auto closed = abs(excess) <= R(1e-14);
    settled = all(closed) ? settled + 1 : 0;
    if (settled > last) return true;
    const auto above = excess > R(0.0);
    highest = select(above, room, highest);
    lowest = select(above, lowest, room);
    const R newton = room - excess / c.porosity_slope;
    const auto fast = abs(newton - room) <= max(R(0.5) * moved, R(1e-14));
    const auto inside = (newton >= lowest) & (newton <= highest);
    R next = select(inside & fast, newton, R(0.5) * (lowest + highest));
    if constexpr (!std::is_same_v<R, Dual>) next = select(closed, room, next);  // whatever other cells do
    moved = abs(next - room);
    room = next;
  }
  return false;
}

/// What stands on the exchangers beside the water, which counts to the store.
template <class R, class K>
void load_exchangers(const ChemicalSystem& system, const ConstantsOf<K>& at, const StageStart<R>& start,
                     Contents<R>& c) {
  for (std::size_t e = 0; e < start.sites.size(); ++e) {
    c.loaded[e] = some(start.sites[e] > R(0.0));
    if (!c.loaded[e]) continue;
    load(system.exchangers[e], at.exchange[e], c.solution, c.loading[e]);
    add_loading(system.exchangers[e], c.loading[e], start.sites[e], std::span<R>(c.store));
    add_size_of_loading(system.exchangers[e], c.loading[e], start.sites[e], std::span<R>(c.magnitude));
  }
}

/// Fills `c` at the unknowns x (n + 1 of them). False when the speciation does not settle, or solids would
/// overfill the pores.
template <class R, class K>
bool contents(const ChemicalSystem& system, const ConstantsOf<K>& at, const Reactions& reactions,
              const StageStart<R>& start, std::span<const R> x, Contents<R>& c) {
  using std::exp, std::max, std::min;
  const std::size_t n = system.components();
  if (!speciate(system, at, x.first(n), c.solution)) return false;
  const Solution<R>& s = c.solution;
  const std::span<const R> lambda = s.ln_activity;

  c.water = exp(x[n]);
  c.liquid = min(c.water, start.most_liquid);
  c.liquid_slope = select(c.water <= start.most_liquid, c.water, R(0.0));
  c.porosity = start.porosity;
  for (std::size_t p = 0; p < reactions.solids.size(); ++p) {
    const Solid& solid = reactions.solids[p];
    if (p > 0 && same_rate(solid, reactions.solids[p - 1]))
      c.rate[p] = c.rate[p - 1];
    else
      recession_rate(system, at, solid, lambda, c.rate[p], c.growth);
    if (solid.formed || solid.grows) only_grow_from_nothing(start, p, c.rate[p]);
    if (solid.driver >= 0)
      c.per_driver[p] = c.rate[p].value * exp(-lambda[static_cast<std::size_t>(solid.driver)]);
  }
  if (!reactions.fill_pores)
    evaluate_solids(system, reactions, start, R(1.0), c);
  else if (!fill_pores(system, reactions, start, c))
    return false;
  c.water_volume = c.liquid * R(1 / system.water_density);
  c.gas_volume = max(c.porosity - c.water * R(1 / system.water_density), R(0.0));
  if (reactions.fill_pores) c.water_volume = min(c.water_volume, c.porosity);

  for (std::size_t j = 0; j <= n; ++j) {
    R total(0.0);
    for (const Holder& h : system.holders(j)) total += R(h.power) * s.molality[h.species];
    c.concentration[j] = c.magnitude[j] = total;
    if (!system.has_negative(j)) continue;
    R size(0.0);
    for (const Holder& h : system.holders(j)) size += R(std::abs(h.power)) * s.molality[h.species];
    c.magnitude[j] = size;
  }
  for (std::size_t j = 0; j <= n; ++j) {
    c.store[j] = c.liquid * c.concentration[j];
    c.magnitude[j] *= c.liquid;
    c.concentration[j] *= R(system.water_density);
  }
  c.store[n] += c.water * R(1 / water_molar_mass);
  c.magnitude[n] = c.store[n];

  const K over_rt = K(1.0) / (K(gas_constant) * at.temperature);
  for (std::size_t g = 0; g < system.gases.size(); ++g) {
    const ReactionRow& row = system.gases[g].row;
    c.gas[g] = exp(R(at.ln_k_gas[g]) + row.dot(lambda)) * R(over_rt);
    c.dissolved[g] = R(0.0);
    for (const std::size_t i : c.dissolves_as[g]) c.dissolved[g] += henry_coefficient(system, at, g, i, s);
    const R held = c.gas_volume * c.gas[g];
    for (const Term& t : row.terms) {
      c.store[static_cast<std::size_t>(t.component)] += R(t.power) * held;
      c.magnitude[static_cast<std::size_t>(t.component)] += R(std::abs(t.power)) * held;
    }
    c.store[n] += R(row.water) * held;
  }
  load_exchangers(system, at, start, c);
  for (std::size_t q = 0; q < system.equilibrium.size(); ++q) {
    const EquilibriumMineral& one = system.equilibrium[q];
    c.ln_omega[q] =
        system.minerals[one.mineral].row.dot(lambda) - (R(at.ln_k_mineral[one.mineral]) + R(one.ln_target));
  }
  slow_extents(system, at, reactions, start, c);
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
///     accumulation_j = store_j(x) + sum_p nu_pj Delta n_p - sum_i nu_ij extent_i
template <class R>
void find_accumulation(const ChemicalSystem& system, const Reactions& reactions, const Contents<R>& c,
                       std::span<R> accumulation) {
  for (std::size_t j = 0; j < system.balances(); ++j) accumulation[j] = c.store[j];
  for (std::size_t p = 0; p < reactions.solids.size(); ++p)
    add_to_balances(system.minerals[reactions.solids[p].mineral].row, c.change[p].value, accumulation);
  for (std::size_t i = 0; i < system.slow_reactions.size(); ++i)
    add_to_balances(system.slow_reactions[i].row, R(-c.extent[i]), accumulation);
}

}  // namespace talus
