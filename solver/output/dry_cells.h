// Cells that have dried out: reactions or the flow have taken so much water that no mineral reacts any more
// (chemistry/solids/wetting.h), f < 0.01. Gas still passes, and what is dissolved stays until water comes back.
#pragma once

#include <string>

#include "solver/model.h"
#include "solver/state/state.h"

namespace talus {

class DryCells {
 public:
  /// `model` must outlive it.
  explicit DryCells(const Model& model) : model_(model) {}

  /// Looks for such cells in a state. A line for the log when there are some for the first time, else
  /// nothing. Collective.
  std::string look(const State& state);

  /// How many there are at the end, how many there were at most, and since when; empty when there never were
  /// any.
  std::string warning() const;

 private:
  const Model& model_;
  double now_ = 0, most_ = 0, first_ = -1;  // cells, cells, s
};

}  // namespace talus
