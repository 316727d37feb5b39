// A table of text as spreadsheets and laboratories export it: cells between commas, semicolons or tabs, in
// quotes where they hold such a mark themselves.
//
// The mark is that of the heading (the first line that is neither empty nor a comment). Where it is a
// semicolon or a tab, numbers may have a decimal comma, all of them or none. A first line "sep=;" names the
// mark, as spreadsheets write it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace talus {

/// A cell without the blanks around it, and the byte of its line at which it starts, from 1.
struct CsvCell {
  std::string text;
  int column = 1;
};

/// The same without a copy of its text.
struct CsvView {
  std::string_view text;
  int column = 1;
};

/// The lines of a file that are neither empty nor comments ('#'), one after the other.
class CsvText {
 public:
  /// FileError, InputError (text_file.h).
  explicit CsvText(const std::string& path);

  /// The cells of the next line; nothing at the end.
  std::optional<std::vector<CsvCell>> next();
  /// The same into `cells`, whose room is used again; false at the end.
  bool next(std::vector<CsvCell>& cells);
  /// The same without copies, as long as no other line is read.
  bool next(std::vector<CsvView>& cells);

  /// Where a line stands.
  struct Position {
    std::size_t at = 0;  ///< byte of the text
    int line = 0;        ///< the one before, from 1
  };
  Position position() const { return {at_, line_}; }            ///< of the next line
  std::size_t bytes_left() const { return all_.size() - at_; }  ///< from there on
  /// The next line is that of the position.
  void go_to(const Position& position);
  /// Begins anew to learn what decimals numbers have.
  void forget_decimals();

  int line() const { return line_; }                          ///< of the cells, from 1
  const std::string& text() const { return text_; }           ///< of that line
  char mark() const { return mark_; }                         ///< between cells
  Place place(int column = 1, std::size_t length = 0) const;  ///< in that line; length 0: all of it

  /// `cell` with a decimal point, where it is a number with a decimal comma and the mark allows that; else as
  /// it is. Throws std::invalid_argument when other numbers of the file have a point.
  std::string number(const std::string& cell);

 private:
  bool next_line();

  std::string path_, all_, text_;
  std::vector<CsvCell> unquoted_;  ///< what views show of a line with quotes
  std::size_t at_ = 0;
  int line_ = 0;
  char mark_ = ',';
  bool mark_known_ = false;
  std::string with_comma_, with_point_;  ///< the first number of each kind
};

/// A heading in two; without brackets at its end it is a name alone.
struct CsvHeading {
  std::string name;
  std::optional<std::string> unit;  ///< what stands in the brackets, without blanks around it
};
/// "rain [mm/h]"; or "rain (mm/h)", where names have no round brackets, as "C(4)" has.
CsvHeading heading_of(std::string_view text, bool round_too);

/// `text` as a cell of a CSV file that is written: in quotes where it needs them; a text that a spreadsheet
/// would take for a formula (=, +, -, @ first) gets an apostrophe in front.
std::string csv_cell(std::string_view text);

}  // namespace talus
