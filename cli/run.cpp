#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "base/units.h"
#include "base/wall_clock.h"
#include "cli/load_case.h"
#include "cli/options.h"
#include "solver/output/restart.h"
#include "solver/refine.h"
#include "solver/simulation.h"

namespace talus::cli {

namespace {

namespace options = boost::program_options;

/// The run file: -o, else run.output beside the case, else the case's own name with .h5.
std::filesystem::path output_of(const options::variables_map& given, const Input& input) {
  if (given.count("output") > 0) return given["output"].as<std::string>();
  if (input.values.run.output) return std::filesystem::path(input.folder) / *input.values.run.output;
  return std::filesystem::path(input.document.name()).replace_extension(".h5");
}

/// The first rank looks, all ranks stop. FileError when one of the outputs is there.
void refuse_existing(const std::filesystem::path& output) {
  std::string found;
  for (const char* ending : {".h5", ".xdmf", ".log", ".checkpoint.h5"}) {
    const auto file = std::filesystem::path(output).replace_extension(ending);
    if (found.empty() && Session::rank() == 0 && std::filesystem::exists(file)) found = file.string();
  }
  if (any_rank(!found.empty()))
    throw FileError(found + " exists; --force overwrites it, -o FILE.h5 writes elsewhere");
}

/// The first rank tries with the log, which stands beside the run file; all ranks stop: alone, it would leave
/// the others waiting.
void refuse_unwritable(const RunOptions& options) {
  if (any_rank(Session::rank() == 0 && !std::ofstream(options.log, std::ios::app)))
    throw FileError("cannot write '" + options.output + "' and '" +
                    std::filesystem::path(options.log).filename().string() +
                    "' beside it: no such folder, or no right to write there");
}

void warn_of_unused_options() {
  const std::vector<std::string> unused = Session::unused_options();
  if (Session::rank() != 0) return;
  for (const std::string& option : unused)
    std::fprintf(stderr, "warning: nothing asked for the PETSc option '%s'; is it misspelt?\n",
                 option.c_str());
}

/// The time of --at in s.
std::optional<double> restart_time(const options::variables_map& given) {
  if (given.count("at") == 0) return {};
  if (given.count("restart") == 0)
    refuse_command("--at needs --restart RUN.h5", "it says at which of its states to go on");
  try {
    return to_si(given["at"].as<std::string>(), "s");
  } catch (const UnitError& e) {
    refuse_command("--at: " + std::string(e.what()), e.hint());
  }
}

/// The time of an option like --wall-time in s.
std::optional<double> clock_option(const options::variables_map& given, const std::string& name) {
  if (given.count(name) == 0) return {};
  try {
    return wall_clock_time(given[name].as<std::string>());
  } catch (const UnitError& e) {
    refuse_command("--" + name + ": " + e.what(), e.hint());
  }
}

std::string command_line(const Words& words) {
  std::string line = "talus run";
  for (const std::string& word : words) line += " " + word;
  return line;
}

std::filesystem::path refined_output(const std::filesystem::path& output) {
  return output.parent_path() / (output.stem().string() + "_refined.h5");
}

RunOptions options_of(const std::filesystem::path& output, const Words& words,
                      const options::variables_map& given) {
  const Loudness loudness = given.count("quiet") > 0     ? Loudness::quiet
                            : given.count("verbose") > 0 ? Loudness::verbose
                                                         : Loudness::normal;
  const auto log = std::filesystem::path(output).replace_extension(".log");
  return {.output = output.string(),
          .log = log.string(),
          .command = command_line(words),
          .loudness = loudness,
          .wall_time = clock_option(given, "wall-time"),
          .checkpoint_every = clock_option(given, "checkpoint-every")};
}

/// Runs the case on a finer grid with smaller steps, and notes in the first run file what that changes.
void run_refined(const Input& input, const Outcome& coarse, const std::filesystem::path& output,
                 const RunOptions& options) {
  Input finer = input;
  finer.values = refined(input.values);
  Simulation simulation(finer);
  refuse_unwritable(options);
  simulation.run(options);
  const Outcome fine = outcome_of(simulation.model(), simulation.budget());
  std::string trouble;
  if (Session::rank() == 0) try {
      write_refined(output.string(), options.output, coarse, fine);
    } catch (const FileError& error) {
      trouble = error.what();
    }
  if (any_rank(!trouble.empty())) throw FileError(trouble);
  if (Session::rank() == 0 && options.loudness != Loudness::quiet)
    std::printf("refined: CO2 stored changes by %.2g %%\n",
                100 * (fine.stored_carbon - coarse.stored_carbon) / std::abs(coarse.stored_carbon));
}

}  // namespace

int run(const Words& words) {
  options::options_description description;
  auto add = description.add_options();
  add("case", options::value<std::string>());
  add("set", options::value<std::vector<std::string>>()->composing());
  add("output,o", options::value<std::string>());
  add("restart", options::value<std::string>());
  add("at", options::value<std::string>());
  add("refine", "a second run, on a finer grid");
  add("force", "overwrite");
  add("wall-time", options::value<std::string>());
  add("checkpoint-every", options::value<std::string>());
  add("quiet,q", "errors only");
  add("verbose,v", "each step");
  const auto given = parse("run", words, description, "case", 1);
  const auto sets = given.count("set") > 0 ? given["set"].as<std::vector<std::string>>() : Words{};
  const Input input = load_case(required_file("run", given, "case"), sets);

  const std::filesystem::path output = output_of(given, input);
  if (output.extension() != ".h5")
    refuse_command("the run file must end in .h5, but this is '" + output.string() + "'",
                   "write -o FILE.h5, or run.output = \"FILE.h5\" in the case");
  refuse_odd_name(output, {".h5", ".xdmf", ".log"});
  const std::optional<double> at = restart_time(given);
  if (given.count("restart") > 0) refuse_own_parent(output.string(), given["restart"].as<std::string>());
  const bool refine = given.count("refine") > 0;
  if (refine && given.count("restart") > 0)
    refuse_command("--refine and --restart do not go together",
                   "a finer grid begins at the start: run the whole case with --refine");
  if (given.count("force") == 0) refuse_existing(output);
  if (given.count("force") == 0 && refine) refuse_existing(refined_output(output));
  const RunOptions own = options_of(output, words, given);
  Outcome outcome;
  {
    Simulation simulation(input);
    if (given.count("restart") > 0) simulation.restart(given["restart"].as<std::string>(), at);
    refuse_unwritable(own);
    simulation.run(own);
    outcome = outcome_of(simulation.model(), simulation.budget());
  }
  if (refine) run_refined(input, outcome, output, options_of(refined_output(output), words, given));
  warn_of_unused_options();
  return 0;
}

}  // namespace talus::cli
