// Reads a case for the verbs that need one.
#pragma once

#include "solver/build.h"

namespace talus::cli {

/// Reads and checks a case, the [[published]] quantities too, which only the report knows.
Input load_case(const std::string& path, const std::vector<std::string>& sets);

}  // namespace talus::cli
