// Specific ion interaction theory (SIT), with the conventions of PHREEQC 3.
//
//     log10 gamma_i = -z_i^2 D + sum_j epsilon_ij m_j,     D = A sqrt(I) / (1 + 1.5 sqrt(I))
//     sum m (1 - phi) / ln 10 = 2 A / 1.5^3 (T - 2 ln T - 1/T) - sum over pairs epsilon_ij m_i m_j
//     T = 1 + 1.5 sqrt(I)
//
// Sources: Grenthe, Plyasunov and Spahiu (1997) in Modelling in Aquatic Chemistry, NEA, chapter IX;
// PHREEQC 3. Limits: to about 3.5 mol/kgw, by that source. PHREEQC halves the water term of two different
// uncharged species; here water follows from gamma by the equation of Gibbs and Duhem in every case.
#pragma once

#include "chemistry/activity/mixture.h"

namespace talus {

/// epsilon of two species, kgw/mol, at 25 degC, and its change with temperature as parameter_at() has it.
struct SitParameter {
  std::array<std::string, 2> species;
  std::array<double, 6> coefficients = {};
};

/// The interactions among the solutes of a system, at one temperature or in the cells of a tile (K).
template <class K>
struct SitTermsOf {
  K a = K(0.0);  ///< ln10 A, (kgw/mol)^0.5
  std::vector<double> charge;
  std::vector<PairTermOf<K>> pairs;  ///< ln10 epsilon; half of it for a species with itself
};
using SitTerms = SitTermsOf<double>;

/// Takes from `parameters` what concerns `solutes`, at `temperature` (K); of parameters of the same species,
/// in any order, the last counts. `a` is A for log10, (kgw/mol)^0.5; 0: from debye_huckel().
SitTerms sit_terms(std::span<const SitParameter> parameters, std::span<const Solute> solutes,
                   double temperature, double a = 0);

/// Activities at `molality` (mol/kgw; some of the solutes charged), in `c`; derivatives only if asked for.
template <class R, class K>
void sit_activities(const SitTermsOf<K>& t, std::span<const R> molality, Mixture<R>& c,
                    bool derivatives = true) {
  using std::log, std::sqrt;
  constexpr double b = 1.5;  // (kgw/mol)^0.5
  const std::size_t n = molality.size();
  c.fit(n);
  const R strength = ionic_strength(std::span<const double>(t.charge), molality), root = sqrt(strength);
  const R whole = R(1.0) + R(b) * root, below = R(1.0) / whole;
  const R by_square = R(-t.a) * root * below;  // ln gamma / z^2
  R sum(0.0), pairs(0.0);
  for (std::size_t i = 0; i < n; ++i) {
    c.ln_gamma[i] = R(t.charge[i] * t.charge[i]) * by_square;
    sum += molality[i];
  }
  for (const PairTermOf<K>& p : t.pairs) {
    c.ln_gamma[p.i] += R(p.factor) * molality[p.j];
    c.ln_gamma[p.j] += R(p.factor) * molality[p.i];
    pairs += R(p.factor) * molality[p.i] * molality[p.j];
  }
  const R long_range = R(K(-2.0) * t.a / K(b * b * b)) * (whole - R(2.0) * log(whole) - below);
  c.ln_water_activity = R(-1 / moles_of_water) * (sum + long_range + pairs);
  if (!derivatives) return;

  const R slope = R(K(-0.25) * t.a) * below * below / root;  // half of by_square's by I
  for (std::size_t i = 0; i < n; ++i) {
    const R own = R(t.charge[i] * t.charge[i]) * slope;
    for (std::size_t j = 0; j < n; ++j) c.d_ln_gamma[i * n + j] = R(t.charge[j] * t.charge[j]) * own;
  }
  for (const PairTermOf<K>& p : t.pairs) {
    c.d_ln_gamma[p.i * n + p.j] += R(p.factor);
    c.d_ln_gamma[p.j * n + p.i] += R(p.factor);
  }
  for (std::size_t j = 0; j < n; ++j) {
    R total(1.0);
    for (std::size_t i = 0; i < n; ++i) total += molality[i] * c.d_ln_gamma[i * n + j];
    c.d_ln_water[j] = R(-1 / moles_of_water) * total;
  }
}

}  // namespace talus
