#include "base/csv_text.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>

#include "base/text_file.h"
#include "base/words.h"

namespace talus {

namespace {

/// As trimmed(), which looks for each letter among the blanks.
std::string_view bare(std::string_view text) {
  return text.empty() || (text.front() > ' ' && text.back() > ' ') ? text : trimmed(text);
}

/// A line without quotes, cut at marks.
template <class Cell>
void cut(const std::string& line, char mark, std::vector<Cell>& cells) {
  std::size_t count = 0, begin = 0;
  for (bool last = false; !last; ++count) {
    std::size_t end = line.find(mark, begin);
    last = end == std::string::npos;
    if (last) end = line.size();
    if (count == cells.size()) cells.emplace_back();
    cells[count].text = bare(std::string_view(line).substr(begin, end - begin));
    cells[count].column = static_cast<int>(begin) + 1;
    begin = end + 1;
  }
  cells.resize(count);
}

/// A line cut at marks that are not in quotes; "" in quotes is one quote.
void cells_of(const std::string& line, char mark, std::vector<CsvCell>& cells) {
  if (line.find('"') == std::string::npos) return cut(line, mark, cells);
  cells.clear();
  CsvCell cell;
  bool quoted = false;
  const auto end = [&](std::size_t next) {
    cell.text = std::string(trimmed(cell.text));
    cells.push_back(cell);
    cell = {"", static_cast<int>(next) + 1};
  };
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
      cell.text += c;
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == mark && !quoted) {
      end(i + 1);
    } else {
      cell.text += c;
    }
  }
  end(line.size());
}

/// The mark that cuts a heading into most cells; a comma when none does. Of marks that make as many, the
/// comma is the last: it stands in names, too.
char mark_of(const std::string& heading) {
  constexpr std::array marks{';', '\t', ','};
  std::vector<CsvCell> cut;
  const auto cells = [&](char mark) {
    cells_of(heading, mark, cut);
    return cut.size();
  };
  const char most = *std::ranges::max_element(marks, {}, cells);
  return cells(most) > 1 ? most : ',';
}

bool is_number_with(char decimal, const std::string& cell) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  std::size_t at = cell.starts_with('-') || cell.starts_with('+') || cell.starts_with('<') ? 1 : 0;
  while (at < cell.size() && cell[at] == ' ') ++at;
  const auto mark = cell.find(decimal, at);
  if (mark == std::string::npos || mark + 1 >= cell.size() || !digit(cell[mark + 1])) return false;
  return std::all_of(cell.begin() + static_cast<std::ptrdiff_t>(at),
                     cell.begin() + static_cast<std::ptrdiff_t>(mark), digit);
}

}  // namespace

CsvText::CsvText(const std::string& path) : path_(path), all_(text_of_file(path)) {}

std::optional<std::vector<CsvCell>> CsvText::next() {
  std::vector<CsvCell> cells;
  if (!next(cells)) return std::nullopt;
  return cells;
}

void CsvText::go_to(const Position& position) {
  at_ = position.at;
  line_ = position.line;
}

void CsvText::forget_decimals() {
  with_comma_.clear();
  with_point_.clear();
}

bool CsvText::next(std::vector<CsvCell>& cells) {
  if (!next_line()) return false;
  cells_of(text_, mark_, cells);
  return true;
}

bool CsvText::next(std::vector<CsvView>& cells) {
  if (!next_line()) return false;
  if (text_.find('"') == std::string::npos) {
    cut(text_, mark_, cells);
    return true;
  }
  cells_of(text_, mark_, unquoted_);
  cells.clear();
  for (const CsvCell& cell : unquoted_) cells.push_back({cell.text, cell.column});
  return true;
}

/// The next line that is neither empty nor a comment; false at the end.
bool CsvText::next_line() {
  while (at_ < all_.size()) {
    const std::size_t end = std::min(all_.find('\n', at_), all_.size());
    text_.assign(all_, at_, end - at_);
    at_ = std::min(end + 1, all_.size());
    ++line_;
    if (text_.ends_with('\r')) text_.pop_back();
    if (text_.size() == 5 && text_.starts_with("sep=")) {
      mark_ = text_[4];
      mark_known_ = true;
      continue;
    }
    const std::string_view words = bare(text_);
    if (words.empty() || words.front() == '#') continue;
    if (!mark_known_) mark_ = mark_of(text_);
    mark_known_ = true;
    return true;
  }
  return false;
}

Place CsvText::place(int column, std::size_t length) const {
  if (length == 0) length = text_.size();
  return {path_, line_, column, static_cast<int>(std::max<std::size_t>(length, 1)), text_};
}

std::string CsvText::number(const std::string& cell) {
  if (mark_ == ',') return cell;
  const bool comma = is_number_with(',', cell), point = is_number_with('.', cell);
  if (comma && with_comma_.empty()) with_comma_ = cell;
  if (point && with_point_.empty()) with_point_ = cell;
  if ((comma || point) && !with_comma_.empty() && !with_point_.empty())
    throw std::invalid_argument("'" + cell + "' after '" + (comma ? with_point_ : with_comma_) +
                                "': the decimals of a file are all commas or all points, and nothing stands "
                                "between thousands");
  if (!comma) return cell;
  std::string number = cell;
  number[cell.find(',')] = '.';
  return number;
}

CsvHeading heading_of(std::string_view text, bool round_too) {
  for (const auto& [open, close] : {std::pair{'[', ']'}, std::pair{'(', ')'}}) {
    if (open == '(' && !round_too) break;
    const auto at = text.find(open);
    if (at == std::string_view::npos || text.back() != close) continue;
    return {std::string(trimmed(text.substr(0, at))),
            std::string(trimmed(text.substr(at + 1, text.size() - at - 2)))};
  }
  return {std::string(text), {}};
}

std::string csv_cell(std::string_view text) {
  std::string cell(text);
  if (!cell.empty() && std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos)
    cell.insert(cell.begin(), '\'');
  if (cell.find_first_of(",;\"\n\r\t") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

}  // namespace talus
