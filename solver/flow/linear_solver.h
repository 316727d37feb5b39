// The linear systems of the flow: one unknown per cell, by PETSc. Small ones directly, by an LU that every
// rank has all of, so that the answer has the same bits on any number of ranks; large ones by GMRES with
// BoomerAMG of hypre, whose answer depends on the ranks within its tolerance. Options of PETSc with the
// prefix "flow_" act on it.
#pragma once

#include <vector>

#include "base/petsc.h"
#include "mesh/mesh.h"

namespace talus {

/// The matrix of one iteration of Newton's method, and its solver.
class FlowSolver {
 public:
  /// Collective.
  explicit FlowSolver(const Mesh& mesh);

  /// All entries to 0.
  void clear();
  /// Adds to the entry of an owned cell by a local one.
  void add(std::size_t row, std::size_t column, double value);
  /// Solves for what is in `x`, per owned cell, in place. False when there is no solution. Collective.
  bool solve(std::vector<double>& x);
  /// The matrix times v. Collective.
  std::vector<double> multiply(const std::vector<double>& v);

 private:
  void assemble();

  const Mesh& mesh_;
  MatHandle matrix_;
  VecHandle right_, solution_;
  KspHandle krylov_;
  bool begun_ = false;  ///< entries have been added, and PETSc wants to hear the end of it
};

}  // namespace talus
