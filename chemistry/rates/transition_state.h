// Dissolution and growth of a mineral by transition-state theory. Mechanisms add up:
//
//     r = (1 - Omega^q) sum_i k_i(T) prod_s a_s^n_is          mol per m2 of surface and s, > 0 dissolves
//
//     k_i    10^log_k exp(-E/R (1/T - 1/298.15)), mol/m2/s
//     a_s    activity of a dissolved catalyst, or pressure of a gas in atm
//     Omega  saturation ratio
//     q      1/sigma, Temkin's coefficient (1 for most minerals)
//
// Data: Palandri and Kharaka (2004), USGS Open-File Report 2004-1068; Hermanska et al. (2022, 2023), Chem.
// Geol. Limits: no barrier to nucleation. A catalyst that is not in the system is an input error.
#pragma once

#include <string_view>
#include <vector>

#include "chemistry/rates/law.h"

namespace talus {

struct TransitionState {
  static constexpr std::string_view name = "transition state";

  /// One way for the reaction to go.
  struct Mechanism {
    double log_k = 0;              ///< log10 of mol/m2/s at 25 degC
    double activation_energy = 0;  ///< J/mol
    Catalysts catalysts;
  };
  std::vector<Mechanism> mechanisms;
  double omega_exponent = 1;  ///< q

  /// ln of k_i times the constant part of its catalysts, at `temperature` (K).
  std::vector<double> constants(double temperature, std::span<const double> ln_k_species,
                                std::span<const double> ln_k_gas) const;
};

/// The rate and its derivatives by ln Omega and by the log activities; `ln_k` are constants(T, ...).
template <class R>
void rate(const TransitionState& law, std::span<const double> ln_k, std::span<const R> lambda,
          const R& ln_omega, Rate<R>& r) {
  using std::exp;
  const R saturation = exp(R(law.omega_exponent) * ln_omega);
  const R affinity = R(1.0) - saturation;
  r.clear(lambda.size());
  R speed(0.0);
  for (std::size_t i = 0; i < law.mechanisms.size(); ++i) {
    const ReactionRow& catalysts = law.mechanisms[i].catalysts.row;
    const R k = exp(R(ln_k[i]) + catalysts.dot(lambda));
    speed += k;
    for (const Term& t : catalysts.terms)
      r.d_ln_activity[static_cast<std::size_t>(t.component)] += R(t.power) * k * affinity;
    r.d_ln_activity[lambda.size() - 1] += R(catalysts.water) * k * affinity;
  }
  r.value = speed * affinity;
  r.d_ln_omega = R(-law.omega_exponent) * speed * saturation;
}

}  // namespace talus
