// The published values that a case compares its run with, for the run file.
#pragma once

#include <string>
#include <vector>

#include "case/case.h"

namespace talus {

/// The [[published]] tables as JSON: [{"quantity", "source", and "value" or "range"}, ...].
std::string published_json(const std::vector<PublishedCase>& published);

}  // namespace talus
