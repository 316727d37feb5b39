#include "report/questions.h"

#include <algorithm>

#include "base/document_parts.h"
#include "base/scenarios.h"
#include "base/sha256.h"
#include "report/claimed_amounts.h"
#include "report/measured.h"
#include "report/plant.h"

namespace talus::report {
namespace {

std::string of_provenance(const Account& account, const char* key) {
  const auto found = account.run.provenance.find(key);
  return found == account.run.provenance.end() ? "" : found->second;
}

bool asks(const Document& document) {
  return std::ranges::any_of(question_tables, [&](std::string_view name) { return document.has(name); });
}

Questions questions_in(Document document) {
  Questions questions;
  questions.said = read_questions(document);
  questions.file = document.name();
  questions.sha256 = sha256(document.text());
  questions.document = std::move(document);
  return questions;
}

}  // namespace

QuestionsCase read_questions(Document& document) {
  QuestionsCase said;
  read(document, said);
  if (said.claim) check_claim(document, *said.claim);
  check_measured(document, said.measured);
  if (said.economics) check_economics(document, *said.economics);
  document.finish();
  return said;
}

std::vector<Questions> questions_of(const std::string& file, std::span<const Account> accounts) {
  std::vector<Questions> all;
  for (const Account& account : accounts) {
    const std::string text = of_provenance(account, "case_text");
    if (text.empty() || !all.empty()) continue;
    Document whole = Document::from_text(text, of_provenance(account, "case_file"));
    Document document = take_tables(whole, question_tables);
    if (asks(document)) all.push_back(questions_in(std::move(document)));
  }
  if (file.empty()) return all;
  all.push_back(questions_in(Document::from_file(file)));
  all.back().now = true;
  return all;
}

}  // namespace talus::report
