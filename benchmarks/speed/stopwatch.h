// Times on a machine that others use too: processor time, and the least of several runs.
#pragma once

#include <algorithm>
#include <ctime>
#include <limits>

namespace talus {

/// Processor time of this program so far, s.
inline double processor_time() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

/// Processor time that `work` takes, s.
template <class Work>
double seconds_of(Work&& work) {
  const double start = processor_time();
  work();
  return processor_time() - start;
}

/// The least of `runs` times, s.
template <class Work>
double least_seconds(int runs, Work&& work) {
  double least = std::numeric_limits<double>::infinity();
  for (int run = 0; run < runs; ++run) least = std::min(least, seconds_of(work));
  return least;
}

}  // namespace talus
