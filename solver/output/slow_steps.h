// Whether a run gets on. Two warnings, each as soon as it is so, with what keeps steps short, where, and what
// would help:
//
//     short    over 200 successive steps the mean is below a thousandth of the time between two stops
//              (outputs, operations), and a thousand more are to come at this pace
//     tiny     a thousand successive steps were each shorter than a millionth of what is left
//     (solver/tiny_steps.h);
//              the run ends when there is no hope
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "solver/controls.h"
#include "solver/coupling/implicit.h"
#include "solver/model.h"
#include "solver/state/state.h"
#include "solver/tiny_steps.h"

namespace talus {

/// An accepted step, and how it came about.
struct StepTaken {
  const Step& step;
  const Step* failed = nullptr;  ///< the last attempt at it that failed; null when none did
  int cuts = 0;                  ///< attempts that were thrown away
  double length = 0;             ///< s
  double next = 0;               ///< s, the length that steps have come to
  double interval = 0;           ///< s, between the stops before and after it
  int limit = 0;                 ///< StepControl::limit()
};

class SlowSteps {
 public:
  /// Both must outlive it. Steps whose length is asked for are not slow.
  SlowSteps(const Model& model, const Controls& controls);

  /// Takes note of an accepted step. A line for people when the run has just become slow, else nothing.
  /// SolveError when it will not end. Collective.
  std::string look(const State& state, const StepTaken& taken);

  /// The same lines, of the slowest time of the run; empty when it was never slow.
  std::string warning() const;

 private:
  /// The steps since the last look at their mean.
  struct Window {
    int steps = 0, cuts = 0, failures = 0;
    double length = 0;                    // s
    std::map<std::int64_t, int> in_cell;  // failures by the global number of the cell; on this rank
    std::map<int, int> by_limit;
    Step failed;  // the last one
  };
  std::string look_at_tiny(const State& state, const StepTaken& taken);
  std::string look_at_mean(const State& state, const StepTaken& taken);
  std::string why_failed(const State& state) const;
  std::string why_short() const;
  std::string cell_words(const Step& step) const;
  std::string nearest_mineral(const State& state, const Step& step) const;
  std::optional<std::size_t> worst_here(const Step& step) const;

  const Model& model_;
  const Controls& controls_;
  TinySteps tiny_steps_;
  int longest_ = 0;
  Window window_;
  double shortest_mean_ = 0;  // s, of the windows that were short; 0: none was
  std::string tiny_, short_;  // lines
};

}  // namespace talus
