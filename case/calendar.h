// Dates and times of a case, and the calendar of its operations.
#pragma once

#include <optional>
#include <string>

#include "base/input.h"
#include "case/case.h"

namespace talus {

/// Seconds from the start of the run to a time ("30 d") or a date ("2027-05-01") that stands at `path`; nothing where
/// that is wrong, which is noted in `document`.
std::optional<double> moment_of(Document& document, const std::string& path, const std::string& text,
                                const RunCase& run);

/// Reads the calendars of [[operations]], files relative to `folder`, and fills `scheduled` of each.
void read_calendars(Document& document, Case& c, const std::string& folder);

}  // namespace talus
