// What solids are called in files and messages.
#pragma once

#include <string>
#include <vector>

#include "solver/model.h"

namespace talus {

/// "Brucite" was there, "Nesquehonite formed" formed.
inline std::vector<std::string> solid_names(const Model& model) {
  std::vector<std::string> names;
  for (const Solid& solid : model.reactions.solids)
    names.push_back(model.system.minerals[solid.mineral].name + (solid.formed      ? " formed"
                                                                 : solid.amorphous ? " amorphous"
                                                                 : solid.part > 0
                                                                     ? " " + std::to_string(solid.part + 1)
                                                                     : ""));
  return names;
}

}  // namespace talus
