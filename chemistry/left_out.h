// Dissolved species that a database file has and the model leaves out, as they concern a water.
#pragma once

#include <string>
#include <vector>

#include "chemistry/system.h"

namespace talus {

class Database;

/// Names of the species that a file has and that were left out, since their reactions do not balance, though
/// the water could have them: of elements in `elements`, made of species in `there`. With the file:
/// "S5-2, S6-2 (their reactions in minteq.v4.dat are out of balance)". Empty when there are none.
std::string left_out_of(const Database& database, const std::vector<std::string>& elements,
                        const std::vector<std::string>& there);

/// What each of those is made of: left_out_of() names something where `there` has all species of one list.
std::vector<std::vector<std::string>> left_out_needs(const Database& database,
                                                     const std::vector<std::string>& elements);

/// left_out_of() of a system: of the elements of its components, made of any of its species.
std::string left_out_of(const Database& database, const ChemicalSystem& system);

}  // namespace talus
