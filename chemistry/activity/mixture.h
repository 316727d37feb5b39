// What models of brines say: activity coefficients that depend on all molalities, and the activity of water.
//
// Both models here (pitzer.h, sit.h) are derivatives of one excess Gibbs energy G(m) per kilogram of water,
// over RT:
//
//     ln gamma_i = dG/dm_i
//     ln a_w     = -(sum_i m_i (1 + ln gamma_i) - G) / W               W moles of water in a kilogram
//
// So the matrix d ln gamma_i / d m_j is symmetric (unless single ions are put on another scale), and water
// follows from it by the equation of Gibbs and Duhem: d ln a_w / d m_j = -(1 + sum_i m_i d ln gamma_i / d
// m_j) / W.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string>
#include <vector>

namespace talus {

/// W, mol/kg: PHREEQC's number, so that brines can be compared to six digits.
inline constexpr double moles_of_water = 55.50837;

/// A dissolved species, as far as its interactions go.
struct Solute {
  std::string name;
  double charge = 0;
};

/// How parameters change with temperature T (K), in PHREEQC's form with Tr = 298.15 K:
///     P(T) = a0 + a1 (1/T - 1/Tr) + a2 ln(T/Tr) + a3 (T - Tr) + a4 (T^2 - Tr^2) + a5 (1/T^2 - 1/Tr^2)
inline double parameter_at(const std::array<double, 6>& a, double temperature) {
  constexpr double reference = 298.15;
  const double t = temperature;
  return a[0] + a[1] * (1 / t - 1 / reference) + a[2] * std::log(t / reference) + a[3] * (t - reference) +
         a[4] * (t * t - reference * reference) + a[5] * (1 / (t * t) - 1 / (reference * reference));
}

/// Whether the parameter is 0 at every temperature, so that which terms there are does not depend on it.
inline bool vanishes(const std::array<double, 6>& a) {
  return std::ranges::all_of(a, [](double value) { return value == 0; });
}

/// A product of two molalities with its factor in G, at one temperature or in the cells of a tile (K).
template <class K>
struct PairTermOf {
  std::size_t i, j;
  K factor;
};
using PairTerm = PairTermOf<double>;

/// Activities in a solution of n solutes. Work space: set up once, used often.
template <class R>
struct Mixture {
  Mixture() = default;
  explicit Mixture(std::size_t solutes) { fit(solutes); }

  /// Makes room for that many solutes.
  void fit(std::size_t solutes) {
    if (width == solutes) return;
    width = solutes;
    ln_gamma.assign(width, R(0.0));
    d_ln_gamma.assign(width * width, R(0.0));
    d_ln_water.assign(width, R(0.0));
  }

  /// d ln gamma_i / d m_j, kgw/mol.
  const R& slope(std::size_t i, std::size_t j) const { return d_ln_gamma[i * width + j]; }

  std::size_t width = 0;  ///< n
  std::vector<R> ln_gamma;
  R ln_water_activity = R(0.0);
  std::vector<R> d_ln_gamma;  ///< d ln gamma_i / d m_j, [i][j], kgw/mol
  std::vector<R> d_ln_water;  ///< d ln a_w / d m_j, kgw/mol
};

/// Practical osmotic coefficient, -W ln a_w / sum m.
template <class R>
R osmotic_coefficient(const Mixture<R>& c, std::span<const R> molality) {
  R sum(0.0);
  for (const R& m : molality) sum += m;
  return R(-moles_of_water) * c.ln_water_activity / sum;
}

/// I = 1/2 sum z^2 m, mol/kgw.
template <class R>
R ionic_strength(std::span<const double> charge, std::span<const R> molality) {
  R strength(0.0);
  for (std::size_t i = 0; i < molality.size(); ++i) strength += R(0.5 * charge[i] * charge[i]) * molality[i];
  return strength;
}

}  // namespace talus
