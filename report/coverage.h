// What of the quantities that verifiers, engineers and permits ask for stands in a report, and what is not modelled in its runs
// and would take something else.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <vector>

#include "report/answers.h"

namespace talus::report {

/// One quantity that is asked for.
struct Covered {
  std::string quantity;
  bool answered = false;
  std::string words;  ///< where it stands; or what would give it
};

/// All of them, in the order of the page.
std::vector<Covered> coverage(std::span<const Account> accounts, const Answers& answers);

/// The section of the page: what is not modelled, and where the rest stands.
std::string coverage_section(std::span<const Account> accounts, const Answers& answers);
nlohmann::json coverage_json(std::span<const Account> accounts, const Answers& answers);

}  // namespace talus::report
