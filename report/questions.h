// What a report is asked besides what happened in the runs: [claim], [plant] and [economics], which stand in the case or in
// a file of their own (talus report --with FILE).
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/input.h"
#include "report/account.h"
#include "report/claim_case.h"
#include "report/plant_case.h"

namespace talus::report {

/// The tables, as they are written.
struct QuestionsCase {
  std::optional<ClaimCase> claim;
  std::optional<PlantCase> plant;
  std::optional<EconomicsCase> economics;
};
template <class V>
void describe(QuestionsCase& q, V& v) {
  v("claim", q.claim, "A claim of removed CO2: one run minus another, over a reporting period.");
  v("plant", q.plant, "A site that treats its tailings as each of the runs does.");
  v("economics", q.economics, "What the site costs and brings.");
}

/// Their names.
inline constexpr std::array<std::string_view, 3> question_tables{"claim", "plant", "economics"};

/// What was asked, and where it stands.
struct Questions {
  QuestionsCase said;
  Document document;   ///< for the places of mistakes
  std::string file;    ///< that it was read from; empty when nothing was asked
  std::string sha256;  ///< of the text of that file
};

/// Reads the tables of `document`, which holds no others. InputError with every mistake.
QuestionsCase read_questions(Document& document);

/// What `file` asks, when it is not empty; else what the case of the first of the runs asks that asks something.
/// InputError; FileError.
Questions questions_of(const std::string& file, std::span<const Account> accounts);

}  // namespace talus::report
