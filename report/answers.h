// What the report answers besides what happened in the runs.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "report/claim.h"
#include "report/plant.h"
#include "report/questions.h"

namespace talus::report {

/// Answers to Questions, and where these were asked.
struct Answers {
  std::optional<Claim> claim;
  std::vector<Plant> plants;  ///< by run; none when no plant was asked for
  std::string currency;       ///< empty without [economics]
  std::string file, sha256;   ///< of what asked; empty when nothing was asked
};

/// Answers what was asked of these runs. InputError where they cannot answer it.
Answers answers_to(const Questions& questions, std::span<const Account> accounts);

}  // namespace talus::report
