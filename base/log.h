// One voice: what the first rank says, to the terminal and to the log file beside the run file.
#pragma once

#include <chrono>
#include <cstdio>
#include <string>

namespace talus {

/// How much is said: quiet only errors, normal, verbose each step.
enum class Loudness { quiet, normal, verbose };

class Log {
 public:
  /// Speaks on the first rank only. An empty `path` means no file. FileError when the file cannot be written.
  Log(const std::string& path, Loudness loudness, bool first_rank);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  /// A line for everybody.
  void say(const std::string& line);
  /// A line for the file alone.
  void note(const std::string& line);
  /// A line of progress: in the file always; on a terminal over the one before, at most five times a second;
  /// on something else (a pipe, a batch log) only when `milestone`, or when the last one is a minute old.
  /// With -v every line stays.
  void progress(const std::string& line, bool milestone);

  /// Closes the file; why it is not complete, empty when it is.
  std::string close();

 private:
  void end_progress();
  std::string path_;
  std::FILE* file_ = nullptr;
  Loudness loudness_;
  bool speaks_, terminal_, line_open_ = false;
  std::chrono::steady_clock::time_point last_;
};

}  // namespace talus
