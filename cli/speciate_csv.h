// A table of waters as CSV on standard output.
#pragma once

#include <array>
#include <cstdint>

#include "base/ten_digits.h"
#include "cli/speciate_table.h"

namespace talus::cli {

/// Writes numbers, some of which return soon: ions of one charge have one activity coefficient.
class NumberMemo {
 public:
  /// As put_ten_digits().
  char* put(char* to, double number);

 private:
  struct Entry {
    std::uint64_t bits = 0;
    std::ptrdiff_t length = 1;
    char text[ten_digits_room] = {'0'};
  };
  std::array<Entry, 32> entries_;
};

/// A row for each water, a column for each species and phase of any; units in the headings. Then the kinds of its
/// notes, and why it has no numbers.
class CsvSink : public RowSink {
 public:
  void begin(const std::vector<std::string>& headings) override;
  void take(const Row& row) override;
  void end() override;

 private:
  std::vector<char> repeats_;  // of each heading: whether few numbers return
  NumberMemo memo_;
  std::vector<char> line_;
  std::string text_, notes_, notes_cell_;  // what is to be written; the last notes, and as a cell
};

}  // namespace talus::cli
