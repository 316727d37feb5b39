// Times that steps meet: outputs and operations, which come again, and rows of tables.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace talus {

/// The next time of a series that begins at `first` and repeats `every` s, when `done` of them have been;
/// exact multiples, so that times do not drift.
inline double recurring_time(double first, double every, std::int64_t done) {
  return first + every * static_cast<double>(done);
}

/// How many times of such a series are over at `time`; one that is now counts when `done`.
inline std::int64_t times_over(double first, double every, double time, bool done) {
  auto count = static_cast<std::int64_t>(std::max(0.0, std::floor((time - first) / every) - 1));
  for (;; ++count) {
    const double next = recurring_time(first, every, count);
    if (next > time || (next == time && !done)) return count;
  }
}

/// The next row of a table after `time`, if it comes before `stop`; else `stop`. A step over a row would not
/// see what is beyond it. Rows within `tiny` of either count as met. All in s.
inline double next_row(const std::vector<double>& rows, double time, double stop, double tiny) {
  const auto next = std::ranges::upper_bound(rows, time + tiny);
  return next != rows.end() && *next < stop - tiny ? *next : stop;
}

}  // namespace talus
