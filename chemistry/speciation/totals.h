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
// right-hand sides; two equations for dI and dL remain. For models in which gamma depends on the ionic
// strength.
#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "chemistry/speciation/speciation.h"
#include "chemistry/speciation/totals_pattern.h"

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
        lambda_(own_),
        factor_(system.balances() + pattern_.turned.size() + pattern_.squared.size(), R(1.0)),
        molality_(pattern_.k.size(), R(0.0)),
        entry_(pattern_.entries.size(), R(0.0)),
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

  void activities() {
    using std::exp, std::sqrt;
    ActivityCoefficients<R> coefficient(ionic_strength, sqrt(ionic_strength));
    for (std::size_t c = 0; c < gamma_.size(); ++c) {
      const auto g = coefficient(pattern_.classes[c].activity);
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
      const std::size_t c = pattern_.component_class[j];
      const R& ln_m = x[pattern_.order[j]];
      own_[j] = exp(ln_m);
      factor_[j] = own_[j] * gamma_[c];
      lambda_[j] = ln_m + ln_gamma_[c];
    }
    factor_[n] = exp(ln_water_activity);
    std::size_t next = n + 1;
    for (const std::size_t f : pattern_.turned) factor_[next++] = R(1.0) / factor_[f];
    for (const std::size_t f : pattern_.squared) factor_[next++] = factor_[f] * factor_[f];
  }

  /// Molalities of the secondary species, and the sums of all species but for what the slopes of the
  /// components add.
  SpeciesSums<R> species() {
    SpeciesSums<R> sums;
    for (std::size_t j = 0; j < own_.size(); ++j) {
      sums.all += own_[j];
      sums.half_charge += R(pattern_.classes[pattern_.component_class[j]].half_charge) * own_[j];
    }
    std::size_t f = 0;
    for (const TotalsPattern::Run& run : pattern_.products)
      add_run(run, sums, [&](std::size_t i) {
        R m = R(pattern_.k[i]) * inverse_[run.of_class];
        for (const std::size_t end = pattern_.factors_end[i]; f < end; ++f) m *= factor_[pattern_.factors[f]];
        return m;
      });
    std::size_t t = 0, row = 0;
    for (const TotalsPattern::Run& run : pattern_.others)
      add_run(run, sums, [&](std::size_t i) {
        using std::exp;
        R ln_m = R(pattern_.k[i]) - ln_gamma_[run.of_class] + R(pattern_.water[i]) * ln_water_activity;
        for (const std::size_t end = pattern_.rows_end[row++]; t < end; ++t)
          ln_m += R(pattern_.row_items[t].factor) * lambda_[pattern_.row_items[t].of];
        return exp(ln_m);
      });
    return sums;
  }

  void add_run(const TotalsPattern::Run& run, SpeciesSums<R>& sums, auto molality) {
    R all(0.0), water(0.0);
    for (std::size_t i = run.begin; i < run.end; ++i) {
      const R m = molality(i);
      molality_[i] = m;
      all += m;
      water += R(pattern_.water[i]) * m;
    }
    const R half(pattern_.classes[run.of_class].half_charge), sloped = all * slope_[run.of_class];
    sums.all += all;
    sums.all_slope -= sloped;
    sums.all_water += water;
    sums.half_charge += half * all;
    sums.half_charge_slope -= half * sloped;
    sums.half_charge_water += half * water;
  }

  R sum_of(const Shares& shares) const {
    R sum(0.0);
    std::size_t s = shares.begin;
    for (; s < shares.others; ++s) sum += molality_[pattern_.items[s].of];
    for (; s < shares.end; ++s) sum += R(pattern_.items[s].factor) * molality_[pattern_.items[s].of];
    return sum;
  }

  /// The sum of the sizes of what sum_of() adds.
  R size_of(const Shares& shares) const {
    R sum(0.0);
    for (std::size_t s = shares.begin; s < shares.end; ++s)
      sum += R(std::abs(pattern_.items[s].factor)) * molality_[pattern_.items[s].of];
    return sum;
  }

  /// Totals, what is missing in them (right_), and what I, L and each component do; the largest imbalance.
  R balances(std::span<const R> total, SpeciesSums<R>& sums) {
    using std::abs, std::max;
    R worst(0.0);
    std::size_t next = 0;
    for (std::size_t j = 0; j < own_.size(); ++j) {
      R sum(0.0), sloped(0.0), half(0.0), size = own_[j];
      for (; next < pattern_.members_end[j]; ++next) {
        const TotalsPattern::Members& members = pattern_.members[next];
        const R part = sum_of(members.shares);
        sum += part;
        sloped += part * slope_[members.of_class];
        half += part * R(pattern_.classes[members.of_class].half_charge);
        if (pattern_.signs[j]) size += size_of(members.shares);
      }
      const std::size_t own_class = pattern_.component_class[j];
      sums.all_slope += sum * slope_[own_class];
      sums.half_charge_slope += half * slope_[own_class];
      total_[j] = own_[j] + sum;
      half_[j] = R(pattern_.classes[own_class].half_charge) * own_[j] + half;
      by_strength_[j] = -sloped;
      by_water_[j] = sum_of(pattern_.waters[j]);
      right_[j] = total[pattern_.order[j]] - total_[j];
      worst = max(worst, abs(right_[j]) / (pattern_.signs[j] ? size : total_[j]));
    }
    return worst;
  }

  /// Fills S, and adds to p what the slopes of the components do.
  void assemble() {
    const std::size_t n = own_.size();
    for (std::size_t e = 0; e < entry_.size(); ++e) {
      const auto& [row, column, shares] = pattern_.entries[e];
      const R sum = sum_of(shares);
      by_strength_[row] += sum * slope_[pattern_.component_class[column]];
      if (e >= n) by_strength_[column] += sum * slope_[pattern_.component_class[row]];
      entry_[e] = e < n ? own_[e] + sum : sum;
    }
  }

  /// Makes L and 1/D of S: left_ below the diagonal, and on it.
  void factorise() {
    std::size_t b = 0, u = 0;
    for (std::size_t p = 0; p < own_.size(); ++p) {
      left_[p] = R(1.0) / entry_[p];
      for (; b < pattern_.below_end[p]; ++b) {
        const std::size_t e = pattern_.below[b].entry;
        left_[e] = entry_[e] * left_[p];
      }
      for (; u < pattern_.updates_end[p]; ++u) {
        const auto& [to, left, right] = pattern_.updates[u];
        entry_[to] -= left_[left] * entry_[right];
      }
    }
  }

  /// Solves S y = b for what is missing, p and q; the answers take their places.
  void substitute() {
    std::size_t s = 0;
    for (std::size_t p = 0; p < own_.size(); ++p) {
      const R a = right_[p], b = by_strength_[p], c = by_water_[p];
      for (; s < pattern_.below_end[p]; ++s) {
        const auto& [row, e] = pattern_.below[s];
        right_[row] -= left_[e] * a;
        by_strength_[row] -= left_[e] * b;
        by_water_[row] -= left_[e] * c;
      }
    }
    for (std::size_t p = own_.size(); p-- > 0;) {
      R a = right_[p] * left_[p], b = by_strength_[p] * left_[p], c = by_water_[p] * left_[p];
      for (; s > (p == 0 ? 0 : pattern_.below_end[p - 1]); --s) {
        const auto& [row, e] = pattern_.below[s - 1];
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
  std::vector<R> own_, lambda_;                        // molalities and ln activities of the components
  std::vector<R> factor_;                              // activities, some inverted, some squared
  std::vector<R> molality_;                            // of the secondary species
  std::vector<R> entry_, left_;                        // S; L, and 1/D on the diagonal
  std::vector<R> half_, total_;                        // d (1/2 sum z^2 m) / d x_j, and d sum m / d x_j = t_j
  std::vector<R> right_, by_strength_, by_water_;      // what is missing, p, q; then S^-1 of each
};

}  // namespace talus
