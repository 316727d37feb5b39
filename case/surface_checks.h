// What a case says of reactive surfaces, against its minerals.
#pragma once

#include <string>

#include "case/case.h"
#include "chemistry/database/database.h"
#include "chemistry/system.h"

namespace talus {

/// Notes what is wrong with the surfaces, grains and activation of the material at `path`.
void check_surfaces(Document& document, const std::string& path, const Case& c, const MaterialCase& material,
                    const Database& database);

/// Notes what is wrong with coats, layers, wetting and amorphous parts.
void check_layers(Document& document, const Case& c, const Database& database);

/// Notes what is wrong with what shrinking cores take from the water.
void check_drivers(Document& document, const Case& c, const ChemicalSystem& system);

}  // namespace talus
