// Times that come again: outputs and operations.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

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

}  // namespace talus
