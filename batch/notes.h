// What a reader of the results of a batch should know.
#pragma once

#include <string>
#include <vector>

#include "batch/run.h"

namespace talus::batch {

/// What to beware of, and what was assumed: activities and constants that are used outside of the range they
/// are meant for, gas that was taken as ideal, values of the database without a source. A sentence each.
std::vector<std::string> notes_of(const ReactSetup& setup, const ReactResult& result);

}  // namespace talus::batch
