// The derivatives of balances.h, analytic.
#pragma once

#include <algorithm>

#include "chemistry/balances.h"

namespace talus {

/// Derivatives by the unknowns, as full rows of n + 1 (the last by ln w).
template <class R>
struct ContentsDerivatives {
  explicit ContentsDerivatives(const ChemicalSystem& system)
      : accumulation(system.balances() * system.balances(), R(0.0)),
        concentration(system.balances() * system.components(), R(0.0)),
        gas(system.gases.size() * system.components(), R(0.0)),
        dissolved(gas),
        porosity(system.balances(), R(0.0)),
        exchanged(system.exchangers.empty() ? 0 : system.balances() * system.components(), R(0.0)),
        ln_omega(system.equilibrium.size() * system.components(), R(0.0)) {}
  std::vector<R> accumulation;   ///< d accumulation_j / d x_k, [j][k], k to n
  std::vector<R> concentration;  ///< d concentration_j / d ln m_k, [j][k], k below n
  std::vector<R> gas;            ///< d c_g / d ln m_k, [g][k]
  std::vector<R> dissolved;      ///< d H_g / d ln m_k, [g][k]
  std::vector<R> porosity;       ///< d phi / d x_k, k to n
  std::vector<R> exchanged;      ///< d (what stands on exchangers)_j / d ln m_k, [j][k]; empty without any
  std::vector<R> ln_omega;       ///< d ln Omega of each mineral at equilibrium / d ln m_k, [q][k]
  Response<R> response;          ///< of the water
  std::vector<R> speed;          ///< d speed_p / d x_k, [p][k], k to n
  std::vector<R> by_strength, by_water, row, by_way, by_all;  ///< work space
};

namespace balances_detail {

/// The same where gamma depends on all molalities: sum_i nu_ij m_i d ln m_i / d ln m_k.
template <class R>
void total_derivatives_of_mixture(const ChemicalSystem& system, const Solution<R>& s,
                                  ContentsDerivatives<R>& d) {
  const std::size_t n = system.components();
  std::ranges::fill(d.concentration, R(0.0));
  for (std::size_t i = 0; i < system.species.size(); ++i) {
    const ReactionRow& row = system.species[i].row;
    const auto add = [&](std::size_t j, double power) {
      const R amount = R(power) * s.molality[i];
      for (std::size_t k = 0; k < n; ++k)
        d.concentration[j * n + k] += amount * d.response.ln_molality[i * n + k];
    };
    for (const Term& t : row.terms) add(static_cast<std::size_t>(t.component), t.power);
    if (row.water != 0) add(n, row.water);
  }
}

/// d t_j / d ln m_k for all j and k: sum_i nu_ij m_i (nu_ik + slope_i dI_k + nu_iw dL_k). mol/kgw, in
/// d.concentration.
template <class R>
void total_derivatives(const ChemicalSystem& system, const Solution<R>& s, ContentsDerivatives<R>& d) {
  const std::size_t n = system.components();
  std::ranges::fill(d.concentration, R(0.0));
  std::vector<R>& by_strength = d.by_strength;  // sum_i nu_ij m_i slope_i
  std::vector<R>& by_water = d.by_water;        // sum_i nu_ij m_i nu_iw
  by_strength.assign(n + 1, R(0.0));
  by_water.assign(n + 1, R(0.0));
  const auto add = [&](std::size_t j, double power, const Species& species, std::size_t i) {
    const R amount = R(power) * s.molality[i];
    by_strength[j] += amount * s.species_slope[i];
    by_water[j] += amount * R(species.row.water);
    for (const Term& t : species.row.terms)
      d.concentration[j * n + static_cast<std::size_t>(t.component)] += R(t.power) * amount;
  };
  for (std::size_t i = 0; i < system.species.size(); ++i) {
    const Species& species = system.species[i];
    for (const Term& t : species.row.terms) add(static_cast<std::size_t>(t.component), t.power, species, i);
    if (species.row.water != 0) add(n, species.row.water, species, i);
  }
  for (std::size_t j = 0; j <= n; ++j)
    for (std::size_t k = 0; k < n; ++k)
      d.concentration[j * n + k] +=
          by_strength[j] * d.response.ionic_strength[k] + by_water[j] * d.response.ln_water_activity[k];
}

/// Adds power * value_k to row j of d.accumulation.
template <class R>
void add_to_local(ContentsDerivatives<R>& d, std::size_t j, double power, std::span<const R> values) {
  const std::size_t width = values.size();
  for (std::size_t k = 0; k < width; ++k) d.accumulation[j * width + k] += R(power) * values[k];
}

template <class R>
void add_row_to_local(ContentsDerivatives<R>& d, const ReactionRow& row, std::span<const R> values) {
  for (const Term& t : row.terms) add_to_local(d, static_cast<std::size_t>(t.component), t.power, values);
  if (row.water != 0) add_to_local(d, values.size() - 1, row.water, values);
}

/// `factor` d rate / d ln m of a law with the reaction `reaction`, in `out` (n values).
template <class R>
void rate_derivative(const ReactionRow& reaction, const Rate<R>& r, const R& factor, const Solution<R>& s,
                     const ContentsDerivatives<R>& d, std::span<R> out) {
  const std::size_t n = out.size();
  row_derivative(reaction, s, d.response, out);
  R by_strength(0.0);
  for (std::size_t j = 0; j < n; ++j) by_strength += r.d_ln_activity[j] * s.gamma_slope[j];
  for (std::size_t k = 0; k < n; ++k)
    out[k] =
        factor * (r.d_ln_omega * out[k] + r.d_ln_activity[k] + by_strength * d.response.ionic_strength[k] +
                  r.d_ln_activity[n] * d.response.ln_water_activity[k]);
  if (d.response.by_mixture())
    for (std::size_t j = 0; j < n; ++j)
      for (std::size_t k = 0; k < n; ++k)
        out[k] += factor * r.d_ln_activity[j] * d.response.ln_gamma[j * n + k];
}

/// d speed / d x of solid p at constant porosity, in `out` (n + 1 values).
template <class R>
void speed_derivative(const ChemicalSystem& system, const Reactions& reactions, const StageStart<R>& start,
                      std::size_t p, const Contents<R>& c, const ContentsDerivatives<R>& d,
                      std::span<R> out) {
  const std::size_t n = system.components();
  const Slowed<R>& slowed = c.slowed[p];
  const R factor = c.active[p] * slowed.by_speed;
  const ReactionRow& row = system.minerals[reactions.solids[p].mineral].row;
  const Birth<R>& birth = c.birth[p];
  if (has_barrier(system.minerals[reactions.solids[p].mineral].precipitation)) {
    Rate<R> rate = c.rate[p];
    rate.d_ln_omega = birth.part * rate.d_ln_omega + rate.value * birth.by_passes * rate.d_passes;
    for (R& value : rate.d_ln_activity) value *= birth.part;
    rate_derivative(row, rate, factor, c.solution, d, out.first(n));
  } else {
    rate_derivative(row, c.rate[p], factor, c.solution, d, out.first(n));
  }
  out[n] = c.wetted_slope * factor * c.rate[p].value * birth.part;
  const int coat = reactions.solids[p].coat;
  if (coat < 0) return;
  for (const auto& [q, molar_volume] : reactions.coats[static_cast<std::size_t>(coat)].made_of) {
    const R by_speed = slowed.by_volume * R(molar_volume) * c.change[q].d_recession * start.weight;
    for (std::size_t k = 0; k <= n; ++k) out[k] += by_speed * d.speed[q * (n + 1) + k];
  }
}

/// d extent / d x of reaction i, which goes beside the dissolution of solids, in `out` (n + 1 values): of
/// D W_i / W, D what dissolves.
template <class R>
void beside_derivative(const ChemicalSystem& system, const Reactions& reactions, const StageStart<R>& start,
                       std::size_t i, const Contents<R>& c, ContentsDerivatives<R>& d, std::span<R> out) {
  const std::size_t n = system.components();
  const SlowReaction& reaction = system.slow_reactions[i];
  const ReactionRow& row = system.minerals[static_cast<std::size_t>(reaction.mineral)].row;
  d.by_way.assign(n, R(0.0));
  d.by_all.assign(n, R(0.0));
  rate_derivative(row, c.slow_rate[i], R(1.0), c.solution, d, std::span<R>(d.by_way));
  std::ranges::fill(out, R(0.0));
  const Dissolved<R> all = dissolved_beside(reaction, reactions, start, c);
  const auto some_of_it = all.wanted > R(0.0);
  const R over = R(1.0) / select(some_of_it, all.wanted, R(1.0));
  const R part = select(some_of_it, R(all.amount * over), R(1.0)),
          of_way =
              select(some_of_it, R((start.extent[i] + start.weight * c.slow_progress[i]) * over), R(0.0));
  for (std::size_t p = 0; p < reactions.solids.size(); ++p) {
    if (!goes_beside(reaction, reactions.solids[p])) continue;
    rate_derivative(row, c.rate[p], R(1.0), c.solution, d, std::span<R>(d.by_all));
    const R share = share_of_way(c, p, i), area = start.weight * start.area[p];
    const auto dissolves = c.rate[p].value > R(0.0);
    const R by_rate =
        select(dissolves, R(part * area * c.speed[p] / select(dissolves, c.rate[p].value, R(1.0))), R(0.0));
    for (std::size_t k = 0; k < n; ++k) out[k] += by_rate * (d.by_way[k] - share * d.by_all[k]);
    const R by_speed = part * area * share - of_way * (start.weight * c.change[p].d_recession + part * area);
    for (std::size_t k = 0; k <= n; ++k) out[k] += by_speed * d.speed[p * (n + 1) + k];
  }
}

/// d speed / d x of all solids and d phi / d x: phi is the root of a function of x and of itself (pores.h).
template <class R>
void speed_derivatives(const ChemicalSystem& system, const Reactions& reactions, const StageStart<R>& start,
                       const Contents<R>& c, ContentsDerivatives<R>& d) {
  const std::size_t solids = reactions.solids.size(), width = system.balances();
  d.speed.resize(solids * width);
  const auto of_solid = [&](std::size_t p) { return std::span<R>(d.speed).subspan(p * width, width); };
  for (const bool formed : {true, false})  // coats first
    for (std::size_t p = 0; p < solids; ++p)
      if (reactions.solids[p].formed == formed)
        speed_derivative(system, reactions, start, p, c, d, of_solid(p));
  if (!reactions.fill_pores) return;
  std::ranges::fill(d.porosity, R(0.0));
  for (std::size_t p = 0; p < solids; ++p) {
    const R volume(system.minerals[reactions.solids[p].mineral].molar_volume);
    const R by_speed = volume * c.change[p].d_recession * start.weight / c.porosity_slope;
    for (std::size_t k = 0; k < width; ++k) d.porosity[k] -= by_speed * of_solid(p)[k];
  }
  for (std::size_t p = 0; p < solids; ++p)
    for (std::size_t k = 0; k < width; ++k) of_solid(p)[k] += c.speed_by_porosity[p] * d.porosity[k];
}

/// How what stands on exchangers follows the water, alone and in the accumulation; `loading` is left with its
/// derivatives.
template <class R>
void add_exchangers(const ChemicalSystem& system, const StageStart<R>& start, Contents<R>& c,
                    ContentsDerivatives<R>& d) {
  const std::size_t n = system.components();
  std::ranges::fill(d.exchanged, R(0.0));
  for (std::size_t e = 0; e < start.sites.size(); ++e) {
    if (!c.loaded[e]) continue;
    loading_derivatives(system.exchangers[e], c.solution, d.response, c.loading[e]);
    each_loaded(system.exchangers[e], c.loading[e], start.sites[e], n,
                [&](std::size_t j, double power, std::size_t i, const R& amount) {
                  for (std::size_t k = 0; k < n; ++k)
                    d.exchanged[j * n + k] += R(power) * amount * c.loading[e].d_ln_fraction[i * n + k];
                });
  }
  for (std::size_t j = 0; !d.exchanged.empty() && j <= n; ++j)
    for (std::size_t k = 0; k < n; ++k) d.accumulation[j * (n + 1) + k] += d.exchanged[j * n + k];
}

}  // namespace balances_detail

/// Analytic derivatives of everything that contents() and find_accumulation() computed; the same constants, and
/// what they left in `c`, whose loadings get theirs.
template <class R, class K>
void contents_derivatives(const ChemicalSystem& system, const ConstantsOf<K>& at, const Reactions& reactions,
                          const StageStart<R>& start, Contents<R>& c, ContentsDerivatives<R>& d) {
  using namespace balances_detail;
  const std::size_t n = system.components();
  const Solution<R>& s = c.solution;
  respond(system, s, d.response);
  if (d.response.by_mixture())
    total_derivatives_of_mixture(system, s, d);
  else
    total_derivatives(system, s, d);

  for (std::size_t j = 0; j <= n; ++j) {
    for (std::size_t k = 0; k < n; ++k) {
      R& by_k = d.concentration[j * n + k];
      d.accumulation[j * (n + 1) + k] = c.liquid * by_k;
      by_k *= R(system.water_density);
    }
    d.accumulation[j * (n + 1) + n] = c.liquid_slope * c.concentration[j] * R(1 / system.water_density);
  }
  d.accumulation[n * (n + 1) + n] += c.water * R(1 / water_molar_mass);

  speed_derivatives(system, reactions, start, c, d);
  std::vector<R>& row = d.row;
  row.assign(n + 1, R(0.0));
  const auto gas_left = c.gas_volume > R(0.0);
  std::ranges::fill(d.dissolved, R(0.0));
  for (std::size_t g = 0; g < system.gases.size(); ++g) {
    for (const std::size_t i : c.dissolves_as[g])
      add_henry_derivative(system, g, i, henry_coefficient(system, at, g, i, s), s, d.response,
                           std::span<R>(row).first(n), std::span<R>(d.dissolved).subspan(g * n, n));
    row_derivative(system.gases[g].row, s, d.response, std::span<R>(row).first(n));
    for (std::size_t k = 0; k < n; ++k) {
      d.gas[g * n + k] = c.gas[g] * row[k];
      row[k] = c.gas_volume * d.gas[g * n + k];
    }
    row[n] = select(gas_left, c.water * R(-1 / system.water_density) * c.gas[g], R(0.0));
    if (reactions.fill_pores)
      for (std::size_t k = 0; k <= n; ++k) row[k] += select(gas_left, d.porosity[k] * c.gas[g], R(0.0));
    add_row_to_local(d, system.gases[g].row, std::span<const R>(row));
  }

  for (std::size_t p = 0; p < reactions.solids.size(); ++p) {
    const R by_speed = start.weight * c.change[p].d_recession;
    for (std::size_t k = 0; k <= n; ++k) row[k] = by_speed * d.speed[p * (n + 1) + k];
    add_row_to_local(d, system.minerals[reactions.solids[p].mineral].row, std::span<const R>(row));
  }

  for (std::size_t i = 0; i < start.extent.size(); ++i) {
    const SlowReaction& reaction = system.slow_reactions[i];
    if (reaction.mineral < 0) {
      rate_derivative(reaction.row, c.slow_rate[i], R(start.weight * c.liquid), s, d,
                      std::span<R>(row).first(n));
      row[n] = start.weight * c.liquid_slope * c.slow_rate[i].value;
    } else {
      beside_derivative(system, reactions, start, i, c, d, std::span<R>(row));
    }
    for (R& value : row) value = -value;
    add_row_to_local(d, reaction.row, std::span<const R>(row));
  }

  add_exchangers(system, start, c, d);
  for (std::size_t q = 0; q < system.equilibrium.size(); ++q)
    row_derivative(system.minerals[system.equilibrium[q].mineral].row, s, d.response,
                   std::span<R>(d.ln_omega).subspan(q * n, n));
}

}  // namespace talus
