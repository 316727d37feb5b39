// Times on a machine that others use too: the least of several runs.
#pragma once

#include <algorithm>
#include <chrono>
#include <limits>

namespace talus {

/// Seconds that `work` takes.
template <class Work>
double seconds_of(Work&& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// The least of `runs` times, s.
template <class Work>
double least_seconds(int runs, Work&& work) {
  double least = std::numeric_limits<double>::infinity();
  for (int run = 0; run < runs; ++run) least = std::min(least, seconds_of(work));
  return least;
}

}  // namespace talus
