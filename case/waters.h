// The waters of a case in its components: what their tables say, in the words of `talus speciate`.
#pragma once

#include "case/case.h"
#include "chemistry/speciation/water_recipe.h"

namespace talus {

/// The waters of a case. Notes in `document` what is wrong with each, and warns of older words; a water with a mistake is
/// left out. The database must outlive the result.
Named<CaseWater> recipes_of(Document& document, const Case& c, const Database& database);

}  // namespace talus
