// The names of a case against the database: components, gases, minerals, waters.
#pragma once

#include <memory>

#include "case/case.h"
#include "chemistry/database/database.h"
#include "chemistry/speciation/water_recipe.h"

namespace talus {

/// The database that the case names, with files relative to `folder`; nothing when a file cannot be read,
/// which is noted. InputError with what is wrong inside of a file.
std::shared_ptr<const Database> read_database(Document& document, const Case& c, const std::string& folder);

/// Notes in `document` every name that the database or the case does not have, with the nearest right one. `waters`
/// are those of recipes_of().
void check_chemistry(Document& document, const Case& c, const Database& database,
                     const Named<CaseWater>& waters);

/// Components that something in the case contains: a water, a mineral that reacts, a gas. Others are left out
/// of the run: they would be zero everywhere.
std::vector<std::string> present_components(const Case& c, const Database& database,
                                            const Named<CaseWater>& waters);

/// The choice that the case makes, with these components.
SystemChoice system_choice(const Case& c, std::vector<std::string> components);

}  // namespace talus
