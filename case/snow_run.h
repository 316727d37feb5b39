// Snow on a patch over the run: from the keys of a case and its weather.
#pragma once

#include "case/snow.h"
#include "solver/laws/boundary.h"

namespace talus {

/// Gives a patch the snow that falls of the weather's precipitation, and what reaches the ground in its place. `conditions`
/// has its evaporation; `density` is that of water, kg/m3.
void lay_snow_on(const SnowCase& keys, const Weather& weather, double density, WaterConditions& conditions);

}  // namespace talus
