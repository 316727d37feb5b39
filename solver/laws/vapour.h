// Water vapour above water that pores hold, and how it diffuses.
//
//     e = a_w exp(M g psi / R T) e_sat(T)      Pa; Kelvin's equation: Thomson (1871) Philos. Mag. 42:448, as
//                                              Edlefsen and Anderson (1943) Hilgardia 15:31 write it for soils
//     rho_v = M e / (R T)                      kg/m3
//     D0 = 2.178e-5 (T / 273.15 K)^1.81 (1 atm / p)      m2/s, in air: Massman (1998) Atmos. Environ. 32:1111
//
// Through a face between two cells, at one total pressure (flux.h says why temperatures stand there):
//
//     F = M / R  G(D / T)  (e_left - e_right)      kg/s, D = D0 times the law of the gas (diffusion.h)
//
// psi is the pressure head of the water (m, below 0 under suction), a_w its activity. What Philip and de Vries
// (1957) Trans. Am. Geophys. Union 38:222 add where temperatures differ, a factor of 1 to 3 on the thermal part
// for islands of liquid and for grains, is left out.
#pragma once

#include <cmath>

#include "chemistry/activity/activity.h"
#include "chemistry/constants_of_nature.h"
#include "solver/laws/gravity.h"

namespace talus {

/// Of vapour above plain water at `kelvin`, Pa: 610.8 exp(17.27 t / (t + 237.3 degC)), Murray (1967) J. Appl.
/// Meteorol. 6:203, as Allen and others (1998) FAO Irrigation and drainage paper 56, equation 11; within 0.2 %
/// of the tables from 0 to 50 degC.
template <class S>
S saturation_vapour_pressure(const S& kelvin) {
  using std::exp;
  const S t = kelvin - S(273.15);
  return S(610.8) * exp(S(17.27) * t / (t + S(237.3)));
}

/// Its slope, Pa/K: equation 13 of the same paper.
template <class S>
S saturation_vapour_slope(const S& kelvin) {
  const S t = kelvin - S(273.15), from_pole = t + S(237.3);
  return S(17.27 * 237.3) * saturation_vapour_pressure(kelvin) / (from_pole * from_pole);
}

/// Vapour pressure above water at that pressure head (m), over that above plain water: the relative humidity
/// of air at rest beside it. Water under pressure counts as free.
template <class S>
S humidity_beside(const S& head, double water_activity, double kelvin) {
  using std::exp;
  if (!(head < S(0.0))) return S(water_activity);
  return S(water_activity) * exp(S(water_molar_mass * gravity / (gas_constant * kelvin)) * head);
}

/// Density of vapour at the pressure `e` (Pa), kg/m3.
template <class S>
S vapour_density(const S& e, double kelvin) {
  return S(water_molar_mass / (gas_constant * kelvin)) * e;
}

/// D0 at `kelvin` and `pascal`, m2/s.
inline double vapour_diffusivity(double kelvin, double pascal) {
  return 2.178e-5 * std::pow(kelvin / 273.15, 1.81) * (standard_atmosphere / pascal);
}

}  // namespace talus
