// What a case says about its mesh: the shape, its extents and the heights of cells.
//
//     [mesh]
//     shape = "column"
//     depth = "12 cm"
//     area  = "0.193 m2"
//     cells = { surface = "1 mm", growth = 1.15, largest = "5 mm" }
//
// Layers come as thicknesses from the surface down; every boundary between layers is a face.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/input.h"
#include "base/ranges.h"

namespace talus {

/// Heights of cells, in one of three forms: graded from the surface, of one size, or a number of equal cells.
/// Sizes are upper bounds: within a layer all cells shrink by one factor until they fill it exactly.
struct CellSizes {
  std::optional<double> surface;  ///< m, uppermost cell
  std::optional<double> growth;   ///< -, ratio of each cell to the one above; 1 when absent
  std::optional<double> largest;  ///< m, where growth ends; nowhere when absent
  std::optional<double> size;     ///< m, every cell
  std::optional<int> count;       ///< cells from the surface to the base, dealt to layers by thickness
};

template <class V>
void describe(CellSizes& c, V& v) {
  v("surface", c.surface, in("mm"), ranges::extent,
    "Height of the uppermost cell, for cells that grow downwards.", optional_key);
  v("growth", c.growth, in("1"), between(1, 10),
    "Height of each cell over that of the cell above; 1 when absent.", optional_key);
  v("largest", c.largest, in("mm"), ranges::extent,
    "Height at which cells stop growing; without it they never do.", optional_key);
  v("size", c.size, in("mm"), ranges::extent, "Height of all cells, instead of 'surface'.", optional_key);
  v("count", c.count, at_least(1), "Number of cells from the surface to the base, instead of 'surface'.",
    optional_key);
}

/// What is meshed, as the key `mesh` of a case says it.
struct MeshCase {
  std::string shape;             ///< "column", "section" (x and depth) or "box" (x, y and depth)
  double depth = 0;              ///< m, from the surface to the base
  std::optional<double> area;    ///< m2, footprint of a column
  std::optional<double> width;   ///< m, along x; section and box
  std::optional<double> length;  ///< m, along y; box, and the thickness of a section (1 m when absent)
  int columns_x = 1;             ///< columns of cells along x
  int columns_y = 1;             ///< columns of cells along y
  CellSizes cells;
  /// Layers, counted from the top, whose tops are surfaces for a time: cells that grow begin anew below them.
  std::vector<std::size_t> surfaces;
};

template <class V>
void describe(MeshCase& m, V& v) {
  v("shape", m.shape, one_of({"column", "section", "box"}),
    "What is meshed: a column (depth), a section (x and depth) or a box (x, y and depth).");
  v("depth", m.depth, in("m"), ranges::extent, "Depth from the surface to the base.");
  v("area", m.area, in("m2"), ranges::area, "Footprint of a column, which needs it.", optional_key);
  v("width", m.width, in("m"), ranges::extent,
    "Extent along x, from west to east, of a section or box, which need it.", optional_key);
  v("length", m.length, in("m"), ranges::extent,
    "Extent along y, from south to north, of a box, which needs it; thickness of a section, 1 m when absent.",
    optional_key);
  v("columns_x", m.columns_x, at_least(1), "Equal columns of cells from west to east.", by_default("1"));
  v("columns_y", m.columns_y, at_least(1), "Equal columns of cells from south to north.", by_default("1"));
  v("cells", m.cells, "Heights of cells, in one of three forms: 'surface' (graded), 'size' or 'count'.");
}

/// Checks that go across keys; each problem is noted in the document at the key to change.
/// `layer_thickness` is in m from the surface down; thicknesses that could not be read are 0.
void check_mesh(Document& document, const MeshCase& mesh, const std::vector<double>& layer_thickness);

/// Depths of all horizontal faces, m, from 0 down to the base. Boundaries of layers are in it to the last
/// bit, as the sum of the thicknesses above. The input must have passed check_mesh.
std::vector<double> horizontal_faces(const MeshCase& mesh, std::span<const double> layer_thickness);

}  // namespace talus
