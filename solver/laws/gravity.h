// The weight of things.
#pragma once

namespace talus {

inline constexpr double gravity = 9.80665;  ///< m/s2, standard

}  // namespace talus
