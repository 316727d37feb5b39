// The runs of a fit. Each point has a folder of its own with the results of its runs (results.h), which are functions of the point
// alone: a fit that was interrupted goes through the same points again, and does only those runs that are missing.
//
//     points/3/              the run at the third point that was tried after the start; its file as long as it may be needed
//     points/3/slopes/       with one parameter at a time a little higher, by the steps of that run
//     points/3/slopes_back/  a little lower, where the higher one fails
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "study/fit.h"
#include "study/results.h"

namespace talus::study {

/// How, and where.
struct FitRuns {
  const Fit& fit;
  std::filesystem::path folder;
  std::size_t jobs = 1;  ///< processes at once
  std::string program;
  std::function<void(const std::string&)> say;  ///< called with a line for each point

  /// What is to be made least, by runs. They throw InputError, FileError, Interrupted; SolveError where the run at the start
  /// fails, or a slope cannot be had on either side. `runs` must outlive it.
  static LeastSquares problem(const FitRuns& runs);

  std::filesystem::path point(int count) const { return folder / "points" / std::to_string(count); }
  /// The run file of a point, while it is there.
  std::filesystem::path run_file(int count) const { return point(count) / "runs" / "0" / "run.h5"; }
};

/// By how much a parameter is changed for its slope, in standard deviations of its prior. Steps are those of the run beside which it
/// stands and balances are closed to 1e-12, so that the difference is smooth, and can be this small.
inline constexpr double slope_difference = 1e-3;

}  // namespace talus::study
