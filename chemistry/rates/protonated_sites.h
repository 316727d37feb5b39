// Dissolution and growth through protonated sites of the surface, >MeOH2+:
//
//     r = (1 - Omega^p) theta^n sum_i k_i(T) ...                     mol/m2/s, > 0 dissolves
//     theta = 1 / (1 + K1 / a_H + K1 K2 / a_H^2)                     part of the sites that is >MeOH2+
//
//     K1, K2   acidity constants of >MeOH2+ and >MeOH, the same at every temperature
//
// Source: brucite, Pokrovsky and Schott (2004) Geochim. Cosmochim. Acta 68:31: n = 2 and p = 2; >MgOH2+ is
// nearly all there is below pH 8, and the charge of the surface is 0 at pH 11. Limits: no electrostatics of
// the surface; theirs has a constant capacitance, which is why the rate does not depend on ionic strength.
#pragma once

#include <array>
#include <string_view>

#include "chemistry/rates/law.h"

namespace talus {

struct ProtonatedSites {
  static constexpr std::string_view name = "protonated sites";
  std::vector<Mechanism> mechanisms;
  double pK1 = 0, pK2 = 0;
  double order = 2;           ///< n
  double omega_exponent = 1;  ///< p
  std::array<ActivityProduct, 1> products = {{{.powers = {{"H+", 1.0}}, .factors = {}, .row = {}}}};
};
template <class V>
void describe(ProtonatedSites& law, V& v) {
  v("pK1", law.pK1, in("1"), any, "-log10 of K1, >MeOH2+ = >MeOH + H+.");
  v("pK2", law.pK2, in("1"), any, "-log10 of K2, >MeOH = >MeO- + H+.");
  v("order", law.order, in("1"), positive, "n of theta^n.");
  v("omega_exponent", law.omega_exponent, in("1"), positive, "p of 1 - Omega^p.", by_default("1"));
}

/// The rate and its derivatives by ln Omega and by the log activities.
template <class R, class K>
void rate(const ProtonatedSites& law, std::span<const K> ln_k, std::span<const R> lambda, const R& ln_omega,
          Rate<R>& r) {
  using std::exp;
  constexpr double ln10 = std::numbers::ln10;
  const ReactionRow& acidity = law.products[0].row;
  const R ln_h = acidity.dot(lambda);
  const R neutral = exp(R(-ln10 * law.pK1) - ln_h);
  const R negative = neutral * exp(R(-ln10 * law.pK2) - ln_h);
  const R sum = R(1.0) + neutral + negative;
  const R sites = power(R(R(1.0) / sum), law.order);
  const R saturation = exp(R(law.omega_exponent) * ln_omega), affinity = R(1.0) - saturation;
  r.clear(lambda.size());
  R speed(0.0);
  for (const Mechanism& m : law.mechanisms) speed += mechanism_rate(m, ln_k, lambda, R(affinity * sites), r);
  speed *= sites;
  r.add(acidity, affinity * speed * R(law.order) * (neutral + R(2.0) * negative) / sum);
  r.value = affinity * speed;
  r.d_ln_omega = R(-law.omega_exponent) * saturation * speed;
}

}  // namespace talus
