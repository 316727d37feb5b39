// The results of `talus react`: a page with charts, and a summary for the terminal.
#pragma once

#include <string>

#include "batch/run.h"

namespace talus::cli {

/// The answer, charts of the columns, assumptions and where they come from.
std::string react_page(const batch::ReactSetup& setup, const batch::ReactResult& result);

/// What there is at the start and at the end, and how well the mass balances close.
std::string react_summary(const batch::ReactSetup& setup, const batch::ReactResult& result);

}  // namespace talus::cli
