#include "cli/speciate_csv.h"

#include <bit>
#include <cstdio>
#include <cstring>

#include "base/csv_text.h"

namespace talus::cli {

namespace {

constexpr std::size_t written_at_once = 1 << 18;  // bytes

}  // namespace

char* NumberMemo::put(char* to, double number) {
  const auto bits = std::bit_cast<std::uint64_t>(number);
  Entry& entry = entries_[bits * 0x9E37'79B9'7F4A'7C15U >> 59];
  if (entry.bits != bits) {
    entry.bits = bits;
    entry.length = put_ten_digits(entry.text, number) - entry.text;
  }
  std::memcpy(to, entry.text, ten_digits_room);
  return to + entry.length;
}

void CsvSink::begin(const std::vector<std::string>& headings) {
  line_.resize((headings.size() + 1) * (ten_digits_room + 1));
  text_ = "water";
  for (const std::string& name : headings) {
    text_ += "," + csv_cell(name);
    repeats_.push_back(name.starts_with("log10_gamma:"));
  }
  text_ += ",notes,problem\n";
}

void CsvSink::take(const Row& row) {
  text_ += csv_cell(row.name);
  if (row.columns.empty()) {
    text_.append(repeats_.size(), ',');
  } else {
    char* to = line_.data();
    for (std::size_t h = 0; h < row.columns.size(); ++h) {
      *to++ = ',';
      if (row.columns[h] < 0) continue;
      const double number = row.numbers[static_cast<std::size_t>(row.columns[h])];
      to = repeats_[h] ? memo_.put(to, number) : put_ten_digits(to, number);
    }
    text_.append(line_.data(), to);
  }
  if (row.notes != notes_) {
    notes_ = row.notes;
    notes_cell_ = csv_cell(row.notes);
  }
  ((text_ += ',') += notes_cell_) += ',';
  if (!row.problem.empty()) text_ += csv_cell(row.problem);
  text_ += '\n';
  if (text_.size() < written_at_once) return;
  std::fwrite(text_.data(), 1, text_.size(), stdout);
  text_.clear();
}

void CsvSink::end() {
  std::fwrite(text_.data(), 1, text_.size(), stdout);
  text_.clear();
}

}  // namespace talus::cli
