// How much of the water in pores is liquid below 0 degC, and the heat that a cell holds.
//
//     liquid = min(w, l),  l = rho phi S_l(t')     kg/m3; the rest of the water w is ice
//     H = C_s t + c_w liquid t + (c_i t - L_f) ice      J/m3, from dry solids and liquid water at 0 degC
//
//     ln(T' / 273.15 K) = ln(T / 273.15 K) + R T n / (L_f l)
//
// Ice is of pure water, so that what is dissolved, n mol/m3 of medium (its osmolality times the liquid), is in what stays liquid
// and holds it there: the water freezes as if it were at t' (generalised Clapeyron equation with the osmotic pressure: Loch
// 1978 Soil Sci. 126:77). l is the root of the two equations; 1.86 K per mol/kg where nothing else holds the water.
//
// S_l is the largest liquid saturation of pure water at t degC:
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
#include <type_traits>
#include <variant>

#include "chemistry/constants_of_nature.h"
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

/// S_l(t'), where solutes of the osmolality `m` (mol/kg) shift the temperature, with its slope over t and over m.
template <class S>
struct ShiftedLiquid {
  S value = S(1.0), slope = S(0.0), by_osmolality = S(0.0);
};
template <class S>
ShiftedLiquid<S> liquid_beside_solutes(const FreezingCurve& curve, const S& celsius, double m) {
  using std::exp;
  constexpr double per_osmolality = gas_constant / heat_of_fusion;  // kg/mol/K
  const S kelvin = celsius + S(zero_celsius_in_kelvin), shift = exp(S(per_osmolality * m) * kelvin);
  const WithSlope<S> pure = std::visit(
      [&](const auto& law) { return law.liquid(S(kelvin * shift - S(zero_celsius_in_kelvin))); }, *curve);
  return {pure.value, pure.slope * shift * (S(1.0) + S(per_osmolality * m) * kelvin),
          pure.slope * shift * kelvin * kelvin * S(per_osmolality)};
}

/// The root l (kg/m3) of l = full S_l(t'(l)) between 0 and `full`, whose sides fall and rise with l: Newton's method between
/// bounds, from what solutes alone hold.
inline double liquid_root(const FreezingCurve& curve, double full, double solutes, double celsius) {
  constexpr int most = 200;
  constexpr double close = 1e-14, least = 1e-12;
  const double alone = solutes * gas_constant / heat_of_fusion * (celsius + zero_celsius_in_kelvin) /
                       -std::log1p(celsius / zero_celsius_in_kelvin);
  double low = 0, high = full, at = std::clamp(alone, least * full, full);
  for (int i = 0; i < most; ++i) {
    const ShiftedLiquid<double> found = liquid_beside_solutes(curve, celsius, solutes / at);
    const double missing = full * found.value - at;
    (missing > 0 ? low : high) = at;
    const double next = at + missing / (1 + full * found.by_osmolality * solutes / (at * at));
    if (std::abs(next - at) <= close * at) return std::min(next, full);
    at = next > low && next < high ? next : (low + high) / 2;
  }
  return at;
}

/// l with its slope over t: what of `full` (rho phi, kg/m3) can be liquid at t degC beside `solutes` (n, mol/m3); all of it where
/// nothing freezes.
template <class S>
WithSlope<S> most_liquid(const FreezingCurve& curve, double full, double solutes, const S& celsius) {
  if (!curve || !(celsius < S(0.0)) || !(full > 0)) return {S(full), S(0.0)};
  if (!(solutes > 0)) {
    const ShiftedLiquid<S> pure = liquid_beside_solutes(curve, celsius, 0);
    return {S(full) * pure.value, S(full) * pure.slope};
  }
  double at = 0;
  if constexpr (std::is_same_v<S, double>)
    at = liquid_root(curve, full, solutes, celsius);
  else
    at = liquid_root(curve, full, solutes, celsius.v);
  const ShiftedLiquid<S> found = liquid_beside_solutes(curve, celsius, solutes / at);
  const S by_liquid = S(1.0) + S(full * solutes / (at * at)) * found.by_osmolality;
  return {S(at) + (S(full) * found.value - S(at)) / by_liquid, S(full) * found.slope / by_liquid};
}

/// What holds heat in a cell.
struct HeatStore {
  double solids = 0;   ///< C_s, J/m3/K
  double water = 0;    ///< w, kg/m3, ice with it
  double full = 0;     ///< rho phi, kg/m3
  double solutes = 0;  ///< n, mol/m3
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
  const WithSlope<S> liquid = most_liquid(curve, cell.full, cell.solutes, celsius);
  if (!(liquid.value < S(cell.water))) return content;
  content.ice = S(cell.water) - liquid.value;
  const S by_ice = S(heat_capacity_of_ice - heat_capacity_of_water) * celsius - S(heat_of_fusion);
  content.enthalpy += content.ice * by_ice;
  content.capacity += content.ice * S(heat_capacity_of_ice - heat_capacity_of_water) - liquid.slope * by_ice;
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
