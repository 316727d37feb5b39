#include "report/answers.h"

namespace talus::report {

Answers answers_to(const Questions& questions, std::span<const Account> accounts) {
  Answers answers{
      .claim = {}, .plants = {}, .currency = {}, .file = questions.file, .sha256 = questions.sha256};
  if (questions.said.claim) answers.claim = make_claim(accounts, *questions.said.claim, questions.document);
  const QuestionsCase& said = questions.said;
  if (said.plant)
    answers.plants =
        make_plants(accounts, *said.plant, said.economics ? &*said.economics : nullptr, questions.document);
  if (said.economics) answers.currency = said.economics->currency;
  return answers;
}

}  // namespace talus::report
