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
#include "mesh/pile_case.h"

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
  std::optional<PileCase> pile;  ///< what stands there where it has slopes: the extents follow from it
  bool of_pile = false;          ///< whether the extents have been taken from it
  std::vector<double> tilled;    ///< m, depths that are faces of the skin of a pile, besides those of layers
  /// Layers, counted from the top, whose tops are surfaces for a time: cells that grow begin anew below them.
  std::vector<std::size_t> surfaces;
};

template <class V>
void describe_extents(MeshCase& m, V& v) {
  const Presence presence = m.pile ? Presence(optional_key) : Presence();
  v("shape", m.shape, one_of({"column", "section", "box"}),
    "What is meshed: a column (depth), a section (x and depth) or a box (x, y and depth). With [pile], neither this nor "
    "the extents.",
    presence);
  v("depth", m.depth, in("m"), ranges::extent, "Depth from the surface to the base.", presence);
  v("area", m.area, in("m2"), ranges::area, "Footprint of a column, which needs it.", optional_key);
  v("width", m.width, in("m"), ranges::extent,
    "Extent along x, from west to east, of a section or box, which need it.", optional_key);
  v("length", m.length, in("m"), ranges::extent,
    "Extent along y, from south to north, of a box, which needs it; thickness of a section, 1 m when absent.",
    optional_key);
}
template <class V>
void describe(MeshCase& m, V& v) {
  if (!m.of_pile) describe_extents(m, v);
  v("columns_x", m.columns_x, at_least(1),
    "Equal columns of cells from west to east; of a pile about equal, as its edges lie between columns.",
    by_default("1"));
  v("columns_y", m.columns_y, at_least(1), "The same from south to north.", by_default("1"));
  v("cells", m.cells, "Heights of cells, in one of three forms: 'surface' (graded), 'size' or 'count'.");
}

/// Checks the pile of a mesh, if there is one, and gives the mesh its extents. To be called before check_mesh().
void read_pile(Document& document, MeshCase& mesh);

/// Checks that go across keys; each problem is noted in the document at the key to change.
/// `layer_thickness` is in m from the surface down; thicknesses that could not be read are 0.
void check_mesh(Document& document, const MeshCase& mesh, const std::vector<double>& layer_thickness);

/// Names of the patches: all of the open surface is "top", slopes too.
std::vector<std::string> patch_names(const MeshCase& mesh);

/// Depths of all horizontal faces, m, from 0 down to the base. Boundaries of layers are in it to the last
/// bit, as the sum of the thicknesses above. The input must have passed check_mesh.
std::vector<double> horizontal_faces(const MeshCase& mesh, std::span<const double> layer_thickness);

/// Depths below the surface, m, at which the skin of a pile has faces: cells grow from the surface until they are as high as
/// those of the core, at least down to the last of `tilled`. Boundaries of layers below the crest are among them.
std::vector<double> skin_faces(const MeshCase& mesh, std::span<const double> layer_thickness);

/// `count` cells dealt to parts in proportion to their lengths, at least one each, by the largest remainders.
std::vector<int> deal_cells(int count, std::span<const double> lengths);

}  // namespace talus
