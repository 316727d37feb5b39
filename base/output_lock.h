// One writer for each output.
#pragma once

#include <string>

namespace talus {

/// As long as it lives, no other OutputLock for the same output is made, by whatever process. The lock is one
/// of the operating system on the file `OUTPUT.lock`, which says who holds it; the system frees it when its
/// owner dies, however that comes. The file is removed at the end.
class OutputLock {
 public:
  /// FileError that says who holds the lock.
  explicit OutputLock(const std::string& output);
  ~OutputLock();
  OutputLock(const OutputLock&) = delete;
  OutputLock& operator=(const OutputLock&) = delete;

 private:
  std::string path_;
  int descriptor_ = -1;
};

/// FileError when there is something at `path` that is not a plain file: a link, through which another file
/// would be overwritten, a folder, a device.
void refuse_what_is_no_file(const std::string& path);

}  // namespace talus
