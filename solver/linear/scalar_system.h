// Linear systems with one unknown per cell: those of the flow of water and of heat.
//
//     row of a cell c:   d_c x_c + sum_faces e_f x_there
//
// Columns that do not touch are eliminated one by one, without pivots: what leaves one cell enters the next,
// so that no column of the matrix has more beside its diagonal than on it. Others go to PETSc. Small systems:
// GMRES, preconditioned by an LU that every rank has all of. It is made anew where begin() says so, or when
// it has become a bad guess of the matrix, which the fall of the residual over the first iterations tells; sums and products have the same bits on any number of ranks, and
// so has the answer. Large ones: GMRES with BoomerAMG of hypre, whose answer depends on the ranks within its
// tolerance. Options of PETSc with the prefix of the equation ("flow_", "heat_") act on it; columns that do
// not touch need -flow_ksp_type or -flow_pc_type for the others to count.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/petsc.h"
#include "mesh/ghosts.h"
#include "mesh/mesh.h"

namespace talus {

/// The matrix of one iteration of Newton's method, and its solver.
class ScalarSystem {
 public:
  /// Both must outlive it; `prefix` of PETSc's options, "flow_". Collective.
  ScalarSystem(const Mesh& mesh, const Ghosts& ghosts, std::string prefix);

  std::vector<double> diagonal;           ///< [owned cell]: of the flow m2/s, of heat W/K
  std::vector<double> by_right, by_left;  ///< [face]: row of the left cell by the right one, and vice versa

  /// What follows has nothing to do with what was before: factors are made anew.
  void begin() { factors_are_old_ = true; }
  /// Solves for what is in `x`, per owned cell, in place. False when there is no solution. Collective.
  bool solve(std::vector<double>& x);
  /// y = the matrix times x, per owned cell. Collective.
  void multiply(std::span<const double> x, std::span<double> y) const;

 private:
  void prepare_petsc();
  bool eliminate_columns(std::vector<double>& x) const;
  void write_entries();
  bool iterate(const std::vector<double>& x);
  void watch_residual();
  bool is_hopeless(PetscInt iterations, double norm);

  bool option_given(const char* name) const;

  const Mesh& mesh_;
  const Ghosts& ghosts_;
  std::string prefix_;              ///< of PETSc's options
  std::vector<std::ptrdiff_t> up_;  ///< per owned cell, face to the next one up in its column, or -1
  bool columns_alone_;              ///< no two of them touch, and no option of PETSc's asks for more
  PetscInt longest_ = 0;            ///< iterations with new factors
  bool keeps_factors_ = false;
  bool factors_are_old_ = true;
  double first_norm_ = 0;  ///< of the residual, before the first iteration
  MatHandle products_, entries_;
  VecHandle right_, solution_;
  KspHandle krylov_;
};

}  // namespace talus
