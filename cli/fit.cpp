#include <cstdio>
#include <filesystem>
#include <thread>

#include "api/file_kind.h"
#include "base/disk.h"
#include "base/error.h"
#include "base/interruption.h"
#include "base/output_lock.h"
#include "base/petsc.h"
#include "cli/options.h"
#include "study/fit_output.h"
#include "study/fit_runs.h"

namespace talus::cli {

namespace {

namespace options = boost::program_options;
using talus::study::Fit;
using talus::study::Folder;

/// What a fit writes.
constexpr auto written = {"rows",          "points",     "data.json",     "best.h5",
                          "best.log",      "fit.html",   "fit.json",      "parameters.csv",
                          "residuals.csv", "fitted.set", "posterior.toml"};

void print_design(const Fit& fit) {
  std::printf("%zu %s of %s fitted to %zu tables of measured values, %zu held out\n", fit.parameters.size(),
              fit.parameters.size() == 1 ? "parameter" : "parameters", fit.study.case_path.c_str(),
              fit.said.measured.size(), fit.said.held_out.size());
  for (const auto& parameter : fit.parameters)
    std::printf("  %s: %s\n", parameter.name.c_str(), parameter.sentence.c_str());
}

/// The run at the solution, kept as best.h5.
std::string keep_best(const talus::study::FitRuns& runs, int count) {
  const std::filesystem::path best = runs.folder / "best.h5", file = runs.run_file(count);
  if (std::filesystem::exists(file)) {
    const auto log = std::filesystem::path(file).replace_extension(".log");
    if (std::filesystem::exists(log)) std::filesystem::rename(log, runs.folder / "best.log");
    std::filesystem::rename(file, best);
    std::filesystem::remove_all(runs.point(count) / "runs");
  }
  return best.string();
}

/// Writes everything, and says the answer.
void write_results(const Fit& fit, const Folder& folder, const talus::study::FitSummary& summary,
                   const talus::report::Account& best) {
  const auto write = [&](const char* name, const std::string& text) {
    write_whole_file((folder.path / name).string(), text);
  };
  write("fit.json", talus::study::fit_json(fit, summary));
  write("parameters.csv", talus::study::parameters_csv(fit, summary));
  write("residuals.csv", talus::study::residuals_csv(summary));
  write("fit.html", talus::study::fit_page(fit, summary, best));
  write("fitted.set", talus::study::fitted_set(fit, summary));
  write("posterior.toml", talus::study::posterior_study(fit, summary, folder.path.string()));
  std::printf("%sfit: %s\n", talus::study::fit_text(fit, summary).c_str(),
              (folder.path / "fit.html").c_str());
}

}  // namespace

int fit(const Words& words) {
  options::options_description description;
  auto add = description.add_options();
  add("fit", options::value<std::string>());
  add("out", options::value<std::string>());
  add("jobs,j", options::value<int>());
  add("check", "reads all and runs nothing");
  add("force", "removes results that are there");
  add("quiet,q", "no progress");
  const auto given = parse("fit", words, description, "fit", 1);
  const std::string file = required_file("fit", given, "fit");
  for (const char* other : {"force", "jobs"})
    if (given.count("check") > 0 && given.count(other) > 0)
      refuse_command("--check and --" + std::string(other) + " do not go together",
                     "--check runs and writes nothing");
  const int jobs = given.count("jobs") > 0
                       ? given["jobs"].as<int>()
                       : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  if (jobs < 1) refuse_command("--jobs needs a whole number above 0", "");
  if (Session::rank() != 0) return 0;
  refuse_other_kind(file, "fit");
  const Fit fit = talus::study::read_fit(file);
  talus::study::check_start_and_ends(fit);
  if (given.count("check") > 0) {
    print_design(fit);
    return 0;
  }
  const Folder folder{
      given.count("out") > 0
          ? std::filesystem::path(given["out"].as<std::string>())
          : std::filesystem::path(std::filesystem::path(file).replace_extension("").string() + "_fit")};
  if (given.count("force") > 0) talus::study::remove_results(folder, written);
  talus::study::prepare_folder(folder, fit.study);
  const OutputLock lock((folder.path / "fit.json").string());
  Interruption::listen();
  const talus::study::FitRuns runs{fit, folder.path, static_cast<std::size_t>(jobs), this_program,
                                   [&](const std::string& line) {
                                     if (given.count("quiet") > 0) return;
                                     std::printf("%s\n", line.c_str());
                                     std::fflush(stdout);
                                   }};
  const auto problem = talus::study::FitRuns::problem(runs);
  auto solution = talus::study::least_squares(problem, fit.start, fit.said.points);
  const talus::report::Account best = talus::report::make_account(keep_best(runs, solution.count));
  const auto summary = talus::study::summarise(fit, problem, std::move(solution), best);
  write_results(fit, folder, summary, best);
  if (!summary.solution.converged)
    throw SolveError("the fit has not converged: " + summary.solution.why + "\n  what it came to is in " +
                     folder.path.string());
  return 0;
}

}  // namespace talus::cli
