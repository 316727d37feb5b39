// How well a porous material conducts heat, W/m/K.
//
//     lambda = lambda_dry + K (lambda_sat - lambda_dry)
//     lambda_sat = lambda_s^(1-n) lambda_w^(n u) lambda_i^(n (1-u))      n: porosity, u: liquid part of the water
//
// and K, between 0 of dry and 1 of full pores, is what the laws differ in. Each has values for thawed and for
// frozen water; where both are there K is their mean, weighted by u, which is a guess of ours.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <variant>
#include <vector>

#include "solver/laws/heat_of_water.h"

namespace talus {

/// What a law is asked about.
struct PoresForHeat {
  double porosity = 0;     ///< -
  double dry_density = 0;  ///< kg/m3
  double saturation = 0;   ///< of pores with liquid water and ice
  double liquid_part = 1;  ///< u
};

/// lambda_sat. `grains`: lambda_s, W/m/K.
inline double saturated_conductivity(double grains, const PoresForHeat& pores) {
  const double n = pores.porosity, u = pores.liquid_part;
  return std::pow(grains, 1 - n) * std::pow(conductivity_of_water, n * u) *
         std::pow(conductivity_of_ice, n * (1 - u));
}

/// K = kappa S / (1 + (kappa - 1) S), lambda_dry = chi 10^(-eta n). Cote and Konrad (2005) Can. Geotech. J.
/// 42:443, tables 2 and 3: chi and eta by the shape of grains, kappa by their size.
struct CoteKonrad {
  static constexpr const char* name = "Cote-Konrad";
  double grains = 0;                          ///< lambda_s, W/m/K
  double chi = 0, eta = 0;                    ///< W/m/K, -
  double kappa_thawed = 0, kappa_frozen = 0;  ///< -

  double dry(const PoresForHeat& pores) const { return chi * std::pow(10, -eta * pores.porosity); }
  double share(const PoresForHeat& pores) const {
    const auto of = [&](double kappa) {
      return kappa * pores.saturation / (1 + (kappa - 1) * pores.saturation);
    };
    return pores.liquid_part * of(kappa_thawed) + (1 - pores.liquid_part) * of(kappa_frozen);
  }
};

/// K = 1 + 0.7 log10 S of coarse and 1 + log10 S of fine material, S of frozen; not below 0. lambda_dry =
/// (0.135 rho + 64.7) / (2700 - 0.947 rho) of natural grains, 0.039 n^-2.2 of crushed rock. Johansen (1975)
/// Thermal conductivity of soils, thesis, Trondheim (CRREL Draft Translation 637, 1977), as Farouki (1981)
/// CRREL Monograph 81-1 gives it.
struct Johansen {
  static constexpr const char* name = "Johansen";
  double grains = 0;  ///< lambda_s, W/m/K
  bool crushed = false, coarse = false;

  double dry(const PoresForHeat& pores) const {
    if (crushed) return 0.039 * std::pow(pores.porosity, -2.2);
    return (0.135 * pores.dry_density + 64.7) / (2700 - 0.947 * pores.dry_density);
  }
  double share(const PoresForHeat& pores) const {
    const double s = pores.saturation;
    const double thawed = s > 0 ? std::max(0.0, 1 + (coarse ? 0.7 : 1.0) * std::log10(s)) : 0;
    return pores.liquid_part * thawed + (1 - pores.liquid_part) * s;
  }
};

/// Measured, whatever the pores hold but ice.
struct GivenConductivity {
  static constexpr const char* name = "given";
  double thawed = 0, frozen = 0;  ///< W/m/K
};

using ConductivityLaw = std::variant<CoteKonrad, Johansen, GivenConductivity>;

/// Names of the laws.
inline std::vector<std::string> conductivity_laws() {
  return {CoteKonrad::name, Johansen::name, GivenConductivity::name};
}

/// lambda, W/m/K.
inline double thermal_conductivity(const GivenConductivity& law, const PoresForHeat& pores) {
  return pores.liquid_part * law.thawed + (1 - pores.liquid_part) * law.frozen;
}
template <class Law>
double thermal_conductivity(const Law& law, const PoresForHeat& pores) {
  const double dry = law.dry(pores);
  return dry + law.share(pores) * (saturated_conductivity(law.grains, pores) - dry);
}
inline double thermal_conductivity(const ConductivityLaw& law, const PoresForHeat& pores) {
  return std::visit([&](const auto& one) { return thermal_conductivity(one, pores); }, law);
}

/// lambda_s of grains that are quartz by the part q of their volume, W/m/K: 7.7^q times 2^(1-q), or 3^(1-q)
/// where q is at most 0.2. Johansen (1975).
inline double conductivity_of_grains(double quartz) {
  return std::pow(7.7, quartz) * std::pow(quartz > 0.2 ? 2.0 : 3.0, 1 - quartz);
}

}  // namespace talus
