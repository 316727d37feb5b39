// Release of what is loosely bound, in proportion to what is left of it, whatever the saturation:
//
//     dn/dt = -n sum_i k_i(T) prod_s a_s^n_is          k in 1/s
//
// The surface of such a solid is its amount, 1 m2 per mol (surface.h), so that the k of a mechanism is a rate
// in mol/m2/s like any other. Data: the magnesium that ultramafic tailings give within days, Vanderzee and
// others (2019), Lu and others (2022). Limits: one pool, no return.
#pragma once

#include <string_view>

#include "chemistry/rates/law.h"

namespace talus {

struct FirstOrder {
  static constexpr std::string_view name = "first order";
  static constexpr bool by_amount = true;
  std::vector<Mechanism> mechanisms;  ///< log_k: log10 of 1/s
};
template <class V>
void describe(FirstOrder&, V&) {}

/// The rate and its derivatives by the log activities.
template <class R, class K>
void rate(const FirstOrder& law, std::span<const K> ln_k, std::span<const R> lambda, const R&, Rate<R>& r) {
  r.clear(lambda.size());
  for (const Mechanism& m : law.mechanisms) r.value += mechanism_rate(m, ln_k, lambda, R(1.0), r);
}

}  // namespace talus
