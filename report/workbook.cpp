#include "report/workbook.h"

#include <xlsxwriter.h>

#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>

#include "base/error.h"

namespace talus::report {
namespace {

constexpr lxw_row_t most_rows = 1048575;  // of a sheet, one for the last line left
constexpr std::time_t epoch = 315532800;  // 1980, so that the file does not say when it was made

/// The cells of the next row of a CSV text from `at` on; nothing at its end.
std::optional<std::vector<std::string>> next_row(const std::string& text, std::size_t& at) {
  if (at >= text.size()) return {};
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted) {
      if (c != '"')
        cells.back() += c;
      else if (at + 1 < text.size() && text[at + 1] == '"')
        cells.back() += text[++at];
      else
        quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',') {
      cells.emplace_back();
    } else if (c == '\n') {
      ++at;
      break;
    } else {
      cells.back() += c;
    }
  }
  return cells;
}

/// The number that a cell is, all of it.
std::optional<double> number_of(const std::string& cell) {
  double value = 0;
  const char* const end = cell.data() + cell.size();
  const auto [stop, fault] = std::from_chars(cell.data(), end, value);
  return fault == std::errc() && stop == end && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

void check(lxw_error error, const std::string& path) {
  if (error != LXW_NO_ERROR) throw FileError("cannot write '" + path + "': " + lxw_strerror(error));
}

void fill(lxw_worksheet* sheet, const std::string& csv, lxw_format* bold, const std::string& path) {
  std::size_t at = 0;
  lxw_row_t row = 0;
  std::int64_t left_out = 0;
  while (const auto cells = next_row(csv, at)) {
    if (row >= most_rows) {
      ++left_out;
      continue;
    }
    for (std::size_t i = 0; i < cells->size(); ++i) {
      const auto column = static_cast<lxw_col_t>(i);
      const std::string& cell = (*cells)[i];
      if (cell.empty()) continue;
      const auto number = row > 0 ? number_of(cell) : std::nullopt;
      check(number ? worksheet_write_number(sheet, row, column, *number, nullptr)
                   : worksheet_write_string(sheet, row, column, cell.c_str(), row == 0 ? bold : nullptr),
            path);
    }
    ++row;
  }
  if (left_out > 0)
    check(worksheet_write_string(
              sheet, row, 0, (std::to_string(left_out) + " more rows stand in the CSV file").c_str(), bold),
          path);
  worksheet_freeze_panes(sheet, 1, 1);
}

}  // namespace

void write_workbook(const std::string& path, const std::vector<Sheet>& sheets) {
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  lxw_workbook* book = workbook_new_opt(path.c_str(), &options);
  if (book == nullptr) throw FileError("cannot write '" + path + "'");
  lxw_doc_properties properties{};
  properties.created = epoch;
  workbook_set_properties(book, &properties);
  lxw_format* bold = workbook_add_format(book);
  format_set_bold(bold);
  try {
    for (const Sheet& sheet : sheets) {
      lxw_worksheet* page = workbook_add_worksheet(book, sheet.name.c_str());
      if (page == nullptr) throw FileError("no sheet of '" + path + "' can be called '" + sheet.name + "'");
      fill(page, sheet.csv, bold, path);
    }
  } catch (...) {
    lxw_workbook_free(book);
    throw;
  }
  check(workbook_close(book), path);
}

}  // namespace talus::report
