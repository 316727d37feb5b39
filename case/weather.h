// The keys of the weather, and of what the air takes from a patch.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/input.h"
#include "base/ranges.h"
#include "base/weather_ranges.h"
#include "solver/laws/evaporation.h"

namespace talus {

/// Where the weather comes from, and what is done where a file is wrong.
struct WeatherCase {
  std::optional<std::string> file;       ///< CSV or EPW
  std::optional<std::string> normals;    ///< CSV of the twelve months
  std::optional<std::string> rain_file;  ///< CSV
  std::optional<std::string> start;      ///< a date of the files
  std::optional<double> repeat;          ///< s
  std::string gaps, wrong_values;
  std::optional<double> longest_gap;  ///< s
  std::optional<int> seed;
};
template <class V>
void describe(WeatherCase& w, V& v) {
  v("file", w.file,
    "Weather in rows of one length, such as hours or days: CSV file, relative to the case, with a heading such "
    "as 'date, rain (mm/h), air_temperature (degC), relative_humidity (%), wind_speed (m/s), "
    "shortwave_radiation (W/m2)', or an EPW file as it is. docs/weather.md lists the columns; those that the "
    "case does not need are not read. Each row holds from its time until the next. Or give 'normals'.");
  v("normals", w.normals,
    "The same by month, instead of 'file': CSV file with twelve rows a heading such as 'month [1], rain "
    "[mm], wet_days [1], air_temperature [degC]', and others as in 'file'. It is made into days: each has the values of its month, "
    "and the rain falls on as many days as are wet, drawn with 'seed' anew for each year.");
  v("rain_file", w.rain_file,
    "Rain, where 'file' has none: CSV file with a heading such as 'date, rain (mm)' (the depth of a row) or "
    "'time (d), rain (mm/d)'.");
  v("start", w.start,
    "Date of the files at which the run begins, such as 2019-10-01; run.start, or else their first row, when "
    "absent. Typical years (EPW, normals) begin at the day of run.start, or on 1 January.");
  v("repeat", w.repeat, in("yr"), ranges::duration,
    "Period after which the weather begins again, counted from the start of the run. The files must cover it but "
    "for half a row or a thousandth of the period, at most a day, so that 365 days serve for 1 yr (365.25 d): "
    "there the air stays as in the last row, and no rain falls.");
  v("gaps", w.gaps, one_of({"refuse", "interpolate"}),
    "Values and rows that are missing (empty, NA, NaN, EPW's marks): refused with their places; or filled by "
    "straight lines between their neighbours, up to 'longest_gap', and counted.",
    by_default("refuse"));
  v("longest_gap", w.longest_gap, in("h"), ranges::duration,
    "Longest gap that is filled, from value to value. Needed with gaps = \"interpolate\".");
  v("wrong_values", w.wrong_values, one_of({"refuse", "as gaps", "nearest allowed"}),
    "Values that no weather has (humidity above 100 %, dew points above the air's temperature, wind of 200 m/s, "
    "rain below 0): refused with their "
    "places; or counted, and treated as gaps or as the nearest value that is allowed.",
    by_default("refuse"));
  v("seed", w.seed, at_least(0), "Seed of the wet days that 'normals' are made into. Needed with them.");
}

/// What the air takes from a patch as vapour.
struct EvaporationCase {
  std::string method;
  std::optional<double> potential;                           ///< m/s
  std::optional<double> air_humidity;                        ///< -
  std::optional<double> wind_height, air_height, roughness;  ///< m
  double least_wind = 0.5;                                   ///< m/s
  std::optional<std::string> surface_resistance;
  std::optional<double> albedo;
  double emissivity = 0.95;
  std::string sky;
};
template <class V>
void describe(EvaporationCase& e, V& v) {
  v("method", e.method, one_of({"potential", "aerodynamic", "Penman-Monteith"}),
    "potential: E_p (h - h_a) / (1 - h_a), with the relative humidities of surface and air, h_a at most 99 %, "
    "and not below -E_p. aerodynamic: "
    "(rho_v - rho_a) / (r_a + r_s), with the vapour at the temperature of the first cell. Penman-Monteith: by "
    "the energy that the surface gets, whose temperature follows. docs/weather.md has the equations.");
  v("potential", e.potential, in("mm/d"), ranges::evaporation,
    "potential: evaporation E_p from a wet surface; the weather's column potential_evaporation when absent.");
  v("air_humidity", e.air_humidity, in("%"), ranges::air_humidity,
    "potential: relative humidity h_a of the air, up to 99 %; that of the weather when absent, where more than "
    "99 % counts as 99 %.");
  v("wind_height", e.wind_height, in("m"), ranges::extent,
    "aerodynamic and Penman-Monteith: height at which the wind is measured.");
  v("air_height", e.air_height, in("m"), ranges::extent,
    "The same of temperature and humidity; wind_height when absent.");
  v("roughness", e.roughness, in("mm"), ranges::extent,
    "Length z_0 of the logarithmic profile of the wind above the ground, of vapour too: r_a = ln^2(z / z_0) / "
    "(0.41^2 u). Bare, level ground has 0.5 to 5 mm.");
  v("least_wind", e.least_wind, in("m/s"), Range{.low = 0, .high = 10, .low_open = true},
    "aerodynamic and Penman-Monteith: wind that calmer air counts as (FAO-56, page 63).",
    by_default("0.5 m/s"));
  v("surface_resistance", e.surface_resistance, one_of(surface_resistances()),
    "aerodynamic and Penman-Monteith: r_s of the top as it dries. none: the cells themselves dry, which needs "
    "cells of millimetres there and flow.vapour. Sun 1982: 3.5 S^-2.3 + 33.5 s/m. van de Griend-Owe 1994: 10 "
    "exp(35.63 (0.15 - theta)) s/m.");
  v("albedo", e.albedo, in("1"), fraction,
    "Penman-Monteith: part of the shortwave radiation that the ground sends back. Needed unless the weather has "
    "net_radiation.");
  v("emissivity", e.emissivity, in("1"), fraction,
    "Penman-Monteith: of the ground, for longwave radiation; without net_radiation.", by_default("0.95"));
  v("sky", e.sky, one_of({"measured", "clear"}),
    "Penman-Monteith: longwave radiation of the sky, by the weather's column longwave_radiation; or that of a "
    "clear sky (Brutsaert 1975); without net_radiation.",
    by_default("measured"));
}

}  // namespace talus
