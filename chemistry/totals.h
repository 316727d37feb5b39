// From the totals of the components to their molalities, for a tile of waters at once.
//
//     t_j = sum_i nu_ij m_i             totals, mol/kgw
//     I = 1/2 sum_i z_i^2 m_i           ionic strength
//     ln a_w = f(sum_i m_i)             activity of water
//
// Newton's method in ln m_1 ... ln m_n, I and ln a_w together: one pass over the species per iteration,
// nothing is converged inside of another iteration. I and ln a_w are eliminated from the linear system, which
// has the n components left:
//
//     sum_k (dt_j/dx_k + p_j dI/dx_k + q_j dL/dx_k) dx_k = t_j - t_j(x) + p_j dI_0 + q_j dL_0
//
// p and q being what I and L = ln a_w do to a total, dI/dx their answer to the components (respond()), dI_0
// and dL_0 their own steps. For models in which gamma depends on the ionic strength.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "chemistry/balances_derivatives.h"

namespace talus {

template <class R>
class TotalsSolver {
 public:
  /// Both must outlive it.
  TotalsSolver(const ChemicalSystem& system, const Constants& at)
      : solution(system),
        system_(system),
        at_(at),
        derivatives_(system),
        right_(system.components(), R(0.0)) {}

  /// I and ln a_w of the water x (ln molalities), to begin from. False when its speciation does not settle.
  bool begin(std::span<const R> x) { return speciate(system_, at_, x, solution); }

  /// One iteration from x (ln molalities) and what `solution` holds of I and ln a_w. Returns the largest
  /// imbalance before it, relative to the sum of the sizes of what a total is made of.
  R improve(std::span<const R> total, std::span<R> x) {
    using std::exp, std::max, std::min;
    using namespace balances_detail;
    for (std::size_t j = 0; j < x.size(); ++j) solution.molality[j] = exp(x[j]);
    speciation_detail::mass_action(system_, at_, std::span<const R>(x), solution);
    respond(system_, solution, derivatives_.response);
    total_derivatives(system_, solution, derivatives_);
    const R strength = solution.ionic_strength, water = solution.ln_activity.back();
    speciation_detail::correct(system_, solution);
    const R strength_step = solution.ionic_strength - strength;
    const R water_step = solution.ln_activity.back() - water;
    const R imbalance = right_hand_side(total, strength_step, water_step);
    eliminate();
    R more_strength(0.0), more_water(0.0);
    for (std::size_t k = 0; k < x.size(); ++k) {
      const R step = max(min(right_[k], R(furthest)), R(-furthest));
      x[k] += step;
      more_strength += derivatives_.response.ionic_strength[k] * step;
      more_water += derivatives_.response.ln_water_activity[k] * step;
    }
    const R next = solution.ionic_strength + more_strength;
    solution.ionic_strength = max(min(next, R(4.0) * strength), R(0.25) * strength);
    solution.ln_activity.back() += max(min(more_water, R(0.5)), R(-0.5));
    return imbalance;
  }

  Solution<R> solution;  ///< I and ln a_w, first guesses and results

 private:
  static constexpr double furthest = 2;  // change of a ln m in one iteration

  /// Fills right_ and returns the largest relative imbalance.
  R right_hand_side(std::span<const R> total, const R& strength_step, const R& water_step) {
    using std::abs, std::max;
    sum_.assign(total.size(), R(0.0));
    size_.assign(total.size(), R(0.0));
    for (std::size_t i = 0; i < system_.species.size(); ++i)
      for (const Term& t : system_.species[i].row.terms) {
        const auto j = static_cast<std::size_t>(t.component);
        sum_[j] += R(t.power) * solution.molality[i];
        size_[j] += R(std::abs(t.power)) * solution.molality[i];
      }
    R worst(0.0);
    for (std::size_t j = 0; j < total.size(); ++j) {
      const R missing = total[j] - sum_[j];
      worst = max(worst, abs(missing) / size_[j]);
      right_[j] =
          missing - derivatives_.by_strength[j] * strength_step - derivatives_.by_water[j] * water_step;
    }
    return worst;
  }

  /// Solves for the step without interchanging rows, as all lanes must do the same; it is left in right_. The
  /// matrix is nearly nu^T m nu, which is positive definite.
  void eliminate() {
    const std::size_t n = right_.size();
    std::vector<R>& a = derivatives_.concentration;
    for (std::size_t p = 0; p < n; ++p) {
      const R over = R(1.0) / a[p * n + p];
      for (std::size_t i = p + 1; i < n; ++i) {
        const R factor = a[i * n + p] * over;
        for (std::size_t k = p + 1; k < n; ++k) a[i * n + k] -= factor * a[p * n + k];
        right_[i] -= factor * right_[p];
      }
      a[p * n + p] = over;
    }
    for (std::size_t i = n; i-- > 0;) {
      for (std::size_t k = i + 1; k < n; ++k) right_[i] -= a[i * n + k] * right_[k];
      right_[i] *= a[i * n + i];
    }
  }

  const ChemicalSystem& system_;
  const Constants& at_;
  ContentsDerivatives<R> derivatives_;
  std::vector<R> right_, sum_, size_;
};

}  // namespace talus
