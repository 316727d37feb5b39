#include "base/output_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <filesystem>

#include "base/error.h"

namespace talus {

namespace {

// "process 4711 on node3, since 2026-05-01T10:00:00Z"
std::string owner() {
  std::array<char, 256> host{};
  gethostname(host.data(), host.size() - 1);
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return "process " + std::to_string(getpid()) + " on " + host.data() + ", since " + text.data();
}

std::string first_line(int descriptor) {
  std::array<char, 512> letters{};
  const ssize_t count = pread(descriptor, letters.data(), letters.size(), 0);
  std::string text(letters.data(), static_cast<std::size_t>(count > 0 ? count : 0));
  text.resize(std::min(text.size(), text.find('\n')));
  return text.empty() ? "another process" : text;
}

bool is_still_there(int descriptor, const std::string& path) {
  struct stat opened {
  }, named{};
  return fstat(descriptor, &opened) == 0 && stat(path.c_str(), &named) == 0 &&
         opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

}  // namespace

OutputLock::OutputLock(const std::string& output) : path_(output + ".lock") {
  while (true) {
    descriptor_ = open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (descriptor_ < 0) throw FileError("cannot write '" + path_ + "': " + std::strerror(errno));
    if (flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
      const int error = errno;
      const std::string who = first_line(descriptor_);
      close(descriptor_);
      if (error == EWOULDBLOCK)
        throw FileError("'" + output + "' is being written by another run: " + who + " (" + path_ +
                        "). Wait for it, end it, or write elsewhere with -o");
      throw FileError("cannot lock '" + path_ + "': " + std::strerror(error));
    }
    if (is_still_there(descriptor_, path_)) break;
    close(descriptor_);  // its owner has just removed it: another one counts
  }
  const std::string text = owner() + "\n";
  if (ftruncate(descriptor_, 0) != 0 ||
      pwrite(descriptor_, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size())) {
    const int error = errno;
    unlink(path_.c_str());
    close(descriptor_);
    throw FileError("cannot write '" + path_ + "': " + std::strerror(error));
  }
}

OutputLock::~OutputLock() {
  unlink(path_.c_str());
  close(descriptor_);
}

void refuse_what_is_no_file(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::file_status status = fs::symlink_status(path, error);
  if (!fs::exists(status) || fs::is_regular_file(status)) return;
  if (!fs::is_symlink(status))
    throw FileError("'" + path + "' is there and is no plain file; it is not replaced");
  throw FileError("'" + path + "' is a link to '" + fs::read_symlink(path, error).string() +
                  "'; a run does not write through links. Remove the link, or write elsewhere with -o");
}

}  // namespace talus
