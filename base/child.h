// Work that a damaged file may bring to its end by a signal, in a process of its own.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace talus {

/// Runs `work` in a child process and waits for it. A FileError or InputError of it is thrown here; any other exception is
/// thrown as FileError too: "NAME is damaged: ...", and so is a signal such as SIGSEGV, or work that takes
/// more processor time than `files` need by far: libraries for files believe much of what stands in a file.
/// `name` says, when it is asked in this process, what was being read; what the child has noted of it must be
/// shared memory (SharedNumber). Empty: nothing any more, and what comes then is a bug of ours,
/// std::logic_error. Other signals, of people, end this process too.
void do_in_child(const std::vector<std::string>& files, const std::function<void()>& work,
                 const std::function<std::string()>& name);

/// A number that a child process changes for its parent.
class SharedNumber {
 public:
  SharedNumber();
  ~SharedNumber();
  SharedNumber(const SharedNumber&) = delete;
  SharedNumber& operator=(const SharedNumber&) = delete;
  volatile long& value() { return *value_; }

 private:
  volatile long* value_;
};

}  // namespace talus
