// Fugacity coefficients of gases by the equation of state of Peng and Robinson:
//
//     P   = N R T / (V - B) - D / (V^2 + 2 B V - B^2)
//     N   = sum_i n_i        B = sum_i n_i b_i        D = sum_ij n_i n_j (1 - k_ij) sqrt(a_i a_j)
//     a_i = 0.457235 (R Tc)^2 / Pc (1 + k (1 - sqrt(T / Tc)))^2
//     b_i = 0.077796 R Tc / Pc
//     k   = 0.37464 + 1.54226 omega - 0.26992 omega^2
//
//     ln(f_i V / (n_i R T)) = dF/dn_i
//     F   = -N ln(1 - B / V) - D / (R T) g(B)
//     g   = ln((V + (1 + sqrt 2) B) / (V + (1 - sqrt 2) B)) / (2 sqrt 2 B)
//
//     P  total pressure, Pa              V  volume, m3        n_i  amount of gas i, mol
//     f_i = phi_i p_i  fugacity, Pa      p_i = P n_i / N      partial pressure, Pa
//     Tc, Pc, omega    critical temperature (K), critical pressure (Pa), acentric factor
//     F  Helmholtz energy beyond that of the ideal gas, divided by R T, mol
//
// Sources: Peng and Robinson (1976) Ind. Eng. Chem. Fundam. 15:59. k_ij of water vapour with CO2 and H2S
// 0.19, with CH4 and N2 0.49 (Soreide and Whitson 1992, Fluid Phase Equilib. 77:217), as in PHREEQC 3; all
// others 0. Limits: phi of pure CO2 is below that of the reference equation of Duan and others (2006, Mar.
// Chem. 98:131) by 0.3 % at 10 bar, 1.2 % at 40 bar and 3 % at 100 bar at 50 degC; near the critical point
// (31 degC, 74 bar) and in the liquid it is off by ten percent and more.
#pragma once

#include <Eigen/Dense>
#include <cmath>
#include <numbers>
#include <span>
#include <string>
#include <vector>

#include "base/dual.h"
#include "chemistry/activity/fugacity_models.h"
#include "chemistry/constants_of_nature.h"
#include "chemistry/database/critical_constants.h"

namespace talus {

/// Of gas that is there and does not react: nitrogen, as in phreeqc.dat.
inline constexpr CriticalConstants inert_gas{126.2, 33.5 * standard_atmosphere, 0.039};

/// A gas with a name and what is known of it.
struct NamedGas {
  std::string name;
  CriticalConstants critical;
};

/// ln phi of gases at their partial pressures (Pa) in a gas of `total` pressure (Pa, not below their sum),
/// the rest of which is inert_gas, at `temperature` (K). Where the constants of one are not known, all are
/// ideal: 0.
std::vector<double> ln_fugacity_coefficients(std::span<const NamedGas> gases, std::span<const double> partial,
                                             double total, double temperature);

/// What gases in a volume are.
template <class R>
struct GasMixture {
  R pressure = R(0.0);       ///< P, Pa
  std::vector<R> excess;     ///< ln(f_i V / (n_i R T)) of each gas
  std::vector<R> by_amount;  ///< d excess_i / d n_k, 1/mol, row by row
};

/// The equation for given gases at one temperature.
class PengRobinson {
 public:
  /// `names` as in databases ("CO2(g)"), for k_ij; `temperature` in K. A gas whose constants are not known
  /// neither attracts nor fills room: alone it is ideal.
  PengRobinson(std::span<const std::string> names, std::span<const CriticalConstants> gases,
               double temperature);

  std::size_t gases() const { return covolume_.size(); }

  /// What `amount` (mol) of each gas are in `volume` (m3).
  template <class R>
  void mix(std::span<const R> amount, const R& volume, GasMixture<R>& mixture) const;

  /// ln phi of each gas at a total `pressure` (Pa, double or Dual); mole fractions that add up to 1.
  template <class R>
  std::vector<R> ln_coefficients(const R& pressure, std::span<const double> share) const;

  /// V / N at a total `pressure` (Pa), m3/mol. Where several volumes have that pressure, the one of the least
  /// Gibbs energy: gas, or liquid where it condenses.
  double molar_volume(double pressure, std::span<const double> share) const;

 private:
  /// dP / dV of one mole, Pa mol/m3.
  double pressure_slope(double molar_volume, std::span<const double> share) const;

  double rt_;                     // J/mol
  std::vector<double> covolume_;  // b_i, m3/mol
  Eigen::MatrixXd attraction_;    // (1 - k_ij) sqrt(a_i a_j), J m3/mol2
};

inline double value_of(double number) { return number; }
inline double value_of(Dual number) { return number.v; }

template <class R>
void PengRobinson::mix(std::span<const R> amount, const R& volume, GasMixture<R>& mixture) const {
  using std::log, std::log1p, std::max;
  constexpr double root8 = 2 * std::numbers::sqrt2, lower = 1 - std::numbers::sqrt2;
  const std::size_t n = gases();
  std::vector<R> s(n, R(0.0));  // sum_j n_j a_ij
  R all(0.0), b(0.0), d(0.0);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j)
      s[i] += R(attraction_(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j))) * amount[j];
    all += amount[i];
    b += R(covolume_[i]) * amount[i];
    d += s[i] * amount[i];
  }
  const R over_rt(1 / rt_), room = volume - b, over_room = R(1.0) / room;
  const R q = R(1.0) / (volume * volume + R(2.0) * b * volume - b * b);
  const R some_b = max(b, R(1e-9) * volume);  // nothing of g changes below
  const R over_b = R(1.0) / some_b;
  const R g = log1p(R(root8) * some_b / (volume + R(lower) * some_b)) * over_b * R(1 / root8);
  const R slope = (volume * q - g) * over_b;  // dg / dB
  const R bend = (R(-2.0) * volume * room * q * q - R(2.0) * slope) * over_b;
  mixture.pressure = all * R(rt_) * over_room - d * q;
  mixture.excess.resize(n);
  mixture.by_amount.resize(n * n);
  const R free = log(volume * over_room);
  for (std::size_t i = 0; i < n; ++i) {
    const R bi(covolume_[i]);
    mixture.excess[i] = free + all * bi * over_room - (R(2.0) * s[i] * g + d * slope * bi) * over_rt;
    for (std::size_t k = 0; k < n; ++k) {
      const R bk(covolume_[k]), a(attraction_(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(k)));
      mixture.by_amount[i * n + k] =
          (bi + bk) * over_room + all * bi * bk * over_room * over_room -
          (R(2.0) * (a * g + (s[i] * bk + s[k] * bi) * slope) + d * bend * bi * bk) * over_rt;
    }
  }
}

template <class R>
std::vector<R> PengRobinson::ln_coefficients(const R& pressure, std::span<const double> share) const {
  using std::log;
  R volume(molar_volume(value_of(pressure), share));
  const std::vector<R> amount(share.begin(), share.end());
  GasMixture<R> mixture;
  // one more step of Newton's method for P(V) = P, which carries the derivatives
  mix(std::span<const R>(amount), volume, mixture);
  volume -= (mixture.pressure - pressure) / R(pressure_slope(value_of(volume), share));
  mix(std::span<const R>(amount), volume, mixture);
  const R z = pressure * volume * R(1 / rt_);
  for (R& value : mixture.excess) value -= log(z);
  return mixture.excess;
}

}  // namespace talus
