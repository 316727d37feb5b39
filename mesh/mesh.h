// The mesh: cells, the faces between them and the patches of the boundary, as flat arrays. Geometry only.
//
// Nothing outside mesh/ knows rows, columns or layers of a lattice: cells are numbered, faces are pairs of
// numbers. A rank owns whole columns. Local cells are the owned ones, then the ghosts (neighbours' cells
// across a face). Cells of a column are numbered from the base to the top, columns one after the other, ranks
// one after the other, so that the global number of a cell is its place in lattice order and does not depend
// on the number of ranks.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/mpi.h"

namespace talus {

/// Number of a cell or a face on this rank.
using Index = std::int32_t;

/// The faces between pairs of cells. A flux through a face is positive from left to right.
struct Faces {
  std::vector<Index> left, right;      ///< local cells; at least one of the two is owned
  std::vector<double> area;            ///< m2
  std::vector<double> distance_left;   ///< m, from the centre of the left cell to the face, along the normal
  std::vector<double> distance_right;  ///< m, from the face to the centre of the right cell
  std::vector<double> nz;              ///< -, upward component of the unit normal from left to right
  std::size_t size() const { return left.size(); }
};

/// A part of the boundary with a name: "top", "base", "west", "east", "south", "north". Normals point
/// outwards.
struct Patch {
  std::string name;
  std::vector<Index> cell;           ///< the owned cell behind each face of the patch
  std::vector<double> area;          ///< m2
  std::vector<double> distance;      ///< m, from the centre of the cell to the face
  std::vector<double> nz;            ///< -, upward component of the outward unit normal
  std::vector<std::int64_t> number;  ///< global number of each face within the patch, in lattice order
  std::int64_t total = 0;            ///< faces of the patch on all ranks
  bool inside = false;  ///< no boundary, but cells inside of the mesh: area, distance and nz are 0
  std::size_t size() const { return cell.size(); }
};

/// Cells, faces and patches of this rank.
struct Mesh {
  Index owned = 0;         ///< cells of this rank
  Index local = 0;         ///< owned and ghost cells
  std::int64_t first = 0;  ///< global number of the first owned cell
  std::int64_t total = 0;  ///< cells on all ranks

  // per local cell
  std::vector<std::int64_t> number;  ///< global number
  std::vector<double> volume;        ///< m3
  std::vector<double> x, y, z;       ///< m, centre; z upwards from the lowest point of the mesh
  std::vector<double> depth;         ///< m, of the centre below the surface of its column
  std::vector<std::uint8_t> colour;  ///< 0 or 1, of its column: columns that touch have different ones
  std::vector<int> region;  ///< which of the case's layers or regions the cell belongs to (see lattice.h)

  Faces faces;
  std::vector<Patch> patches;  ///< the same patches in the same order on every rank, possibly empty there

  /// Owned cells of column k: column_first[k] up to, not including, column_first[k + 1], from the base to the
  /// top.
  std::vector<Index> column_first{0};
  std::size_t columns() const { return column_first.size() - 1; }

  /// Corners of every owned cell, for plots: eight points (x, y, z) per cell in the order of a VTK
  /// hexahedron. m.
  std::vector<double> corners;

  double footprint = 0;  ///< m2, horizontal area of the whole mesh, all ranks
  double height = 0;     ///< m, from the lowest to the highest point, all ranks
  int dimensions = 1;    ///< 1 column, 2 section, 3 box

  MPI_Comm communicator = MPI_COMM_SELF;  ///< of the ranks that share it; outlives the mesh
};

}  // namespace talus
