#include "base/series.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <optional>

#include "base/error.h"
#include "base/units.h"

namespace talus {

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
  std::vector<Problem> problems;
  std::vector<std::string> units;
  TimeSeries series;

  void problem(int line, const std::string& text, const std::string& what, const std::string& hint) {
    problems.push_back(
        {{path, line, 1, static_cast<int>(std::max<std::size_t>(text.size(), 1)), text}, what, hint});
  }

  void heading(int line, const std::string& text, const std::vector<std::string>& names) {
    const auto cells = cells_of(text);
    for (std::size_t i = 0; i < names.size(); ++i) {
      const auto open = i < cells.size() ? cells[i].find('[') : std::string::npos;
      if (open == std::string::npos || cells[i].back() != ']' ||
          trimmed(cells[i].substr(0, open)) != names[i]) {
        problem(line, text, "the heading must name two columns with units",
                names[0] + " [d], " + names[1] + " [...]");
        return;
      }
      units.push_back(cells[i].substr(open + 1, cells[i].size() - open - 2));
    }
  }

  void row(int line, const std::string& text, const std::string& unit) {
    const auto cells = cells_of(text);
    if (cells.size() != 2) return problem(line, text, "a row must have two numbers", "");
    try {
      const double t = to_si(cells[0] + " " + units[0], "s");
      const double value = to_si(cells[1] + " " + units[1], unit);
      if (!series.time.empty() && t <= series.time.back())
        return problem(line, text, "time does not increase", "");
      series.time.push_back(t);
      series.value.push_back(value);
    } catch (const UnitError& e) {
      problem(line, text, e.what(), e.hint());
    }
  }
};

}  // namespace

double TimeSeries::at(double t) const {
  const auto after = std::upper_bound(time.begin(), time.end(), t);
  if (after == time.begin()) return value.front();
  if (after == time.end()) return value.back();
  const auto i = static_cast<std::size_t>(after - time.begin());
  return value[i - 1] + (value[i] - value[i - 1]) * (t - time[i - 1]) / (time[i] - time[i - 1]);
}

TimeSeries TimeSeries::from_csv(const std::string& path, const std::string& quantity,
                                const std::string& unit) {
  std::ifstream file(path);
  if (!file) throw FileError("cannot read " + path);
  CsvReader reader{.path = path, .problems = {}, .units = {}, .series = {}};
  std::string text;
  for (int line = 1; std::getline(file, text); ++line) {
    if (trimmed(text).empty() || trimmed(text).front() == '#') continue;
    if (reader.units.empty())
      reader.heading(line, text, {"time", quantity});
    else
      reader.row(line, text, unit);
    if (!reader.problems.empty() && reader.units.size() < 2) break;
  }
  if (reader.problems.empty() && reader.series.time.empty()) reader.problem(1, "", "the file has no row", "");
  if (!reader.problems.empty()) throw InputError(std::move(reader.problems));
  return reader.series;
}

}  // namespace talus
