// From the totals of the components to their molalities, for a tile of waters at once.
//
//     t_j = sum_i nu_ij m_i             totals, mol/kgw
//     I = 1/2 sum_i z_i^2 m_i           ionic strength
//     L = ln a_w = f(sum_i m_i)         activity of water
//
// Newton's method in x = (ln m_1, ..., ln m_n), I and L together: one pass over the species per iteration,
// nothing is converged inside of another iteration:
//
//     S dx + p dI + q dL = t - t(x)                         S_jk = sum_i m_i nu_ij nu_ik
//     dI - h . dx - h_I dI - h_L dL = 1/2 sum z^2 m - I     p, q: what I and L do to the totals
//     dL - f' (t . dx + s_I dI + s_L dL) = f - L            h_I, h_L, s_I, s_L: to 1/2 sum z^2 m and to sum m
//
// S is symmetric and positive, so it is factorised as L D L^T without interchanging anything, for three
// right- hand sides; two equations for dI and dL remain. For models in which gamma depends on the ionic
// strength.
#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "chemistry/speciation.h"
#include "chemistry/totals_pattern.h"

namespace talus {

template <class R>
class TotalsSolver {
 public:
  /// The system must outlive it.
  TotalsSolver(const ChemicalSystem& system, const Constants& at)
      : system_(system),
        at_(at),
        pattern_(system, at),
        gamma_(pattern_.classes.size(), R(1.0)),
        inverse_(gamma_),
        ln_gamma_(gamma_),
        slope_(gamma_),
        own_(system.components(), R(0.0)),
        factor_(2 * system.balances(), R(1.0)),
        amount_(pattern_.k.size()),
        entry_(pattern_.entries.ends.size(), R(0.0)),
        left_(entry_),
        half_(own_),
        total_(own_),
        right_(own_),
        by_strength_(own_),
        by_water_(own_) {}

  /// I and ln a_w of the water x (ln molalities), to begin from. False when its speciation does not settle.
  bool begin(std::span<const R> x) {
    Solution<R> s(system_);
    if (!speciate(system_, at_, x, s)) return false;
    ionic_strength = s.ionic_strength;
    ln_water_activity = s.ln_activity.back();
    return true;
  }

  /// One iteration from x (ln molalities), I and ln a_w. Returns the largest imbalance before it, relative to
  /// the sum of the sizes of what a total is made of.
  R improve(std::span<const R> total, std::span<R> x) {
    using std::max, std::min;
    activities();
    components(std::span<const R>(x));
    SpeciesSums<R> sums = species();
    const R imbalance = balances(total, sums);
    assemble();
    factorise();
    substitute();
    const auto [strength, water] = ionic_and_water(sums);
    for (std::size_t j = 0; j < x.size(); ++j) {
      const R step = right_[j] - by_strength_[j] * strength - by_water_[j] * water;
      x[pattern_.order[j]] += max(min(step, R(furthest)), R(-furthest));
    }
    // far from the answer the derivatives mislead
    ionic_strength = max(min(ionic_strength + strength, R(4.0) * ionic_strength), R(0.25) * ionic_strength);
    ln_water_activity += max(min(water, R(0.5)), R(-0.5));
    return imbalance;
  }

  R ionic_strength = R(0.01);    ///< mol/kgw; first guess and result
  R ln_water_activity = R(0.0);  ///< first guess and result

 private:
  static constexpr double furthest = 2;  // change of a ln m in one iteration

  // A secondary species: m_i, and m_i times d ln gamma_i / d I, 1/2 z_i^2, and the power of water.
  struct Amount {
    R molality = R(0.0), sloped = R(0.0), half_charge = R(0.0), water = R(0.0);
  };

  void activities() {
    using std::exp, std::sqrt;
    ActivityCoefficients<R> coefficient(ionic_strength, sqrt(ionic_strength));
    for (std::size_t c = 0; c < gamma_.size(); ++c) {
      const auto g = coefficient(pattern_.classes[c]);
      ln_gamma_[c] = g.ln_gamma;
      slope_[c] = g.d_ionic_strength;
      gamma_[c] = exp(g.ln_gamma);
      inverse_[c] = R(1.0) / gamma_[c];
    }
  }

  /// Molalities of the components, and the activities that molalities of others are products of.
  void components(std::span<const R> x) {
    using std::exp;
    const std::size_t n = own_.size();
    for (std::size_t j = 0; j < n; ++j) {
      own_[j] = exp(x[pattern_.order[j]]);
      factor_[j] = own_[j] * gamma_[pattern_.component_class[j]];
    }
    factor_[n] = exp(ln_water_activity);
    for (const std::size_t j : pattern_.turned) factor_[n + 1 + j] = R(1.0) / factor_[j];
    if (pattern_.products < amount_.size())
      for (std::size_t j = 0; j < n; ++j)
        right_[j] = x[pattern_.order[j]] + ln_gamma_[pattern_.component_class[j]];  // lambda
  }

  R by_product(std::size_t i) const {
    R m = R(pattern_.k[i]) * inverse_[pattern_.species_class[i]];
    for (std::size_t f = pattern_.factors.begin_of(i); f < pattern_.factors.ends[i]; ++f)
      m *= factor_[pattern_.factors.items[f]];
    return m;
  }

  R by_logarithm(std::size_t i) const {
    using std::exp;
    R ln_m =
        R(pattern_.k[i]) - ln_gamma_[pattern_.species_class[i]] + R(pattern_.water[i]) * ln_water_activity;
    for (std::size_t t = pattern_.rows.begin_of(i); t < pattern_.rows.ends[i]; ++t) {
      const Share& term = pattern_.rows.items[t];
      ln_m += R(term.factor) * right_[static_cast<std::size_t>(term.of)];
    }
    return exp(ln_m);
  }

  /// Molalities of the secondary species, and the sums of all species but for what the slopes of the
  /// components add.
  SpeciesSums<R> species() {
    SpeciesSums<R> sums;
    for (std::size_t j = 0; j < own_.size(); ++j) {
      sums.all += own_[j];
      sums.half_charge += R(pattern_.component_half_charge[j]) * own_[j];
    }
    for (std::size_t i = 0; i < amount_.size(); ++i) {
      const R m = i < pattern_.products ? by_product(i) : by_logarithm(i);
      const R slope = slope_[pattern_.species_class[i]];
      const R half = R(pattern_.half_charge[i]) * m, water = R(pattern_.water[i]) * m;
      amount_[i] = {m, m * slope, half, water};
      sums.all += m;
      sums.all_slope -= m * slope;
      sums.all_water += water;
      sums.half_charge += half;
      sums.half_charge_slope -= half * slope;
      sums.half_charge_water += R(pattern_.half_charge[i]) * water;
    }
    return sums;
  }

  /// Totals, what is missing in them (right_), and what I, L and each component do; the largest imbalance.
  R balances(std::span<const R> total, SpeciesSums<R>& sums) {
    using std::abs, std::max;
    R worst(0.0);
    for (std::size_t j = 0; j < own_.size(); ++j) {
      R sum(0.0), sloped(0.0), half(0.0), water(0.0), size(0.0);
      for (std::size_t s = pattern_.members.begin_of(j); s < pattern_.members.ends[j]; ++s) {
        const Share& member = pattern_.members.items[s];
        const Amount& of = amount_[static_cast<std::size_t>(member.of)];
        const R nu(member.factor);
        sum += nu * of.molality;
        sloped += nu * of.sloped;
        half += nu * of.half_charge;
        water += nu * of.water;
        if (pattern_.signs[j]) size += abs(nu) * of.molality;
      }
      const R slope = slope_[pattern_.component_class[j]];
      sums.all_slope += sum * slope;
      sums.half_charge_slope += half * slope;
      total_[j] = own_[j] + sum;
      half_[j] = R(pattern_.component_half_charge[j]) * own_[j] + half;
      by_strength_[j] = -sloped;
      by_water_[j] = water;
      right_[j] = total[pattern_.order[j]] - total_[j];
      worst = max(worst, abs(right_[j]) / (pattern_.signs[j] ? own_[j] + size : total_[j]));
    }
    return worst;
  }

  /// Fills S, and adds to p what the slopes of the components do.
  void assemble() {
    const std::size_t n = own_.size();
    for (std::size_t e = 0; e < entry_.size(); ++e) {
      R sum(0.0);
      for (std::size_t s = pattern_.entries.begin_of(e); s < pattern_.entries.ends[e]; ++s) {
        const Share& share = pattern_.entries.items[s];
        sum += R(share.factor) * amount_[static_cast<std::size_t>(share.of)].molality;
      }
      const auto& [row, column] = pattern_.places[e];
      by_strength_[row] += sum * slope_[pattern_.component_class[column]];
      if (e >= n) by_strength_[column] += sum * slope_[pattern_.component_class[row]];
      entry_[e] = e < n ? own_[e] + sum : sum;
    }
  }

  /// Makes L and 1/D of S: left_ below the diagonal, and on it.
  void factorise() {
    const std::size_t n = own_.size();
    for (std::size_t p = 0; p < n; ++p) {
      const R over = R(1.0) / entry_[p];
      left_[p] = over;
      for (std::size_t b = pattern_.below.begin_of(p); b < pattern_.below.ends[p]; ++b) {
        const std::size_t e = pattern_.below.items[b].entry;
        left_[e] = entry_[e] * over;
      }
      for (std::size_t u = pattern_.updates.begin_of(p); u < pattern_.updates.ends[p]; ++u) {
        const TotalsPattern::Update& update = pattern_.updates.items[u];
        entry_[update.to] -= left_[update.left] * entry_[update.right];
      }
    }
  }

  /// Solves S y = b for what is missing, p and q; the answers take their places.
  void substitute() {
    const std::size_t n = own_.size();
    for (std::size_t p = 0; p < n; ++p) {
      const R a = right_[p], b = by_strength_[p], c = by_water_[p];
      for (std::size_t s = pattern_.below.begin_of(p); s < pattern_.below.ends[p]; ++s) {
        const auto& [row, e] = pattern_.below.items[s];
        right_[row] -= left_[e] * a;
        by_strength_[row] -= left_[e] * b;
        by_water_[row] -= left_[e] * c;
      }
    }
    for (std::size_t p = n; p-- > 0;) {
      R a = right_[p] * left_[p], b = by_strength_[p] * left_[p], c = by_water_[p] * left_[p];
      for (std::size_t s = pattern_.below.begin_of(p); s < pattern_.below.ends[p]; ++s) {
        const auto& [row, e] = pattern_.below.items[s];
        a -= left_[e] * right_[row];
        b -= left_[e] * by_strength_[row];
        c -= left_[e] * by_water_[row];
      }
      right_[p] = a;
      by_strength_[p] = b;
      by_water_[p] = c;
    }
  }

  /// dI and dL, with dx = right_ - by_strength_ dI - by_water_ dL.
  std::array<R, 2> ionic_and_water(const SpeciesSums<R>& sums) const {
    R half_right(0.0), half_strength(0.0), half_water(0.0), all_right(0.0), all_strength(0.0), all_water(0.0);
    for (std::size_t j = 0; j < own_.size(); ++j) {
      half_right += half_[j] * right_[j];
      half_strength += half_[j] * by_strength_[j];
      half_water += half_[j] * by_water_[j];
      all_right += total_[j] * right_[j];
      all_strength += total_[j] * by_strength_[j];
      all_water += total_[j] * by_water_[j];
    }
    const auto f = talus::ln_water_activity(system_.water_activity, sums.all);
    const R a11 = R(1.0) - sums.half_charge_slope + half_strength, a12 = half_water - sums.half_charge_water;
    const R a21 = f.d_sum * (all_strength - sums.all_slope),
            a22 = R(1.0) + f.d_sum * (all_water - sums.all_water);
    const R b1 = sums.half_charge - ionic_strength + half_right;
    const R b2 = f.value - ln_water_activity + f.d_sum * all_right;
    const R over = R(1.0) / (a11 * a22 - a12 * a21);
    return {(b1 * a22 - a12 * b2) * over, (a11 * b2 - a21 * b1) * over};
  }

  const ChemicalSystem& system_;
  const Constants& at_;
  const TotalsPattern pattern_;
  std::vector<R> gamma_, inverse_, ln_gamma_, slope_;  // of each class
  std::vector<R> own_;                                 // molalities of the components
  std::vector<R> factor_;                              // a_1 ... a_n, a_w and 1/ of each
  std::vector<Amount> amount_;                         // of the secondary species
  std::vector<R> entry_, left_;                        // S; L, and 1/D on the diagonal
  std::vector<R> half_, total_;                        // d (1/2 sum z^2 m) / d x_j, and d sum m / d x_j = t_j
  std::vector<R> right_, by_strength_, by_water_;      // what is missing, p, q; then S^-1 of each
};

}  // namespace talus
