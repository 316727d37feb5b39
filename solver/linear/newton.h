// Newton's method for the implicit scheme, by PETSc's SNES. Options of PETSc after "--" on the command line
// act on it ("-ksp_type", "-pc_type", "-snes_monitor", ...).
//
// Unknowns are logarithms, and each update is bounded. The method has converged when every balance of every
// cell is closed relative to what it is a difference of.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>

#include "base/petsc.h"

namespace talus {

/// What the method asks of the problem. All spans are over owned cells, cell by cell.
struct NewtonProblem {
  std::function<bool(std::span<const double> x, std::span<double> residual)>
      residual;                                              ///< false: no answer at x
  std::function<void(Mat matrix)> jacobian;                  ///< at the x of the last residual
  std::function<double(std::span<const double>)> imbalance;  ///< relative size of a residual on this rank
};

/// How a solve went.
struct NewtonResult {
  bool converged = false;
  int iterations = 0;
  int linear_iterations = 0;
  bool answered = true;  ///< false: the problem had no answer at the last x that was tried
  std::string reason;
};

/// The solver; keeps its matrix and work space from solve to solve.
class Newton {
 public:
  /// Takes the matrix; its rows come in blocks of `block`. Collective.
  Newton(MatHandle matrix, std::size_t block, NewtonProblem problem);
  ~Newton();

  /// Improves x until it has converged. x is as before when it has not. Collective.
  NewtonResult solve(std::span<double> x);

 private:
  struct Machinery;
  std::unique_ptr<Machinery> machinery_;
};

}  // namespace talus
