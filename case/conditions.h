// The keys of what a site gives: temperature and pressure.
#pragma once

#include <optional>
#include <string>

#include "base/input.h"
#include "base/ranges.h"

namespace talus {

/// Temperature, the same everywhere or over depth.
struct TemperatureCase {
  std::optional<double> constant;   ///< K
  std::optional<std::string> file;  ///< CSV with the columns time, perhaps depth, and temperature
};
template <class V>
void describe(TemperatureCase& t, V& v) {
  v("constant", t.constant, in("degC"), ranges::ground_temperature,
    "One temperature for the whole run; or give 'file'.");
  v("file", t.file,
    "CSV file, relative to the case, with a heading such as 'time [d], temperature [degC]' or, for a pile, "
    "'time [d], depth [m], temperature [degC]' with each time beside each depth below the surface, or 'depth "
    "[m], temperature [degC]'; straight lines between its rows. It must cover the whole run and all depths.");
}

/// Pressure of the air around a pile and of the gas inside.
struct PressureCase {
  std::optional<double> constant;   ///< Pa
  std::optional<std::string> file;  ///< CSV with the columns time and pressure
};
template <class V>
void describe(PressureCase& p, V& v) {
  v("constant", p.constant, in("kPa"), ranges::air_pressure,
    "One pressure for the whole run; or give 'file'.");
  v("file", p.file,
    "CSV file, relative to the case, with a heading such as 'time [d], pressure [kPa]'; straight lines "
    "between "
    "its rows. It must cover the whole run.");
}

}  // namespace talus
