// When the operations of a run are done.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "solver/operations/operations.h"

namespace talus {

/// An operation, its times, and under which condition it is done then.
struct ScheduledOperation {
  std::vector<double> times;          ///< s, rising
  std::optional<double> dried_below;  ///< -, it waits while the saturation of the surface is not below this
  Operation operation;

  /// How many of its times are over at `time` (s); one that is now counts when `done`.
  std::int64_t over(double time, bool done) const {
    const auto next = done ? std::ranges::upper_bound(times, time) : std::ranges::lower_bound(times, time);
    return next - times.begin();
  }
  /// The time (s) that comes when `over` of them are; nothing after the last.
  std::optional<double> next(std::int64_t over) const {
    if (over >= static_cast<std::int64_t>(times.size())) return {};
    return times[static_cast<std::size_t>(over)];
  }
};

}  // namespace talus
