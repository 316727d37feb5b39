// A text in PHREEQC's way of writing, cut into logical lines and words.
//
// '#' starts a comment, ';' ends a logical line, '\' at the end of a line joins it to the next. Keywords and
// options are read whatever the case of their letters; a word with '-' before it may be cut short.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace talus::phreeqc {

/// A logical line without its comment; never blank.
struct Line {
  std::string text;
  int number = 0;  ///< of the line of the file in which it starts, from 1
};

/// Where a line stands, whatever file it came from.
struct LineOrigin {
  std::string file;
  int line = 0;
};

/// A file as logical lines, with the files that it includes (INCLUDE$ FILE, relative to the file that says
/// so); remembers the text for messages. Lines of an included file have numbers beyond those of a file:
/// origin().
class Lines {
 public:
  /// Throws InputError when a file that is to be included cannot be read, or includes itself.
  Lines(std::string text, std::string name);

  const std::vector<Line>& all() const { return lines_; }
  const std::string& name() const { return sources_.front().name; }
  /// Of the file and all that it includes.
  std::string text() const;

  /// The file and the line in it of a line number.
  LineOrigin origin(int number) const;
  /// "line 12", "line 12 of other.dat" in an included file.
  std::string words(int number) const;

  /// The place of `word` in line `number` of the file: its column if it stands there, else that of the first
  /// word.
  Place place(int number, std::string_view word = {}) const;

 private:
  struct Source {
    std::string text, name;
  };
  /// `above`: the files that led here.
  void read(std::size_t source, std::vector<std::string> above);
  void include(std::string_view file, int number, const std::vector<std::string>& above);

  std::vector<Source> sources_;
  std::vector<Line> lines_;
};

/// The words of a line, cut at blanks.
std::vector<std::string_view> words_of(std::string_view line);

/// In small letters (ASCII).
std::string small(std::string_view word);

/// The first word of `options` that `word` is short for, as PHREEQC finds it: "-a" is "analytical_expression"
/// when nothing before it in the list starts with "a". Without '-' the word must be whole. Empty when there
/// is none.
std::string_view option_of(std::string_view word, std::span<const std::string_view> options);

}  // namespace talus::phreeqc
