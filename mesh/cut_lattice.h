// Cut lattices: piles with slopes (pile_shape.h), in columns of cells.
//
// The plan is divided by lines along x and y, among them the edges of the pile. Below the open surface, as deep as cells
// have to grow, lies a skin of cells that follow it: as thin below a slope as below the crest, so that a front sees cells
// across its way everywhere. Below the skin lie level boxes, the uppermost of which in each column is cut by the skin.
#pragma once

#include <cstdint>
#include <span>

#include "mesh/cut_column.h"
#include "mesh/lattice.h"

namespace talus {

/// The lattice of a pile, as every rank knows it.
struct CutLattice {
  PileShape shape;
  std::vector<double> lines_x, lines_y;  ///< m
  Cuts cuts;

  std::int64_t columns_x() const { return static_cast<std::int64_t>(lines_x.size()) - 1; }
  std::int64_t columns_y() const { return static_cast<std::int64_t>(lines_y.size()) - 1; }
  std::int64_t rectangles() const { return columns_x() * columns_y(); }
  /// Rectangles are counted along x first.
  Rectangle rectangle(std::int64_t number) const;
};

/// The lattice of `mesh`, which has a pile and has passed check_mesh(). Layers in m from the crest down.
CutLattice cut_lattice_of(const MeshCase& mesh, std::span<const double> layer_thickness);

/// How many cells it has; of a large one an estimate, from some of its columns.
double cells_of_pile(const MeshCase& mesh, std::span<const double> layer_thickness);

/// As build_lattice(), for a mesh that has a pile. Columns where nothing stands do not exist: neither they nor cells
/// outside of the pile have numbers. Patch "top" is all of the open surface, with one face for each column; a rank owns
/// about as many cells as the others. A layer is the material between two heights, a region lies at depths below the
/// surface.
Mesh build_cut_lattice(const MeshCase& mesh, std::span<const double> layer_thickness,
                       std::span<const RegionBox> regions, int rank, int ranks);

}  // namespace talus
