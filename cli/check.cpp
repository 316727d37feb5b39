#include <cstdio>

#include "api/load_case.h"
#include "base/petsc.h"
#include "base/scenarios.h"
#include "base/warnings.h"
#include "case/set_up.h"
#include "case/tree.h"
#include "cli/options.h"

namespace talus::cli {

namespace {

/// A line for each scenario with what it changes; the warnings of all once.
void list_scenarios(const std::vector<NamedInput>& runs) {
  std::string warnings;
  std::printf("%zu scenarios\n", runs.size());
  for (const NamedInput& run : runs) {
    std::string changes;
    for (const std::string& change : scenario_changes(run.input.document))
      changes += (changes.empty() ? "" : "; ") + change;
    std::printf("  %s: %s\n", run.name.c_str(), changes.empty() ? "the case as it is" : changes.c_str());
    for (const Problem& warning : warnings_of(run.input.document))
      if (const std::string text = format_warning(warning) + "\n"; warnings.find(text) == std::string::npos)
        warnings += text;
  }
  std::printf("--scenario NAME shows the model of one\n");
  std::fflush(stdout);
  std::fputs(warnings.c_str(), stderr);
}

/// The model of a case as a tree. It is built as for a run; of a flow that starts steady only where it is asked for.
std::string tree_of(const Input& input, bool steady) {
  const bool starts_steady = input.values.has_richards() && input.values.flow->start == "steady";
  if (steady || !starts_steady) return Simulation(set_up(input, PETSC_COMM_WORLD)).tree();
  return model_tree(input, build(input, PETSC_COMM_WORLD));
}

}  // namespace

int check_case(const Words& words) {
  namespace options = boost::program_options;
  options::options_description description;
  auto add = description.add_options();
  add("case", options::value<std::string>());
  add("set", options::value<std::vector<std::string>>()->composing());
  add("set-from", options::value<std::vector<std::string>>()->composing());
  add("scenario", options::value<std::vector<std::string>>()->composing());
  add("steady", options::bool_switch());
  const auto given = parse("check", words, description, "case", 1);
  const auto texts = [&](const char* name) {
    return given.count(name) > 0 ? given[name].as<std::vector<std::string>>() : Words{};
  };
  const std::string file = required_file("check", given, "case");
  const std::vector<NamedInput> runs =
      with_sets(given, [&](const Words& sets) { return load_runs(file, sets, texts("scenario")); });
  std::string tree;
  for (const NamedInput& run : runs)  // each model can be built
    tree = tree_of(run.input, given["steady"].as<bool>());
  if (Session::rank() != 0) return 0;
  if (runs.size() > 1) {
    list_scenarios(runs);
    return 0;
  }
  std::printf("%s\n", tree.c_str());
  std::fflush(stdout);
  for (const Problem& warning : warnings_of(runs[0].input.document))
    std::fprintf(stderr, "%s\n", format_warning(warning).c_str());
  return 0;
}

}  // namespace talus::cli
