// An operator with all its entries in a matrix of PETSc (BAIJ), for preconditioners of PETSc that ask for
// them: "-pc_type bjacobi", "asm", "lu" ... The solver of columns (block_tridiagonal.h) does without.
#pragma once

#include "base/petsc.h"
#include "mesh/mesh.h"
#include "solver/linear/block_operator.h"

namespace talus {

/// An empty matrix with exactly the blocks that the faces of `mesh` need. Collective.
MatHandle explicit_matrix(const Mesh& mesh, std::size_t block);

/// Writes all blocks of `from`. Collective.
void write_blocks(const Mesh& mesh, const BlockOperator& from, Mat matrix);

}  // namespace talus
