// The model as a tree, for people: what `talus check` prints and every log begins with.
#pragma once

#include <string>

#include "case/build.h"

namespace talus {

/// Mesh, materials, waters, chemistry, boundaries, operations and steps, a line or a few each.
std::string model_tree(const Input& input, const ModelAndState& built);

}  // namespace talus
