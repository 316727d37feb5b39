// Numbers that are the same everywhere.
#pragma once

namespace talus {

inline constexpr double gas_constant = 8.31446261815324;  ///< J/mol/K (CODATA 2018; exact)
inline constexpr double standard_atmosphere = 101325;     ///< Pa

}  // namespace talus
