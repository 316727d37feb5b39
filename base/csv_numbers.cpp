#include "base/csv_numbers.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <stdexcept>

#include "base/calendar.h"
#include "base/csv_text.h"
#include "base/error.h"
#include "base/input_words.h"
#include "base/units.h"
#include "base/words.h"

namespace talus {

using input_detail::contains, input_detail::range_words;

namespace {

std::string count_in_words(std::size_t count) {
  return count == 2 ? "two" : count == 3 ? "three" : std::to_string(count);
}

/// What to write instead of a cell that is no number.
std::string hint_for(const std::string& text) {
  const auto digits = std::ranges::count_if(text, [](char c) { return c >= '0' && c <= '9'; });
  const auto marks =
      std::ranges::count_if(text, [](char c) { return c == '-' || c == '/' || c == '.' || c == ':'; });
  if (digits >= 4 && marks >= 2) return "no dates: time counts from the start of the run, as in time [d]";
  if (text.empty()) return "the cell is empty; each row has all its numbers";
  if (text.find(',') != std::string::npos) return "write a decimal point, and nothing between thousands";
  return "units stand in the heading";
}

/// Reads the rows, noting a problem for each that is wrong.
struct CsvReader {
  CsvText& file;
  const std::vector<std::vector<CsvColumn>>& headings;
  const std::function<std::string(const CsvNumbers&)>& fault;
  std::vector<Problem> problems = {};
  std::vector<CsvColumn> columns = {};  ///< of the heading that the file has
  std::vector<std::string> units = {};
  CsvNumbers numbers = {};

  void problem(const std::string& what, const std::string& hint, const CsvCell* cell = nullptr) {
    problems.push_back(
        {cell != nullptr ? file.place(cell->column, cell->text.size()) : file.place(), what, hint});
  }

  /// The units of a heading with these columns; nothing when it is another.
  static std::vector<std::string> units_of(const std::vector<CsvCell>& cells,
                                           const std::vector<CsvColumn>& expected) {
    std::vector<std::string> units;
    if (cells.size() != expected.size()) return {};
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const CsvHeading heading = heading_of(cells[i].text, true);
      const bool dates = expected[i].unit == unit_of_dates;
      if (heading.unit.has_value() == dates || heading.name != expected[i].name) return {};
      units.push_back(dates ? unit_of_dates : *heading.unit);
    }
    return units;
  }

  void heading(const std::vector<CsvCell>& cells) {
    std::string allowed;
    std::vector<std::size_t> counts;
    for (const auto& expected : headings) {
      units = units_of(cells, expected);
      columns = expected;
      if (!units.empty()) break;
      counts.push_back(expected.size());
      allowed += allowed.empty() ? "" : "; or ";
      for (std::size_t i = 0; i < expected.size(); ++i)
        allowed += (i == 0 ? "" : ", ") + expected[i].name +
                   (expected[i].unit == unit_of_dates ? "" : " [" + expected[i].unit + "]");
    }
    if (units.empty()) {
      const auto [least, most] = std::ranges::minmax(counts);
      problem("the heading must name " + count_in_words(least) +
                  (most > least ? " or " + count_in_words(most) : "") + " columns with units",
              allowed);
      return;
    }
    for (const CsvColumn& column : columns) numbers.names.push_back(column.name);
    numbers.values.resize(columns.size());
  }

  /// `text` in the unit of column i, as SI.
  double number(std::size_t i, const std::string& cell) const {
    if (columns[i].unit == unit_of_dates) return seconds_of_date(cell);
    std::string text;
    try {
      text = file.number(cell);
    } catch (const std::invalid_argument& error) {
      throw UnitError(error.what(), "");
    }
    double plain = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), plain);
    if (error != std::errc() || end != text.data() + text.size())
      throw UnitError("'" + text + "' is not a number", hint_for(text));
    const std::string quantity = units[i] == "1" ? text : text + " " + units[i];
    const double value = to_si(quantity, columns[i].unit);
    if (std::isfinite(value) && contains(columns[i].range, value)) return value;
    throw UnitError(columns[i].name + " = " + quantity + " is out of range",
                    "it must be " + range_words(columns[i].range, units[i]));
  }

  void row(const std::vector<CsvCell>& cells) {
    if (cells.size() != columns.size())
      return problem("a row must have " + count_in_words(columns.size()) + " numbers, this one has " +
                         std::to_string(cells.size()),
                     file.mark() == ',' && cells.size() > columns.size()
                         ? "decimals have a point; where they have a comma, columns stand between semicolons"
                         : "");
    std::vector<double> values;
    for (std::size_t i = 0; i < cells.size(); ++i) try {
        values.push_back(number(i, cells[i].text));
      } catch (const UnitError& e) {
        return problem(e.what(), e.hint(), &cells[i]);
      }
    for (std::size_t i = 0; i < cells.size(); ++i) numbers.values[i].push_back(values[i]);
    numbers.places.push_back(file.place());
    const std::string wrong = fault(numbers);
    if (wrong.empty()) return;
    problem(wrong, "");
    for (auto& column : numbers.values) column.pop_back();
    numbers.places.pop_back();
  }
};

}  // namespace

CsvNumbers csv_numbers(const std::string& path, const std::vector<std::vector<CsvColumn>>& headings,
                       const std::function<std::string(const CsvNumbers&)>& fault) {
  CsvText file(path);
  CsvReader reader{.file = file, .headings = headings, .fault = fault};
  while (const auto cells = file.next()) {
    if (reader.units.empty())
      reader.heading(*cells);
    else
      reader.row(*cells);
    if (reader.units.empty()) break;
  }
  if (reader.problems.empty() && reader.numbers.places.empty())
    reader.problems.push_back({Place{path, 1, 1, 1, ""}, "the file has no row", ""});
  if (!reader.problems.empty()) throw InputError(std::move(reader.problems));
  return std::move(reader.numbers);
}

}  // namespace talus
