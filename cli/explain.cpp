#include <cstdio>

#include "base/manual.h"
#include "base/petsc.h"
#include "cli/verbs.h"
#include "solver/case.h"

namespace talus::cli {

namespace {

int print(const std::string& text) {
  if (Session::rank() == 0) std::fputs(text.c_str(), stdout);
  return 0;
}

}  // namespace

int explain(const Words& words) {
  if (words.size() != 1)
    refuse_command("talus explain needs one key", "for example: talus explain materials.surface");
  return print(talus::explain(schema_of<Case>(), words[0]) + "\n");
}

int new_case(const Words& words) {
  if (!words.empty()) refuse_command("talus new takes no words; it prints a case", "talus new > my.toml");
  return print(template_case(schema_of<Case>()));
}

int manual(const Words& words) {
  if (!words.empty()) refuse_command("talus manual takes no words", "talus explain KEY prints one key");
  return print(
      "# Keys of a case\n\nWritten by `talus manual`. `talus explain KEY` prints one of them, `talus new` a "
      "case "
      "with all.\n\n" +
      manual_page(schema_of<Case>()));
}

}  // namespace talus::cli
