// Heat that water holds and carries, per mass, from liquid water at 0 degC; constants of a round temperature,
// so that the energy of a cell is a sum of three straight lines.
//
//     liquid   h = c_w t            t: degC
//     ice      h = c_i t - L_f
//     vapour   h = c_w t + L_v(t)   L_v = 2.501e6 - 2361 t    J/kg
//
// c_w at 10 degC and c_i at -10 degC: Lide (2004) CRC Handbook of Chemistry and Physics; L_f: the same; L_v:
// Harrison (1963) in Humidity and Moisture 3, within 0.1 % from 0 to 40 degC.
#pragma once

namespace talus {

inline constexpr double zero_celsius_in_kelvin = 273.15;  ///< K, t = 0
inline constexpr double heat_capacity_of_water = 4192;    ///< J/kg/K
inline constexpr double heat_capacity_of_ice = 2050;      ///< J/kg/K
inline constexpr double heat_of_fusion = 333550;          ///< J/kg, at 0 degC
inline constexpr double density_of_ice = 917;             ///< kg/m3
inline constexpr double conductivity_of_water = 0.6;      ///< W/m/K, as Cote and Konrad (2005) take it
inline constexpr double conductivity_of_ice = 2.24;       ///< W/m/K, the same

/// Heat that evaporation takes at t degC, J/kg.
template <class S>
S heat_of_evaporation(const S& celsius) {
  return S(2.501e6) - S(2361.0) * celsius;
}

/// Of liquid water, J/kg.
template <class S>
S enthalpy_of_water(const S& celsius) {
  return S(heat_capacity_of_water) * celsius;
}

/// Of vapour, J/kg.
template <class S>
S enthalpy_of_vapour(const S& celsius) {
  return enthalpy_of_water(celsius) + heat_of_evaporation(celsius);
}
/// Its derivative by the temperature, J/kg/K.
inline constexpr double heat_capacity_of_vapour = heat_capacity_of_water - 2361;

}  // namespace talus
