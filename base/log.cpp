#include "base/log.h"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/error.h"
#include "base/petsc.h"

namespace talus {

namespace {

/// Whether a line can be written over. mpirun gives the programs that it starts a terminal of its own,
/// whatever its own output is.
bool is_terminal() {
  const char* kind = std::getenv("TERM");
  return isatty(fileno(stdout)) != 0 && !Session::launched() && kind != nullptr &&
         std::strcmp(kind, "dumb") != 0;
}

}  // namespace

Log::Log(const std::string& path, Loudness loudness, bool first_rank)
    : path_(path), loudness_(loudness), speaks_(first_rank), terminal_(is_terminal()) {
  if (!speaks_ || path.empty()) return;
  file_ = std::fopen(path.c_str(), "w");
  if (file_ == nullptr) throw FileError("cannot write the log " + path);
  std::setvbuf(file_, nullptr, _IOLBF, BUFSIZ);  // each line is there at once
}

Log::~Log() {
  end_progress();
  close();
}

std::string Log::close() {
  if (file_ == nullptr) return "";
  errno = 0;
  const bool failed = std::ferror(file_) != 0;
  const bool complete = std::fclose(file_) == 0 && !failed;
  file_ = nullptr;
  if (complete) return "";
  return "the log " + path_ + " is not complete" +
         (errno != 0 ? std::string(": ") + std::strerror(errno) : "");
}

void Log::end_progress() {
  if (line_open_) std::puts("");
  line_open_ = false;
}

void Log::note(const std::string& line) {
  if (file_ != nullptr) std::fprintf(file_, "%s\n", line.c_str());
}

void Log::say(const std::string& line) {
  if (!speaks_) return;
  note(line);
  if (loudness_ == Loudness::quiet) return;
  end_progress();
  std::printf("%s\n", line.c_str());
  std::fflush(stdout);
}

void Log::progress(const std::string& line, bool milestone) {
  if (!speaks_) return;
  note(line);
  if (loudness_ == Loudness::quiet) return;
  const auto now = std::chrono::steady_clock::now();
  const bool old = now - last_ > (terminal_ ? std::chrono::milliseconds(200) : std::chrono::minutes(1));
  if (loudness_ != Loudness::verbose && !milestone && !old) return;
  last_ = now;
  if (loudness_ == Loudness::verbose || !terminal_) {
    std::printf("%s\n", line.c_str());
  } else {
    std::printf("\r\033[K%s", line.c_str());
    line_open_ = true;
  }
  std::fflush(stdout);
}

}  // namespace talus
