// report.json: everything in the report, for machines. The keys are documented in docs/report.md.
#pragma once

#include <span>
#include <string>

#include "report/answers.h"

namespace talus::report {

/// The text of report.json: keys sorted, no NaN (null instead), the same bytes for the same run files.
std::string json_text(std::span<const Account> accounts, const Answers& answers = {});

}  // namespace talus::report
