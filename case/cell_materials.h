// Which material each cell is made of, and what it holds there.
#pragma once

#include <string>
#include <vector>

#include "case/build.h"
#include "mesh/mesh.h"

namespace talus {

/// The materials of the local cells of a mesh: those of layers and regions; where these have a block model, what the blocks
/// say of the cell. A cell takes the means over what its box shares with the blocks (BlockModel::means_in), exactly; a
/// cell that is cut by a slope those of the box around its corners. Where blocks cover less than half of the box, the
/// cell is of the material block_model.where_no_block.
class CellMaterials {
 public:
  /// InputError, the same on all ranks, when no block covers half of a cell and there is no other material. Both must
  /// outlive it. Collective over the ranks of the mesh.
  CellMaterials(const Input& input, const Mesh& mesh);

  /// The number of the material among those of the case.
  std::size_t number(std::size_t cell) const { return number_[cell]; }
  /// The material, with what the blocks say.
  MaterialCase of(std::size_t cell) const;
  /// The part of the box of a cell that blocks cover; 1 where the material has none.
  double covered(std::size_t cell) const { return covered_.empty() ? 1 : covered_[cell]; }

 private:
  void take_blocks(const Input& input, const Mesh& mesh);

  const Case& case_;
  std::vector<std::size_t> number_;
  std::vector<double> covered_;             ///< empty without block models
  std::vector<std::vector<double>> value_;  ///< of columns of the block model; empty without block models
};

/// What the model takes from the materials of its cells; hydraulics are added where water flows.
CellProperties properties_of(const Case& c, const Mesh& mesh, const CellMaterials& materials);

/// Lines for the model's tree: what the block models of a case give to the pile, over all ranks. Collective.
std::vector<std::string> words_of_blocks(const Input& input, const Mesh& mesh);

}  // namespace talus
