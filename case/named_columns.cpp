#include "case/named_columns.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <stdexcept>

#include "base/csv_text.h"
#include "base/input_words.h"
#include "base/unit_scale.h"
#include "base/units.h"
#include "base/words.h"

namespace talus {

using input_detail::contains, input_detail::range_words;

namespace {

constexpr std::size_t most_problems = 20;

class Reader {
 public:
  Reader(const std::string& path, const std::vector<NamedColumn>& wanted) : file_(path), wanted_(wanted) {}

  NamedColumns read() {
    const auto heading = file_.next();
    if (heading) read_heading(*heading);
    if (!problems_.empty()) throw InputError(std::move(problems_));
    std::vector<CsvCell> cells;
    while (problems_.size() < most_problems && file_.next(cells)) read_row(cells);
    if (problems_.empty() && columns_.places.empty())
      problem(file_.place(), "the file has no row", "below the heading there is a row for each block");
    if (!problems_.empty()) throw InputError(std::move(problems_));
    return std::move(columns_);
  }

 private:
  /// Where a wanted column stands in a row, and its unit.
  struct Found {
    std::size_t at;
    std::string unit;
    Scale scale;
  };

  void problem(const Place& place, const std::string& what, const std::string& hint) {
    problems_.push_back({place, what, hint});
  }
  Place place_of(const CsvCell& cell) const { return file_.place(cell.column, cell.text.size()); }

  void read_heading(const std::vector<CsvCell>& cells) {
    std::vector<CsvHeading> headings;
    std::vector<std::string> names;
    for (const CsvCell& cell : cells) {
      headings.push_back(heading_of(cell.text, true));
      names.push_back(headings.back().name);
    }
    for (const NamedColumn& column : wanted_) {
      const CsvHeading words = heading_of(column.words, true);
      const auto at = static_cast<std::size_t>(std::ranges::find(names, words.name) - names.begin());
      if (at == names.size())
        problem(file_.place(), "the file has no column '" + words.name + "', which " + column.key + " names",
                suggestion(words.name, names));
      else if (std::ranges::count(names, words.name) > 1)
        problem(place_of(cells[at]), "the file has the column '" + words.name + "' twice", "rename one");
      else
        find_unit(column, words, headings[at], cells[at], at);
    }
    width_ = cells.size();
    columns_.values.resize(wanted_.size());
  }

  void find_unit(const NamedColumn& column, const CsvHeading& words, const CsvHeading& heading,
                 const CsvCell& cell, std::size_t at) {
    const std::string name = quoted(words.name), usual = words.name + " [" + column.unit + "]";
    if (!heading.unit && !words.unit)
      return problem(
          place_of(cell), "the column " + name + " has no unit",
          "write for example " + usual + " here, or in the case " + column.key + " = \"" + usual + "\"");
    if (heading.unit && words.unit && *heading.unit != *words.unit)
      return problem(
          place_of(cell),
          "the unit of " + name + " is " + *heading.unit + " here, but " + *words.unit + " in " + column.key,
          "leave it out of the case");
    const std::string unit = heading.unit ? *heading.unit : *words.unit;
    try {
      to_si(unit == "1" ? unit : "1 " + unit, column.unit);
      found_.push_back({at, unit, scale_of(unit)});
    } catch (const UnitError& error) {
      problem(place_of(cell), name + ": " + error.what(), error.hint());
    }
  }

  void read_row(const std::vector<CsvCell>& cells) {
    if (cells.size() != width_)
      return problem(
          file_.place(),
          "the heading has " + std::to_string(width_) + " columns, this row " + std::to_string(cells.size()),
          "");
    for (std::size_t i = 0; i < wanted_.size(); ++i)
      if (const auto value = value_of(i, cells[found_[i].at])) columns_.values[i].push_back(*value);
    columns_.places.push_back(file_.place());
  }

  std::optional<double> value_of(std::size_t i, const CsvCell& cell) {
    const Found& found = found_[i];
    std::string text;
    try {
      text = file_.number(cell.text);
    } catch (const std::invalid_argument& error) {
      problem(place_of(cell), error.what(), "");
      return std::nullopt;
    }
    long double plain = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), plain);
    if (error != std::errc() || end != text.data() + text.size()) {
      problem(place_of(cell), text.empty() ? "the cell is empty" : quoted(text) + " is not a number",
              text.empty()
                  ? "each block has all values; leave out blocks that have none"
                  : "only the names of the columns stand above the blocks; put # before other lines");
      return std::nullopt;
    }
    const auto value = static_cast<double>(found.scale.to_si(plain));
    if (std::isfinite(value) && contains(wanted_[i].range, value)) return value;
    problem(place_of(cell),
            heading_of(wanted_[i].words, true).name + " = " + text +
                (found.unit == "1" ? "" : " " + found.unit) + " is out of range",
            "it must be " + range_words(wanted_[i].range, found.unit) +
                (plain < 0 ? "; where a number below 0 stands for what was not measured, leave the block out"
                           : ""));
    return std::nullopt;
  }

  CsvText file_;
  const std::vector<NamedColumn>& wanted_;
  std::vector<Problem> problems_;
  std::vector<Found> found_;
  std::size_t width_ = 0;
  NamedColumns columns_;
};

}  // namespace

NamedColumns read_named_columns(const std::string& path, const std::vector<NamedColumn>& wanted) {
  return Reader(path, wanted).read();
}

}  // namespace talus
