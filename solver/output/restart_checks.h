// What reading a state from a run file checks, for restart_file.cpp and restart_state.cpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <string>

#include "base/error.h"
#include "base/mpi.h"

namespace talus::restart_checks {

/// FileError where values are what no run writes.
inline void require(bool good, const std::string& path, const std::string& what) {
  if (!good) throw FileError("the file is damaged: " + path + " holds " + what);
}

/// The same where not all of them are finite.
inline void require_finite(std::span<const double> values, const std::string& path) {
  require(std::ranges::all_of(values, [](double value) { return std::isfinite(value); }), path,
          "values that are no numbers");
}

/// An error of one rank becomes one of all.
template <class Work>
void together(MPI_Comm ranks, Work&& work) {
  std::string trouble;
  try {
    work();
  } catch (const FileError& error) {
    trouble = error.what();
  }
  if (!any_rank(ranks, !trouble.empty())) return;
  throw FileError(trouble.empty() ? "another rank found the file damaged" : trouble);
}

}  // namespace talus::restart_checks
