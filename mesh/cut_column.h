// One column of a cut lattice: the cells above one rectangle of the plan, from the top down.
//
// Cells lie between surfaces that do not cross: those at some vertical depth below the top, which follow its slopes, and
// level ones below all of these. So the cells of a column stand on one another, and between two of them there is one face,
// level or as steep as the top above it.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "mesh/pile_shape.h"
#include "mesh/polygon.h"

namespace talus {

/// A surface between cells: at a depth below the top, or level.
struct Surface {
  bool level = false;
  double value = 0;  ///< m: depth below the top, along the vertical; or height z of a level one
};

/// Which levels and depths a column is cut at, the same for all columns. m.
struct Cuts {
  std::vector<double> depths;  ///< below the top, increasing, without 0: the skin
  std::vector<double> levels;  ///< heights between the base and the crest, decreasing
  double largest = 0;          ///< height of a cell of the core
};

/// A face or a part of the boundary, summed over planes: its area, its projection and what its two sides let pass.
struct Contact {
  double area = 0;                    ///< m2
  double plan = 0;                    ///< m2, of the horizontal projection
  double x = 0, y = 0;                ///< m2, of the area vector with the projection upwards
  double by_upper = 0, by_lower = 0;  ///< m, sums of area over distance on either side
  /// m, so that area / distance is the sum over planes.
  double distance_upper() const { return area / by_upper; }
  double distance_lower() const { return area / by_lower; }
  double nz() const { return plan / area; }  ///< of the normal upwards
};

/// A cell, and what lies below it.
struct CutCell {
  Surface upper;
  std::optional<Surface> lower;  ///< the ground where there is none
  double volume = 0;             ///< m3
  double x = 0, y = 0, z = 0;    ///< m, centre
  double depth = 0;              ///< m, of the centre below the top, along the vertical
  double box = 0;                ///< m3, what it would be if nothing were cut off
  Contact below;                 ///< to the next cell
  Contact ground;                ///< to the ground; its lower side counts for nothing
};

/// A side of the rectangle: where it ends, and the planes that bound the pile there.
struct Edge {
  double from = 0, to = 0;  ///< m, along the side
  Plane top, ground;
};

/// Sides of a rectangle, as indices.
enum Side : std::size_t { west_side, east_side, south_side, north_side };

struct CutColumn {
  std::vector<CutCell> cells;  ///< from the top down; none where the rectangle lies outside of the pile
  Contact top;                 ///< of the first cell; its upper side counts for nothing
  double footprint = 0;        ///< m2
  std::array<std::vector<Edge>, 4> edges;  ///< by Side
};

/// A rectangle of the plan, m.
struct Rectangle {
  double west = 0, east = 0, south = 0, north = 0;
};

/// Cuts the pile above a rectangle. A cell of less than a fifth of its box joins the one above or below, through the
/// larger face.
CutColumn cut_column(const PileShape& shape, const Rectangle& rectangle, const Cuts& cuts);

/// The area (m2) that two cells on either side of a side share; x or y is `at`, by the side. Edges of both columns on it.
double shared_area(const CutCell& a, const CutCell& b, std::span<const Edge> edges_a,
                   std::span<const Edge> edges_b, Side side, double at);
/// The area (m2) of a cell on a side.
double area_on_side(const CutCell& cell, std::span<const Edge> edges, Side side, double at);

}  // namespace talus
