// What a name of a mineral may mean that no database has: a group, a trade name, a formula.
#pragma once

#include <string>

#include "chemistry/database/database.h"

namespace talus {

/// "serpentine is a group: Antigorite, Chrysotile, Lizardite"; else the nearest names. Only what the database
/// has is named.
std::string mineral_hint(const std::string& name, const Database& database);

}  // namespace talus
