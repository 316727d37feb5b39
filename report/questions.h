// What a report is asked besides what happened in the runs: [claim], [plant], [economics], [[measured]], [[limits]], [hazard] and
// [cement], which stand in the case or in a file of their own (talus report --with FILE).
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/input.h"
#include "report/account.h"
#include "report/claim_case.h"
#include "report/measured_case.h"
#include "report/plant_case.h"
#include "report/waste_case.h"

namespace talus::report {

/// The tables, as they are written.
struct QuestionsCase {
  std::optional<ClaimCase> claim;
  std::optional<PlantCase> plant;
  std::optional<EconomicsCase> economics;
  std::vector<MeasuredCase> measured;
  std::vector<LimitCase> limits;
  std::optional<HazardCase> hazard;
  std::optional<CementCase> cement;
};
template <class V>
void describe(QuestionsCase& q, V& v) {
  v("claim", q.claim, "A claim of removed CO2: one run minus another, over a reporting period.");
  v("plant", q.plant, "A site that treats its tailings as each of the runs does.");
  v("economics", q.economics, "What the site costs and brings.");
  v("measured", q.measured, "What was measured, to be set beside the runs.", optional_key);
  v("limits", q.limits, "What drainage may hold, to be set beside what it holds.", optional_key);
  v("hazard", q.hazard, "Minerals that are a hazard, to be followed.");
  v("cement", q.cement, "When grains count as cemented, so that the report says how thick a crust is.");
}

/// Their names.
inline constexpr std::array<std::string_view, 7> question_tables{"claim",  "plant",  "economics", "measured",
                                                                 "limits", "hazard", "cement"};

/// A file that asks.
struct Questions {
  QuestionsCase said;
  Document document;   ///< for the places of mistakes
  std::string file;    ///< its name
  std::string sha256;  ///< of its text
  std::string fault;   ///< what is wrong in a case, which the report then does not answer
  bool now = false;    ///< asked by the command: what cannot be answered is an error
};

/// Asks for `project` minus `baseline` in the claim that is asked for already or, without one, as a comparison of
/// which nothing else is said. InputError where that claim is of other runs, and its uncertainty is of theirs.
void ask_difference(std::vector<Questions>& questions, const Account& project, const Account& baseline);

/// Reads the tables of `document`, which holds no others. InputError with every mistake.
QuestionsCase read_questions(Document& document);

/// What is asked: by the case of the first of the runs that asks something, then by `file`, when it has a name. A
/// table of the later one takes the place of that of the earlier. InputError where `file` is wrong; FileError.
std::vector<Questions> questions_of(const std::string& file, std::span<const Account> accounts);

}  // namespace talus::report
