// A claim on paper: for the page, the terminal, CSV and JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "report/claim.h"
#include "report/figures.h"

namespace talus::report {

/// The section of the page; its chart goes into `figures`.
std::string claim_section(const Claim& claim);
/// Stored in project and baseline, and their difference, over time.
Figure claim_figure(const Claim& claim, std::span<const Account> accounts);
/// Headline and verdict for a terminal.
std::vector<std::string> claim_words(const Claim& claim);
/// period_from_s,period_to_s,line,unit,project,baseline,difference,how
std::string claim_csv(const Claim& claim);
nlohmann::json claim_json(const Claim& claim);

}  // namespace talus::report
