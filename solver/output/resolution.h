// Whether the mesh resolves the reaction fronts of a run.
//
// A mineral that is used up from one side, and one that reacts only where something gets to it, leave a
// front: a place over which two measures go from 0 to 1,
//
//     share   n/n0, what is left of a mineral that was there
//     rate    its loss since the output before, over the largest loss in the column
//
// A front is thinner than two cells where one measure is above 0.8 on one side of a face and below 0.2 on the
// other, in neighbouring cells of a column and of one material, while the front moves: the share of one of
// the two cells has changed by more than 0.01 since the output before; for the rate, the largest loss is more
// than 0.01 of n0. A front that is spread evenly over two cells or more never shows such a jump, however far
// it has moved between two outputs; of those within one cell about two in five outputs show it.
#pragma once

#include <string>
#include <vector>

#include "solver/model.h"
#include "solver/state/state.h"

namespace talus {

class Resolution {
 public:
  /// `model` must outlive it.
  explicit Resolution(const Model& model) : model_(model) {}

  /// What follows this state is reaction: the start, or the end of an operation.
  void begin(const State& state) { before_ = state.amount; }

  /// Looks for thin fronts in the state of an output, or in the one before an operation. Collective.
  void look(const State& state);

  /// One line on how often fronts were thin, where, and what to do; empty when they never were.
  std::string warning() const;

 private:
  // A thin front; of several, the one between the highest cells counts, then the uppermost.
  struct Front {
    double height = 0;  // m, of the higher one of the two cells
    double depth = 0;   // m, of the face
    double solid = 0;   // number
  };
  double height(std::size_t cell) const;
  void compare(const State& state, std::size_t solid, std::size_t column, Front& worst) const;
  void take_worst_of_ranks(Front& front) const;

  const Model& model_;
  Fields before_;  // amounts at the output before
  int looks_ = 0, thin_ = 0;
  double first_ = 0;  // s, of the first thin front
  Front worst_;
};

}  // namespace talus
