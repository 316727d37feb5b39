// Rate laws in words and numbers, for lists and reports.
#pragma once

#include <optional>
#include <string>

#include "chemistry/rates/rates.h"

namespace talus {

/// What a mechanism multiplies its constant with: " a(H+)^0.5 / (1 + 380 a(HCO3-))"; empty when nothing.
std::string factors_in_words(const Mechanism& mechanism);

/// How far the log10 of its constant may be off: " (-8 to -6)"; empty where that is not known.
std::string range_in_words(const Mechanism& mechanism);

/// Water and air that a mineral dissolves in, far from equilibrium.
struct FarFromEquilibrium {
  double pH = 8.5;              ///< -log10 a(H+)
  double temperature = 298.15;  ///< K
  double co2 = 4.2e-4;          ///< pressure of CO2, atm
};

/// The rate of a law, mol/m2/s; nothing when it depends on more than H+ and CO2(g).
std::optional<double> rate_in(const FarFromEquilibrium& water, RateLaw law);

}  // namespace talus
