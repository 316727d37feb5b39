#include "mesh/lattice.h"

#include <algorithm>
#include <cmath>

#include "mesh/cut_lattice.h"
#include "mesh/partition.h"

namespace talus {

namespace {

/// The whole lattice, as every rank knows it. Levels count from the base upwards, columns along x, then y.
struct Lattice {
  std::int64_t nx = 1, ny = 1;
  double dx = 0, dy = 0;       // m
  double footprint = 0;        // m2, of one column
  std::vector<double> depths;  // m, horizontal faces from the surface down

  std::int64_t columns() const { return nx * ny; }
  std::int64_t levels() const { return static_cast<std::int64_t>(depths.size()) - 1; }
  double height() const { return depths.back(); }
  double bottom_depth(std::int64_t level) const { return depths[static_cast<std::size_t>(levels() - level)]; }
  double top_depth(std::int64_t level) const {
    return depths[static_cast<std::size_t>(levels() - level - 1)];
  }
  double thickness(std::int64_t level) const { return bottom_depth(level) - top_depth(level); }
  bool has_east(std::int64_t column) const { return column % nx + 1 < nx; }
  bool has_north(std::int64_t column) const { return column / nx + 1 < ny; }
};

Lattice lattice_of(const MeshCase& mesh, std::span<const double> layer_thickness) {
  Lattice lattice;
  lattice.depths = horizontal_faces(mesh, layer_thickness);
  if (mesh.shape == "column") {
    lattice.footprint = *mesh.area;
    lattice.dx = lattice.dy = std::sqrt(*mesh.area);
    return lattice;
  }
  lattice.nx = mesh.columns_x;
  lattice.ny = mesh.shape == "box" ? mesh.columns_y : 1;
  lattice.dx = *mesh.width / static_cast<double>(lattice.nx);
  lattice.dy = mesh.length.value_or(1.0) / static_cast<double>(lattice.ny);
  lattice.footprint = lattice.dx * lattice.dy;
  return lattice;
}

bool inside(const std::optional<std::array<double, 2>>& range, double place) {
  return !range || (place >= (*range)[0] && place <= (*range)[1]);
}

// ---------------------------------------------------------------------------------------- one rank's part

/// Builds the part of the lattice that a rank keeps: the columns first to last - 1, and those beside them.
class Part {
 public:
  Part(const Lattice& lattice, std::int64_t first, std::int64_t last)
      : lattice_(lattice), first_(first), last_(last) {
    const std::int64_t nx = lattice.nx;
    for (std::int64_t column = std::max<std::int64_t>(0, first - nx);
         column < std::min(last + nx, lattice.columns()); ++column)
      if (!owned(column) && beside_owned(column)) ghost_columns_.push_back(column);
  }

  void add_cells(Mesh& mesh, std::span<const double> layer_thickness,
                 std::span<const RegionBox> regions) const;
  void add_faces(Faces& faces) const;
  void add_patches(std::vector<Patch>& patches, int dimensions) const;

 private:
  bool owned(std::int64_t column) const { return column >= first_ && column < last_; }

  bool beside_owned(std::int64_t column) const {
    const std::int64_t west = column - 1, south = column - lattice_.nx;
    return (lattice_.has_east(column) && owned(column + 1)) ||
           (lattice_.has_north(column) && owned(column + lattice_.nx)) ||
           (west >= 0 && lattice_.has_east(west) && owned(west)) || (south >= 0 && owned(south));
  }

  /// Local number of the lowest cell of a column that this rank keeps.
  Index base_cell(std::int64_t column) const {
    std::int64_t place = column - first_;
    if (!owned(column))
      place =
          last_ - first_ +
          (std::lower_bound(ghost_columns_.begin(), ghost_columns_.end(), column) - ghost_columns_.begin());
    return static_cast<Index>(place * lattice_.levels());
  }

  template <class Visit>
  void for_each_kept_column(Visit visit) const {
    for (std::int64_t column = first_; column < last_; ++column) visit(column);
    for (std::int64_t column : ghost_columns_) visit(column);
  }

  void add_corners(Mesh& mesh, std::int64_t column) const;
  void add_faces_up(Faces& faces, std::int64_t column) const;
  void add_faces_beside(Faces& faces, std::int64_t column, std::int64_t neighbour, double width,
                        double distance) const;

  const Lattice& lattice_;
  std::int64_t first_, last_;
  std::vector<std::int64_t> ghost_columns_;
};

void Part::add_cells(Mesh& mesh, std::span<const double> layer_thickness,
                     std::span<const RegionBox> regions) const {
  const std::int64_t levels = lattice_.levels();
  for_each_kept_column([&](std::int64_t column) {
    const double x = (static_cast<double>(column % lattice_.nx) + 0.5) * lattice_.dx;
    const double y = (static_cast<double>(column / lattice_.nx) + 0.5) * lattice_.dy;
    const auto colour = static_cast<std::uint8_t>((column % lattice_.nx + column / lattice_.nx) % 2);
    for (std::int64_t level = 0; level < levels; ++level) {
      const double depth = 0.5 * (lattice_.top_depth(level) + lattice_.bottom_depth(level));
      mesh.number.push_back(column * levels + level);
      mesh.volume.push_back(lattice_.footprint * lattice_.thickness(level));
      mesh.x.push_back(x);
      mesh.y.push_back(y);
      mesh.z.push_back(lattice_.height() - depth);
      mesh.depth.push_back(depth);
      mesh.colour.push_back(colour);
      mesh.region.push_back(region_at({x, y, depth, depth}, layer_thickness, regions));
    }
    if (owned(column)) {
      mesh.column_first.push_back(mesh.column_first.back() + static_cast<Index>(levels));
      add_corners(mesh, column);
    }
  });
  mesh.owned = mesh.column_first.back();
  mesh.local = static_cast<Index>(mesh.number.size());
  mesh.first = first_ * levels;
  mesh.total = lattice_.columns() * levels;
}

void Part::add_corners(Mesh& mesh, std::int64_t column) const {
  const double west = static_cast<double>(column % lattice_.nx) * lattice_.dx;
  const double south = static_cast<double>(column / lattice_.nx) * lattice_.dy;
  const double east = static_cast<double>(column % lattice_.nx + 1) * lattice_.dx;
  const double north = static_cast<double>(column / lattice_.nx + 1) * lattice_.dy;
  for (std::int64_t level = 0; level < lattice_.levels(); ++level)
    for (double depth : {lattice_.bottom_depth(level), lattice_.top_depth(level)}) {
      const double z = lattice_.height() - depth;
      const double ring[] = {west, south, z, east, south, z, east, north, z, west, north, z};
      mesh.corners.insert(mesh.corners.end(), std::begin(ring), std::end(ring));
    }
}

void Part::add_faces(Faces& faces) const {
  const auto visit = [&](std::int64_t column) {
    const std::int64_t east = column + 1, north = column + lattice_.nx;
    if (owned(column)) add_faces_up(faces, column);
    if (lattice_.has_east(column) && (owned(column) || owned(east)))
      add_faces_beside(faces, column, east, lattice_.dy, 0.5 * lattice_.dx);
    if (lattice_.has_north(column) && (owned(column) || owned(north)))
      add_faces_beside(faces, column, north, lattice_.dx, 0.5 * lattice_.dy);
  };
  // Ghosts of later ranks are never the left cell.
  for (std::int64_t column : ghost_columns_)
    if (column < first_) visit(column);
  for (std::int64_t column = first_; column < last_; ++column) visit(column);
}

void Part::add_faces_up(Faces& faces, std::int64_t column) const {
  const Index base = base_cell(column);
  for (std::int64_t level = 0; level + 1 < lattice_.levels(); ++level) {
    faces.left.push_back(base + static_cast<Index>(level));
    faces.right.push_back(base + static_cast<Index>(level) + 1);
    faces.area.push_back(lattice_.footprint);
    faces.distance_left.push_back(0.5 * lattice_.thickness(level));
    faces.distance_right.push_back(0.5 * lattice_.thickness(level + 1));
    faces.nz.push_back(1);
  }
}

void Part::add_faces_beside(Faces& faces, std::int64_t column, std::int64_t neighbour, double width,
                            double distance) const {
  const Index left = base_cell(column), right = base_cell(neighbour);
  for (std::int64_t level = 0; level < lattice_.levels(); ++level) {
    faces.left.push_back(left + static_cast<Index>(level));
    faces.right.push_back(right + static_cast<Index>(level));
    faces.area.push_back(width * lattice_.thickness(level));
    faces.distance_left.push_back(distance);
    faces.distance_right.push_back(distance);
    faces.nz.push_back(0);
  }
}

Patch empty_patch(const std::string& name, std::int64_t total) {
  Patch patch;
  patch.name = name;
  patch.total = total;
  return patch;
}

void add_face(Patch& patch, Index cell, double area, double distance, double nz, std::int64_t number) {
  patch.cell.push_back(cell);
  patch.area.push_back(area);
  patch.distance.push_back(distance);
  patch.nz.push_back(nz);
  patch.number.push_back(number);
}

void Part::add_patches(std::vector<Patch>& patches, int dimensions) const {
  const Lattice& l = lattice_;
  const std::int64_t levels = l.levels(), top_level = levels - 1;
  Patch top = empty_patch("top", l.columns()), base = empty_patch("base", l.columns());
  Patch west = empty_patch("west", l.ny * levels), east = empty_patch("east", l.ny * levels);
  Patch south = empty_patch("south", l.nx * levels), north = empty_patch("north", l.nx * levels);
  for (std::int64_t column = first_; column < last_; ++column) {
    const Index lowest = base_cell(column);
    add_face(top, lowest + static_cast<Index>(top_level), l.footprint, 0.5 * l.thickness(top_level), 1,
             column);
    add_face(base, lowest, l.footprint, 0.5 * l.thickness(0), -1, column);
    for (std::int64_t level = 0; level < levels; ++level) {
      const Index cell = lowest + static_cast<Index>(level);
      const std::int64_t row = column / l.nx * levels + level, place = column % l.nx * levels + level;
      if (column % l.nx == 0) add_face(west, cell, l.dy * l.thickness(level), 0.5 * l.dx, 0, row);
      if (!l.has_east(column)) add_face(east, cell, l.dy * l.thickness(level), 0.5 * l.dx, 0, row);
      if (column / l.nx == 0) add_face(south, cell, l.dx * l.thickness(level), 0.5 * l.dy, 0, place);
      if (!l.has_north(column)) add_face(north, cell, l.dx * l.thickness(level), 0.5 * l.dy, 0, place);
    }
  }
  patches = {top, base};
  if (dimensions > 1) patches.insert(patches.end(), {west, east});
  if (dimensions > 2) patches.insert(patches.end(), {south, north});
}

}  // namespace

int region_at(const CellPlace& place, std::span<const double> layer_thickness,
              std::span<const RegionBox> regions) {
  for (std::size_t box = regions.size(); box-- > 0;)
    if (inside(regions[box].x, place.x) && inside(regions[box].y, place.y) &&
        inside(regions[box].depth, place.depth))
      return static_cast<int>(layer_thickness.size() + box);
  std::size_t layer = 0;
  double bottom = layer_thickness[0];
  while (place.below_crest > bottom && layer + 1 < layer_thickness.size()) bottom += layer_thickness[++layer];
  return static_cast<int>(layer);
}

Mesh build_lattice(const MeshCase& mesh_case, std::span<const double> layer_thickness,
                   std::span<const RegionBox> regions, int rank, int ranks) {
  if (mesh_case.pile) return build_cut_lattice(mesh_case, layer_thickness, regions, rank, ranks);
  const Lattice lattice = lattice_of(mesh_case, layer_thickness);
  const std::vector<double> equal_work(static_cast<std::size_t>(lattice.columns()), 1.0);
  const std::vector<std::int64_t> first = deal_columns(equal_work, ranks);
  const Part part(lattice, first[static_cast<std::size_t>(rank)], first[static_cast<std::size_t>(rank) + 1]);

  Mesh mesh;
  mesh.dimensions = mesh_case.shape == "column" ? 1 : mesh_case.shape == "section" ? 2 : 3;
  mesh.footprint = lattice.footprint * static_cast<double>(lattice.columns());
  mesh.height = lattice.height();
  part.add_cells(mesh, layer_thickness, regions);
  part.add_faces(mesh.faces);
  part.add_patches(mesh.patches, mesh.dimensions);
  return mesh;
}

}  // namespace talus
