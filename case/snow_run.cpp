#include "case/snow_run.h"

#include <algorithm>

namespace talus {

void lay_snow_on(const SnowCase& keys, const Weather& weather, double density, WaterConditions& conditions) {
  std::vector<double> times{0};
  for (const auto* changes : {&weather.rain.along, &weather.time})
    std::ranges::copy_if(*changes, std::back_inserter(times), [](double time) { return time > 0; });
  std::ranges::sort(times);
  times.erase(std::unique(times.begin(), times.end()), times.end());
  std::vector<SnowWeather> rows;
  for (const double time : times) {
    const AirAbove air = weather.at(time);
    SnowWeather row{.time = time, .precipitation = held(weather.rain, time), .temperature = air.temperature};
    if (keys.sublimation == "aerodynamic")
      row.sublimation = sublimation_of_snow(air.temperature, air.vapour_pressure,
                                            conditions.evaporation->turbulence.resistance(air.wind)) /
                        density;
    rows.push_back(row);
  }
  LaidSnow laid = lay_snow({.all_snow = keys.all_snow,
                            .all_rain = keys.all_rain,
                            .melts_above = keys.melts_above,
                            .melt_factor = keys.melt_factor,
                            .start = keys.start},
                           rows);
  conditions.precipitation = weather.rain;
  conditions.rain = std::move(laid.liquid);
  conditions.snow = SnowCover{.density = keys.density,
                              .depth_of_water = density / keys.density,
                              .conductivity = keys.conductivity.value_or(conductivity_of_snow(keys.density)),
                              .pieces = std::move(laid.pieces)};
}

}  // namespace talus
