// Through how many other reactions a dissolved species is made of components.
#pragma once

#include <map>
#include <string>

#include "chemistry/database/database.h"

namespace talus {

/// Through how many reactions of other species, each counted as often as it is used, one may have to go; the
/// largest databases in use need 60. Reactions are followed by recursion, so that there has to be an end.
constexpr int most_reaction_steps = 1000;

/// The dissolved species whose reactions cannot be written to components, with what is wrong: "leads back to
/// itself through other species", or too many of them. Reactions that are none are passed over.
std::map<std::string, std::string> endless_reactions(const Database& database);

}  // namespace talus
