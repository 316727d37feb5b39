// The names of a case against the database: components, gases, minerals, waters.
#pragma once

#include "chemistry/database.h"
#include "solver/case.h"

namespace talus {

/// Notes in `document` every name that the database or the case does not have, with the nearest right one.
void check_chemistry(Document& document, const Case& c, const Database& database);

/// Components that something in the case contains: a water, a mineral that reacts, a gas. Others are left out
/// of the run: they would be zero everywhere.
std::vector<std::string> present_components(const Case& c, const Database& database);

/// The choice that the case makes, with these components.
SystemChoice system_choice(const Case& c, std::vector<std::string> components);

}  // namespace talus
