// The block matrix of the implicit scheme: one dense block per cell and per pair of cells that share a face.
#pragma once

#include <cstddef>
#include <vector>

#include "base/petsc.h"
#include "mesh/mesh.h"

namespace talus {

/// PETSc has fast kernels for some block sizes only (measured: docs/decisions/0003): 8 to 10 become 11, 13
/// and 14 become 15. The rest of a padded block is identity.
std::size_t padded_block(std::size_t unknowns);

/// An empty BAIJ matrix with exactly the blocks that the faces of `mesh` need. Collective.
MatHandle make_block_matrix(const Mesh& mesh, std::size_t block);

}  // namespace talus
