// Density and viscosity of pure liquid water at 101325 Pa, from -8 to 100 degC; of colder water, which is there
// beside ice alone, those at -8 degC, where the measurements end.
#pragma once

#include <algorithm>
#include <cmath>

#include "solver/laws/gravity.h"

namespace talus {

/// Compressibility over head, rho g beta, 1/m, with beta = 4.5e-10 1/Pa at 25 degC: Kell (1975).
inline constexpr double elasticity_of_water = 4.4e-6;

/// K, the coldest water that Kestin and others measured; the formulas below have poles and zeros far under it.
inline constexpr double coldest_liquid = 265.15;

/// Density at `temperature` (K), kg/m3. Kell (1975) J. Chem. Eng. Data 20:97, error below 1e-5 above 0 degC.
inline double density_of_water(double temperature) {
  const double t = std::max(temperature, coldest_liquid) - 273.15;
  return (999.83952 + t * (16.945176 + t * (-7.9870401e-3 +
                                            t * (-46.170461e-6 + t * (105.56302e-9 - t * 280.54253e-12))))) /
         (1 + 16.87985e-3 * t);
}

/// Viscosity at `temperature` (K), Pa s. Kestin, Sokolov and Wakeham (1978) J. Phys. Chem. Ref. Data 7:941,
/// error below 0.5 %.
inline double viscosity_of_water(double temperature) {
  const double below = 293.15 - std::max(temperature, coldest_liquid);  // 20 degC - t
  const double sum = 1.2378 + below * (-1.303e-3 + below * (3.06e-6 + below * 2.55e-8));
  return 1.002e-3 * std::pow(10, below / (116 - below) * sum);
}

/// Hydraulic conductivity per permeability, rho g / mu, 1/(m s).
inline double fluidity_of_water(double temperature) {
  return density_of_water(temperature) * gravity / viscosity_of_water(temperature);
}

}  // namespace talus
