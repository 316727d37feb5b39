// How much of the water in pores is liquid below 0 degC, and the heat that a cell holds.
//
//     liquid = min(w, rho phi S_l(t))              kg/m3; the rest of the water w is ice
//     H = C_s t + c_w liquid t + (c_i t - L_f) ice      J/m3, from dry solids and liquid water at 0 degC
//
// S_l is the largest liquid saturation at t degC:
//
//     Clapeyron      S(psi), psi = (L_f / g) ln(T / 273.15 K)    retention at the suction that ice leaves to
//                    water beside it (generalised Clapeyron equation, ice at the pressure of air: Koopmans
//                    and Miller 1966 Soil Sci. Soc. Am. J. 30:680; Spaans and Baker 1996, the same 60:13)
//     exponential    S_r + (1 - S_r) exp(-(t / width)^2)         McKenzie, Voss and Siegel (2007) Adv. Water
//                    Resour. 30:966
//
// so that less water begins to freeze at a lower temperature. H rises with t everywhere.
#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <variant>

#include "solver/laws/gravity.h"
#include "solver/laws/heat_of_water.h"
#include "solver/laws/retention.h"

namespace talus {

/// A value with its slope over the temperature, 1/K.
template <class S>
struct WithSlope {
  S value = S(1.0), slope = S(0.0);
};

struct ClapeyronFreezing {
  static constexpr const char* name = "Clapeyron";
  Retention retention;

  template <class S>
  WithSlope<S> liquid(const S& celsius) const {
    using std::log1p;
    if (!(celsius < S(0.0))) return {};
    constexpr double head = heat_of_fusion / gravity;  // m per ln of the temperature
    const S kelvin = celsius + S(zero_celsius_in_kelvin);
    const Wetness<S> w = wetness(retention, S(S(head) * log1p(celsius / S(zero_celsius_in_kelvin))));
    return {w.saturation, w.saturation_slope * S(head) / kelvin};
  }
};

struct ExponentialFreezing {
  static constexpr const char* name = "exponential";
  double residual = 0;  ///< S_r
  double width = 0;     ///< K

  template <class S>
  WithSlope<S> liquid(const S& celsius) const {
    using std::exp;
    if (!(celsius < S(0.0))) return {};
    const S u = celsius / S(width), part = S(1 - residual) * exp(-(u * u));
    return {S(residual) + part, S(-2.0) * u / S(width) * part};
  }
};

/// Nothing: the water never freezes.
using FreezingCurve = std::optional<std::variant<ClapeyronFreezing, ExponentialFreezing>>;

/// What holds heat in a cell.
struct HeatStore {
  double solids = 0;  ///< C_s, J/m3/K
  double water = 0;   ///< w, kg/m3, ice with it
  double full = 0;    ///< rho phi, kg/m3
};

/// What a cell holds at a temperature.
template <class S>
struct HeatContent {
  S enthalpy;  ///< H, J/m3
  S capacity;  ///< dH/dt, J/m3/K
  S ice;       ///< kg/m3
};

/// Of a cell at t degC.
template <class S>
HeatContent<S> heat_content(const HeatStore& cell, const FreezingCurve& curve, const S& celsius) {
  const S thawed = S(cell.solids + heat_capacity_of_water * cell.water);
  HeatContent<S> content{thawed * celsius, thawed, S(0.0)};
  if (!curve || !(celsius < S(0.0))) return content;
  const WithSlope<S> most = std::visit([&](const auto& law) { return law.liquid(celsius); }, *curve);
  const S liquid = S(cell.full) * most.value;
  if (!(liquid < S(cell.water))) return content;
  content.ice = S(cell.water) - liquid;
  const S by_ice = S(heat_capacity_of_ice - heat_capacity_of_water) * celsius - S(heat_of_fusion);
  content.enthalpy += content.ice * by_ice;
  content.capacity +=
      content.ice * S(heat_capacity_of_ice - heat_capacity_of_water) - S(cell.full) * most.slope * by_ice;
  return content;
}

/// The temperature (degC) at which a cell holds H (J/m3), by Newton's method between bounds from `guess`.
inline double temperature_of(const HeatStore& cell, const FreezingCurve& curve, double enthalpy,
                             double guess) {
  constexpr int most = 100;
  constexpr double coldest = -270, warmest = 1e5, close = 1e-13;  // degC; of 1 K and of the temperature
  if (!curve || enthalpy >= 0) return enthalpy / (cell.solids + heat_capacity_of_water * cell.water);
  double low = coldest, high = 0, at = std::clamp(guess, low, warmest);
  for (int i = 0; i < most; ++i) {
    const HeatContent<double> content = heat_content(cell, curve, at);
    const double missing = enthalpy - content.enthalpy, change = missing / content.capacity;
    (missing > 0 ? low : high) = std::min(at, 0.0);
    if (std::abs(change) <= close * (1 + std::abs(at))) return at + change;
    const double next = at + change;
    at = next > low && next < high ? next : (low + high) / 2;
  }
  return at;
}

}  // namespace talus
