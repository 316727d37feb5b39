// What a run says when it gives up: what, where, when, with which numbers, and what to try.
#pragma once

#include <string>

#include "solver/coupling/implicit.h"
#include "solver/model.h"
#include "solver/state/state.h"

namespace talus {

/// How far a run had come when it gave up.
struct FailureMoment {
  int steps = 0;         ///< accepted
  double tried = 0;      ///< s, length of the last attempt
  int cuts = 0;          ///< attempts at this step that were cut
  double smallest = 0;   ///< s, steps.smallest
  std::string run_file;  ///< with the last good state; empty when there is none
};

/// The message, the same on all ranks. `reason` says what happened, `step` is the last attempt, `state` the
/// last good state. The worst cell is the one with the largest imbalance; the saltiest where the attempt
/// names none. Collective.
std::string failure_text(const Model& model, const State& state, const Step& step, const std::string& reason,
                         const FailureMoment& moment);

}  // namespace talus
