// The keys of snow on a patch (solver/laws/snow.h).
#pragma once

#include <optional>
#include <string>

#include "base/input.h"
#include "base/ranges.h"
#include "base/weather_ranges.h"

namespace talus {

/// Snow as a case gives it.
struct SnowCase {
  double all_snow = 0, all_rain = 0, melts_above = 0;  ///< K
  double melt_factor = 0;                              ///< m/s/K
  double density = 0;                                  ///< kg/m3
  std::optional<double> conductivity;                  ///< W/m/K
  std::string sublimation;
  double start = 0;  ///< m of water
};
template <class V>
void describe(SnowCase& s, V& v) {
  v("all_snow", s.all_snow, in("degC"), ranges::air_temperature,
    "Temperature of the air below which all precipitation falls as snow, such as -1 degC.");
  v("all_rain", s.all_rain, in("degC"), ranges::air_temperature,
    "Temperature of the air above which all of it is rain, such as 3 degC; in between a part that falls along a "
    "straight line is snow.");
  v("melts_above", s.melts_above, in("degC"), ranges::air_temperature,
    "Temperature of the air above which snow melts, such as 0 degC.");
  v("melt_factor", s.melt_factor, in("mm/d/K"), ranges::melt_factor,
    "Water that a day melts per K above that: degree-day factor. Snow without shade has 2.5 to 6 mm/d/K (Hock 2003).");
  v("density", s.density, in("kg/m3"), ranges::snow_density,
    "Density of the snow, the same always: 100 kg/m3 where it is fresh, 250 to 500 where it has settled. By it the "
    "layer is thick, slows gas by (1 - density / (917 kg/m3))^(4/3), and conducts heat.");
  v("conductivity", s.conductivity, in("W/m/K"), ranges::thermal_conductivity,
    "With [heat]: thermal conductivity of the snow; by its density (Sturm and others 1997) when absent.");
  v("sublimation", s.sublimation, one_of({"none", "aerodynamic"}),
    "none; or aerodynamic: (rho_i - rho_a) / r_a, with the vapour over ice at the temperature of the air, at most 0 "
    "degC, and r_a of the patch's evaporation.");
  v("start", s.start, in("mm"), ranges::ponding, "Water in the snow that lies at the start.",
    by_default("0 mm"));
}

}  // namespace talus
