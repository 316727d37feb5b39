// Water that irrigation has brought.
#pragma once

#include <limits>
#include <optional>

#include "report/run.h"

namespace talus::report {

/// Water (kg) that a run has been irrigated with before `age` (s after its first output), with what solutes bind; nothing where
/// it never was irrigated then.
std::optional<double> irrigated_water(const Run& run, double age = std::numeric_limits<double>::infinity());

}  // namespace talus::report
