// What values of weather can be, as ranges.h for others: a wind of 200 m/s is a slip of the decimal point. SI.
#pragma once

#include "base/input.h"

namespace talus::ranges {

/// m/s: the heaviest rain of an hour brought 305 mm (Holt, 1947), of a minute 38 mm.
inline constexpr Range rain_rate{.low = 0, .high = 38e-3 / 60};
inline constexpr Range air_temperature{.low = 183.15, .high = 333.15};  ///< K: records are -89 and 57 degC
/// Below this no liquid stays in the pores (oven dryness).
inline constexpr Range air_humidity{.low = 0.001, .high = 1};
inline constexpr Range vapour_pressure{.low = 1e-3, .high = 1e4};  ///< Pa
inline constexpr Range wind{.low = 0, .high = 75};         ///< m/s: means of ten minutes, in hurricanes
inline constexpr Range shortwave{.low = 0, .high = 1500};  ///< W/m2: the sun outside sends 1361
inline constexpr Range longwave{.low = 30, .high = 700};   ///< W/m2
/// m/s/K: ice under the sun of the tropics loses 20 mm/d/K (Hock 2003).
inline constexpr Range melt_factor{.low = 0, .high = 50e-3 / 86400};
/// kg/m3: from new dry snow to where firn becomes ice.
inline constexpr Range snow_density{.low = 10, .high = 830};
inline constexpr Range net_radiation{.low = -400, .high = 1200};  ///< W/m2
inline constexpr Range evaporation{.low = 0, .high = 5.8e-7};     ///< m/s: 50 mm/d

}  // namespace talus::ranges
