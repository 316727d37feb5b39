#include "base/csv_numbers.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>

#include "base/error.h"
#include "base/input_words.h"
#include "base/units.h"

namespace talus {

using input_detail::contains, input_detail::range_words;

namespace {

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::size_t begin = 0;
  while (true) {
    const auto comma = line.find(',', begin);
    cells.push_back(trimmed(line.substr(begin, comma - begin)));
    if (comma == std::string::npos) return cells;
    begin = comma + 1;
  }
}

std::string count_in_words(std::size_t count) {
  return count == 2 ? "two" : count == 3 ? "three" : std::to_string(count);
}

/// Reads the rows, noting a problem for each that is wrong.
struct CsvReader {
  const std::string& path;
  const std::vector<std::vector<CsvColumn>>& headings;
  const std::function<std::string(const CsvNumbers&)>& fault;
  std::vector<Problem> problems = {};
  std::vector<CsvColumn> columns = {};  ///< of the heading that the file has
  std::vector<std::string> units = {};
  CsvNumbers numbers = {};

  Place place(int line, const std::string& text) const {
    return {path, line, 1, static_cast<int>(std::max<std::size_t>(text.size(), 1)), text};
  }
  void problem(int line, const std::string& text, const std::string& what, const std::string& hint) {
    problems.push_back({place(line, text), what, hint});
  }

  /// The units of a heading with these columns; nothing when it is another.
  static std::vector<std::string> units_of(const std::vector<std::string>& cells,
                                           const std::vector<CsvColumn>& expected) {
    std::vector<std::string> units;
    if (cells.size() != expected.size()) return {};
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const auto open = cells[i].find('[');
      if (open == std::string::npos || cells[i].back() != ']' ||
          trimmed(cells[i].substr(0, open)) != expected[i].name)
        return {};
      units.push_back(trimmed(cells[i].substr(open + 1, cells[i].size() - open - 2)));
    }
    return units;
  }

  void heading(int line, const std::string& text) {
    std::string allowed;
    std::vector<std::size_t> counts;
    for (const auto& expected : headings) {
      units = units_of(cells_of(text), expected);
      columns = expected;
      if (!units.empty()) break;
      counts.push_back(expected.size());
      allowed += allowed.empty() ? "" : "; or ";
      for (std::size_t i = 0; i < expected.size(); ++i)
        allowed += (i == 0 ? "" : ", ") + expected[i].name + " [" + expected[i].unit + "]";
    }
    if (units.empty()) {
      const auto [least, most] = std::ranges::minmax(counts);
      problem(line, text,
              "the heading must name " + count_in_words(least) +
                  (most > least ? " or " + count_in_words(most) : "") + " columns with units",
              allowed);
      return;
    }
    for (const CsvColumn& column : columns) numbers.names.push_back(column.name);
    numbers.values.resize(columns.size());
  }

  /// `text` in the unit of column i, as SI.
  double number(std::size_t i, const std::string& text) const {
    double plain = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), plain);
    if (error != std::errc() || end != text.data() + text.size())
      throw UnitError("'" + text + "' is not a number", "units stand in the heading");
    const std::string quantity = units[i] == "1" ? text : text + " " + units[i];
    const double value = to_si(quantity, columns[i].unit);
    if (std::isfinite(value) && contains(columns[i].range, value)) return value;
    throw UnitError(columns[i].name + " = " + quantity + " is out of range",
                    "it must be " + range_words(columns[i].range, units[i]));
  }

  void row(int line, const std::string& text) {
    const auto cells = cells_of(text);
    if (cells.size() != columns.size())
      return problem(line, text, "a row must have " + count_in_words(columns.size()) + " numbers", "");
    try {
      std::vector<double> values;
      for (std::size_t i = 0; i < cells.size(); ++i) values.push_back(number(i, cells[i]));
      for (std::size_t i = 0; i < cells.size(); ++i) numbers.values[i].push_back(values[i]);
      numbers.places.push_back(place(line, text));
    } catch (const UnitError& e) {
      return problem(line, text, e.what(), e.hint());
    }
    const std::string wrong = fault(numbers);
    if (wrong.empty()) return;
    problem(line, text, wrong, "");
    for (auto& column : numbers.values) column.pop_back();
    numbers.places.pop_back();
  }
};

}  // namespace

CsvNumbers csv_numbers(const std::string& path, const std::vector<std::vector<CsvColumn>>& headings,
                       const std::function<std::string(const CsvNumbers&)>& fault) {
  std::ifstream file(path);
  if (!file) throw FileError("cannot read " + path);
  CsvReader reader{.path = path, .headings = headings, .fault = fault};
  std::string text;
  for (int line = 1; std::getline(file, text); ++line) {
    if (trimmed(text).empty() || trimmed(text).front() == '#') continue;
    if (reader.units.empty())
      reader.heading(line, text);
    else
      reader.row(line, text);
    if (reader.units.empty()) break;
  }
  if (reader.problems.empty() && reader.numbers.places.empty())
    reader.problem(1, "", "the file has no row", "");
  if (!reader.problems.empty()) throw InputError(std::move(reader.problems));
  return std::move(reader.numbers);
}

}  // namespace talus
