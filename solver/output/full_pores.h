// Pores that are closed, pores that hold more water than they have room for, pores that air does not get into,
// and pores that minerals would
// fill or free if the case did not keep them as they are.
//
//     closed      what growth has left of the room of the material: (phi - phi_c) / (phi_0 - phi_c) < 0.01
//     overfull    S > 1.001: where water does not move, reactions that set it free or fill its pores leave it
//     there
//     shut        S > 0.95 behind the air of a patch: what is left for gas carries less than the water does
//     unheeded    |sum V_m (n - n_0)| / phi > 0.05, n_0 mol/m3 at the start, where chemistry.porosity is
//     "fixed"
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

  /// A line for each of them; empty when there never were any.
  std::string warning() const;

 private:
  // Of one of them: the first time (s), and at the last look how many cells, and how far the worst has
  // come.
  struct Finding {
    double first = -1, cells = 0, worst = 0;
    void note(MPI_Comm ranks, double time, double count, double extreme);
  };
  const Model& model_;
  double filled(const State& state, std::size_t cell) const;
  double saturation(const State& state, std::size_t cell) const;
  void look_at_air(const State& state);

  Finding closed_, overfull_, shut_, unheeded_;
};

}  // namespace talus
