// What the report answers besides what happened in the runs.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "report/cement.h"
#include "report/claim.h"
#include "report/fibres.h"
#include "report/measured.h"
#include "report/plant.h"
#include "report/questions.h"
#include "report/seepage.h"
#include "report/table.h"

namespace talus::report {

/// Answers to Questions, and where these were asked.
struct Answers {
  std::optional<Claim> claim;
  std::vector<MeasuredSeries> measured;
  std::vector<Plant> plants;            ///< by run; none when no plant was asked for
  std::vector<Seepage> seepage;         ///< by limit, run and patch
  std::vector<Fibre> fibres;            ///< by mineral and run
  std::vector<Cement> cement;           ///< by run; none where it was not asked for
  std::string currency;                 ///< empty without [economics]
  std::string against;                  ///< name of the run that all others are compared with; empty: none
  std::vector<std::string> unanswered;  ///< what the case asks and these runs cannot answer, a sentence each
  /// Files that asked, and the SHA-256 of their texts.
  std::vector<std::pair<std::string, std::string>> asked_by;
};

/// The two runs of the claim or comparison, where there are no others.
std::optional<Compared> two_of(const Answers& answers, std::span<const Account> accounts);

/// Answers what was asked of these runs. InputError where they cannot answer what the command asks.
Answers answers_to(std::span<const Questions> questions, std::span<const Account> accounts);

}  // namespace talus::report
