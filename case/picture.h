// A picture of a pile and its cells, before anything runs.
#pragma once

#include <string>

#include "solver/model.h"

namespace talus {

/// An SVG: the section along x, of a box through its middle, with cells coloured by material and the open surface drawn
/// thick; of a box also its plan, columns shaded by height. For one rank, which has all cells.
std::string picture_of(const Model& model, const std::string& title);

}  // namespace talus
