#include "case/densities.h"

#include "solver/flow/water.h"

namespace talus {

double water_density_at(const Case& c, double temperature) {
  return c.chemistry.water_density == "Kell 1975" ? density_of_water(temperature) : usual_water_density;
}

Packing packing_of(const MaterialCase& m) {
  if (!m.porosity) return {*m.dry_density, *m.grain_density, 1 - *m.dry_density / *m.grain_density};
  if (!m.dry_density) return {(1 - *m.porosity) * *m.grain_density, *m.grain_density, *m.porosity};
  return {*m.dry_density, *m.dry_density / (1 - *m.porosity), *m.porosity};
}

double initial_water(const MaterialCase& m, double density) {
  const Packing p = packing_of(m);
  if (m.water.saturation) return *m.water.saturation * p.porosity * density;
  const double content = *m.water.content;
  return p.dry_density * (m.water.of == "wet mass" ? content / (1 - content) : content);
}

}  // namespace talus
