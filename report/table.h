// Tables of results with one column for each run.
#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "report/account.h"

namespace talus::report {

/// A line of a table over several runs.
struct ResultRow {
  std::string quantity, unit;
  std::vector<double> values;  ///< one for each run; not a number where a run has none
};

/// A row for every quantity that any of the runs has; `results` are by run.
std::vector<ResultRow> rows_of(std::span<const std::vector<Result>> results);

/// The results of `topics`, a row for every quantity that any of the runs has.
std::vector<ResultRow> result_rows(std::span<const Account> accounts, std::initializer_list<Topic> topics);

/// An HTML table, row by row. Texts are escaped here, and nowhere else.
class HtmlTable {
 public:
  struct Cell {
    std::string text;
    enum class Kind { head, text, long_text, number, unit, bad_number } kind = Kind::text;
  };
  /// Columns that hold numbers are named in `numbers` and stand to the right.
  HtmlTable(const std::vector<std::string>& heads, std::size_t first_number, std::size_t past_numbers);
  void row(const std::vector<Cell>& cells);
  std::string text() const;

 private:
  std::string text_;
};

/// Two runs that are compared: their places among the accounts.
struct Compared {
  std::size_t project, baseline;
};
/// The runs of these names, where there are only these two, so that a table has a column for their difference.
std::optional<Compared> compared(std::span<const Account> accounts, const std::string& project,
                                 const std::string& baseline);

/// A table of results, as HTML; with the difference of the two that are compared, if any.
std::string html_results(std::span<const Account> accounts, std::initializer_list<Topic> topics,
                         const std::optional<Compared>& two = {});

/// The table for a terminal of 80 columns; more than four runs make several tables.
std::string terminal_results(std::span<const Account> accounts, std::initializer_list<Topic> topics,
                             const std::optional<Compared>& two = {});

}  // namespace talus::report
