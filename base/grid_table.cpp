#include "base/grid_table.h"

#include <algorithm>
#include <map>

#include "base/units.h"

namespace talus {

namespace {

/// Between which points something lies, and how far from the first to the second.
struct Between {
  std::size_t before = 0, after = 0;
  double share = 0;
};

Between find(const std::vector<double>& points, double where) {
  const auto next = std::ranges::upper_bound(points, where);
  if (next == points.begin()) return {0, 0, 0};
  const auto i = static_cast<std::size_t>(next - points.begin());
  if (next == points.end()) return {i - 1, i - 1, 0};
  return {i - 1, i, (where - points[i - 1]) / (points[i] - points[i - 1])};
}

}  // namespace

double GridTable::at(const std::vector<double>& where) const {
  const Between one = find(points[0], where[0]);
  const auto line = [&](const auto& of) {
    return of(one.before) * (1 - one.share) + of(one.after) * one.share;
  };
  if (along.size() == 1) return line([&](std::size_t i) { return value[i]; });
  const Between two = find(points[1], where[1]);
  return line([&](std::size_t i) {
    const std::size_t row = i * points[1].size();
    return value[row + two.before] * (1 - two.share) + value[row + two.after] * two.share;
  });
}

GridTable GridTable::from_csv(const std::string& path, const std::vector<CsvColumn>& coordinates,
                              const CsvColumn& value) {
  std::vector<std::vector<CsvColumn>> headings;
  for (const CsvColumn& one : coordinates) headings.push_back({one, value});
  if (coordinates.size() == 2) headings.push_back({coordinates[0], coordinates[1], value});
  const CsvNumbers numbers = csv_numbers(path, headings);

  GridTable table;
  table.along.assign(numbers.names.begin(), numbers.names.end() - 1);
  std::map<std::vector<double>, double> at;
  std::vector<Problem> problems;
  for (std::size_t row = 0; row < numbers.places.size(); ++row) {
    std::vector<double> where;
    for (std::size_t k = 0; k < table.along.size(); ++k) where.push_back(numbers.values[k][row]);
    if (!at.emplace(where, numbers.values.back()[row]).second)
      problems.push_back({numbers.places[row], "this point stands there twice", ""});
  }
  for (std::size_t k = 0; k < table.along.size(); ++k) {
    std::vector<double> points = numbers.values[k];
    std::ranges::sort(points);
    points.erase(std::ranges::unique(points).begin(), points.end());
    table.points.push_back(std::move(points));
  }
  const std::vector<double> only = {0};
  const auto spoken = [&](std::size_t k, double where) {
    const auto same_name = [&](const CsvColumn& c) { return c.name == table.along[k]; };
    return table.along[k] + " = " + with_unit(where, std::ranges::find_if(coordinates, same_name)->unit);
  };
  for (const double first : table.points[0])
    for (const double second : table.along.size() == 2 ? table.points[1] : only) {
      const auto found = at.find(table.along.size() == 2 ? std::vector{first, second} : std::vector{first});
      table.value.push_back(found == at.end() ? 0 : found->second);
      if (found == at.end())
        problems.push_back({numbers.places.front(),
                            "there is no row for " + spoken(0, first) + ", " + spoken(1, second),
                            "each value of one coordinate must stand beside each of the other"});
    }
  if (!problems.empty()) throw InputError(std::move(problems));
  return table;
}

}  // namespace talus
