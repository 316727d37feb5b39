// What the gases of a pile need: that the database knows how they diffuse, and that partial pressures in the
// air are those of a gas at the total pressure.
#pragma once

#include "base/series.h"
#include "case/case.h"
#include "chemistry/database/database.h"

namespace talus {

/// Notes gases of chemistry.gases without a diffusivity, and air whose partial pressures add up to more than
/// its `pressure` (Pa, over time); what is missing to it counts as inert. For cases whose names have been
/// checked.
void check_gases(Document& document, const Case& c, const Database& database, const Series& pressure);

}  // namespace talus
