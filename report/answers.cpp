#include "report/answers.h"

#include <algorithm>
#include <filesystem>

#include "base/error.h"
#include "base/sha256.h"
#include "report/refuse.h"

namespace talus::report {
namespace {

/// The last that has the table.
template <class Has>
const Questions* last_with(std::span<const Questions> questions, const Has& has) {
  const Questions* found = nullptr;
  for (const Questions& one : questions)
    if (has(one.said)) found = &one;
  return found;
}

/// The tables that [[measured]] names, each once; one that cannot be read is refused where it is used.
void add_measured_files(const Questions& questions, std::vector<std::pair<std::string, std::string>>& files) {
  for (const MeasuredCase& measured : questions.said.measured) {
    if (!measured.file ||
        std::ranges::count(files, *measured.file, [](const auto& f) { return f.first; }) > 0)
      continue;
    const auto path = std::filesystem::path(questions.document.name()).parent_path() / *measured.file;
    if (std::error_code error; std::filesystem::is_regular_file(path, error))
      files.emplace_back(*measured.file, sha256_of_file(path.string()));
  }
}

/// The cores that show the claimed change. InputError where the case does not say how they vary.
void add_sampling(std::span<const Account> accounts, const Document& document, Answers& answers) {
  Claim& claim = *answers.claim;
  const auto run = [&](const std::string& name) -> const Run& {
    return std::ranges::find(accounts, name, [](const Account& one) { return one.run.name; })->run;
  };
  try {
    claim.sampling = sampling_of(*claim.said.sampling, run(claim.project), claim.project_end,
                                 run(claim.baseline), claim.baseline_end, answers.measured);
  } catch (const FileError& error) {
    refuse(document, "claim.sampling", error.what(), "give one of them");
  }
}

/// What drains, fibres and crusts, each where it is asked for.
template <class Attempt>
void add_waste(std::span<const Questions> questions, std::span<const Account> accounts,
               const Attempt& attempt, Answers& answers) {
  if (const Questions* one = last_with(questions, [](const auto& said) { return !said.limits.empty(); }))
    attempt(*one, [&] { answers.seepage = seepage_of(accounts, one->said.limits, one->document); });
  if (const Questions* one = last_with(questions, [](const auto& said) { return said.hazard.has_value(); }))
    attempt(*one, [&] { answers.fibres = fibres_of(accounts, *one->said.hazard, one->document); });
  if (const Questions* one = last_with(questions, [](const auto& said) { return said.cement.has_value(); }))
    attempt(*one, [&] { answers.cement = cement_of(accounts, *one->said.cement, one->document); });
}

}  // namespace

std::optional<Compared> two_of(const Answers& answers, std::span<const Account> accounts) {
  return answers.claim ? compared(accounts, answers.claim->project, answers.claim->baseline) : std::nullopt;
}

Answers answers_to(std::span<const Questions> questions, std::span<const Account> accounts) {
  Answers answers;
  const auto attempt = [&](const Questions& one, const auto& work) {
    try {
      work();
    } catch (const InputError& error) {
      if (one.now) throw;
      answers.unanswered.push_back("Not answered: " + error.problems().front().what + ".");
    } catch (const FileError& error) {
      if (one.now) throw;
      answers.unanswered.push_back(std::string("Not answered: ") + error.what() + ".");
    }
  };
  for (const Questions& one : questions) {
    if (!one.file.empty()) answers.asked_by.emplace_back(one.file, one.sha256);
    add_measured_files(one, answers.asked_by);
    if (!one.fault.empty()) answers.unanswered.push_back("Not answered: " + one.fault + ".");
  }
  if (const Questions* one = last_with(questions, [](const auto& said) { return said.claim.has_value(); }))
    attempt(*one, [&] { answers.claim = make_claim(accounts, *one->said.claim, one->document); });
  if (answers.claim) answers.against = answers.claim->baseline;
  if (const Questions* one = last_with(questions, [](const auto& said) { return !said.measured.empty(); }))
    attempt(*one, [&] { answers.measured = measured_series(accounts, one->said.measured, one->document); });
  if (answers.claim && answers.claim->said.sampling) {
    const Questions& one = *last_with(questions, [](const auto& said) { return said.claim.has_value(); });
    attempt(one, [&] { add_sampling(accounts, one.document, answers); });
  }
  add_waste(questions, accounts, attempt, answers);
  const Questions* plant = last_with(questions, [](const auto& said) { return said.plant.has_value(); });
  const Questions* money = last_with(questions, [](const auto& said) { return said.economics.has_value(); });
  if (money != nullptr)
    attempt(*money, [&] {
      if (plant == nullptr)
        throw InputError({{money->document.place_of_key("economics"), "[economics], but there is no [plant]",
                           "[plant] says how much is treated"}});
      answers.currency = money->said.economics->currency;
    });
  if (plant != nullptr)
    attempt(*plant, [&] {
      answers.plants = make_plants(accounts, *plant->said.plant, money ? &*money->said.economics : nullptr,
                                   plant->document);
    });
  return answers;
}

}  // namespace talus::report
