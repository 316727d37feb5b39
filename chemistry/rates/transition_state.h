// Dissolution and growth of a mineral by transition-state theory. Mechanisms (law.h) add up:
//
//     r = sgn(1 - Omega^p) |1 - Omega^p|^q sum_i k_i(T) prod_s a_s^n_is     mol per m2 and s, > 0 dissolves
//
//     Omega  saturation ratio
//     p      1/sigma, Temkin's coefficient (1 for most minerals)
//     q      1 for most minerals, 2 for growth by spirals
//
// A mechanism beside which another reaction goes on (Mechanism::beside: sulfides that take Fe+3 for oxygen) is one of their sum, not of
// the mineral alone, and as far from equilibrium as oxidation is: it has no factor of Omega. Such laws only dissolve, and the
// others of their mechanisms rest where Omega is above 1.
//
// Data: Palandri and Kharaka (2004), USGS Open-File Report 2004-1068; Hermanska et al. (2022, 2023), Chem.
// Geol.; with inhibition by carbonate, Oelkers and Addassi (2025), Chem. Geol. Limits: no barrier to
// nucleation.
#pragma once

#include <algorithm>
#include <string_view>

#include "chemistry/rates/law.h"

namespace talus {

struct TransitionState {
  static constexpr std::string_view name = "transition state";
  std::vector<Mechanism> mechanisms;
  double omega_exponent = 1;     ///< p
  double affinity_exponent = 1;  ///< q

  /// Whether a reaction goes on beside one of its mechanisms.
  bool goes_beside() const {
    return std::ranges::any_of(mechanisms, [](const Mechanism& m) { return !m.beside.empty(); });
  }
};
template <class V>
void describe(TransitionState& law, V& v) {
  v("omega_exponent", law.omega_exponent, in("1"), positive, "p of |1 - Omega^p|^q.", by_default("1"));
  v("affinity_exponent", law.affinity_exponent, in("1"), at_least(1), "q of |1 - Omega^p|^q.",
    by_default("1"));
}

/// The rate and its derivatives by ln Omega and by the log activities.
template <class R, class K>
void rate(const TransitionState& law, std::span<const K> ln_k, std::span<const R> lambda, const R& ln_omega,
          Rate<R>& r) {
  using std::exp, std::abs;
  const R saturation = exp(R(law.omega_exponent) * ln_omega);
  const R distance = R(1.0) - saturation;
  const R slowing = power(R(abs(distance)), law.affinity_exponent - 1);
  R driven = distance * slowing,
    by_ln_omega = R(-law.omega_exponent * law.affinity_exponent) * saturation * slowing;
  if (law.goes_beside()) {
    const auto below = ln_omega < R(0.0);
    driven = select(below, driven, R(0.0));
    by_ln_omega = select(below, by_ln_omega, R(0.0));
  }
  r.clear(lambda.size());
  R speed(0.0);
  for (const Mechanism& m : law.mechanisms) {
    if (m.beside.empty())
      speed += mechanism_rate(m, ln_k, lambda, driven, r);
    else
      r.value += mechanism_rate(m, ln_k, lambda, R(1.0), r);
  }
  r.value += speed * driven;
  r.d_ln_omega = speed * by_ln_omega;
}

}  // namespace talus
