#include "base/child.h"

#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "base/error.h"

namespace talus {

namespace {

enum Outcome : int { good = 0, input_error = 2, file_error = 4, other_error = 70 };

[[noreturn]] void fail(const char* what) { throw FileError(std::string(what) + ": " + std::strerror(errno)); }

// Damage can lead a library in circles: no more processor time than files of this length need by far.
void limit_time(const std::vector<std::string>& files) {
  constexpr double least = 60, bytes_per_second = 2e6;
  double seconds = least;
  for (const std::string& file : files) {
    std::error_code not_there;
    const std::uintmax_t bytes = std::filesystem::file_size(file, not_there);
    if (!not_there) seconds += static_cast<double>(bytes) / bytes_per_second;
  }
  const rlimit most{static_cast<rlim_t>(seconds), static_cast<rlim_t>(seconds) + 5};
  setrlimit(RLIMIT_CPU, &most);
}

constexpr std::array signals_of_damage{SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGXCPU, SIGKILL};

// What MPI does at such a signal asks for memory, which after damage to the heap never comes: the child would not end.
void end_at_once_when_damaged() {
  for (const int number : signals_of_damage) std::signal(number, SIG_DFL);
}

constexpr char end_of_part = '\x1F';

/// Every problem of an input as one text, for the pipe.
std::string packed(const InputError& error) {
  std::string text;
  for (const Problem& p : error.problems())
    for (const std::string& part :
         {p.place.file, std::to_string(p.place.line), std::to_string(p.place.column),
          std::to_string(p.place.length), p.place.line_text, p.what, p.hint})
      text += part + end_of_part;
  return text;
}

/// The same problems again.
InputError unpacked(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t at = 0, end; (end = text.find(end_of_part, at)) != std::string::npos; at = end + 1)
    parts.push_back(text.substr(at, end - at));
  std::vector<Problem> problems;
  for (std::size_t i = 0; i + 7 <= parts.size(); i += 7)
    problems.push_back(
        {{parts[i], std::stoi(parts[i + 1]), std::stoi(parts[i + 2]), std::stoi(parts[i + 3]), parts[i + 4]},
         parts[i + 5],
         parts[i + 6]});
  return InputError(std::move(problems));
}

// Ends the child with what became of the work; its words go through the pipe.
[[noreturn]] void be_the_child(const std::function<void()>& work, int pipe) {
  int code = good;
  std::string text;
  try {
    work();
  } catch (const FileError& error) {
    code = file_error;
    text = error.what();
  } catch (const InputError& error) {
    code = input_error;
    text = packed(error);
  } catch (const std::exception& error) {
    code = other_error;
    text = error.what();
  }
  errno = 0;
  if ((std::fflush(stdout) != 0 || std::ferror(stdout) != 0) && code == good) {
    code = file_error;
    text = std::string("standard output has not taken everything") +
           (errno != 0 ? std::string(": ") + std::strerror(errno) : "");
  }
  for (std::size_t sent = 0; sent < text.size();) {
    const ssize_t count = write(pipe, text.data() + sent, text.size() - sent);
    if (count <= 0) break;
    sent += static_cast<std::size_t>(count);
  }
  _exit(code);  // MPI and all that stands open is the parent's to end
}

std::string read_all(int pipe) {
  std::string text;
  std::array<char, 4096> letters{};
  while (true) {
    const ssize_t count = read(pipe, letters.data(), letters.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return text;
    text.append(letters.data(), static_cast<std::size_t>(count));
  }
}

bool is_of_damage(int signal) {
  return std::ranges::find(signals_of_damage, signal) != signals_of_damage.end();
}

}  // namespace

void do_in_child(const std::vector<std::string>& files, const std::function<void()>& work,
                 const std::function<std::string()>& name) {
  std::fflush(nullptr);
  int ends[2] = {};
  if (pipe(ends) != 0) fail("cannot make a pipe");
  const pid_t child = fork();
  if (child < 0) fail("cannot start a process");
  if (child == 0) {
    close(ends[0]);
    end_at_once_when_damaged();
    limit_time(files);
    be_the_child(work, ends[1]);
  }
  close(ends[1]);
  const std::string text = read_all(ends[0]);
  close(ends[0]);
  int status = 0;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) fail("cannot wait for a process");
  if (WIFEXITED(status) && WEXITSTATUS(status) == good) return;
  if (WIFEXITED(status) && WEXITSTATUS(status) == file_error) throw FileError(text);
  if (WIFEXITED(status) && WEXITSTATUS(status) == input_error) throw unpacked(text);
  std::string why = text;
  if (WIFSIGNALED(status)) {
    const int signal = WTERMSIG(status);
    if (!is_of_damage(signal)) std::raise(signal);
    why = signal == SIGXCPU ? "reading it comes to no end"
          : signal == SIGKILL
              ? "reading it was killed; it may ask for more memory than there is"
              : "reading it ends with signal " + std::to_string(signal) + " (" + strsignal(signal) + ")";
  } else if (why.empty()) {
    why = "reading it ends with exit code " + std::to_string(WEXITSTATUS(status));
  }
  const std::string file = name();
  if (file.empty()) throw std::logic_error(why);
  throw FileError(file + " is damaged: " + why);
}

SharedNumber::SharedNumber()
    : value_(static_cast<volatile long*>(
          mmap(nullptr, sizeof(long), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0))) {
  if (static_cast<volatile void*>(value_) == MAP_FAILED) fail("cannot share memory with a process");
}

SharedNumber::~SharedNumber() { munmap(const_cast<long*>(value_), sizeof(long)); }

}  // namespace talus
