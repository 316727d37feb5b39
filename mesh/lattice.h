// Lattices of boxes: a column, a section or a box, in horizontal layers, graded to millimetres at the
// surface.
//
// Layers come as thicknesses from the surface down; every boundary between layers is a face. Regions are
// counted with the layers first (0 is the uppermost), then the boxes that override them.
#pragma once

#include <array>
#include <optional>
#include <span>

#include "mesh/mesh.h"
#include "mesh/mesh_case.h"

namespace talus {

/// A box of other material: all cells whose centre lies in every range that is given belong to it.
struct RegionBox {
  std::optional<std::array<double, 2>> x;      ///< m, from the west side
  std::optional<std::array<double, 2>> y;      ///< m, from the south side
  std::optional<std::array<double, 2>> depth;  ///< m, below the surface
};

/// Where a cell is, m: its centre, its depth below the surface above it and below the highest point.
struct CellPlace {
  double x = 0, y = 0, depth = 0, below_crest = 0;
};

/// The region of a cell: the last of the boxes that has it, else the layer. Layers are level, and count from the highest
/// point down.
int region_at(const CellPlace& place, std::span<const double> layer_thickness,
              std::span<const RegionBox> regions);

/// The part of the mesh that rank `rank` of `ranks` owns, and its ghosts; the same lattice for any number of
/// ranks. `regions` override layers, later ones the earlier ones: box b is region layer_thickness.size() + b.
/// Columns are counted along x first, then y. Patches: top and base; for sections and boxes west and east;
/// for boxes south and north. Faces stand in the order of their left cell's column (first those up the
/// column, then those to the east, then those to the north), so that the faces whose left cell is owned,
/// taken rank after rank, are all faces once in an order that does not depend on the number of ranks.
/// A mesh with a pile: cut_lattice.h.
Mesh build_lattice(const MeshCase& mesh, std::span<const double> layer_thickness,
                   std::span<const RegionBox> regions, int rank, int ranks);

}  // namespace talus
