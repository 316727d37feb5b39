// What a batch holds at its end, as a file for the case of a pile.
#pragma once

#include <string>

#include "batch/run.h"

namespace talus::batch {

/// The solids and the water of the last tank at the end, as a file that a material of a pile names in `from`.
std::string react_material(const ReactSetup& setup, const ReactResult& result);

}  // namespace talus::batch
