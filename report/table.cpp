#include "report/table.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "report/words.h"

namespace talus::report {
namespace {

constexpr std::size_t terminal_runs = 3, label_width = 38, unit_width = 9, value_width = 10;

/// `text` in `width` columns, cut if need be, followed or led by blanks.
std::string padded(std::string text, std::size_t width, bool to_the_right = false) {
  if (text.size() > width) text = text.substr(0, width - 1) + "~";
  const std::string blanks(width - text.size(), ' ');
  return to_the_right ? blanks + text : text + blanks;
}

std::string class_of(HtmlTable::Cell::Kind kind) {
  switch (kind) {
    case HtmlTable::Cell::Kind::long_text:
      return " class=\"long\"";
    case HtmlTable::Cell::Kind::number:
      return " class=\"number\"";
    case HtmlTable::Cell::Kind::bad_number:
      return " class=\"number bad\"";
    case HtmlTable::Cell::Kind::unit:
      return " class=\"unit\"";
    default:
      return "";
  }
}

}  // namespace

std::vector<ResultRow> rows_of(std::span<const std::vector<Result>> results) {
  std::vector<ResultRow> rows;
  for (std::size_t r = 0; r < results.size(); ++r) {
    auto after = rows.begin();  // quantities that only a later run has go behind their neighbours
    for (const Result& result : results[r]) {
      auto found = std::find_if(rows.begin(), rows.end(), [&](const ResultRow& row) {
        return row.quantity == result.quantity && row.unit == result.unit;
      });
      if (found == rows.end()) {
        const std::vector<double> none(results.size(), std::numeric_limits<double>::quiet_NaN());
        found = rows.insert(after, {result.quantity, result.unit, none});
      }
      found->values[r] = result.value;
      after = found + 1;
    }
  }
  return rows;
}

std::vector<ResultRow> result_rows(std::span<const Account> accounts, std::initializer_list<Topic> topics) {
  std::vector<std::vector<Result>> results;
  for (const Account& account : accounts) {
    results.push_back(results_of(account));
    std::erase_if(results.back(), [&](const Result& result) {
      return std::find(topics.begin(), topics.end(), result.topic) == topics.end();
    });
  }
  return rows_of(results);
}

namespace {

/// The rows that a reader is shown: those without minerals that have formed in no run.
std::vector<ResultRow> shown_rows(std::span<const Account> accounts, std::initializer_list<Topic> topics) {
  std::vector<ResultRow> rows = result_rows(accounts, topics);
  std::erase_if(rows, [](const ResultRow& row) {
    return row.quantity.ends_with(" formed") &&
           std::ranges::all_of(row.values, [](double value) { return !(value > 0); });
  });
  return rows;
}

}  // namespace

HtmlTable::HtmlTable(const std::vector<std::string>& heads, std::size_t first_number,
                     std::size_t past_numbers) {
  text_ = "<div class=\"table\"><table>\n<thead><tr>";
  for (std::size_t i = 0; i < heads.size(); ++i) {
    const bool number = first_number <= i && i < past_numbers;
    text_ += std::string("<th scope=\"col\"") + (number ? " class=\"number\">" : ">") +
             escape_html(heads[i]) + "</th>";
  }
  text_ += "</tr></thead>\n<tbody>\n";
}

void HtmlTable::row(const std::vector<Cell>& cells) {
  text_ += "<tr>";
  for (const Cell& cell : cells) {
    const bool head = cell.kind == Cell::Kind::head;
    text_ += head ? "<th scope=\"row\">" : "<td" + class_of(cell.kind) + ">";
    text_ += escape_html(cell.text) + (head ? "</th>" : "</td>");
  }
  text_ += "</tr>\n";
}

std::string HtmlTable::text() const { return text_ + "</tbody></table></div>\n"; }

std::optional<Compared> compared(std::span<const Account> accounts, const std::string& project,
                                 const std::string& baseline) {
  if (accounts.size() != 2) return {};
  for (const std::size_t first : {std::size_t{0}, std::size_t{1}})
    if (accounts[first].run.name == project && accounts[1 - first].run.name == baseline)
      return Compared{first, 1 - first};
  return {};
}

std::string html_results(std::span<const Account> accounts, std::initializer_list<Topic> topics,
                         const std::optional<Compared>& two) {
  std::vector<std::string> heads{""};
  for (const Account& account : accounts) heads.push_back(accounts.size() > 1 ? account.run.name : "value");
  if (two) heads.push_back(accounts[two->project].run.name + " minus " + accounts[two->baseline].run.name);
  heads.push_back("unit");
  HtmlTable table(heads, 1, heads.size() - 1);
  for (const ResultRow& row : shown_rows(accounts, topics)) {
    std::vector<HtmlTable::Cell> cells{{typeset(row.quantity), HtmlTable::Cell::Kind::head}};
    for (const double value : row.values)
      cells.push_back({typeset_number(value), HtmlTable::Cell::Kind::number});
    if (two)
      cells.push_back({typeset_number(row.values[two->project] - row.values[two->baseline]),
                       HtmlTable::Cell::Kind::number});
    cells.push_back({typeset(row.unit), HtmlTable::Cell::Kind::unit});
    table.row(cells);
  }
  return table.text();
}

std::string terminal_results(std::span<const Account> accounts, std::initializer_list<Topic> topics,
                             const std::optional<Compared>& two) {
  std::string text;
  for (std::size_t first = 0; first < accounts.size(); first += terminal_runs) {
    const auto some = accounts.subspan(first, std::min(terminal_runs, accounts.size() - first));
    text += std::string(label_width + unit_width, ' ');
    for (const Account& account : some) text += " " + padded(account.run.name, value_width, true);
    if (two) text += " " + padded("difference", value_width, true);
    text += "\n";
    for (const ResultRow& row : shown_rows(some, topics)) {
      text += padded(row.quantity, label_width) + padded(row.unit, unit_width);
      for (const double value : row.values) text += " " + padded(digits(value), value_width, true);
      if (two)
        text += " " + padded(digits(row.values[two->project] - row.values[two->baseline]), value_width, true);
      text += "\n";
    }
    if (first + terminal_runs < accounts.size()) text += "\n";
  }
  return text;
}

}  // namespace talus::report
