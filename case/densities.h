// How much rock and water a bulk volume of a material holds, by what a case says of it.
#pragma once

#include "case/case.h"

namespace talus {

/// Porosity and dry density of a material: two of dry_density, grain_density and porosity give the third.
struct Packing {
  double dry_density;    ///< kg/m3
  double grain_density;  ///< kg/m3
  double porosity;       ///< -
};
Packing packing_of(const MaterialCase& material);

/// Density of water by chemistry.water_density at `temperature` (K), kg/m3.
double water_density_at(const Case& c, double temperature);

/// Water per bulk volume at the start, kg/m3, of a material with one amount for all of it; the density of
/// water in kg/m3.
double initial_water(const MaterialCase& material, double water_density);

}  // namespace talus
