#include "base/series.h"

#include <algorithm>

namespace talus {

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

double Series::mean(double from, double to) const {
  if (!(to > from)) return at(from);
  double area = 0, before = from;
  const auto add_to = [&](double end) {
    area += (end - before) * (at(before) + at(end)) / 2;
    before = end;
  };
  for (const double point : along)
    if (point > from && point < to) add_to(point);
  add_to(to);
  return area / (to - from);
}

Series Series::from_csv(const std::string& path, const CsvColumn& along, const CsvColumn& value) {
  const auto falls_back = [&](const CsvNumbers& so_far) -> std::string {
    const std::vector<double>& a = so_far.values[0];
    return a.size() > 1 && a.back() <= a[a.size() - 2] ? along.name + " does not increase" : "";
  };
  CsvNumbers numbers = csv_numbers(path, {{along, value}}, falls_back);
  return {std::move(numbers.values[0]), std::move(numbers.values[1])};
}

}  // namespace talus
