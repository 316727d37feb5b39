// Loaded before a program (LD_PRELOAD): kills it in the middle of one of its writes to HDF5 files, when half
// of the bytes are there, as a power cut or SIGKILL may.
//
//     TALUS_KILL_AT=N       the write, from 1; none when 0
//     TALUS_WRITES_FILE=F   at the end the number of writes so far is written there
#include <dlfcn.h>
#include <sys/uio.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace {

long writes = 0;

struct Count {
  ~Count() {
    const char* path = std::getenv("TALUS_WRITES_FILE");
    std::FILE* file = path != nullptr && writes > 0 ? std::fopen(path, "w") : nullptr;
    if (file == nullptr) return;
    std::fprintf(file, "%ld\n", writes);
    std::fclose(file);
  }
} count;

bool is_hdf5(int descriptor) {
  char link[64], name[4096];
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  const ssize_t length = readlink(link, name, sizeof name);
  const std::string_view path(name, length > 0 ? static_cast<std::size_t>(length) : 0);
  return path.ends_with(".h5") || path.ends_with(".h5.draft");
}

/// Whether this is the write that ends the program.
bool is_last(int descriptor) {
  if (!is_hdf5(descriptor)) return false;
  static const long last =
      std::getenv("TALUS_KILL_AT") != nullptr ? std::atol(std::getenv("TALUS_KILL_AT")) : 0;
  return ++writes == last;
}

template <class Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

using Write = ssize_t (*)(int, const void*, std::size_t);
using WriteAt = ssize_t (*)(int, const void*, std::size_t, off_t);
using WriteParts = ssize_t (*)(int, const iovec*, int, off_t);

ssize_t write_at(int descriptor, const void* data, std::size_t size, off_t where) {
  static const auto real = next<WriteAt>("pwrite64");
  if (!is_last(descriptor)) return real(descriptor, data, size, where);
  real(descriptor, data, size / 2, where);
  return std::raise(SIGKILL);
}

ssize_t write_parts(int descriptor, const iovec* parts, int number, off_t where) {
  static const auto real = next<WriteParts>("pwritev64");
  if (!is_last(descriptor)) return real(descriptor, parts, number, where);
  real(descriptor, parts, number / 2, where);
  return std::raise(SIGKILL);
}

}  // namespace

extern "C" {

ssize_t write(int descriptor, const void* data, std::size_t size) {
  static const auto real = next<Write>("write");
  if (!is_last(descriptor)) return real(descriptor, data, size);
  real(descriptor, data, size / 2);
  return std::raise(SIGKILL);
}
ssize_t pwrite(int descriptor, const void* data, std::size_t size, off_t where) {
  return write_at(descriptor, data, size, where);
}
ssize_t pwrite64(int descriptor, const void* data, std::size_t size, off_t where) {
  return write_at(descriptor, data, size, where);
}
ssize_t pwritev(int descriptor, const iovec* parts, int number, off_t where) {
  return write_parts(descriptor, parts, number, where);
}
ssize_t pwritev64(int descriptor, const iovec* parts, int number, off_t where) {
  return write_parts(descriptor, parts, number, where);
}
}
