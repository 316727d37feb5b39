// Newton's method for the implicit scheme, by PETSc's SNES. Options of PETSc after "--" on the command line
// act on it ("-ksp_type", "-pc_type", "-snes_monitor", ...).
//
// Each update of an unknown is bounded, by what the list of unknowns says of it (unknown.h): of one that is no
// logarithm by its scale. The method has converged when every balance of every cell is closed relative to what
// it is a difference of. A cell whose update is down to rounding stays as it is, so that quiet regions need not
// be computed again.
//
// Molalities change by orders of magnitude, and balances are mostly linear in them: a rise d of a logarithm
// that is large, or a fall to less than half, is taken as what it means for the molality itself, c (1 + d).
//
// Linear systems: columns are solved directly (block_tridiagonal.h). Where cells of different columns touch, that is
// the preconditioner of FGMRES.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/petsc.h"
#include "mesh/mesh.h"
#include "solver/linear/block_operator.h"
#include "solver/unknown.h"

namespace talus {

/// What the method asks of the problem. All spans are over owned cells, cell by cell.
struct NewtonProblem {
  /// False: no answer at x. `derivatives`: the Jacobian will be wanted there, most likely.
  std::function<bool(std::span<const double> x, std::span<double> residual, bool derivatives)> residual;
  std::function<void()> update_jacobian;  ///< to the x of the last residual
  /// The size of a residual relative to what its balances are differences of, largest in each owned cell.
  std::function<void(std::span<const double> residual, std::span<double> of_cell)> imbalance;
  std::vector<Unknown> unknowns;  ///< of a cell
  /// Of a cell that is not closed after some iterations: may move its new unknowns back towards the old ones.
  std::function<void(std::size_t cell, std::span<const double> from, std::span<double> to)> hold = {};
};

/// How a solve went.
struct NewtonResult {
  bool converged = false;
  int iterations = 0;
  int linear_iterations = 0;
  bool answered = true;            ///< false: the problem had no answer at the last x that was tried
  bool less_than_nothing = false;  ///< a balance could only close with less than nothing
  std::string reason;
};

/// The solver; keeps its factors and work space from solve to solve.
class Newton {
 public:
  /// `jacobian` must outlive it. Collective.
  Newton(const Mesh& mesh, BlockOperator& jacobian, NewtonProblem problem);
  ~Newton();

  /// Improves x until it has converged. x is as before when it has not. Collective.
  NewtonResult solve(std::span<double> x);

  /// What the unknowns answer to a change of the residual by the columns of the last Jacobian of the last
  /// solve, without what couples columns. False where that solve had none.
  bool respond(std::span<const double> residual, std::span<double> x) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace talus
