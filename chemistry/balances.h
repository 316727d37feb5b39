// What a cell holds, and what it does: the residual's local part and its derivatives, for a tile of cells.
//
// Unknowns of a cell: x = (ln m_1, ..., ln m_n, ln w), the components' molalities and the water, kg per m3 of
// medium. Everything else follows from them and from the start of the step:
//
//     store_j  = w (t_j + [j is water] / M_w) + theta_g sum_g nu_gj c_g      mol per m3 of medium
//     t_j      = sum_i nu_ij m_i                                              mol/kgw
//     c_g      = p_g / (R T), theta_g = porosity - w / rho                    mol per m3 of gas, -
//     change_j = sum_p nu_pj Delta n_p                                        mol/m3, minerals, see surface.h
//
// The recession of a solid over the stage is recession_base + h f(S) s(x): h is the weight of the end of the
// stage (s), f(S) = S^wetted_exponent the wetted part of the surface, s the rate law.
#pragma once

#include <cmath>
#include <vector>

#include "chemistry/speciation.h"
#include "chemistry/surface.h"

namespace talus {

inline constexpr double water_density = 1000.0;           ///< kg/m3
inline constexpr double gas_constant = 8.31446261815324;  ///< J/mol/K

/// The solids of a system and what their rates need besides the water.
struct Reactions {
  std::vector<Solid> solids;
  double wetted_exponent = 0;
};

/// The start of a stage of a step, in a tile of cells.
template <class R>
struct StageStart {
  R porosity = R(0.0);
  R weight = R(0.0);         ///< h, s
  std::vector<R> amount;     ///< of each solid at the start of the step, mol/m3
  std::vector<R> area;       ///< of each solid at the start of the step, m2/m3
  std::vector<R> recession;  ///< of each solid by earlier stages, mol/m2
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
        speed(solids, R(0.0)),
        change(solids) {}
  Solution<R> solution;
  std::vector<Rate<R>> rate;     ///< s of each solid, mol/m2/s, without the wetted factor
  R wetted = R(0.0);             ///< f(S)
  R water = R(0.0);              ///< w, kg/m3
  R gas_volume = R(0.0);         ///< theta_g
  std::vector<R> store;          ///< aqueous and gas, mol/m3; water last
  std::vector<R> magnitude;      ///< mol/m3: as store_j, but of absolute values: what it is a difference of
  std::vector<R> concentration;  ///< t_j rho, mol per m3 of water; of water only what is bound in solutes
  std::vector<R> gas;            ///< c_g, mol per m3 of gas
  std::vector<R> speed;          ///< f(S) s, of each solid, mol/m2/s
  std::vector<AmountChange<R>> change;  ///< of each solid over the stage
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

/// Fills `c` at the unknowns x (n + 1 of them). False when the speciation does not settle.
template <class R>
bool contents(const ChemicalSystem& system, const Constants& at, const Reactions& reactions,
              const StageStart<R>& start, std::span<const R> x, Contents<R>& c) {
  using std::exp;
  const std::size_t n = system.components();
  if (!speciate(system, at, x.first(n), c.solution)) return false;
  const Solution<R>& s = c.solution;
  const std::span<const R> lambda = s.ln_activity;

  c.water = exp(x[n]);
  const R empty = start.porosity - c.water * R(1 / water_density);
  c.gas_volume = select(empty > R(0.0), empty, R(0.0));  // more water than pores is held by their elasticity
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

  c.wetted = power(c.water / (R(water_density) * start.porosity), reactions.wetted_exponent);
  for (std::size_t p = 0; p < reactions.solids.size(); ++p) {
    const Solid& solid = reactions.solids[p];
    recession_rate(system, at, solid, lambda, c.rate[p]);
    c.speed[p] = c.wetted * c.rate[p].value;
    c.change[p] = amount_change(solid, start.amount[p], start.area[p],
                                R(start.recession[p] + start.weight * c.speed[p]));
  }
  return true;
}

/// The residual of a cell without transport, mol/m3: store and minerals at x against their start.
///     local_j = store_j(x) + sum_p nu_pj Delta n_p
template <class R>
void local_balance(const ChemicalSystem& system, const Reactions& reactions, const Contents<R>& c,
                   std::span<R> local) {
  for (std::size_t j = 0; j < system.balances(); ++j) local[j] = c.store[j];
  for (std::size_t p = 0; p < reactions.solids.size(); ++p) {
    const ReactionRow& row = system.minerals[reactions.solids[p].mineral].row;
    for (const Term& t : row.terms)
      local[static_cast<std::size_t>(t.component)] += R(t.power) * c.change[p].value;
    local[system.components()] += R(row.water) * c.change[p].value;
  }
}

}  // namespace talus
