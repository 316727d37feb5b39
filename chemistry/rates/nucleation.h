// Growth of crystals that have to be born, behind the barrier of classical nucleation:
//
//     r = (1 - Omega^p) sum_i ...        on crystals that are there, mol/m2/s; > 0 dissolves
//     r exp(-B / ln^2 Omega)             on the surface of seeds that are not covered yet, where Omega > 1
//     B = f 16 pi v^2 gamma^3 / (3 (k_B T)^3)
//
//     gamma  surface energy against water, J/m2
//     v      volume of a formula unit, m3
//     f      1 for nuclei in the water, less for nuclei on a surface (contact angle)
//
// Which surface is which: chemistry/solids/birth.h. Sources: Nielsen (1964) Kinetics of Precipitation; nuclei that
// grow without a barrier: Fritz and Noguera (2009) Rev. Mineral. Geochem. 70:371; surface energies: Sohnel
// and Mullin (1982) J. Cryst. Growth 60:239. Limits: nuclei have no size of their own, so none of them
// dissolves for being small.
#pragma once

#include <string_view>

#include "chemistry/rates/law.h"

namespace talus {

struct Nucleation {
  static constexpr std::string_view name = "nucleation";
  std::vector<Mechanism> mechanisms;
  double surface_energy = 0;  ///< gamma, J/m2
  double volume = 0;          ///< of a mole of formula units, m3/mol
  double shape = 1;           ///< f
  double omega_exponent = 1;  ///< p

  /// Those of the mechanisms, then B.
  template <class K>
  RateConstantsOf<K> constants(const K& temperature, std::span<const K> ln_k_species,
                               std::span<const K> ln_k_gas) const {
    constexpr double boltzmann = 1.380649e-23, avogadro = 6.02214076e23;
    RateConstantsOf<K> all = constants_of<K>(mechanisms, temperature, ln_k_species, ln_k_gas);
    const double size = volume / avogadro;
    const K edge = K(surface_energy) / (K(boltzmann) * temperature);  // gamma / k_B T, 1/m2
    all.push_back(K(shape * 16 * std::numbers::pi / 3 * size * size) * edge * edge * edge);
    return all;
  }
};
template <class V>
void describe(Nucleation& law, V& v) {
  v("surface_energy", law.surface_energy, in("J/m2"), positive, "Energy of the surface against water.");
  v("volume", law.volume, in("cm3/mol"), positive, "Volume of a mole of formula units.");
  v("shape", law.shape, in("1"), Range{.low = 0, .high = 1, .low_open = true},
    "1 for nuclei in the water; less for nuclei on a surface, by their contact angle.");
  v("omega_exponent", law.omega_exponent, in("1"), positive, "p of 1 - Omega^p.", by_default("1"));
}

/// The rate and its derivatives by ln Omega and by the log activities.
template <class R, class K>
void rate(const Nucleation& law, std::span<const K> ln_k, std::span<const R> lambda, const R& ln_omega,
          Rate<R>& r) {
  using std::exp;
  const auto above = ln_omega > R(0.0);
  const R u = select(above, ln_omega, R(1.0)), barrier = R(ln_k.back()) / (u * u);
  const R saturation = exp(R(law.omega_exponent) * ln_omega), affinity = R(1.0) - saturation;
  r.clear(lambda.size());
  R speed(0.0);
  for (const Mechanism& m : law.mechanisms) speed += mechanism_rate(m, ln_k, lambda, affinity, r);
  r.value = speed * affinity;
  r.d_ln_omega = R(-law.omega_exponent) * speed * saturation;
  r.passes = select(above, exp(-barrier), R(1.0));
  r.d_passes = select(above, R(r.passes * R(2.0) * barrier / u), R(0.0));
}

}  // namespace talus
