// A gas in the air at a patch over time: constant, by a table, or by the seasons.
//
//     seasons    p = mean + amplitude cos(2 pi (t - t_highest) / year)        year: 365.25 d
//
// One harmonic of the year, as the seasonal cycle of CO2 is described: Thoning and others (1989) J. Geophys. Res.
// 94:8549 (who take four).
#pragma once

#include <cmath>
#include <numbers>
#include <optional>

#include "base/partial_pressure.h"
#include "base/series.h"

namespace talus {
/// A gas of the air, constant or over time.
struct AirGas {
  PartialPressure mean;
  double amplitude = 0;           ///< mole fraction, of the seasons; 0: none
  double highest = 0;             ///< s since the start, when the seasons have their highest value
  std::optional<Series> table{};  ///< mole fraction over time (s), straight lines; in place of the mean

  /// Pa, in air of that pressure (Pa) at `time` (s).
  double in(double total, double time) const {
    constexpr double year = 365.25 * 86400;
    if (table) return table->at(time) * total;
    if (amplitude == 0) return mean.in(total);
    return mean.in(total) + amplitude * total * std::cos(2 * std::numbers::pi * (time - highest) / year);
  }
};

}  // namespace talus
