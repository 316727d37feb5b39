// Volumes of solids at the start: do dry density, porosity and the minerals' molar volumes agree?
//
// Dry density, grain density and porosity come from the case (packing_of). A mineral fills its mass over its
// molar mass times its molar volume; the inert rest fills what is left of 1 - porosity, so that porosity and
// solids are 1.
#pragma once

#include "case/case.h"
#include "chemistry/database/database.h"

namespace talus {

/// Where the porosity follows the minerals: notes minerals that react and have no molar volume, and materials
/// whose minerals do not fit into 1 - porosity, or, without an inert rest, do not fill it. For cases whose
/// names have been checked.
void check_volumes(Document& document, const Case& c, const Database& database);

/// Notes minerals whose molar volume a coat, a shrinking core or the sizes of grains need, and minerals of
/// the case whose formula has an element without a weight, where the database does not know these.
void check_volumes_and_masses(Document& document, const Case& c, const Database& database);

}  // namespace talus
