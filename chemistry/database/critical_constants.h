// What a database says of a gas that is not ideal.
#pragma once

namespace talus {

/// What the equation of state (activity/fugacity.h) has to know of a gas.
struct CriticalConstants {
  double temperature = 0;  ///< K; 0 is unknown
  double pressure = 0;     ///< Pa; 0 is unknown
  double acentric_factor = 0;
  bool known() const { return temperature > 0 && pressure > 0; }
};

}  // namespace talus
