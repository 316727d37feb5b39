// Whether the equilibrium of redox couples has moved nitrogen, sulphur or carbon from one state to another,
// which nature hardly does by itself (chemistry/speciation/slow_redox.h).
#pragma once

#include <string>

#include "chemistry/speciation/recipe.h"
#include "solver/model.h"
#include "solver/state/state.h"

namespace talus {

/// The same of one water of a case, at the temperature of `at`; empty where nothing has moved.
std::string moved_states(const ChemicalSystem& system, const Constants& at, const Water& water);

class RedoxStates {
 public:
  /// `model` must outlive it.
  explicit RedoxStates(const Model& model);

  /// Looks into the water of all cells of a written state. Collective.
  void look(const State& state);

  /// One line: in how many cells, since when, and how much of the first of them; empty when nothing moved.
  std::string warning() const;

 private:
  const Model& model_;
  bool possible_;      // the system has such reactions
  double cells_ = 0;   // at the last look
  double first_ = -1;  // s
  double number_ = 0;  // of the first cell at the last look that had some
  double time_ = 0;    // s, of that look
  std::string words_;  // on that cell, the same on all ranks
};

}  // namespace talus
