#include <charconv>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <thread>

#include "api/file_kind.h"
#include "base/disk.h"
#include "base/error.h"
#include "base/interruption.h"
#include "base/output_lock.h"
#include "base/petsc.h"
#include "base/wall_clock.h"
#include "cli/durability.h"
#include "cli/options.h"
#include "report/words.h"
#include "study/all_runs.h"
#include "study/results_hdf5.h"
#include "study/summary_output.h"

namespace talus::cli {

namespace {

namespace options = boost::program_options;
using talus::study::Folder;
using talus::study::Study;

/// A whole number above 0 of an option.
std::size_t count_option(const options::variables_map& given, const char* name, std::size_t otherwise) {
  if (given.count(name) == 0) return otherwise;
  const int value = given[name].as<int>();
  if (value < 1) refuse_command("--" + std::string(name) + " needs a whole number above 0", "");
  return static_cast<std::size_t>(value);
}

/// "17" or "10-19": these runs, both ends among them.
talus::study::Some runs_of(const std::string& text, std::size_t all) {
  const auto number = [&](std::string_view word) {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc() || end != word.data() + word.size() || value >= all)
      refuse_command("--only needs runs from 0 to " + std::to_string(all - 1) + ", found '" + text + "'",
                     "--only 17 or --only 10-19");
    return value;
  };
  const std::string_view words = text;
  const std::size_t dash = words.find('-');
  const std::size_t from = number(words.substr(0, dash));
  const std::size_t last = dash == std::string::npos ? from : number(words.substr(dash + 1));
  if (last < from)
    refuse_command("--only: '" + text + "' ends before it begins", "write the lower number first");
  return {from, last + 1};
}

/// What a study writes.
constexpr auto written = {"results.csv", "results.h5", "results.h5.part", "rows",       "work",
                          "runs",        "failures",   "study.html",      "study.json", "summary.csv"};

/// Forgets the runs that failed, which are done again.
void forget_failures(const Study& study, const Folder& folder) {
  talus::study::Results results = talus::study::read_results(folder, study);
  talus::study::gather(folder, study, results);
  std::erase_if(results.by_run, [](const auto& one) { return !one.second.failure.empty(); });
  talus::study::gather(folder, study, results);
  std::filesystem::remove_all(folder.failures());
}

void print_design(const Study& study) {
  std::printf("%zu %s", study.design.size(), study.pair() ? "pairs of runs" : "runs");
  std::printf(" of %s, method %s\n", study.case_path.c_str(), study.said.method.c_str());
  for (const auto& parameter : study.design.parameters())
    std::printf("  %s: %s\n", parameter.name.c_str(), parameter.sentence.c_str());
}

/// Says how far the study is, at most every two seconds.
class Speaker {
 public:
  void operator()(const talus::study::Progress& progress) {
    const double now = seconds_since_start();
    if (now - last_ < 2 && progress.done < progress.all) return;
    last_ = now;
    std::printf("%zu of %zu runs, about %s left\n", progress.done, progress.all,
                time_words(progress.seconds_left).c_str());
    std::fflush(stdout);
  }

 private:
  static std::string time_words(double seconds) {
    if (!std::isfinite(seconds)) return "an unknown time";
    char text[40];
    const long whole = std::lround(seconds);
    std::snprintf(text, sizeof text, "%ld:%02ld:%02ld", whole / 3600, whole / 60 % 60, whole % 60);
    return text;
  }
  double last_ = -10;
};

void write_summary(const Study& study, const Folder& folder) {
  const talus::study::Results results = talus::study::read_results(folder, study);
  if (!results.by_run.empty())
    talus::study::write_results_hdf5(folder.results_hdf5().string(), study, results);
  const auto summary = talus::study::summarise(study, results);
  write_whole_file((folder.path / "study.json").string(), talus::study::summary_json(study, summary));
  write_whole_file((folder.path / "summary.csv").string(), talus::study::summary_csv(study, summary));
  write_whole_file((folder.path / "study.html").string(), talus::study::summary_page(study, summary));
  std::printf("%sstudy: %s\n", talus::study::summary_text(study, summary).c_str(),
              (folder.path / "study.html").c_str());
}

/// Refuses options that do not go together, of which one would be ignored.
void check_options(const options::variables_map& given) {
  struct Rule {
    const char* name;
    std::vector<const char*> others;
    const char* why;
  };
  const std::vector<Rule> rules{
      {"durability",
       {"report", "only", "write-jobs", "runs-per-job", "retry"},
       "--durability runs a few futures of a run"},
      {"check",
       {"report", "only", "write-jobs", "runs-per-job", "force", "retry", "jobs"},
       "--check runs and writes nothing"},
      {"only",
       {"report", "write-jobs", "runs-per-job", "force", "retry", "jobs"},
       "--only does runs beside others, one after the other"},
      {"write-jobs", {"report", "retry", "jobs"}, "--write-jobs runs nothing"},
      {"report", {"force", "retry", "jobs", "runs-per-job"}, "--report shows the results that are there"}};
  for (const Rule& rule : rules)
    for (const char* other : rule.others)
      if (given.count(rule.name) > 0 && given.count(other) > 0)
        refuse_command("--" + std::string(rule.name) + " and --" + other + " do not go together", rule.why);
  if (given.count("runs-per-job") > 0 && given.count("write-jobs") == 0)
    refuse_command("--runs-per-job goes with --write-jobs",
                   "--write-jobs FILE writes the script of the jobs");
}

/// Writes the script of the jobs of a cluster.
void write_jobs(const Study& study, const Folder& folder, const std::string& file,
                const options::variables_map& given) {
  const std::string script = given["write-jobs"].as<std::string>();
  if (std::filesystem::exists(script) && given.count("force") == 0)
    throw FileError("'" + script + "' exists\n  use --force to overwrite it, or another name");
  talus::study::check_ends(study);
  talus::study::prepare_folder(folder, study);
  write_whole_file(script,
                   talus::study::job_script(study, file, folder, count_option(given, "runs-per-job", 1)));
}

std::string folder_of(const options::variables_map& given, const std::string& file) {
  if (given.count("out") > 0) return given["out"].as<std::string>();
  return std::filesystem::path(file).replace_extension("").string() + "_study";
}

}  // namespace

int study(const Words& words) {
  options::options_description description;
  auto add = description.add_options();
  add("study", options::value<std::string>());
  add("out", options::value<std::string>());
  add("jobs,j", options::value<int>());
  add("check", "reads all and runs nothing");
  add("report", "writes the page of the runs that are there, and runs nothing");
  add("retry", "runs that failed are done again");
  add("only", options::value<std::string>());
  add("write-jobs", options::value<std::string>());
  add("runs-per-job", options::value<int>());
  add("force",
      "removes results that are there; with --write-jobs overwrites the script, and removes nothing");
  add("durability", "futures of a finished run");
  add("quiet,q", "no progress");
  const auto given = parse("study", words, description, "study", 1);
  const std::string file = required_file("study", given, "study");
  check_options(given);
  if (Session::rank() != 0) return 0;
  if (given.count("durability") > 0) {
    study_durability(file, {folder_of(given, file),
                            count_option(given, "jobs", std::max(1U, std::thread::hardware_concurrency())),
                            given.count("check") > 0, given.count("force") > 0});
    return 0;
  }
  refuse_other_kind(file, "study");
  const Study study = talus::study::read_study(file);
  const Folder folder{folder_of(given, file)};
  if (given.count("check") > 0) {
    talus::study::check_ends(study);
    print_design(study);
    return 0;
  }
  if (given.count("write-jobs") > 0) {
    write_jobs(study, folder, file, given);
    return 0;
  }
  if (given.count("only") > 0) {
    talus::study::prepare_folder(folder, study);
    talus::study::do_some_runs(study, folder, runs_of(given["only"].as<std::string>(), study.design.size()),
                               this_program);
    return 0;
  }
  if (given.count("force") > 0) talus::study::remove_results(folder, written);
  const bool fresh = !std::filesystem::exists(folder.about());
  if (given.count("report") > 0 && fresh)
    throw FileError("there is no '" + folder.path.string() + "' with results of the study");
  if (fresh) talus::study::check_ends(study);
  talus::study::prepare_folder(folder, study);
  const OutputLock lock(folder.results().string());
  if (given.count("retry") > 0) forget_failures(study, folder);
  if (given.count("report") == 0) {
    const bool missing = talus::study::read_results(folder, study).by_run.size() < study.design.size();
    if (missing && !fresh) talus::study::check_ends(study);  // more runs reach further
    Interruption::listen();
    Speaker speaker;
    const std::size_t jobs = count_option(given, "jobs", std::max(1U, std::thread::hardware_concurrency()));
    talus::study::do_runs(study, folder, jobs, this_program, [&](const talus::study::Progress& progress) {
      if (given.count("quiet") == 0) speaker(progress);
    });
  }
  write_summary(study, folder);
  return 0;
}

}  // namespace talus::cli
