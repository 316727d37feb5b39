#include "case/volumes.h"

#include <cmath>
#include <cstdio>

#include "case/block_file.h"
#include "case/block_model.h"
#include "case/checks.h"
#include "case/densities.h"

namespace talus {

namespace {

constexpr double near_enough = 1e-3;  // m3/m3: molar volumes and densities are known to three digits

const char* const porosity_needs = "chemistry.porosity = \"from minerals\"";

/// Notes that the volume of a mineral is not known, which `what` needs.
void check_molar_volume(Document& document, const Place& place, const Database& database,
                        const std::string& name, const std::string& what = porosity_needs) {
  if (database.minerals.at(name).molar_volume > 0) return;
  document.problem(place,
                   "the database does not know the molar volume of " + name + ", which " + what + " needs",
                   "a file in chemistry.database can add it: [minerals." + step(name) +
                       "] volume = { molar = \"... cm3/mol\", source = \"...\", status = \"...\" }" +
                       (what == porosity_needs ? ", or write porosity = \"fixed\"" : ""));
}

/// Notes an element of a mineral that has no weight.
void check_molar_mass(Document& document, const Place& place, const Database& database,
                      const std::string& name) {
  const auto record = database.minerals.find(name);
  if (record == database.minerals.end()) return;
  for (const auto& [element, atoms] : database.formula(record->second.formula).elements) {
    const auto own = database.own_elements.find(element);
    if (own != database.own_elements.end() && !(own->second > 0))
      document.problem(place,
                       "the database does not know the weight of " + element + " in " + name + " (" +
                           record->second.formula + ")",
                       "a line of SOLUTION_MASTER_SPECIES gives it: " + element +
                           " SPECIES ALKALINITY GRAM_FORMULA_WEIGHT ATOMIC_WEIGHT");
  }
}

std::string digits(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

/// Whether the minerals of a material fit into what its porosity leaves, `path` or a block at `place`; else it is noted.
bool check_material(Document& document, const Place& place, const std::string& path, const MaterialCase& m,
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
  if (fits) return true;
  document.problem(place,
                   path + ".minerals fill " + digits(filled) + " of the volume by their molar volumes, but " +
                       digits(room) + " is left beside the porosity",
                   "at this dry density " + digits(1 - filled) +
                       " would be the porosity without anything else; correct porosity, dry_density or "
                       "grain_density, or write chemistry.porosity = \"fixed\"");
  return false;
}

/// The same of each block of a block model, as far as the first that does not fit.
void check_blocks(Document& document, const std::string& path, const MaterialCase& m,
                  const Database& database) {
  const BlockModel& model = *m.block_model->blocks;
  for (std::size_t b = 0; b < model.blocks.size(); ++b)
    if (!check_material(document, model.places[b], path, with_values(m, model.values_of(b)), database))
      return;
}

}  // namespace

void check_volumes_and_masses(Document& document, const Case& c, const Database& database) {
  for (const auto& [name, keys] : c.chemistry.passivation) {
    const std::string path = "chemistry.passivation." + step(name);
    if (keys.by == "shrinking core")
      check_molar_volume(document, document.place_of_key(path), database, name, "a shrinking core");
    for (std::size_t i = 0; i < keys.coat.size(); ++i)
      check_molar_volume(document, document.place_of_value(path + ".coat[" + std::to_string(i) + "]"),
                         database, keys.coat[i], "a coat");
  }
  for (const auto& [material, keys] : c.materials) {
    const std::string path = "materials." + step(material);
    for (const auto& [name, grains] : keys.grains)
      check_molar_volume(document, document.place_of_key(path + ".grains." + step(name)), database, name,
                         "the surface of grains");
    for (const auto& [name, share] : keys.minerals)
      check_molar_mass(document, document.place_of_key(path + ".minerals." + step(name)), database, name);
  }
  for (const auto& [name, growth] : c.chemistry.precipitate)
    check_molar_mass(document, document.place_of_key("chemistry.precipitate." + step(name)), database, name);
}

void check_volumes(Document& document, const Case& c, const Database& database) {
  if (c.chemistry.porosity != "from minerals") return;
  for (std::size_t i = 0; i < c.chemistry.dissolve.size(); ++i)
    check_molar_volume(document, document.place_of_value("chemistry.dissolve[" + std::to_string(i) + "]"),
                       database, c.chemistry.dissolve[i]);
  for (const auto& [name, growth] : c.chemistry.precipitate)
    check_molar_volume(document, document.place_of_key("chemistry.precipitate." + name), database, name);
  for (const auto& [name, material] : c.materials) {
    const std::string path = "materials." + step(name);
    if (material.block_model)
      check_blocks(document, path, material, database);
    else
      check_material(document, document.place_of_key(path + ".minerals"), path, material, database);
  }
}

}  // namespace talus
