#include "base/log.h"

#include <unistd.h>

#include "base/error.h"

namespace talus {

Log::Log(const std::string& path, Loudness loudness, bool first_rank)
    : loudness_(loudness), speaks_(first_rank), terminal_(isatty(fileno(stdout)) != 0) {
  if (!speaks_ || path.empty()) return;
  file_ = std::fopen(path.c_str(), "w");
  if (file_ == nullptr) throw FileError("cannot write the log " + path);
}

Log::~Log() {
  end_progress();
  if (file_ != nullptr) std::fclose(file_);
}

void Log::end_progress() {
  if (line_open_) std::puts("");
  line_open_ = false;
}

void Log::say(const std::string& line) {
  if (!speaks_) return;
  if (file_ != nullptr) std::fprintf(file_, "%s\n", line.c_str());
  if (loudness_ == Loudness::quiet) return;
  end_progress();
  std::printf("%s\n", line.c_str());
  std::fflush(stdout);
}

void Log::progress(const std::string& line, bool milestone) {
  if (!speaks_) return;
  if (file_ != nullptr) std::fprintf(file_, "%s\n", line.c_str());
  if (loudness_ == Loudness::quiet) return;
  if (loudness_ == Loudness::verbose || (!terminal_ && milestone)) {
    std::printf("%s\n", line.c_str());
    std::fflush(stdout);
    return;
  }
  const auto now = std::chrono::steady_clock::now();
  if (!terminal_ || (!milestone && now - last_ < std::chrono::milliseconds(200))) return;
  last_ = now;
  std::printf("\r\033[K%s", line.c_str());
  std::fflush(stdout);
  line_open_ = true;
}

}  // namespace talus
