// Growth that waits for a supersaturation:
//
//     r = -|1 - (Omega/Omega_c)^p|^q sum_i ...     Omega > Omega_c, mol/m2/s
//     r = 0                                        from saturation to there
//     r = |1 - Omega^p|^q sum_i ...                Omega < 1, dissolves
//
// The rate is continuous, growth takes the water down to Omega_c and no further. A stand-in for nucleation
// where an experiment gives the supersaturation at which a mineral appears. Limits: crystals that are there
// wait too.
#pragma once

#include <string_view>

#include "chemistry/rates/law.h"

namespace talus {

struct Threshold {
  static constexpr std::string_view name = "threshold";
  std::vector<Mechanism> mechanisms;
  double critical_omega = 1;     ///< Omega_c
  double omega_exponent = 1;     ///< p
  double affinity_exponent = 1;  ///< q
};
template <class V>
void describe(Threshold& law, V& v) {
  v("critical_omega", law.critical_omega, in("1"), at_least(1),
    "Saturation ratio above which the mineral grows.");
  v("omega_exponent", law.omega_exponent, in("1"), positive, "p of |1 - Omega^p|^q.", by_default("1"));
  v("affinity_exponent", law.affinity_exponent, in("1"), at_least(1), "q of |1 - Omega^p|^q.",
    by_default("1"));
}

/// The rate and its derivatives by ln Omega and by the log activities.
template <class R, class K>
void rate(const Threshold& law, std::span<const K> ln_k, std::span<const R> lambda, const R& ln_omega,
          Rate<R>& r) {
  using std::exp, std::abs, std::max, std::min;
  const R above = max(R(ln_omega - R(std::log(law.critical_omega))), R(0.0));
  const R saturation = exp(R(law.omega_exponent) * (above + min(ln_omega, R(0.0))));
  const R distance = R(1.0) - saturation;
  const R slowing = power(R(abs(distance)), law.affinity_exponent - 1);
  r.clear(lambda.size());
  R speed(0.0);
  for (const Mechanism& m : law.mechanisms)
    speed += mechanism_rate(m, ln_k, lambda, R(distance * slowing), r);
  r.value = speed * distance * slowing;
  const auto moves = (above > R(0.0)) | (ln_omega < R(0.0));
  r.d_ln_omega =
      select(moves, R(R(-law.omega_exponent * law.affinity_exponent) * speed * saturation * slowing), R(0.0));
}

}  // namespace talus
