// Hydration and hydroxylation of dissolved CO2, which take seconds to minutes below pH 9:
//
//     CO2(aq) + H2O = HCO3- + H+          r = (k_CO2 + k_OH Kw / a_H) a_CO2 (1 - Omega)     mol/kgw/s
//
//     ln k_CO2     = 1246.98 - 6.19e4/T - 183.0 ln T          1/s, hydration
//     ln (k_OH Kw) = -930.13 + 3.10e4/T + 140.9 ln T          mol/kgw/s, hydroxylation by OH-
//     Omega        a_HCO3 a_H / (K a_CO2 a_w): dehydration follows from the constant of equilibrium
//
// Source: Johnson (1982) Limnol. Oceanogr. 27:849: 0.037 +- 0.002 1/s and (7.1 +- 0.7)e-11 mol/kgw/s at 25
// degC and ionic strength 0; in sea water k_OH Kw is twice that. Measured from 5 to 35 degC. Limits: no
// catalysis by enzymes or borate.
#pragma once

#include <cmath>

#include "chemistry/rates/transition_state.h"
#include "chemistry/temperature.h"

namespace talus {

/// The law, with the names that a database has for dissolved CO2.
inline TransitionState co2_hydration(const std::string& dissolved) {
  TransitionState law;
  law.mechanisms.resize(2);
  law.mechanisms[0].catalysts.powers = {{dissolved, 1.0}};
  law.mechanisms[1].catalysts.powers = {{dissolved, 1.0}, {"H+", -1.0}};
  return law;
}

/// Its constants at `temperature` (K), once its names were found in a system.
template <class K>
RateConstantsOf<K> co2_hydration_constants(const TransitionState& law, const K& temperature,
                                           LogConstants<K> ln_k_species, LogConstants<K> ln_k_gas) {
  const K ln_t = each_lane(temperature, [](double x) { return std::log(x); });
  const K ln_k[] = {K(1246.98) - K(6.19e4) / temperature - K(183.0) * ln_t,
                    K(-930.13) + K(3.10e4) / temperature + K(140.9) * ln_t};
  RateConstantsOf<K> constants;
  for (std::size_t i = 0; i < 2; ++i)
    constants.push_back(ln_k[i] + law.mechanisms[i].catalysts.ln_constant(ln_k_species, ln_k_gas));
  return constants;
}

}  // namespace talus
