// How much of a gas there is, as people say it: "420e-6 atm" or "420 ppm".
#pragma once

namespace talus {

/// A partial pressure, or a part of a total pressure that is known later.
struct PartialPressure {
  double pressure = 0;  ///< Pa
  double fraction = 0;  ///< mol/mol; 0 where the pressure is given

  constexpr PartialPressure() = default;
  constexpr PartialPressure(double in_pascal) : pressure(in_pascal) {}

  /// Pa, in a gas of that total pressure (Pa).
  double in(double total) const { return pressure + fraction * total; }
  bool operator==(const PartialPressure&) const = default;
};

}  // namespace talus
