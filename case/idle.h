// What a case names and its keys keep from reacting: minerals that no material holds, surfaces of 0, a pile that
// no gas comes into. The answer is then 0 for a reason that no number shows: warnings.
#pragma once

#include "case/case.h"

namespace talus {

/// Saturation with water above which the gas that is left between air and cells carries less than the water
/// would: D_gas S_gas^(10/3) < D_solute S^(10/3), 1.4e-5 against 1e-9 m2/s.
inline constexpr double full_of_water = 0.95;

/// Warns of them. For a case whose names have been checked.
void check_idle(Document& document, const Case& c);

}  // namespace talus
