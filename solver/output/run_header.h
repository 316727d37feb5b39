// What a run file says about the program, the case and the data that it came from.
#pragma once

#include "solver/model.h"
#include "solver/output/run_layout.h"
#include "solver/output/run_record.h"

namespace talus {

/// All but the command line, the parent and the time.
RunHeader header_of(const RunRecord& record, const Model& model);

}  // namespace talus
