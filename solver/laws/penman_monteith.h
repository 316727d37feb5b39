// Evaporation from the energy that a surface gets, by the combination equation:
//
//     L E = [ h s (R_n - G) + rho c_p (h e_sat(T_a) - e_a) / r_a ] / [ h s + gamma (1 + r_s / r_a) ]
//
//     s      slope of e_sat at the temperature T_a of the air      gamma = c_p p / (0.622 L)      Pa/K
//     R_n    net radiation, G what heats the ground, W/m2          r_a, r_s    resistances, s/m
//     h      relative humidity at the water of the surface: 1 where it is wet
//
// Monteith (1965) Symp. Soc. Exp. Biol. 19:205, with constants of Allen and others (1998) FAO-56 (L = 2.45
// MJ/kg, c_p = 1013 J/kg/K, rho = p / (287 J/kg/K * 1.01 T_a)). For h below 1 it follows from the same four
// equations, with the vapour pressure h e_sat(T_s) at the water and e_sat taken as straight between T_a and
// T_s; h = 1 gives Monteith's.
//
//     R_n = (1 - albedo) R_s + epsilon (R_l - sigma T_a^4)
//
// R_l, the radiation of the sky, is measured, or that of a clear one: 1.24 (e_a / T_a)^(1/7) sigma T_a^4 with
// e_a in hPa, Brutsaert (1975) Water Resour. Res. 11:742. Ground that is warmer than the air radiates more than
// this.
#pragma once

#include <cmath>

#include "solver/laws/vapour.h"

namespace talus {

inline constexpr double heat_of_vaporisation = 2.45e6;      ///< J/kg: FAO-56, at about 20 degC
inline constexpr double heat_of_air = 1013;                 ///< J/kg/K, at one pressure
inline constexpr double stefan_boltzmann = 5.670374419e-8;  ///< W/m2/K4

/// What the combination equation takes of the air.
struct AirEnergy {
  double available = 0;        ///< R_n - G, W/m2
  double temperature = 0;      ///< K
  double vapour_pressure = 0;  ///< Pa
  double pressure = 0;         ///< Pa
  double resistance = 0;       ///< r_a, s/m
};

/// E, kg/m2/s, at the humidity h of the surface and its resistance (s/m).
template <class S>
S penman_monteith(const AirEnergy& air, const S& humidity, const S& surface_resistance) {
  const double psychrometric = heat_of_air * air.pressure / (0.622 * heat_of_vaporisation);
  const double density = air.pressure / (287 * 1.01 * air.temperature);
  const S slope = humidity * S(saturation_vapour_slope(air.temperature));
  const S lack = humidity * S(saturation_vapour_pressure(air.temperature)) - S(air.vapour_pressure);
  const S top = slope * S(air.available) + S(density * heat_of_air / air.resistance) * lack;
  return top / (slope + S(psychrometric) * (S(1.0) + surface_resistance / S(air.resistance))) /
         S(heat_of_vaporisation);
}

/// Radiation of a clear sky, W/m2, at the temperature (K) and vapour pressure (Pa) near the ground.
inline double clear_sky(double kelvin, double vapour_pressure) {
  return 1.24 * std::pow(vapour_pressure / 100 / kelvin, 1.0 / 7) * stefan_boltzmann * std::pow(kelvin, 4);
}

}  // namespace talus
