// Pores that are closed, and pores that hold more water than they have room for.
//
//     closed      what growth has left of the room of the material: (phi - phi_c) / (phi_0 - phi_c) < 0.01
//     overfull    S > 1.001: where water does not move, reactions that set it free or fill its pores leave it
//     there
#pragma once

#include <string>

#include "solver/model.h"
#include "solver/state/state.h"

namespace talus {

class FullPores {
 public:
  /// `model` must outlive it.
  explicit FullPores(const Model& model) : model_(model) {}

  /// Looks for such cells in the state of an output. Collective.
  void look(const State& state);

  /// A line for closed pores and one for overfull ones; empty when there never were any.
  std::string warning() const;

 private:
  // Of one of the two: the first time (s), and at the last look how many cells, and how far the worst has
  // come.
  struct Finding {
    double first = -1, cells = 0, worst = 0;
    void note(double time, double count, double extreme);
  };
  const Model& model_;
  Finding closed_, overfull_;
};

}  // namespace talus
