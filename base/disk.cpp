#include "base/disk.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "base/error.h"

namespace talus {

namespace {

// Some file systems have no such call, and some kinds of file nothing to bring to a disk.
bool not_supported(int error) {
  return error == EOPNOTSUPP || error == ENOSYS || error == EINVAL || error == EROFS;
}

[[noreturn]] void fail(const std::string& path, int error) {
  throw FileError("cannot write '" + path + "': " + std::strerror(error));
}

class OpenFile {
 public:
  OpenFile(const std::string& path, int flags) : descriptor(open(path.c_str(), flags | O_CLOEXEC, 0666)) {
    if (descriptor < 0) fail(path, errno);
  }
  ~OpenFile() { close(descriptor); }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  const int descriptor;
};

}  // namespace

void reserve_disk(const std::string& path, std::int64_t bytes) {
  const OpenFile file(path, O_WRONLY);
  int result = 0;
  do {
    result = fallocate(file.descriptor, 0, 0, bytes);
  } while (result != 0 && errno == EINTR);
  if (result == 0) return;
  if (!not_supported(errno)) fail(path, errno);
  struct stat now {};
  if (fstat(file.descriptor, &now) != 0) fail(path, errno);
  if (now.st_size < bytes && ftruncate(file.descriptor, bytes) != 0) fail(path, errno);
}

void sync_to_disk(int descriptor, const std::string& path) {
  int result = 0;
  do {
    result = fsync(descriptor);
  } while (result != 0 && errno == EINTR);
  if (result != 0 && !not_supported(errno)) fail(path, errno);
}

void sync_to_disk(const std::string& path) { sync_to_disk(OpenFile(path, O_RDONLY).descriptor, path); }

void sync_folder_of(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  const std::string name = folder.empty() ? "." : folder.string();
  sync_to_disk(OpenFile(name, O_RDONLY | O_DIRECTORY).descriptor, name);
}

std::string whole_file_part(const std::string& path) { return path + ".part"; }

void write_whole_file(const std::string& path, const std::string& text) {
  const std::string beside = whole_file_part(path);
  std::error_code error;
  std::filesystem::remove(beside, error);  // what another run left, or a link to elsewhere
  try {
    const OpenFile file(beside, O_WRONLY | O_CREAT | O_EXCL);
    for (std::size_t done = 0; done < text.size();) {
      const ssize_t count = write(file.descriptor, text.data() + done, text.size() - done);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) fail(path, errno);
      done += static_cast<std::size_t>(count);
    }
    sync_to_disk(file.descriptor,
                 path);  // what the system has only taken may still not fit on a disk elsewhere
    if (std::rename(beside.c_str(), path.c_str()) != 0) fail(path, errno);
  } catch (const FileError&) {
    std::filesystem::remove(beside, error);
    throw;
  }
}

}  // namespace talus
