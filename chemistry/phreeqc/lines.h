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

/// A file as logical lines; remembers the text for messages.
class Lines {
 public:
  Lines(std::string text, std::string name);

  const std::vector<Line>& all() const { return lines_; }
  const std::string& name() const { return name_; }
  const std::string& text() const { return text_; }

  /// The place of `word` in line `number` of the file: its column if it stands there, else that of the first
  /// word.
  Place place(int number, std::string_view word = {}) const;

 private:
  std::string text_;
  std::string name_;
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
