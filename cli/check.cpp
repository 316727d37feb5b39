#include <cstdio>
#include <filesystem>

#include "api/load_case.h"
#include "base/disk.h"
#include "base/petsc.h"
#include "base/scenarios.h"
#include "base/warnings.h"
#include "case/picture.h"
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

/// What is said of the model of a case.
struct Shown {
  std::string tree, picture;  // the second empty unless it is asked for
};

/// The model is built as for a run; of a flow that starts steady only where it is asked for.
Shown shown(const Input& input, bool steady, bool drawn) {
  const auto picture = [&](const Model& model) {
    return drawn ? picture_of(model, input.values.title) : std::string();
  };
  const bool starts_steady = input.values.has_richards() && input.values.flow->start == "steady";
  if (steady || !starts_steady) {
    const Simulation simulation(set_up(input, PETSC_COMM_WORLD));
    return {simulation.tree(), picture(simulation.model())};
  }
  const ModelAndState built = build(input, PETSC_COMM_WORLD);
  return {model_tree(input, built), picture(built.model)};
}

/// Writes the picture of the one case that is checked. FileError.
void write_picture(const std::string& file, bool force, const std::string& picture) {
  if (std::filesystem::exists(file) && !force)
    throw FileError("'" + file + "' exists\n  use --force to overwrite it, or another name");
  write_whole_file(file, picture);
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
  add("picture", options::value<std::string>());
  add("force", options::bool_switch());
  const auto given = parse("check", words, description, "case", 1);
  const auto texts = [&](const char* name) {
    return given.count(name) > 0 ? given[name].as<std::vector<std::string>>() : Words{};
  };
  const std::string file = required_file("check", given, "case");
  const std::vector<NamedInput> runs =
      with_sets(given, [&](const Words& sets) { return load_runs(file, sets, texts("scenario")); });
  const bool drawn = given.count("picture") > 0;
  if (drawn && runs.size() > 1)
    refuse_command("--picture draws one case, but there are " + std::to_string(runs.size()) + " scenarios",
                   "add --scenario NAME");
  if (drawn && size_of(PETSC_COMM_WORLD) > 1)
    refuse_command("--picture draws on one rank", "leave mpirun out");
  Shown last;
  for (const NamedInput& run : runs)  // each model can be built
    last = shown(run.input, given["steady"].as<bool>(), drawn);
  if (Session::rank() != 0) return 0;
  if (drawn) write_picture(given["picture"].as<std::string>(), given["force"].as<bool>(), last.picture);
  if (runs.size() > 1) {
    list_scenarios(runs);
    return 0;
  }
  std::printf("%s\n", last.tree.c_str());
  std::fflush(stdout);
  for (const Problem& warning : warnings_of(runs[0].input.document))
    std::fprintf(stderr, "%s\n", format_warning(warning).c_str());
  return 0;
}

}  // namespace talus::cli
