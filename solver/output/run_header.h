// What a run file says about the program, the case and the data that it came from.
#pragma once

#include "case/build.h"
#include "solver/output/run_layout.h"

namespace talus {

/// All but the command line, the parent and the time.
RunHeader header_of(const Input& input, const Model& model);

}  // namespace talus
