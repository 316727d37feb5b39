#include <cstdio>

#include "base/manual.h"
#include "base/petsc.h"
#include "batch/case.h"
#include "case/case.h"
#include "cli/verbs.h"
#include "report/questions.h"
#include "study/durability_case.h"
#include "study/fit_case.h"
#include "study/study_case.h"

namespace talus::cli {

namespace {

int print(const std::string& text) {
  if (Session::rank() == 0) std::fputs(text.c_str(), stdout);
  return 0;
}

/// Whether the words begin with `word`; takes that word away.
bool take_word(Words& words, const char* word) {
  if (words.empty() || words[0] != word) return false;
  words.erase(words.begin());
  return true;
}

/// A key of a pile, or else of a batch, or of what the report reads.
std::string explain_any(const std::string& key) {
  try {
    return talus::explain(schema_of<Case>(), key);
  } catch (const InputError&) {
    try {
      return "talus react: " + talus::explain(schema_of<batch::ReactCase>(), key);
    } catch (const InputError&) {
    }
    try {
      return "for talus report: " + talus::explain(schema_of<report::QuestionsCase>(), key);
    } catch (const InputError&) {
    }
    try {
      return "talus study: " + talus::explain(schema_of<study::StudyCase>(), key);
    } catch (const InputError&) {
    }
    try {
      return "talus fit: " + talus::explain(schema_of<study::FitCase>(), key);
    } catch (const InputError&) {
    }
    try {
      return "talus study --durability: " + talus::explain(schema_of<study::DurabilityCase>(), key);
    } catch (const InputError&) {
    }
    throw;
  }
}

}  // namespace

int explain(const Words& given) {
  Words words = given;
  const bool react = take_word(words, "react"),
             asks = !react && words.size() == 2 && take_word(words, "report"),
             studies = !react && words.size() == 2 && take_word(words, "study"),
             fits = !react && words.size() == 2 && take_word(words, "fit");
  if (words.size() != 1)
    refuse_command("talus explain needs one key",
                   "for example: talus explain materials.surface, talus explain react gas.transfer");
  return print((react     ? talus::explain(schema_of<batch::ReactCase>(), words[0])
                : asks    ? talus::explain(schema_of<report::QuestionsCase>(), words[0])
                : studies ? talus::explain(schema_of<study::StudyCase>(), words[0])
                : fits    ? talus::explain(schema_of<study::FitCase>(), words[0])
                          : explain_any(words[0])) +
               "\n");
}

int new_case(const Words& given) {
  Words words = given;
  const bool react = take_word(words, "react"), studies = !react && take_word(words, "study"),
             fits = !react && !studies && take_word(words, "fit");
  if (!words.empty())
    refuse_command("talus new takes no words but 'react', 'study' and 'fit'; it prints a case",
                   "talus new > my.toml");
  return print(template_case(react     ? schema_of<batch::ReactCase>()
                             : studies ? schema_of<study::StudyCase>()
                             : fits    ? schema_of<study::FitCase>()
                                       : schema_of<Case>()));
}

int manual(const Words& given) {
  Words words = given;
  const bool react = take_word(words, "react"), asks = !react && take_word(words, "report"),
             studies = !react && !asks && take_word(words, "study"),
             fits = !react && !asks && !studies && take_word(words, "fit");
  if (!words.empty())
    refuse_command("talus manual takes no words but 'react', 'report', 'study' and 'fit'",
                   "talus explain KEY prints one key");
  if (asks)
    return print(
        "# Keys that the report reads\n\nWritten by `talus manual report`. They stand in a case or in a file for "
        "`talus report --with FILE`; `talus explain KEY` prints one of them. [claim.md](claim.md) and "
        "[sizing.md](sizing.md) show how they are used.\n\n" +
        manual_page(schema_of<report::QuestionsCase>()));
  if (studies)
    return print(
        "# Keys of a study\n\nWritten by `talus manual study`. `talus explain study KEY` prints one of them, "
        "`talus new study` a study with all. [study.md](study.md) shows how they are used.\n\n" +
        manual_page(schema_of<study::StudyCase>()));
  if (fits)
    return print(
        "# Keys of a fit\n\nWritten by `talus manual fit`. `talus explain fit KEY` prints one of them, "
        "`talus new fit` a fit with all. [fit.md](fit.md) shows how they are used.\n\n" +
        manual_page(schema_of<study::FitCase>()));
  if (react)
    return print(
        "# Keys of a batch\n\nWritten by `talus manual react`. `talus explain react KEY` prints one of them, "
        "`talus new react` a case with all. [react.md](react.md) shows how they are used.\n\n" +
        manual_page(schema_of<batch::ReactCase>()));
  return print(
      "# Keys of a case\n\nWritten by `talus manual`. `talus explain KEY` prints one of them, `talus new` a "
      "case "
      "with all.\n\n" +
      manual_page(schema_of<Case>()));
}

}  // namespace talus::cli
