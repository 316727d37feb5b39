#include "report/questions.h"

#include <algorithm>
#include <filesystem>

#include "base/document_parts.h"
#include "base/error.h"
#include "base/scenarios.h"
#include "base/sha256.h"
#include "report/account_named.h"
#include "report/claimed_amounts.h"
#include "report/dates.h"
#include "report/measured.h"
#include "report/plant.h"
#include "report/refuse.h"
#include "report/seepage.h"

namespace talus::report {
namespace {

std::string of_provenance(const Account& account, const char* key) {
  const auto found = account.run.provenance.find(key);
  return found == account.run.provenance.end() ? "" : found->second;
}

bool asks(const Document& document) {
  return std::ranges::any_of(question_tables, [&](std::string_view name) { return document.has(name); });
}

/// The name and the hash of what asks, of which nothing is read so far.
Questions asked_by(const Document& document) {
  Questions questions;
  questions.file = std::filesystem::path(document.name()).filename().string();
  questions.sha256 = sha256(document.text());
  return questions;
}

Questions questions_in(Document document) {
  Questions questions = asked_by(document);
  questions.said = read_questions(document);
  questions.document = std::move(document);
  return questions;
}

/// The document of the case that a run file keeps. FileError when it is none.
Document case_of(const Account& account) {
  try {
    return Document::from_text(of_provenance(account, "case_text"), of_provenance(account, "case_file"));
  } catch (const InputError&) {
    throw FileError(account.run.file + " is damaged: the text of its case cannot be read");
  }
}

/// What the case of a run asks, if anything; what it asks wrongly is kept as a fault.
std::optional<Questions> asked_by_case(const Account& account) {
  Document whole = case_of(account);
  whole.set_start(account.run.start);
  Document document = take_tables(whole, question_tables);
  if (!asks(document)) return {};
  try {
    return questions_in(document);
  } catch (const InputError& error) {
    Questions questions = asked_by(document);
    questions.fault = error.problems().front().what;
    return questions;
  }
}

}  // namespace

QuestionsCase read_questions(Document& document) {
  QuestionsCase said;
  read(document, said);
  if (said.claim) check_claim(document, *said.claim);
  check_measured(document, said.measured);
  check_limits(document, said.limits);
  if (said.economics) check_economics(document, *said.economics);
  document.finish();
  return said;
}

void ask_difference(std::vector<Questions>& questions, const Account& project, const Account& baseline) {
  Questions* last = nullptr;
  for (Questions& one : questions)
    if (one.said.claim) last = &one;
  if (last == nullptr) {
    Document document = case_of(project);
    questions.emplace_back();  // of no file: the command asks
    last = &questions.back();
    last->document = take_tables(document, question_tables);
    last->said.claim.emplace();
  }
  ClaimCase& claim = *last->said.claim;
  const auto is = [](const std::string& name, const Account& account) {
    return name == account.run.name || name == scenario_of(account.run);
  };
  const bool same = is(claim.project, project) && is(claim.baseline, baseline);
  if (claim.uncertainty && !claim.uncertainty->relative && !same)
    refuse(last->document, "claim.uncertainty",
           "the uncertainty of the claim is in kg, and of '" + claim.project + "' minus '" + claim.baseline +
               "'",
           "write it as 'relative', or another [claim] for --with FILE");
  claim.project = project.run.name;
  claim.baseline = baseline.run.name;
  last->now = true;
}

std::vector<Questions> questions_of(const std::string& file, std::span<const Account> accounts) {
  std::vector<Questions> all;
  for (const Account& account : accounts)
    if (auto asked = asked_by_case(account); asked && all.empty()) all.push_back(std::move(*asked));
  if (file.empty()) return all;
  Document document = Document::from_file(file);
  document.set_start(common_start(accounts));
  all.push_back(questions_in(std::move(document)));
  all.back().now = true;
  return all;
}

}  // namespace talus::report
