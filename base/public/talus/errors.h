// The ways in which Talus stops, as exceptions, and the words that it stops with.
//
// InputError   a case, a water, the database or a name is wrong; carries every problem found
// SolveError   the solver gave up; of a run with a run file the last good state is on disk
// FileError    a file cannot be read or written, or would be overwritten
// Interrupted  the run was asked to end (a signal, the end of its wall time)
// Anything else that escapes is a bug of ours.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace talus {

/// Where something stands in a text that a user wrote. Lines and columns count from 1; line 0 means "no
/// line".
struct Place {
  std::string file;  ///< as the user named it; "--set" for values of the command line
  int line = 0;
  int column = 0;         ///< in bytes
  int length = 1;         ///< how many bytes the caret underlines
  std::string line_text;  ///< the whole line, without its end
};

/// One thing that is wrong with an input, and what would be right.
struct Problem {
  Place place;
  std::string what;  ///< "unknown key 'mesh.deph'"
  std::string hint;  ///< "did you mean 'depth'? known: area, cells, depth, shape"; may be empty
};

/// Every problem of an input, in the order of its lines. what() is the whole text that a user reads.
class InputError : public std::runtime_error {
 public:
  explicit InputError(std::vector<Problem> problems);
  const std::vector<Problem>& problems() const { return problems_; }

 private:
  std::vector<Problem> problems_;
};

/// The solver gave up. The text says what, where, when, with which numbers, and what to try.
class SolveError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A file that cannot be read, written or replaced.
class FileError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The run was asked to end; its state is in the run file, unless the text says that there is none.
class Interrupted : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace talus
