#include "study/all_runs.h"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstring>
#include <fstream>
#include <sstream>

#include "base/error.h"
#include "base/interruption.h"
#include "base/text_file.h"
#include "study/one_run.h"

namespace talus::study {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t rows_before_gathering = 200;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// What was wrong with the study, as a run has found it.
[[noreturn]] void refuse(const Study& study, RunEnd end, const std::filesystem::path& work) {
  if (end == RunEnd::input_fault) refuse_input(work);
  const std::string text = text_of_file(file_of_fault(work).string(), Letters::of_any_encoding);
  std::error_code ignored;
  std::filesystem::remove_all(work, ignored);
  if (end != RunEnd::unknown_quantity) throw FileError(text);
  std::istringstream lines(text);
  std::string index, what, hint;
  std::getline(lines, index);
  std::getline(lines, what);
  std::getline(lines, hint);
  throw InputError({{study.document.place_of_value("quantities[" + index + "]"), what, hint}});
}

/// Runs whose reports lack a quantity that the study asks for. Where other runs have it, these have failed; where none has, the
/// study is wrong.
class Lacking {
 public:
  Lacking(const Study& study, const Folder& folder) : study_(study), folder_(folder) {}
  Lacking(const Lacking&) = delete;
  Lacking& operator=(const Lacking&) = delete;
  ~Lacking() {
    std::error_code ignored;
    for (const auto& [run, work] : works_) std::filesystem::remove_all(work, ignored);
  }

  void add(std::size_t run, const std::filesystem::path& work) {
    works_[run] = work;
    if (works_.size() >= enough) settle();
  }

  void settle() {
    if (works_.empty()) return;
    if (read_results(folder_, study_).columns.empty())
      refuse(study_, RunEnd::unknown_quantity, works_.begin()->second);
    for (const auto& [run, work] : works_) {
      std::istringstream lines(text_of_file(file_of_fault(work).string(), Letters::of_any_encoding));
      std::string index, what;
      std::getline(lines, index);
      std::getline(lines, what);
      fail_run(study_, folder_, work, run, what);
    }
    works_.clear();
  }

 private:
  static constexpr std::size_t enough = 4;  // so many runs are worth finding out whether a name is wrong
  const Study& study_;
  const Folder& folder_;
  std::map<std::size_t, std::filesystem::path> works_;
};

/// Whether a process of this machine is there and has not ended; one that has ended may be there until its parent heeds that.
bool goes_on(pid_t process) {
  if (kill(process, 0) != 0 && errno == ESRCH) return false;
  std::ifstream stat("/proc/" + std::to_string(process) + "/stat");
  std::string text;
  std::getline(stat, text);
  const std::size_t name_ends = text.rfind(") ");
  return name_ends == std::string::npos || text.substr(name_ends + 2, 1).find_first_of("ZX") != 0;
}

/// Removes the work folders of processes of this machine that are no more.
void clear_work(const Folder& folder) {
  if (!std::filesystem::exists(folder.work())) return;
  std::array<char, 256> host{};
  gethostname(host.data(), host.size() - 1);
  for (const auto& entry : std::filesystem::directory_iterator(folder.work())) {
    const std::string name = entry.path().filename().string();
    const std::size_t first = name.find('.'), last = name.rfind('.');
    int process = 0;
    if (last == first || name.substr(first + 1, last - first - 1) != host.data()) continue;
    const auto [end, error] = std::from_chars(name.data() + last + 1, name.data() + name.size(), process);
    if (error != std::errc() || goes_on(process)) continue;
    std::error_code ignored;
    std::filesystem::remove_all(entry.path(), ignored);
  }
}

/// The processes that are at work.
class Workers {
 public:
  Workers(const Study& study, const Folder& folder, std::string program)
      : study_(study), folder_(folder), program_(std::move(program)), lacking_(study, folder) {}
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  ~Workers() {
    for (const auto& [process, run] : at_work_) kill(-process, SIGKILL);
    for (const auto& [process, run] : at_work_) waitpid(process, nullptr, 0);
    std::error_code ignored;
    for (const auto& [process, run] : at_work_) std::filesystem::remove_all(work_of(process, run), ignored);
  }

  std::size_t count() const { return at_work_.size(); }

  void start(std::size_t run) {
    std::fflush(nullptr);
    const pid_t own = getpid(), process = fork();
    if (process < 0) throw FileError(std::string("cannot start a process: ") + std::strerror(errno));
    if (process == 0) be_a_worker(run, own);
    setpgid(process, process);  // whoever is first
    at_work_[process] = run;
  }

  /// Whether a run has ended. A process that fell over makes a failed run.
  bool one_has_ended() {
    int status = 0;
    const pid_t process = waitpid(-1, &status, WNOHANG);
    const auto found = at_work_.find(process);
    if (process <= 0 || found == at_work_.end()) return false;
    const std::size_t run = found->second;
    const std::filesystem::path work = work_of(process, run);
    at_work_.erase(found);
    const auto end = WIFEXITED(status) ? static_cast<RunEnd>(WEXITSTATUS(status)) : RunEnd::row;
    if (WIFSIGNALED(status)) {
      write_row(folder_, run, {},
                {{}, "reading its files ended by signal " + std::to_string(WTERMSIG(status))});
      std::filesystem::remove_all(work);
    }
    if (end == RunEnd::interrupted) throw Interrupted("a run of the study was asked to end");
    if (end == RunEnd::unknown_quantity)
      lacking_.add(run, work);
    else if (end != RunEnd::row)
      refuse(study_, end, work);
    return true;
  }

  /// When none is at work any more: what becomes of runs that lacked a quantity.
  void settle() { lacking_.settle(); }

 private:
  std::filesystem::path work_of(pid_t process, std::size_t run) const {
    std::string name = work_folder(folder_, run).string();
    return name.substr(0, name.rfind('.') + 1) + std::to_string(process);
  }

  /// Does a run in this process, which dies with its parent, and whose signals are not those of the terminal.
  [[noreturn]] void be_a_worker(std::size_t run, pid_t parent) const {
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(static_cast<int>(RunEnd::interrupted));
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGXCPU})
      std::signal(signal, SIG_DFL);
    try {
      _exit(static_cast<int>(do_run(study_, folder_, run, program_)));
    } catch (const std::exception& error) {
      std::fprintf(stderr, "error: run %zu: %s\n", run, error.what());
      std::fflush(stderr);
      std::abort();
    }
  }

  const Study& study_;
  const Folder& folder_;
  std::string program_;
  std::map<pid_t, std::size_t> at_work_;
  Lacking lacking_;
};

}  // namespace

void do_runs(const Study& study, const Folder& folder, std::size_t jobs, const std::string& program,
             const std::function<void(const Progress&)>& say) {
  clear_work(folder);
  Results results = read_results(folder, study);
  Progress progress{results.by_run.size(), study.design.size(), 0};
  const std::size_t before = progress.done;
  const auto begin = Clock::now();
  const Interruption::Heeded heeded;
  std::size_t next = 0, since_gathered = 0;
  {
    Workers workers(study, folder, program);
    while (true) {
      if (Interruption::due()) break;
      while (next < study.design.size() && workers.count() < jobs) {
        if (!results.by_run.contains(next)) workers.start(next);
        ++next;
      }
      if (workers.count() == 0) {
        workers.settle();
        break;
      }
      if (!workers.one_has_ended()) {
        usleep(5000);
        continue;
      }
      ++progress.done;
      progress.seconds_left = seconds_since(begin) / static_cast<double>(progress.done - before) *
                              static_cast<double>(progress.all - progress.done);
      if (++since_gathered >= rows_before_gathering) {
        gather(folder, study, read_results(folder, study));
        since_gathered = 0;
      }
      say(progress);
    }
  }
  clear_work(folder);  // of a study that was killed just before this one, and had not quite ended
  results = read_results(folder, study);
  if (!results.by_run.empty()) gather(folder, study, results);
  if (results.by_run.size() < study.design.size())
    throw Interrupted("the study was interrupted: " + std::to_string(results.by_run.size()) + " of " +
                      std::to_string(study.design.size()) + " runs are in " + folder.results().string() +
                      "; the same command goes on");
}

void do_some_runs(const Study& study, const Folder& folder, Some some, const std::string& program) {
  const Results results = read_results(folder, study);
  Lacking lacking(study, folder);
  for (std::size_t run = some.from; run < some.to; ++run) {
    if (results.by_run.contains(run)) continue;
    const RunEnd end = do_run(study, folder, run, program);
    if (end == RunEnd::interrupted)
      throw Interrupted("run " + std::to_string(run) + " was interrupted; the same command goes on");
    if (end == RunEnd::unknown_quantity)
      lacking.add(run, work_folder(folder, run));
    else if (end != RunEnd::row)
      refuse(study, end, work_folder(folder, run));
  }
  lacking.settle();
}

std::string job_script(const Study& study, const std::string& study_file, const Folder& folder,
                       std::size_t runs_per_job) {
  const std::size_t runs = study.design.size(), jobs = (runs + runs_per_job - 1) / runs_per_job;
  return "#!/bin/bash\n# The " + std::to_string(runs) + " runs of a study as an array of jobs, " +
         std::to_string(runs_per_job) +
         " runs each:  sbatch FILE\n# Afterwards  talus study STUDY.toml --out FOLDER  does what is missing, and writes the page. "
         "Set TALUS to the program.\n#SBATCH --job-name=talus-study\n#SBATCH --ntasks=1\n#SBATCH --time=24:00:00\n"
         "#SBATCH --array=0-" +
         std::to_string(jobs - 1) + "\nset -euo pipefail\nfrom=$((SLURM_ARRAY_TASK_ID * " +
         std::to_string(runs_per_job) + "))\nto=$((from + " + std::to_string(runs_per_job) + " < " +
         std::to_string(runs) + " ? from + " + std::to_string(runs_per_job) + " : " + std::to_string(runs) +
         "))\nexec \"${TALUS:-talus}\" study " +
         quoted_for_shell(std::filesystem::absolute(study_file).lexically_normal().string()) + " --out " +
         quoted_for_shell(std::filesystem::absolute(folder.path).lexically_normal().string()) +
         " --only \"$from-$((to - 1))\"\n";
}

}  // namespace talus::study
