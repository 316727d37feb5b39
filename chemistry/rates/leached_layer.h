// A glass dissolves through a leached layer, and its distance from equilibrium is that of the layer:
//
//     r = (1 - Omega_layer) sum_i k_i(T) prod_s a_s^n_is          mol/m2/s, > 0 dissolves
//     ln Omega_layer = sum_s nu_s ln a_s - ln K(T)                the layer's own reaction
//
// Data: basaltic glass, Oelkers and Gislason (2001) Geochim. Cosmochim. Acta 65:3671: one mechanism with
// (a_H^3 / a_Al)^(1/3), and a layer of Al and Si alone. Limits: no steady state of the layer is waited for;
// the saturation of the whole glass does not count.
#pragma once

#include <array>
#include <string_view>

#include "chemistry/rates/law.h"

namespace talus {

struct LeachedLayer {
  static constexpr std::string_view name = "leached layer";
  std::vector<Mechanism> mechanisms;
  std::array<ActivityProduct, 1> products;  ///< of the layer: prod a_s^nu_s
  double layer_log_k = 0;                   ///< log10 K of its dissolution at 25 degC
  double layer_enthalpy = 0;                ///< J/mol of it

  /// Those of the mechanisms, then ln K of the layer less the constant part of its product.
  template <class K>
  RateConstantsOf<K> constants(const K& temperature, std::span<const K> ln_k_species,
                               std::span<const K> ln_k_gas) const {
    RateConstantsOf<K> all = constants_of<K>(mechanisms, temperature, ln_k_species, ln_k_gas);
    all.push_back(K(std::numbers::ln10 * layer_log_k) -
                  K(layer_enthalpy / gas_constant) * (K(1.0) / temperature - K(1 / 298.15)) -
                  products[0].ln_constant(ln_k_species, ln_k_gas));
    return all;
  }
};
template <class V>
void describe(LeachedLayer& law, V& v) {
  v("layer", law.products[0].powers, in("1"), any,
    "What one mole of the layer makes when it dissolves, without water: { \"SiO2(aq)\" = 1, \"Al+3\" = 0.35, "
    "\"H+\" = -1.05 }.");
  v("layer_log_k", law.layer_log_k, in("1"), any, "log10 of the constant of that reaction at 25 degC.");
  v("layer_enthalpy", law.layer_enthalpy, in("kJ/mol"), any, "Its enthalpy.", by_default("0 kJ/mol"));
}

/// The rate and its derivatives by the log activities; it does not depend on ln Omega.
template <class R, class K>
void rate(const LeachedLayer& law, std::span<const K> ln_k, std::span<const R> lambda, const R&, Rate<R>& r) {
  using std::exp;
  const ReactionRow& layer = law.products[0].row;
  const R saturation = exp(layer.dot(lambda) - R(ln_k.back())), affinity = R(1.0) - saturation;
  r.clear(lambda.size());
  R speed(0.0);
  for (const Mechanism& m : law.mechanisms) speed += mechanism_rate(m, ln_k, lambda, affinity, r);
  r.add(layer, R(-speed * saturation));
  r.value = speed * affinity;
}

}  // namespace talus
