// The three ways in which Talus stops, and the words that it stops with.
//
// InputError  the case, the database or the command line is wrong; carries every problem found (exit code 2)
// SolveError  the solver gave up after cutting its steps; the last good state is on disk (exit code 3)
// FileError   a file cannot be read or written, or would be overwritten (exit code 4)
// Anything else that escapes is a bug of ours (exit code 70).
#pragma once

#include <source_location>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
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

/// `file:line:column: error: what`, the line, a caret, the hint.
std::string format(const Problem& problem);

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

/// A promise of our own code: throws std::logic_error with the sentence and the place when it is broken.
void check(bool condition, std::string_view sentence,
           std::source_location where = std::source_location::current());

/// The known word nearest to `word` by Damerau-Levenshtein distance, at most a third of its length (at least
/// 1) away; another case of a letter is half a step, in one letter or in all. Empty when none is near.
std::string nearest(std::string_view word, std::span<const std::string> known);

/// "did you mean 'depth'? known: area, cells, depth" or, without a near word, "known: area, cells, depth".
std::string suggestion(std::string_view word, std::span<const std::string> known);

}  // namespace talus
