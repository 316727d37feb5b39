// What the gases of a pile need: that the database knows how they diffuse, and that partial pressures in the
// air are those of a gas at the total pressure.
#pragma once

#include "chemistry/database.h"
#include "solver/case.h"

namespace talus {

/// Total pressure of the gas in and around a pile, Pa.
inline constexpr double pile_pressure = standard_atmosphere;

/// Notes gases of chemistry.gases without a diffusivity, and air whose partial pressures add up to more than
/// pile_pressure; what is missing to it counts as inert. For cases whose names have been checked.
void check_gases(Document& document, const Case& c, const Database& database);

}  // namespace talus
