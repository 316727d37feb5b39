// What the model's tree says of materials.
#pragma once

#include <string>
#include <vector>

#include "case/case.h"
#include "case/tables.h"

namespace talus {

/// Lines on each material: how it is packed, its water, its minerals, its exchangers.
std::vector<std::string> words_of_materials(const Case& c, const Tables& tables);

}  // namespace talus
