// What the air takes from a surface, as vapour: a function of the head of the cell behind, that rises with it.
//
//     potential        E = E_p (h - h_a) / (1 - h_a), at least -E_p      E_p from a wet surface
//     aerodynamic      E = (rho_v(T, h) - rho_a) / (r_a + r_s)           Bea and others (2012) Vadose Zone J. 11
//     Penman-Monteith  penman_monteith.h
//
//     h, h_a   relative humidity at the water of the cell (vapour.h) and of the air
//     rho_v    density of vapour at the water, at the temperature of the cell; rho_a that of the air, kg/m3
//     r_a = ln((z_w - d) / z_0) ln((z_a - d) / z_0v) / (k^2 u), k = 0.41: FAO-56, equation 4
//     r_s, of the dry grains over the water, from the saturation S of the cell or its water content theta:
//         Sun 1982                   3.5 S^-2.3 + 33.5 s/m: Sun (1982), in Camillo and Gurney (1986) Soil Sci.
//                                    141:95
//         van de Griend-Owe 1994     10 exp(35.63 (0.15 - theta)) s/m, at least 10: Water Resour. Res. 30:181
//
// Where the air is moister than the surface E is below 0: dew. A given potential says nothing of how much falls:
// it is at most E_p, and air moister than 99 % counts as 99 %, since E_p / (1 - h_a) has no bound. Where r_s has
// none (a closed crust, grains without water) E is 0.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "solver/laws/penman_monteith.h"
#include "solver/laws/vapour.h"
#include "solver/laws/weather.h"

namespace talus {

/// How wind carries vapour off.
struct Turbulence {
  double wind_height = 0, air_height = 0;      ///< m, where wind and humidity are measured
  double roughness = 0, vapour_roughness = 0;  ///< m, z_0 and z_0v
  double displacement = 0;                     ///< m, d: 0 of bare ground
  double least_wind = 0;                       ///< m/s: calmer air counts as that

  /// r_a at a wind speed (m/s), s/m.
  double resistance(double wind) const {
    constexpr double karman = 0.41;
    return std::log((wind_height - displacement) / roughness) *
           std::log((air_height - displacement) / vapour_roughness) /
           (karman * karman * std::max(wind, least_wind));
  }
};

/// Of the dry grains over the water.
enum class SurfaceResistance { none, sun, van_de_griend_owe };

/// The names of the laws, in that order.
inline std::vector<std::string> surface_resistances() {
  return {"none", "Sun 1982", "van de Griend-Owe 1994"};
}

/// r_s at the saturation S and the water content (m3/m3), s/m.
template <class S>
S surface_resistance(SurfaceResistance law, const S& saturation, const S& content) {
  using std::exp, std::pow;
  if (law == SurfaceResistance::sun) return S(3.5) * pow(saturation, -2.3) + S(33.5);
  if (law == SurfaceResistance::none) return S(0.0);
  return content < S(0.15) ? S(10.0) * exp(S(35.63) * (S(0.15) - content)) : S(10.0);
}

/// The water behind a surface.
template <class S>
struct SurfaceWater {
  S humidity, saturation, content;  ///< h, S and theta
  double temperature = 0;           ///< K
  double crust = 0;                 ///< s/m, resistance of a crust
};

struct Evaporation {
  static constexpr double moistest = 0.99;  ///< h_a that moister air counts as under a given potential
  static constexpr double closed = 1e30;    ///< s/m, r_s beyond which nothing passes: E < 1e-30 kg/m2/s
  enum class Method { potential, aerodynamic, penman_monteith };
  Method method = Method::potential;
  double potential = AirAbove::none;     ///< E_p, m/s; not a number: the weather's
  double air_humidity = AirAbove::none;  ///< h_a; not a number: the weather's
  Turbulence turbulence;
  SurfaceResistance surface = SurfaceResistance::none;
  double albedo = 0, emissivity = 0;
  bool clear_sky = false;  ///< the weather says nothing of the sky

  /// E, kg/m2/s, from a surface into the air at that pressure (Pa).
  template <class S>
  S rate(const AirAbove& air, double pressure, const SurfaceWater<S>& water) const {
    if (method == Method::potential) {
      const double most = std::isnan(potential) ? air.potential : potential;
      const double outside = std::isnan(air_humidity) ? humidity_of(air) : air_humidity;
      const double air_beside = std::min(outside, moistest);
      const S part = (water.humidity - S(air_beside)) / S(1 - air_beside);
      return S(1000 * most) * (part < S(-1.0) ? S(-1.0) : part);
    }
    const double above = turbulence.resistance(air.wind);
    const S below = surface_resistance(surface, water.saturation, water.content) + S(water.crust);
    if (below > S(closed)) return S(0.0);  // before slopes of the infinite become no numbers
    if (method == Method::penman_monteith)
      return penman_monteith({net_radiation(air), air.temperature, air.vapour_pressure, pressure, above},
                             water.humidity, below);
    const S inside = vapour_density(S(water.humidity * S(saturation_vapour_pressure(water.temperature))),
                                    water.temperature);
    return (inside - S(vapour_density(air.vapour_pressure, air.temperature))) / (S(above) + below);
  }

  /// Relative humidity of the air.
  static double humidity_of(const AirAbove& air) {
    return air.vapour_pressure / saturation_vapour_pressure(air.temperature);
  }

  /// R_n, W/m2.
  double net_radiation(const AirAbove& air) const {
    if (!std::isnan(air.net_radiation)) return air.net_radiation;
    const double sky = clear_sky ? talus::clear_sky(air.temperature, air.vapour_pressure) : air.longwave;
    return (1 - albedo) * air.shortwave +
           emissivity * (sky - stefan_boltzmann * std::pow(air.temperature, 4));
  }
};

}  // namespace talus
