#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "api/load_case.h"
#include "base/first_rank.h"
#include "base/hdf5.h"
#include "base/petsc.h"
#include "base/units.h"
#include "base/wall_clock.h"
#include "case/refine.h"
#include "case/set_up.h"
#include "cli/options.h"
#include "solver/output/restart.h"
#include "solver/output/run_outputs.h"

namespace talus::cli {

namespace {

namespace options = boost::program_options;

/// The run file: -o, else run.output beside the case, else the case's own name with .h5; that of a scenario has
/// its name before the ending.
std::filesystem::path output_of(const options::variables_map& given, const NamedInput& run) {
  if (given.count("output") > 0) return given["output"].as<std::string>();
  const Input& input = run.input;
  std::filesystem::path file = input.values.run.output
                                   ? std::filesystem::path(input.folder) / *input.values.run.output
                                   : std::filesystem::path(input.document.name()).replace_extension(".h5");
  if (!run.name.empty())
    file.replace_filename(file.stem().string() + "." + run.name + file.extension().string());
  return file;
}

void warn_of_unused_options() {
  const std::vector<std::string> unused = Session::unused_options();
  if (Session::rank() != 0) return;
  for (const std::string& option : unused)
    std::fprintf(stderr, "warning: nothing asked for the PETSc option '%s'; is it misspelt?\n",
                 option.c_str());
}

/// What --at (in s) and --last-good say.
RestartPoint restart_point(const options::variables_map& given) {
  RestartPoint point{.at = {}, .last_good = given.count("last-good") > 0};
  if (given.count("at") + given.count("last-good") == 0) return point;
  if (given.count("restart") == 0)
    refuse_command((point.last_good ? std::string("--last-good") : "--at") + " needs --restart RUN.h5",
                   "it says at which of its states to go on");
  if (given.count("at") > 0 && point.last_good)
    refuse_command("--at and --last-good do not go together", "each says at which state to go on");
  if (point.last_good) return point;
  try {
    point.at = to_si(given["at"].as<std::string>(), "s");
    return point;
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
  return {.output = output.string(),
          .log = log_of(output),
          .command = command_line(words),
          .loudness = loudness,
          .wall_time = clock_option(given, "wall-time"),
          .checkpoint_every = clock_option(given, "checkpoint-every"),
          .clock_from = 0};  // a batch system counts from the start of the program
}

/// "0.52 %".
std::string relative_change(double from, double to) {
  char text[40];
  std::snprintf(text, sizeof text, "%.2g %%", to == from ? 0 : 100 * (to - from) / std::abs(from));
  return text;
}

/// Lets steps end where those of a finished run ended, whatever their error: what such runs differ by is then what their values
/// make, and none of it is made by other steps. FileError.
void take_steps_of(const std::string& path, Controls& controls) {
  std::vector<double> times;
  const hdf5::File file = hdf5::File::open(path);
  if (!file.has("/series/time")) throw FileError("'" + path + "' is no run file: it has no /series/time");
  for (const double time : file.dataset("/series/time").numbers())
    if (time < controls.length) times.push_back(time);
  if (times.empty() || !std::ranges::is_sorted(times))
    throw FileError("'" + path + "' has no steps that this run could take");
  controls.stop_at.insert(controls.stop_at.end(), times.begin(), times.end());
  std::ranges::sort(controls.stop_at);
  const auto [from, end] = std::ranges::unique(controls.stop_at);
  controls.stop_at.erase(from, end);
  controls.steps.fixed = controls.length;  // from one of them to the next
}

/// Runs the case on a finer grid with smaller steps, and notes in the first run file what that changes.
void run_refined(const Input& input, const Outcome& coarse, const std::filesystem::path& output,
                 const RunOptions& options) {
  Input finer = input;
  finer.values = refined(input.values);
  Simulation simulation(set_up(finer, PETSC_COMM_WORLD));
  refuse_unwritable_outputs(PETSC_COMM_WORLD, options.output);
  simulation.run(options);
  const Outcome fine = outcome_of(simulation.model(), simulation.budget());
  first_rank_does(PETSC_COMM_WORLD, [&] { write_refined(output.string(), options.output, coarse, fine); });
  if (Session::rank() == 0 && options.loudness != Loudness::quiet)
    std::printf("refined: CO2 from air changes by %s, CO2 stored by %s\n",
                relative_change(coarse.carbon_from_air, fine.carbon_from_air).c_str(),
                relative_change(coarse.stored_carbon, fine.stored_carbon).c_str());
}

/// A run before it begins.
struct Planned {
  NamedInput run;
  std::filesystem::path output;
};

/// Its files, locked as long as it lives: while the run goes on, since thousands of scenarios are more than a process may open
/// files.
struct Locks {
  std::unique_ptr<OutputLock> own, refined;
};

/// Refuses a scenario whose file is that of the finer run of another one: "a_refined" beside "a".
void refuse_shared_outputs(const std::vector<NamedInput>& runs, const options::variables_map& given) {
  for (const NamedInput& run : runs)
    for (const NamedInput& other : runs)
      if (output_of(given, other) == refined_output(output_of(given, run)))
        refuse_command("--refine writes the finer run of scenario '" + run.name + "' to " +
                           output_of(given, other).string() + ", which is the file of scenario '" +
                           other.name + "'",
                       "give '" + other.name + "' another name, or run one of the two by --scenario NAME");
}

/// Locks the files of a run, and refuses those that are there.
Locks locked(const Planned& plan, const options::variables_map& given) {
  Locks locks;
  const bool refine = given.count("refine") > 0;
  locks.own = lock_outputs(PETSC_COMM_WORLD, plan.output);
  if (refine) locks.refined = lock_outputs(PETSC_COMM_WORLD, refined_output(plan.output));
  if (given.count("force") > 0) return locks;
  const std::string remedy = plan.run.name.empty() ? "--force overwrites it, -o FILE.h5 writes elsewhere"
                                                   : "--force overwrites it, --scenario NAME runs another";
  refuse_existing_outputs(PETSC_COMM_WORLD, plan.output, remedy);
  if (refine) refuse_existing_outputs(PETSC_COMM_WORLD, refined_output(plan.output), remedy);
  return locks;
}

/// Where a run writes. FileError where it cannot, before any of several runs begins.
Planned planned(NamedInput run, const options::variables_map& given) {
  Planned plan{.run = std::move(run), .output = {}};
  const std::filesystem::path output = plan.output = output_of(given, plan.run);
  if (output.extension() != ".h5")
    refuse_command("the run file must end in .h5, but this is '" + output.string() + "'",
                   "write -o FILE.h5, or run.output = \"FILE.h5\" in the case");
  refuse_odd_name(output, {".checkpoint.h5.new", ".h5", ".xdmf", ".log"});
  if (given.count("restart") > 0) refuse_own_parent(output.string(), given["restart"].as<std::string>());
  static_cast<void>(locked(plan, given));
  return plan;
}

void run_one(const Planned& plan, const Words& words, const options::variables_map& given) {
  const Input& input = plan.run.input;
  if (given.count("refine") > 0 && !input.values.lifts.empty())
    throw InputError({{input.document.place_of_key("lifts"), "--refine does not go with [[lifts]]",
                       "run the case again with smaller mesh.cells and compare the two"}});
  const Locks locks = locked(plan, given);
  const RunOptions own = options_of(plan.output, words, given);
  Outcome outcome;
  {
    Setup setup = set_up(input, PETSC_COMM_WORLD);
    if (given.count("steps-of") > 0) take_steps_of(given["steps-of"].as<std::string>(), setup.controls);
    Simulation simulation(std::move(setup));
    if (given.count("restart") > 0)
      simulation.restart(given["restart"].as<std::string>(), restart_point(given));
    refuse_unwritable_outputs(PETSC_COMM_WORLD, own.output);
    simulation.run(own);
    outcome = outcome_of(simulation.model(), simulation.budget());
  }
  if (given.count("refine") > 0)
    run_refined(input, outcome, plan.output, options_of(refined_output(plan.output), words, given));
}

/// Runs one of several; what it fails with is said, and gives the exit code. Interruptions escape.
int run_one_of_many(const Planned& plan, const Words& words, const options::variables_map& given) {
  const auto failed = [&](const std::exception& error, int code) {
    if (Session::rank() == 0)
      std::fprintf(stderr, "error: scenario %s: %s\n", plan.run.name.c_str(), error.what());
    return code;
  };
  try {
    run_one(plan, words, given);
    return 0;
  } catch (const InputError& error) {
    return failed(error, 2);
  } catch (const SolveError& error) {
    return failed(error, 3);
  } catch (const FileError& error) {
    return failed(error, 4);
  }
}

/// Runs all, one after the other; one that fails does not stop the others. The exit code of the first that
/// failed, 0 when none did.
int run_all(const std::vector<Planned>& plans, const Words& words, const options::variables_map& given) {
  const bool talks = Session::rank() == 0 && given.count("quiet") == 0;
  int code = 0;
  std::string failed;
  for (std::size_t i = 0; i < plans.size(); ++i) {
    if (talks)
      std::printf("scenario %s (%zu of %zu): %s\n", plans[i].run.name.c_str(), i + 1, plans.size(),
                  plans[i].output.c_str());
    const int own = run_one_of_many(plans[i], words, given);
    if (own != 0) failed += (failed.empty() ? "" : ", ") + plans[i].run.name;
    if (code == 0) code = own;
  }
  if (!failed.empty() && Session::rank() == 0)
    std::fprintf(stderr, "error: not all of the %zu scenarios ran to their end; these failed: %s\n",
                 plans.size(), failed.c_str());
  return code;
}

}  // namespace

int run(const Words& words) {
  options::options_description description;
  auto add = description.add_options();
  add("case", options::value<std::string>());
  add("set", options::value<std::vector<std::string>>()->composing());
  add("set-from", options::value<std::vector<std::string>>()->composing());
  add("scenario", options::value<std::vector<std::string>>()->composing());
  add("steps-of", options::value<std::string>());
  add("output,o", options::value<std::string>());
  add("restart", options::value<std::string>());
  add("at", options::value<std::string>());
  add("last-good", "where the last state is torn or damaged, the last good one before it");
  add("refine", "a second run, on a finer grid");
  add("force", "overwrite");
  add("wall-time", options::value<std::string>());
  add("checkpoint-every", options::value<std::string>());
  add("quiet,q", "errors only");
  add("verbose,v", "each step");
  const auto given = parse("run", words, description, "case", 1);
  const auto texts = [&](const char* name) {
    return given.count(name) > 0 ? given[name].as<std::vector<std::string>>() : Words{};
  };
  const std::string file = required_file("run", given, "case");
  std::vector<NamedInput> runs =
      with_sets(given, [&](const Words& sets) { return load_runs(file, sets, texts("scenario")); });
  if (runs.size() > 1)
    for (const char* one : {"output", "restart", "steps-of"})
      if (given.count(one) > 0)
        refuse_command("--" + std::string(one) + " goes with one run, and these are " +
                           std::to_string(runs.size()) + " scenarios",
                       "--scenario NAME chooses one: " + runs[0].name + ", " + runs[1].name + ", ...");
  static_cast<void>(restart_point(given));  // what is wrong with it, before anything runs
  if (given.count("refine") > 0 && given.count("restart") > 0)
    refuse_command("--refine and --restart do not go together",
                   "a finer grid begins at the start: run the whole case with --refine");
  if (given.count("refine") > 0 && given.count("steps-of") > 0)
    refuse_command("--refine and --steps-of do not go together", "a refined run has smaller steps");
  if (given.count("refine") > 0) refuse_shared_outputs(runs, given);
  std::vector<Planned> plans;
  for (NamedInput& run : runs) plans.push_back(planned(std::move(run), given));
  if (plans.size() == 1)
    run_one(plans[0], words, given);
  else if (const int code = run_all(plans, words, given); code != 0)
    return code;
  warn_of_unused_options();
  return 0;
}

}  // namespace talus::cli
