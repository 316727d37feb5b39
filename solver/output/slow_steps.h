// Whether a run gets on: a warning as soon as a thousand successive steps have hardly done so
// (solver/pace.h), with what keeps them short and where, and an end when there is no hope.
#pragma once

#include <string>

#include "solver/case.h"
#include "solver/coupling/implicit.h"
#include "solver/model.h"
#include "solver/pace.h"
#include "solver/state/state.h"

namespace talus {

class SlowSteps {
 public:
  /// `model` must outlive it. Steps that the case asks for are not slow.
  SlowSteps(const Model& model, const StepsCase& keys);

  /// Takes note of an accepted step; `failed` is the last attempt at it that failed, null when none did,
  /// `next` the length (s) that steps have come to. A line for people when the run has just become slow, else
  /// nothing. SolveError when it will not end. Collective.
  std::string look(const State& state, const Step& step, const Step* failed, double next);

  /// The same line, of the slowest time of the run; empty when it was never slow.
  std::string warning() const { return words_; }

 private:
  std::string cell_words(const Step& step) const;

  const Model& model_;
  const StepsCase& keys_;
  Pace pace_;
  int longest_ = 0;
  std::string words_;
};

}  // namespace talus
