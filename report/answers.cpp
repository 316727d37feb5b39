#include "report/answers.h"

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

}  // namespace

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
    answers.asked_by.emplace_back(one.file, one.sha256);
    if (!one.fault.empty()) answers.unanswered.push_back("Not answered: " + one.fault + ".");
  }
  if (const Questions* one = last_with(questions, [](const auto& said) { return said.claim.has_value(); }))
    attempt(*one, [&] { answers.claim = make_claim(accounts, *one->said.claim, one->document); });
  if (const Questions* one = last_with(questions, [](const auto& said) { return !said.measured.empty(); }))
    attempt(*one, [&] { answers.measured = measured_series(accounts, one->said.measured, one->document); });
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
