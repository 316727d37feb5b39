#include "mesh/cut_lattice.h"

#include <algorithm>

#include "base/error.h"
#include "mesh/partition.h"

namespace talus {

namespace {

constexpr std::array<Side, 4> all_sides{west_side, east_side, south_side, north_side};
constexpr double rounding_of_sides = 1e-12;  // of the footprint
constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

std::size_t index(std::int64_t number) { return static_cast<std::size_t>(number); }

/// Lines from each edge to the next, as many columns in all as asked for, dealt by distance.
std::vector<double> lines_of(const std::vector<double>& edges, int columns) {
  std::vector<double> lengths;
  for (std::size_t i = 1; i < edges.size(); ++i) lengths.push_back(edges[i] - edges[i - 1]);
  const std::vector<int> counts = deal_cells(columns, lengths);
  std::vector<double> lines{edges[0]};
  for (std::size_t i = 0; i < counts.size(); ++i) {
    for (int k = 1; k < counts[i]; ++k) lines.push_back(edges[i] + lengths[i] * k / counts[i]);
    lines.push_back(edges[i + 1]);
  }
  return lines;
}

/// The rectangle on a side of another, or -1 where the lattice ends.
std::int64_t beside(const CutLattice& lattice, std::int64_t r, Side side) {
  const std::int64_t nx = lattice.columns_x(), x = r % nx, y = r / nx;
  if (side == west_side) return x > 0 ? r - 1 : -1;
  if (side == east_side) return x + 1 < nx ? r + 1 : -1;
  if (side == south_side) return y > 0 ? r - nx : -1;
  return y + 1 < lattice.columns_y() ? r + nx : -1;
}

/// Where a side of a rectangle is, m along x or y.
double line_at(const CutLattice& lattice, std::int64_t r, Side side) {
  const Rectangle a = lattice.rectangle(r);
  return side == west_side ? a.west : side == east_side ? a.east : side == south_side ? a.south : a.north;
}

bool is_across_x(Side side) { return side == west_side || side == east_side; }

// ------------------------------------------------------------------------------------------- all columns

/// What all ranks know of a column that exists.
struct Summary {
  std::int64_t rectangle = 0, cells = 0;
  double footprint = 0;  // m2
  std::int64_t base_faces = 0;
  std::array<std::int64_t, 4> side_faces{};  // by Side, where the lattice ends
};

/// The area (m2) of a cell on a side where the lattice ends; 0 elsewhere, and where the pile ends in a toe.
double area_at_end(const CutLattice& lattice, std::int64_t r, const CutColumn& column, const CutCell& cell,
                   Side side) {
  if (beside(lattice, r, side) >= 0) return 0;
  const double area = area_on_side(cell, column.edges[side], side, line_at(lattice, r, side));
  return area > rounding_of_sides * column.footprint ? area : 0;
}

CutColumn cut(const CutLattice& lattice, std::int64_t r) {
  return cut_column(lattice.shape, lattice.rectangle(r), lattice.cuts);
}

/// The columns that exist, in lattice order.
std::vector<Summary> summaries_of(const CutLattice& lattice) {
  std::vector<Summary> columns;
  for (std::int64_t r = 0; r < lattice.rectangles(); ++r) {
    const CutColumn column = cut(lattice, r);
    if (column.cells.empty()) continue;
    Summary summary{r, static_cast<std::int64_t>(column.cells.size()), column.footprint, 0, {}};
    for (const CutCell& cell : column.cells) {
      summary.base_faces += cell.ground.area > 0 ? 1 : 0;
      for (const Side side : all_sides)
        summary.side_faces[side] += area_at_end(lattice, r, column, cell, side) > 0 ? 1 : 0;
    }
    columns.push_back(summary);
  }
  return columns;
}

// ------------------------------------------------------------------------------------------- one rank's part

/// A column that a rank keeps.
struct Kept {
  std::int64_t rectangle = 0, number = 0, first_cell = 0;
  Index base = 0;  // local number of its lowest cell
  CutColumn cut;

  std::size_t size() const { return cut.cells.size(); }
  /// The cells from the base up have the local numbers base, base + 1, ...
  Index cell(std::size_t from_top) const { return base + static_cast<Index>(size() - 1 - from_top); }
};

class Part {
 public:
  Part(const CutLattice& lattice, int rank, int ranks)
      : lattice_(lattice), all_(summaries_of(lattice)), place_(index(lattice.rectangles()), nowhere) {
    std::vector<double> work;
    for (const Summary& column : all_) work.push_back(static_cast<double>(column.cells));
    const std::vector<std::int64_t> first = deal_columns(work, ranks);
    first_ = first[static_cast<std::size_t>(rank)];
    last_ = first[static_cast<std::size_t>(rank) + 1];
    keep_columns();
  }

  Mesh mesh(std::span<const double> layer_thickness, std::span<const RegionBox> regions) const {
    Mesh mesh;
    mesh.dimensions = lattice_.shape.dimensions;
    mesh.height = lattice_.shape.height;
    for (const Summary& column : all_) {
      mesh.footprint += column.footprint;
      mesh.total += column.cells;
    }
    for (std::int64_t k = 0; k < first_; ++k) mesh.first += all_[index(k)].cells;
    for (const Kept& column : columns_) add_cells(mesh, column, layer_thickness, regions);
    mesh.owned = mesh.column_first.back();
    mesh.local = static_cast<Index>(mesh.number.size());
    add_faces(mesh.faces);
    add_patches(mesh);
    return mesh;
  }

 private:
  bool owned(std::int64_t column) const { return column >= first_ && column < last_; }

  /// Its own, then those beside them, each in ascending order.
  void keep_columns() {
    std::vector<std::uint8_t> mine(place_.size(), 0);
    for (std::int64_t k = first_; k < last_; ++k) mine[index(all_[index(k)].rectangle)] = 1;
    const auto touches_mine = [&](const Summary& column) {
      return std::ranges::any_of(all_sides, [&](Side side) {
        const std::int64_t other = beside(lattice_, column.rectangle, side);
        return other >= 0 && mine[index(other)] != 0;
      });
    };
    Index base = 0;
    for (const bool own : {true, false}) {
      std::int64_t first_cell = 0;
      for (std::size_t k = 0; k < all_.size(); first_cell += all_[k++].cells) {
        const auto number = static_cast<std::int64_t>(k);
        if (owned(number) != own || (!own && !touches_mine(all_[k]))) continue;
        const std::int64_t r = all_[k].rectangle;
        place_[index(r)] = columns_.size();
        columns_.push_back({r, number, first_cell, base, cut(lattice_, r)});
        base += static_cast<Index>(all_[k].cells);
      }
    }
  }

  void add_cells(Mesh& mesh, const Kept& column, std::span<const double> layer_thickness,
                 std::span<const RegionBox> regions) const {
    const std::int64_t nx = lattice_.columns_x();
    const auto colour = static_cast<std::uint8_t>((column.rectangle % nx + column.rectangle / nx) % 2);
    for (std::size_t i = column.size(); i-- > 0;) {
      const CutCell& cell = column.cut.cells[i];
      mesh.number.push_back(column.first_cell + static_cast<std::int64_t>(column.size() - 1 - i));
      mesh.volume.push_back(cell.volume);
      mesh.x.push_back(cell.x);
      mesh.y.push_back(cell.y);
      mesh.z.push_back(cell.z);
      mesh.depth.push_back(cell.depth);
      mesh.colour.push_back(colour);
      mesh.region.push_back(
          region_at({cell.x, cell.y, cell.depth, lattice_.shape.height - cell.z}, layer_thickness, regions));
      if (owned(column.number)) add_corners(mesh, column, cell);
    }
    if (owned(column.number))
      mesh.column_first.push_back(mesh.column_first.back() + static_cast<Index>(column.size()));
  }

  /// Where its lower and its upper surface are over the corners of the rectangle.
  void add_corners(Mesh& mesh, const Kept& column, const CutCell& cell) const {
    const Rectangle r = lattice_.rectangle(column.rectangle);
    const Point ring[] = {{r.west, r.south}, {r.east, r.south}, {r.east, r.north}, {r.west, r.north}};
    const auto add = [&](const std::optional<Surface>& surface) {
      for (const Point& p : ring) {
        const double ground = lattice_.shape.ground(p.x, p.y);
        const double top = std::max(ground, lattice_.shape.top(p.x, p.y));
        const double z = !surface ? ground : surface->level ? surface->value : top - surface->value;
        mesh.corners.insert(mesh.corners.end(), {p.x, p.y, std::clamp(z, ground, top)});
      }
    };
    add(cell.lower);
    add(cell.upper);
  }

  void add_faces(Faces& faces) const {
    const auto visit = [&](const Kept& column) {
      if (owned(column.number)) add_faces_up(faces, column);
      for (const Side side : {east_side, north_side}) {
        const std::int64_t r = beside(lattice_, column.rectangle, side);
        if (r < 0 || place_[index(r)] == nowhere) continue;
        const Kept& other = columns_[place_[index(r)]];
        if (owned(column.number) || owned(other.number)) add_faces_beside(faces, column, other, side);
      }
    };
    // Ghosts of later ranks are never the left cell.
    for (const Kept& column : columns_)
      if (column.number < first_) visit(column);
    for (const Kept& column : columns_)
      if (owned(column.number)) visit(column);
  }

  static void add_faces_up(Faces& faces, const Kept& column) {
    for (std::size_t i = column.size(); i-- > 1;) {
      const Contact& contact = column.cut.cells[i - 1].below;
      faces.left.push_back(column.cell(i));
      faces.right.push_back(column.cell(i - 1));
      faces.area.push_back(contact.area);
      faces.distance_left.push_back(contact.distance_lower());
      faces.distance_right.push_back(contact.distance_upper());
      faces.nz.push_back(contact.nz());
    }
  }

  void add_faces_beside(Faces& faces, const Kept& column, const Kept& other, Side side) const {
    const double line = line_at(lattice_, column.rectangle, side);
    const Side opposite = side == east_side ? west_side : south_side;
    const auto way = [&](const CutCell& cell) {
      return std::abs(line - (is_across_x(side) ? cell.x : cell.y));
    };
    for (std::size_t i = column.size(); i-- > 0;)
      for (std::size_t k = other.size(); k-- > 0;) {
        const CutCell &left = column.cut.cells[i], &right = other.cut.cells[k];
        const double area =
            shared_area(left, right, column.cut.edges[side], other.cut.edges[opposite], side, line);
        if (!(area > 0)) continue;
        faces.left.push_back(column.cell(i));
        faces.right.push_back(other.cell(k));
        faces.area.push_back(area);
        faces.distance_left.push_back(way(left));
        faces.distance_right.push_back(way(right));
        faces.nz.push_back(0);
      }
  }

  static void add_face(Patch& patch, Index cell, double area, double distance, double nz,
                       std::int64_t number) {
    patch.cell.push_back(cell);
    patch.area.push_back(area);
    patch.distance.push_back(distance);
    patch.nz.push_back(nz);
    patch.number.push_back(number);
  }

  /// Faces are counted over the columns of all ranks, in lattice order.
  void add_patches(Mesh& mesh) const {
    std::vector<Patch> patches(6);
    const char* names[] = {"top", "base", "west", "east", "south", "north"};
    for (std::size_t p = 0; p < patches.size(); ++p) patches[p].name = names[p];
    const auto sides = std::span<Patch>(patches).subspan(2);
    for (std::size_t k = 0; k < all_.size(); ++k) {
      if (owned(static_cast<std::int64_t>(k)))
        add_to_patches(columns_[place_[index(all_[k].rectangle)]], patches[0], patches[1], sides);
      ++patches[0].total;
      patches[1].total += all_[k].base_faces;
      for (const Side side : all_sides) sides[side].total += all_[k].side_faces[side];
    }
    patches.resize(mesh.dimensions == 2 ? 4 : 6);
    mesh.patches = std::move(patches);
  }

  void add_to_patches(const Kept& column, Patch& top, Patch& base, std::span<Patch> sides) const {
    const Contact& open = column.cut.top;
    add_face(top, column.cell(0), open.area, open.distance_lower(), open.nz(), top.total);
    std::int64_t of_base = base.total;
    std::array<std::int64_t, 4> of_sides{};
    for (const Side side : all_sides) of_sides[side] = sides[side].total;
    for (std::size_t i = column.size(); i-- > 0;) {
      const CutCell& cell = column.cut.cells[i];
      const Contact& ground = cell.ground;
      if (ground.area > 0)
        add_face(base, column.cell(i), ground.area, ground.distance_upper(), -ground.nz(), of_base++);
      for (const Side side : all_sides) {
        const double area = area_at_end(lattice_, column.rectangle, column.cut, cell, side);
        if (!(area > 0)) continue;
        const double distance =
            std::abs(line_at(lattice_, column.rectangle, side) - (is_across_x(side) ? cell.x : cell.y));
        add_face(sides[side], column.cell(i), area, distance, 0, of_sides[side]++);
      }
    }
  }

  const CutLattice& lattice_;
  std::vector<Summary> all_;        // columns that exist
  std::vector<Kept> columns_;       // that this rank keeps: its own, then ghosts
  std::vector<std::size_t> place_;  // among these, of each rectangle
  std::int64_t first_ = 0, last_ = 0;
};

}  // namespace

Rectangle CutLattice::rectangle(std::int64_t number) const {
  const std::size_t x = index(number % columns_x()), y = index(number / columns_x());
  return {lines_x[x], lines_x[x + 1], lines_y[y], lines_y[y + 1]};
}

CutLattice cut_lattice_of(const MeshCase& mesh, std::span<const double> layer_thickness) {
  check(mesh.pile.has_value(), "a cut lattice has a pile");
  CutLattice lattice;
  lattice.shape = shape_of(*mesh.pile);
  lattice.lines_x = lines_of(lattice.shape.edges_x, mesh.columns_x);
  lattice.lines_y = lines_of(lattice.shape.edges_y, mesh.columns_y);
  lattice.cuts.depths = skin_faces(mesh, layer_thickness);
  lattice.cuts.largest = mesh.cells.size ? *mesh.cells.size : *mesh.cells.largest;
  MeshCase core = mesh;
  core.cells = {};
  core.cells.size = lattice.cuts.largest;
  for (const double depth : horizontal_faces(core, layer_thickness))
    if (depth > 0 && depth < lattice.shape.height)
      lattice.cuts.levels.push_back(lattice.shape.height - depth);
  return lattice;
}

double cells_of_pile(const MeshCase& mesh, std::span<const double> layer_thickness) {
  constexpr double most = 2e5;  // cells that are counted
  const CutLattice lattice = cut_lattice_of(mesh, layer_thickness);
  const auto all = static_cast<double>(lattice.rectangles());
  const auto highest = static_cast<double>(lattice.cuts.depths.size() + lattice.cuts.levels.size() + 1);
  const double counted = std::clamp(std::floor(most / highest), 1.0, all);
  double cells = 0;
  for (double k = 0; k < counted; ++k)
    cells +=
        static_cast<double>(cut(lattice, static_cast<std::int64_t>((k + 0.5) * all / counted)).cells.size());
  return cells * all / counted;
}

Mesh build_cut_lattice(const MeshCase& mesh, std::span<const double> layer_thickness,
                       std::span<const RegionBox> regions, int rank, int ranks) {
  const CutLattice lattice = cut_lattice_of(mesh, layer_thickness);
  return Part(lattice, rank, ranks).mesh(layer_thickness, regions);
}

}  // namespace talus
