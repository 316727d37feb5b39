#include "solver/case_volumes.h"

#include <cmath>
#include <cstdio>

#include "solver/build.h"
#include "solver/case_checks.h"

namespace talus {

namespace {

constexpr double near_enough = 1e-3;  // m3/m3: molar volumes and densities are known to three digits

void check_molar_volume(Document& document, const Place& place, const Database& database,
                        const std::string& name) {
  if (database.minerals.at(name).molar_volume > 0) return;
  document.problem(place,
                   "the database does not know the molar volume of " + name +
                       ", which chemistry.porosity = \"from minerals\" needs",
                   "a file in chemistry.database can add it, or write porosity = \"fixed\"");
}

std::string digits(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

void check_material(Document& document, const std::string& path, const MaterialCase& m,
                    const Database& database) {
  const Packing packing = packing_of(m);
  double given = 0, filled = 0, inert = 0;
  bool all_known = true;
  for (const auto& [name, share] : m.minerals) given += share.value_or(0);
  for (const auto& [name, share] : m.minerals) {
    const double mass = packing.dry_density * share.value_or(1 - given);
    if (name == "inert") {
      inert = mass;
      continue;
    }
    const MineralRecord& record = database.minerals.at(name);
    all_known = all_known && record.molar_volume > 0;
    filled += mass / database.formula(record.formula).molar_mass * record.molar_volume;
  }
  const double room = 1 - packing.porosity;
  const bool fits =
      inert > 0 || !all_known ? filled < room + near_enough : std::abs(filled - room) < near_enough;
  if (fits) return;
  document.problem(document.place_of_key(path + ".minerals"),
                   path + ".minerals fill " + digits(filled) + " of the volume by their molar volumes, but " +
                       digits(room) + " is left beside the porosity",
                   "at this dry density " + digits(1 - filled) +
                       " would be the porosity without anything else; correct porosity, dry_density or "
                       "grain_density, or write chemistry.porosity = \"fixed\"");
}

}  // namespace

void check_volumes(Document& document, const Case& c, const Database& database) {
  if (c.chemistry.porosity != "from minerals") return;
  for (std::size_t i = 0; i < c.chemistry.dissolve.size(); ++i)
    check_molar_volume(document, document.place_of_value("chemistry.dissolve[" + std::to_string(i) + "]"),
                       database, c.chemistry.dissolve[i]);
  for (const auto& [name, growth] : c.chemistry.precipitate)
    check_molar_volume(document, document.place_of_key("chemistry.precipitate." + name), database, name);
  for (const auto& [name, material] : c.materials)
    check_material(document, "materials." + step(name), material, database);
}

}  // namespace talus
