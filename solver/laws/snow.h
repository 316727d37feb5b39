// Snow on the ground, by degree-day: what falls as snow lies until warm air melts it or dry air takes it.
//
//     falls as snow    P s,  s = 1 below T_s, 0 above T_r, a straight line between       T: of the air
//     melts            M = f max(T - T_m, 0)                                             f: degree-day factor
//     sublimates       E = max(rho_i - rho_a, 0) / r_a     density of vapour over ice at min(T, 0 degC)
//     store            dW/dt = P s - M - E, at least 0     m of water
//     reaches the ground   P (1 - s) + M, at the temperature of melting
//
// Degree-day: Hock (2003) J. Hydrol. 282:104; mixture: U.S. Army Corps of Engineers (1956) Snow Hydrology. Between
// changes of the weather all rates are constant, so that the store is found exactly, once, over the whole run: it
// depends on nothing but time. Where less is there than melts and sublimates, each takes its share.
//
// A layer of thickness W rho_w / rho_s lies before the faces of its patch:
//
//     gas     D / D0 = phi^(4/3), phi = 1 - rho_s / 917       Millington (1959) Science 130:100, of snow: Mast and
//                                                             others (1998) Biogeochemistry 42:271
//     heat    lambda = 0.138 - 1.01 r + 3.233 r^2, below r = 0.156 0.023 + 0.234 r, r = rho_s / (1000 kg/m3)
//                                                             Sturm and others (1997) J. Glaciol. 43:26
//
// What rains on snow passes it; melted water does not stay in it, nor does it freeze again.
#pragma once

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <vector>

#include "base/series.h"
#include "solver/laws/heat_of_water.h"
#include "solver/laws/vapour.h"

namespace talus {

/// How snow falls and melts.
struct SnowLaw {
  double all_snow = 0, all_rain = 0;  ///< T_s and T_r, K
  double melts_above = 0;             ///< T_m, K
  double melt_factor = 0;             ///< f, m of water per s and K
  double start = 0;                   ///< m of water that lies at the start

  /// s at an air temperature (K).
  double share(double kelvin) const {
    if (kelvin <= all_snow) return 1;
    return kelvin >= all_rain ? 0 : (all_rain - kelvin) / (all_rain - all_snow);
  }
  /// M at an air temperature (K), m/s of water.
  double melt(double kelvin) const { return melt_factor * std::max(kelvin - melts_above, 0.0); }
};

/// Of snow of that density (kg/m3), W/m/K.
inline double conductivity_of_snow(double density) {
  const double r = density / 1000;
  return r < 0.156 ? 0.023 + 0.234 * r : 0.138 - 1.01 * r + 3.233 * r * r;
}

/// E from snow into air of that temperature (K) and vapour pressure (Pa) through r_a (s/m), kg/m2/s, not below 0: rime is
/// left out.
inline double sublimation_of_snow(double kelvin, double vapour_pressure, double resistance) {
  const double surface = std::min(kelvin, zero_celsius_in_kelvin);
  const double head =
      heat_of_fusion / gravity * std::log(surface / zero_celsius_in_kelvin);  // of water beside ice
  const double over_ice = humidity_beside(head, 1.0, surface) * saturation_vapour_pressure(surface);
  const double dry = vapour_density(over_ice, surface) - vapour_density(vapour_pressure, kelvin);
  return std::max(dry, 0.0) / resistance;
}

/// Snow over a run, m of water per horizontal area: what lies, and what has fallen and sublimated since the start.
struct SnowCover {
  struct Amounts {
    double lies = 0, fallen = 0, sublimated = 0;
  };
  /// From `time` (s) on, until the next piece.
  struct Piece {
    double time = 0;
    Amounts amounts, rates;  ///< m, m/s
  };

  double density = 0;         ///< of the snow, kg/m3
  double depth_of_water = 0;  ///< m of snow that a metre of water makes
  double conductivity = 0;    ///< W/m/K
  std::vector<Piece> pieces;  ///< times increase from 0

  Amounts at(double time) const {
    const auto after = std::ranges::upper_bound(pieces, time, {}, &Piece::time);
    const Piece& now = after == pieces.begin() ? pieces.front() : *std::prev(after);
    const double since = time - now.time;
    const auto value = [&](double from, double rate) { return std::max(from + since * rate, 0.0); };
    return {value(now.amounts.lies, now.rates.lies), value(now.amounts.fallen, now.rates.fallen),
            value(now.amounts.sublimated, now.rates.sublimated)};
  }
  /// Whether any lies.
  bool covers(double time) const { return at(time).lies > 0; }
  /// When a rate changes next; infinity after the last.
  double next(double time) const {
    const auto after = std::ranges::upper_bound(pieces, time, {}, &Piece::time);
    return after == pieces.end() ? std::numeric_limits<double>::infinity() : after->time;
  }
  /// Thickness over a face whose normal has the upward component nz, m.
  double thickness(double time, double nz) const { return at(time).lies * depth_of_water * std::abs(nz); }
  /// L D0 / D of that layer, m: what a gas meets beside the half cell.
  double gas_path(double time, double nz) const {
    return thickness(time, nz) * std::pow(1 - density / density_of_ice, -4.0 / 3);
  }
};

/// What the air does in one row of the weather.
struct SnowWeather {
  double time = 0;           ///< s, from when; the first at 0
  double precipitation = 0;  ///< m/s
  double temperature = 0;    ///< K
  double sublimation = 0;    ///< E where snow lies, m/s of water, not below 0
};

/// What becomes of precipitation: the pieces of a cover, and what reaches the ground (m/s, each value until the next).
struct LaidSnow {
  std::vector<SnowCover::Piece> pieces;
  Series liquid;
};

/// Lays snow over rows of weather, the last of which goes on without end.
LaidSnow lay_snow(const SnowLaw& law, const std::vector<SnowWeather>& rows);

}  // namespace talus
