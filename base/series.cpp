#include "base/series.h"

#include <algorithm>
#include <array>
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

/// Reads the rows, noting a problem for each that is wrong.
struct CsvReader {
  std::string path;
  std::array<SeriesColumn, 2> columns;
  std::vector<Problem> problems;
  std::vector<std::string> units;
  Series series;

  void problem(int line, const std::string& text, const std::string& what, const std::string& hint) {
    problems.push_back(
        {{path, line, 1, static_cast<int>(std::max<std::size_t>(text.size(), 1)), text}, what, hint});
  }

  void heading(int line, const std::string& text) {
    const auto cells = cells_of(text);
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const auto open = i < cells.size() ? cells[i].find('[') : std::string::npos;
      if (open == std::string::npos || cells[i].back() != ']' ||
          trimmed(cells[i].substr(0, open)) != columns[i].name) {
        problem(line, text, "the heading must name two columns with units",
                columns[0].name + " [" + columns[0].unit + "], " + columns[1].name + " [" + columns[1].unit +
                    "]");
        return;
      }
      units.push_back(trimmed(cells[i].substr(open + 1, cells[i].size() - open - 2)));
    }
  }

  /// `text` in the unit of column i, as SI.
  double number(std::size_t i, const std::string& text) const {
    double plain = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), plain);
    if (fault != std::errc() || end != text.data() + text.size())
      throw UnitError("'" + text + "' is not a number", "units stand in the heading");
    const std::string quantity = units[i] == "1" ? text : text + " " + units[i];
    const double value = to_si(quantity, columns[i].unit);
    if (std::isfinite(value) && contains(columns[i].range, value)) return value;
    throw UnitError(columns[i].name + " = " + quantity + " is out of range",
                    "it must be " + range_words(columns[i].range, units[i]));
  }

  void row(int line, const std::string& text) {
    const auto cells = cells_of(text);
    if (cells.size() != 2) return problem(line, text, "a row must have two numbers", "");
    try {
      const double where = number(0, cells[0]), value = number(1, cells[1]);
      if (!series.along.empty() && where <= series.along.back())
        return problem(line, text, columns[0].name + " does not increase", "");
      series.along.push_back(where);
      series.value.push_back(value);
    } catch (const UnitError& e) {
      problem(line, text, e.what(), e.hint());
    }
  }
};

}  // namespace

double Series::at(double where) const {
  const auto after = std::upper_bound(along.begin(), along.end(), where);
  if (after == along.begin()) return value.front();
  if (after == along.end()) return value.back();
  const auto i = static_cast<std::size_t>(after - along.begin());
  return value[i - 1] + (value[i] - value[i - 1]) * (where - along[i - 1]) / (along[i] - along[i - 1]);
}

std::array<double, 2> Series::extremes(double from, double to) const {
  std::array<double, 2> found{std::min(at(from), at(to)), std::max(at(from), at(to))};
  for (std::size_t i = 0; i < along.size(); ++i) {
    if (along[i] < from || along[i] > to) continue;
    found = {std::min(found[0], value[i]), std::max(found[1], value[i])};
  }
  return found;
}

Series Series::from_csv(const std::string& path, const SeriesColumn& along, const SeriesColumn& value) {
  std::ifstream file(path);
  if (!file) throw FileError("cannot read " + path);
  CsvReader reader{.path = path, .columns = {along, value}, .problems = {}, .units = {}, .series = {}};
  std::string text;
  for (int line = 1; std::getline(file, text); ++line) {
    if (trimmed(text).empty() || trimmed(text).front() == '#') continue;
    if (reader.units.empty())
      reader.heading(line, text);
    else
      reader.row(line, text);
    if (!reader.problems.empty() && reader.units.size() < 2) break;
  }
  if (reader.problems.empty() && reader.series.along.empty())
    reader.problem(1, "", "the file has no row", "");
  if (!reader.problems.empty()) throw InputError(std::move(reader.problems));
  return reader.series;
}

}  // namespace talus
