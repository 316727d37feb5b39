// Two laws, each measured on its side of a pH, and a smooth way from one to the other:
//
//     r = (1 - Omega) (w r_1 + (1 - w) r_2)          mol/m2/s, > 0 dissolves
//     w = a_H^m / (a_H^m + a_0^m),  a_0 = 10^-switch_pH
//
//     r_1, r_2   the first mechanism (law.h), of acid water, and the second
//     m          sharpness: with 4, one unit of pH from the switch leaves 1e-4 of the other branch
//
// Data: olivine, Rimstidt and others (2012) Geochim. Cosmochim. Acta 78:347, who fit log r = 6.05 - 0.46 pH -
// 3683/T below pH 5.6 and 4.07 - 0.256 pH - 3465/T above. Their branches differ by 0.1 log units at the
// switch.
#pragma once

#include <array>
#include <string_view>

#include "chemistry/rates/law.h"

namespace talus {

struct TwoBranches {
  static constexpr std::string_view name = "two branches";
  static constexpr std::size_t mechanism_count = 2;
  std::vector<Mechanism> mechanisms;
  double switch_pH = 7;
  double sharpness = 4;  ///< m
  std::array<ActivityProduct, 1> products = {{{.powers = {{"H+", 1.0}}, .factors = {}, .row = {}}}};
};
template <class V>
void describe(TwoBranches& law, V& v) {
  v("switch_pH", law.switch_pH, in("1"), between(0, 14),
    "pH below which the first mechanism acts, and above which the second.");
  v("sharpness", law.sharpness, in("1"), positive,
    "m of a_H^m / (a_H^m + a_0^m), the part of the first mechanism; a_0 is a_H at the switch.",
    by_default("4"));
}

/// The rate and its derivatives by ln Omega and by the log activities.
template <class R, class K>
void rate(const TwoBranches& law, std::span<const K> ln_k, std::span<const R> lambda, const R& ln_omega,
          Rate<R>& r) {
  using std::exp;
  const double m = law.sharpness;
  const ReactionRow& acidity = law.products[0].row;
  const R acid =
      R(1.0) / (R(1.0) + exp(R(-m) * (acidity.dot(lambda) + R(law.switch_pH * std::numbers::ln10))));
  const R saturation = exp(ln_omega), affinity = R(1.0) - saturation;
  r.clear(lambda.size());
  const R first = mechanism_rate(law.mechanisms[0], ln_k, lambda, R(affinity * acid), r);
  const R second = mechanism_rate(law.mechanisms[1], ln_k, lambda, R(affinity * (R(1.0) - acid)), r);
  r.add(acidity, affinity * (first - second) * R(m) * acid * (R(1.0) - acid));
  const R speed = acid * first + (R(1.0) - acid) * second;
  r.value = affinity * speed;
  r.d_ln_omega = -saturation * speed;
}

}  // namespace talus
