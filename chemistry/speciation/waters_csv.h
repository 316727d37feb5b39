// Waters in CSV (waters_file.h).
#pragma once

#include "chemistry/speciation/waters_file.h"

namespace talus {

/// As read_waters().
WatersFile read_waters_csv(const std::string& path);

}  // namespace talus
