// The weather over a run: rain, and the air above the ground. Every value holds until the next.
#pragma once

#include <algorithm>
#include <limits>
#include <vector>

#include "base/series.h"

namespace talus {

/// The air at one time; what a case does not need is not a number.
struct AirAbove {
  static constexpr double none = std::numeric_limits<double>::quiet_NaN();
  double temperature = none;      ///< K
  double vapour_pressure = none;  ///< Pa
  double wind = none;             ///< m/s
  double shortwave = none;        ///< W/m2, on the ground
  double longwave = none;         ///< W/m2, of the sky
  double net_radiation = none;    ///< W/m2
  double potential = none;        ///< potential evaporation, m/s
};

struct Weather {
  Series rain;               ///< m/s over time (s); empty where the case does not need it
  std::vector<double> time;  ///< s since the start, increasing, the first at 0 or before
  std::vector<AirAbove> air;

  /// The air at `time`; empty of values where the case needs none.
  AirAbove at(double when) const {
    const auto after = std::ranges::upper_bound(time, when);
    if (time.empty()) return {};
    return air[after == time.begin() ? 0 : static_cast<std::size_t>(after - time.begin() - 1)];
  }
  /// When it changes next after `when`; infinity after the last.
  double next(double when) const {
    const auto after = std::ranges::upper_bound(time, when);
    return after == time.end() ? std::numeric_limits<double>::infinity() : *after;
  }
};

}  // namespace talus
