// What a case may say of fugacities (fugacity.h).
#pragma once

#include <string>
#include <vector>

namespace talus {

/// Pressure up to which constants of reactions in water hold as at 1 atm, atm: at 10 atm more that of
/// CO2(g) = CO2(aq), with 33 cm3/mol, is off by 1.3 %.
inline constexpr double pressure_without_effect = 10;

/// How fugacities follow from partial pressures, as a case names it: "above 1 atm" is Peng and Robinson's
/// equation where the gas has more than 1 atm in total, and the ideal gas below.
std::vector<std::string> fugacity_models();

}  // namespace talus
