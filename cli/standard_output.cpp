#include "cli/standard_output.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>

namespace talus::cli {

namespace {

/// Whether standard output is a pipe that nobody reads any more.
bool reader_has_left() {
  pollfd standard_output = {STDOUT_FILENO, POLLOUT, 0};
  return poll(&standard_output, 1, 0) == 1 && (standard_output.revents & POLLERR) != 0;
}

}  // namespace

StandardOutput::StandardOutput() {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  // the first file that is opened would take the number of a standard stream that is closed: what opens here
  // in its place refuses what the stream is for
  for (int i = STDIN_FILENO; i <= STDERR_FILENO; ++i)
    if (fcntl(i, F_GETFD) == -1 && open("/dev/null", i == STDIN_FILENO ? O_WRONLY : O_RDONLY) != i) break;
}

int StandardOutput::finish(int code, bool leaves_files) const {
  errno = 0;
  const bool flushed = std::fflush(stdout) == 0;
  int reason = errno;
  if (flushed && std::ferror(stdout) == 0) return code;
  // where an earlier line was refused, its reason is gone: what a further one meets is most likely the same
  if (reason == 0 && write(STDOUT_FILENO, "\n", 1) < 0) reason = errno;
  if (leaves_files || !reader_has_left())
    std::fprintf(stderr, "error: standard output has not taken everything%s%s\n", reason != 0 ? ": " : "",
                 reason != 0 ? std::strerror(reason) : "");
  return code == 0 ? 4 : code;
}

}  // namespace talus::cli
