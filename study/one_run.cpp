#include "study/one_run.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/disk.h"
#include "base/error.h"
#include "base/text_file.h"
#include "study/extract.h"

namespace talus::study {
namespace {

constexpr int not_started = 127;

/// Becomes the program, with its output in `output`; it ends when the process that started it does.
[[noreturn]] void become(const std::string& program, const std::vector<std::string>& words,
                         const std::string& output, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(not_started);
  const int file = open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (file < 0 || dup2(file, STDOUT_FILENO) < 0 || dup2(file, STDERR_FILENO) < 0) _exit(not_started);
  setenv("OMP_NUM_THREADS", "1", 0);  // there are as many runs as there are processors
  std::vector<char*> pointers{const_cast<char*>(program.c_str())};
  for (const std::string& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
  pointers.push_back(nullptr);
  execv(program.c_str(), pointers.data());
  _exit(not_started);
}

/// Starts the program and waits for it; the status of waitpid().
int status_of(const std::string& program, const std::vector<std::string>& words, const std::string& output) {
  const pid_t own = getpid(), child = fork();
  if (child < 0) throw FileError(std::string("cannot start a process: ") + std::strerror(errno));
  if (child == 0) become(program, words, output, own);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

/// What a program said at its end, in one line: the error with what follows it, at most so many letters.
std::string last_words(const std::filesystem::path& output) {
  constexpr std::size_t most = 600;
  const std::string text = text_of_file(output.string(), Letters::of_any_encoding);
  const std::size_t error = text.rfind("error: ");
  std::istringstream lines(error == std::string::npos ? text : text.substr(text.rfind('\n', error) + 1));
  std::string joined;
  for (std::string line; std::getline(lines, line);) {
    const std::size_t begin = line.find_first_not_of(" \t\r");
    if (begin != std::string::npos) joined += (joined.empty() ? "" : "; ") + line.substr(begin);
  }
  return joined.size() > most ? joined.substr(0, most) + "..." : joined;
}

/// Why a member gave no run file that can be used; empty where it did. Interruptions and faults of files are not its own.
struct MemberEnd {
  RunEnd end = RunEnd::row;
  std::string failure;
};

MemberEnd end_of(int status, const std::filesystem::path& output, bool limited) {
  if (WIFSIGNALED(status))
    return {RunEnd::row, "the program was ended by signal " + std::to_string(WTERMSIG(status)) + " (" +
                             strsignal(WTERMSIG(status)) + ")"};
  const int code = WEXITSTATUS(status);
  if (code == 0) return {};
  if (code == not_started) return {RunEnd::file_fault, "the program talus could not be started"};
  const std::string said = last_words(output);
  if (code == 85 && limited && said.find("wall time") != std::string::npos)
    return {RunEnd::row, "it took longer than run_time; " + said};
  if (code == 85) return {RunEnd::interrupted, said};
  if (code == 4) return {RunEnd::file_fault, said};
  return {RunEnd::row, said.empty() ? "exit code " + std::to_string(code) : said};
}

/// Runs the members, and takes the quantities out of their files.
Extracted done(const Study& study, const std::filesystem::path& work, std::size_t run,
               const std::string& program, MemberEnd& end) {
  std::vector<std::string> files;
  for (std::size_t m = 0; m < study.members.size(); ++m) {
    const std::string label = study.members[m].label;
    files.push_back((work / (label + ".h5")).string());
    std::vector<std::string> words = study.words_of_run(m, run);
    words.insert(words.end(), {"-q", "-o", files.back()});
    const std::filesystem::path output = work / (label + ".said");
    end = end_of(status_of(program, words, output.string()), output, study.said.run_time.has_value());
    if (end.end == RunEnd::row && !end.failure.empty() && study.pair())
      end.failure = label + ": " + end.failure;
    if (end.end != RunEnd::row || !end.failure.empty()) return {};
  }
  return study.take ? study.take(files) : extract(study, files);
}

/// Leaves what reproduces a failed run: the commands, and what the program said.
void keep_failure(const Study& study, const Folder& folder, const std::filesystem::path& work,
                  std::size_t run, const std::string& failure) {
  const std::filesystem::path place = folder.failures() / std::to_string(run);
  std::filesystem::remove_all(place);
  std::filesystem::create_directories(place);
  for (const auto& entry : std::filesystem::directory_iterator(work))
    if (entry.path().extension() == ".log" || entry.path().extension() == ".said")
      std::filesystem::copy_file(entry.path(), place / entry.path().filename());
  write_whole_file((place / "reproduce.sh").string(), "#!/bin/sh\n# Run " + std::to_string(run) +
                                                          " of the study failed: " + failure + "\nset -e\n" +
                                                          commands_of(study, run));
}

/// For refuse_input(), of another process.
std::string problems_as_text(const InputError& error) {
  nlohmann::json all = nlohmann::json::array();
  for (const Problem& one : error.problems())
    all.push_back({{"file", one.place.file},
                   {"line", one.place.line},
                   {"column", one.place.column},
                   {"length", one.place.length},
                   {"line_text", one.place.line_text},
                   {"what", one.what},
                   {"hint", one.hint}});
  return all.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

void refuse_input(const std::filesystem::path& work) {
  std::vector<Problem> problems;
  for (const auto& one :
       nlohmann::json::parse(text_of_file(file_of_fault(work).string(), Letters::of_any_encoding)))
    problems.push_back(
        {{one.at("file"), one.at("line"), one.at("column"), one.at("length"), one.at("line_text")},
         one.at("what"),
         one.at("hint")});
  std::error_code ignored;
  std::filesystem::remove_all(work, ignored);
  throw InputError(problems);
}

std::string quoted_for_shell(const std::string& word) {
  if (word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=,:+") ==
      std::string::npos)
    return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? "'\\''" : std::string(1, c);
  return text + "'";
}

std::filesystem::path work_folder(const Folder& folder, std::size_t run) {
  std::array<char, 256> host{};
  gethostname(host.data(), host.size() - 1);
  return folder.work() / (std::to_string(run) + "." + host.data() + "." + std::to_string(getpid()));
}

std::filesystem::path file_of_fault(const std::filesystem::path& work) { return work / "fault"; }

std::string commands_of(const Study& study, std::size_t run) {
  std::string text;
  for (std::size_t m = 0; m < study.members.size(); ++m) {
    text += "\"${TALUS:-talus}\"";
    std::vector<std::string> words = study.words_of_run(m, run);
    words[1] = std::filesystem::absolute(words[1]).lexically_normal().string();
    words.insert(words.end(), {"-o", study.members[m].label + ".h5"});
    for (const std::string& word : words) text += " " + quoted_for_shell(word);
    text += "\n";
  }
  return text;
}

void fail_run(const Study& study, const Folder& folder, const std::filesystem::path& work, std::size_t run,
              const std::string& failure) {
  keep_failure(study, folder, work, run, failure);
  write_row(folder, run, {}, {{}, failure});
  std::filesystem::remove_all(work);
}

RunEnd do_run(const Study& study, const Folder& folder, std::size_t run, const std::string& program) {
  const std::filesystem::path work = work_folder(folder, run);
  std::filesystem::create_directories(work);
  MemberEnd end;
  Extracted found;
  try {
    found = done(study, work, run, program, end);
  } catch (const UnusableRun& error) {
    end.failure = error.what();
  } catch (const UnknownQuantity& error) {
    write_whole_file(file_of_fault(work).string(),
                     std::to_string(error.index()) + "\n" + error.what() + "\n" + error.hint() + "\n");
    return RunEnd::unknown_quantity;
  } catch (const InputError& error) {
    end = {RunEnd::input_fault, problems_as_text(error)};
  } catch (const FileError& error) {
    end = {RunEnd::file_fault, error.what()};
  }
  if (end.end != RunEnd::row) {
    write_whole_file(file_of_fault(work).string(), end.failure);
    return end.end;
  }
  if (!end.failure.empty()) {
    fail_run(study, folder, work, run, end.failure);
    return RunEnd::row;
  }
  if (study.said.keep == "files") {
    const std::filesystem::path place = folder.runs() / std::to_string(run);
    std::filesystem::create_directories(folder.runs());
    std::filesystem::remove_all(place);
    std::filesystem::rename(work, place);
  }
  write_row(folder, run, found.columns, {found.values, ""});
  std::filesystem::remove_all(work);
  return RunEnd::row;
}

}  // namespace talus::study
