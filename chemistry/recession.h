// How fast a solid recedes, by the laws of its mineral.
#pragma once

#include "chemistry/solids/surface.h"
#include "chemistry/system.h"

namespace talus {

/// Keeps a rate where `counts` holds; elsewhere it is nothing.
template <class R, class Mask>
void keep_where(const Mask& counts, Rate<R>& r) {
  r.value = select(counts, r.value, R(0.0));
  r.d_ln_omega = select(counts, r.d_ln_omega, R(0.0));
  for (R& d : r.d_ln_activity) d = select(counts, d, R(0.0));
}

/// Rate of recession of a solid without the wetted factor: of what forms by the law of growth, of what was
/// there by that of dissolution, where it dissolves; and where it grows too, by the law of growth, where that
/// grows. `growth` is work space.
template <class R, class K>
void recession_rate(const ChemicalSystem& system, const ConstantsOf<K>& at, const Solid& solid,
                    std::span<const R> lambda, Rate<R>& r, Rate<R>& growth) {
  const Mineral& mineral = system.minerals[solid.mineral];
  const R ln_omega = mineral.row.dot(lambda) - R(at.ln_k_mineral[solid.mineral]);
  const auto evaluate = [&](const RateLaw& law, const RateConstantsOf<K>& constants, Rate<R>& to) {
    std::visit([&](const auto& chosen) { rate(chosen, std::span<const K>(constants), lambda, ln_omega, to); },
               law);
  };
  if (solid.formed) return evaluate(mineral.precipitation, at.precipitation[solid.mineral], r);
  evaluate(mineral.dissolution, at.dissolution[solid.mineral], r);
  keep_where(r.value > R(0.0), r);
  if (!solid.grows) return;
  evaluate(mineral.precipitation, at.precipitation[solid.mineral], growth);
  keep_where(growth.value < R(0.0), growth);
  r.value += growth.value;
  r.d_ln_omega += growth.d_ln_omega;
  for (std::size_t j = 0; j < r.d_ln_activity.size(); ++j) r.d_ln_activity[j] += growth.d_ln_activity[j];
}

}  // namespace talus
