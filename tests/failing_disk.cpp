// A disk that fails, for tests: put before a program with LD_PRELOAD, it lets so many calls through that
// change a file whose name ends in FAILING_DISK_FILE, and then does what FAILING_DISK says.
//
//     kill   ends the process with SIGKILL before the call
//     torn   writes half of it, then ends the process
//     full   refuses this and every later call that would need room: ENOSPC
//     count  lets everything through, and writes at the end how many calls there were to FAILING_DISK_COUNT
//
// FAILING_DISK_AFTER is how many calls are let through.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

long calls = 0;

std::string setting(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

bool is_watched(int file) {
  static const std::string ending = setting("FAILING_DISK_FILE");
  std::array<char, 4096> name{};
  const std::string link = "/proc/self/fd/" + std::to_string(file);
  const ssize_t length = readlink(link.c_str(), name.data(), name.size() - 1);
  return length > 0 && !ending.empty() &&
         std::string(name.data(), static_cast<std::size_t>(length)).ends_with(ending);
}

// Whether the call is to be refused; kills where it is to be killed, after `half` of it is done.
template <class Half>
bool refuse(int file, bool needs_room, Half half) {
  if (!is_watched(file)) return false;
  static const long most = std::atol(setting("FAILING_DISK_AFTER").c_str());
  static const std::string kind = setting("FAILING_DISK");
  ++calls;
  if (kind == "count") {
    std::FILE* count = std::fopen(setting("FAILING_DISK_COUNT").c_str(), "w");
    std::fprintf(count, "%ld\n", calls);
    std::fclose(count);
    return false;
  }
  if (calls <= most) return false;
  if (kind == "torn") half();
  if (kind != "full") raise(SIGKILL);
  if (!needs_room) return false;
  errno = ENOSPC;
  return true;
}

template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

bool grows(int file, off_t end) { return end > lseek(file, 0, SEEK_END); }

}  // namespace

extern "C" {

ssize_t pwrite64(int file, const void* bytes, size_t count, off_t at) {
  static auto* call = real<ssize_t(int, const void*, size_t, off_t)>("pwrite64");
  if (is_watched(file) &&
      refuse(file, grows(file, at + static_cast<off_t>(count)), [&] { call(file, bytes, count / 2, at); }))
    return -1;
  return call(file, bytes, count, at);
}

ssize_t pwrite(int file, const void* bytes, size_t count, off_t at) {
  return pwrite64(file, bytes, count, at);
}

ssize_t write(int file, const void* bytes, size_t count) {
  static auto* call = real<ssize_t(int, const void*, size_t)>("write");
  if (is_watched(file)) {
    const off_t at = lseek(file, 0, SEEK_CUR);
    const bool room = grows(file, at + static_cast<off_t>(count));
    lseek(file, at, SEEK_SET);
    if (refuse(file, room, [&] { call(file, bytes, count / 2); })) return -1;
  }
  return call(file, bytes, count);
}

int ftruncate64(int file, off_t length) {
  static auto* call = real<int(int, off_t)>("ftruncate64");
  if (refuse(file, false, [] {})) return -1;
  return call(file, length);
}

int ftruncate(int file, off_t length) { return ftruncate64(file, length); }

int fallocate64(int file, int mode, off_t at, off_t length) {
  static auto* call = real<int(int, int, off_t, off_t)>("fallocate64");
  if (is_watched(file) && refuse(file, grows(file, at + length), [] {})) return -1;
  return call(file, mode, at, length);
}

int fallocate(int file, int mode, off_t at, off_t length) { return fallocate64(file, mode, at, length); }

}  // extern "C"
