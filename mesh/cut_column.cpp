#include "mesh/cut_column.h"

#include <algorithm>
#include <limits>

namespace talus {

namespace {

constexpr double smallest = 0.2;    // of its box, of a cell of its own
constexpr double nothing = 1e-13;   // of a rectangle or a box: rounding
constexpr double rounding = 1e-12;  // of the height of the pile

/// A part of the rectangle below one plane of the top and above one plane of the ground.
struct Piece {
  Polygon polygon;
  Plane top, ground;
};

std::vector<Piece> pieces_of(const PileShape& shape, const Rectangle& r) {
  const Polygon all{{r.west, r.south}, {r.east, r.south}, {r.east, r.north}, {r.west, r.north}};
  std::vector<Piece> pieces;
  for (std::size_t t = 0; t < shape.tops.size(); ++t) {
    Polygon under = all;
    for (std::size_t other = 0; other < shape.tops.size(); ++other)
      if (other != t) under = clipped(under, shape.tops[other] - shape.tops[t]);
    for (std::size_t g = 0; g < shape.grounds.size() && !under.empty(); ++g) {
      Polygon polygon = clipped(under, shape.tops[t] - shape.grounds[g]);
      for (std::size_t other = 0; other < shape.grounds.size(); ++other)
        if (other != g) polygon = clipped(polygon, shape.grounds[g] - shape.grounds[other]);
      if (area_of(polygon) > nothing * area_of(all))
        pieces.push_back({polygon, shape.tops[t], shape.grounds[g]});
    }
  }
  return pieces;
}

/// The plane of a surface below a piece.
Plane plane_of(const Surface& surface, const Plane& top) {
  return surface.level ? Plane{0, 0, surface.value} : top.lowered(surface.value);
}

/// What of a piece a cell takes, and where it stands on the surface below it and where on the ground.
struct Part {
  Moments moments;
  Polygon on_surface, on_ground;
  Plane upper, lower;
};

Part part_of(const Piece& piece, const Surface& upper, const std::optional<Surface>& lower) {
  Part part;
  part.upper = plane_of(upper, piece.top);
  const Polygon whole = clipped(piece.polygon, part.upper - piece.ground);
  if (lower) {
    part.lower = plane_of(*lower, piece.top);
    part.on_surface = clipped(whole, part.lower - piece.ground);
    part.on_ground = clipped(whole, piece.ground - part.lower);
    part.moments.add(prism(part.on_surface, part.upper, part.lower));
  } else {
    part.on_ground = whole;
  }
  part.moments.add(prism(part.on_ground, part.upper, piece.ground));
  return part;
}

/// m, from the centre of a part to a plane, along its normal.
double distance(const Moments& part, const Plane& plane) {
  return std::abs(part.centre_z() - plane.at(part.centre_x(), part.centre_y())) / plane.area_per_plan();
}

void add(Contact& contact, const Polygon& polygon, const Plane& plane, const Moments* upper,
         const Moments* lower) {
  const double plan = area_of(polygon);
  if (!(plan > 0)) return;
  const double area = plan * plane.area_per_plan();
  contact.plan += plan;
  contact.area += area;
  contact.x -= plan * plane.x_slope;
  contact.y -= plan * plane.y_slope;
  if (upper != nullptr && upper->volume > 0) contact.by_upper += area / distance(*upper, plane);
  if (lower != nullptr && lower->volume > 0) contact.by_lower += area / distance(*lower, plane);
}

/// Cuts one column.
class Cutter {
 public:
  Cutter(const PileShape& shape, const Rectangle& rectangle, const Cuts& cuts)
      : shape_(shape), rectangle_(rectangle), cuts_(cuts), pieces_(pieces_of(shape, rectangle)) {}

  CutColumn column() {
    if (pieces_.empty()) return std::move(column_);
    for (const Piece& piece : pieces_) column_.footprint += area_of(piece.polygon);
    begin_cells();
    drop_empty();
    merge_small();
    measure();
    find_edges();
    return std::move(column_);
  }

 private:
  /// The lowest point of the top.
  double lowest_top() const {
    double lowest = std::numeric_limits<double>::infinity();
    for (const Piece& piece : pieces_)
      for (const Point& p : piece.polygon) lowest = std::min(lowest, piece.top.at(p.x, p.y));
    return lowest;
  }

  void begin_cells() {
    std::vector<Surface> surfaces{{false, 0}};
    std::vector<double> boxes;  // heights of what lies below each surface
    for (const double depth : cuts_.depths) {
      boxes.push_back(depth - surfaces.back().value);
      surfaces.push_back({false, depth});
    }
    const double open = lowest_top() - surfaces.back().value + rounding * shape_.height;
    double above = shape_.height;  // level above
    for (const double level : cuts_.levels) {
      if (level <= open) {
        boxes.push_back(above - level);
        surfaces.push_back({true, level});
      }
      above = level;
    }
    boxes.push_back(surfaces.back().level ? above : cuts_.largest);
    for (std::size_t i = 0; i < surfaces.size(); ++i) {
      CutCell cell;
      cell.upper = surfaces[i];
      if (i + 1 < surfaces.size()) cell.lower = surfaces[i + 1];
      cell.box = boxes[i] * column_.footprint;
      if (!surfaces[i].level && cell.lower && !cell.lower->level)
        cell.depth = (surfaces[i].value + cell.lower->value) / 2;
      column_.cells.push_back(cell);
    }
    for (CutCell& cell : column_.cells) find_volume(cell);
  }

  void find_volume(CutCell& cell) const {
    Moments sum;
    for (const Piece& piece : pieces_) sum.add(part_of(piece, cell.upper, cell.lower).moments);
    cell.volume = sum.volume;
    if (!(sum.volume > 0)) return;
    cell.x = sum.centre_x();
    cell.y = sum.centre_y();
    cell.z = sum.centre_z();
  }

  /// What lies below the ground.
  void drop_empty() {
    std::vector<CutCell>& cells = column_.cells;
    while (cells.size() > 1 && !(cells.back().volume > nothing * cells.back().box)) cells.pop_back();
    cells.back().lower.reset();
    find_volume(cells.back());
  }

  Contact contact_below(const CutCell& cell, const CutCell& next) const {
    Contact contact;
    for (const Piece& piece : pieces_) {
      const Part part = part_of(piece, cell.upper, cell.lower),
                 below = part_of(piece, next.upper, next.lower);
      add(contact, part.on_surface, part.lower, &part.moments, &below.moments);
    }
    return contact;
  }

  void merge_small() {
    std::vector<CutCell>& cells = column_.cells;
    for (std::size_t i = cells.size(); i-- > 0 && cells.size() > 1;) {
      if (!(cells[i].volume < smallest * cells[i].box)) continue;
      const double above = i > 0 ? contact_below(cells[i - 1], cells[i]).area : -1,
                   below = i + 1 < cells.size() ? contact_below(cells[i], cells[i + 1]).area : -1;
      const std::size_t keeps = above >= below ? i - 1 : i + 1, upper = std::min(keeps, i);
      CutCell merged = cells[keeps];  // its box, too
      merged.upper = cells[upper].upper;
      merged.lower = cells[upper + 1].lower;
      if (merged.depth > 0 && cells[i].depth > 0)
        merged.depth = (merged.depth * merged.volume + cells[i].depth * cells[i].volume) /
                       (merged.volume + cells[i].volume);
      else
        merged.depth = 0;
      find_volume(merged);
      cells[upper] = merged;
      cells.erase(cells.begin() + static_cast<std::ptrdiff_t>(upper) + 1);
    }
  }

  void measure() {
    std::vector<CutCell>& cells = column_.cells;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      CutCell& cell = cells[i];
      if (!(cell.depth > 0)) cell.depth = shape_.top(cell.x, cell.y) - cell.z;
      if (i + 1 < cells.size()) cell.below = contact_below(cell, cells[i + 1]);
      for (const Piece& piece : pieces_) {
        const Part part = part_of(piece, cell.upper, cell.lower);
        add(cell.ground, part.on_ground, piece.ground, &part.moments, nullptr);
        if (i == 0) add(column_.top, piece.polygon, piece.top, nullptr, &part.moments);
      }
    }
  }

  void find_edges() {
    const Rectangle& r = rectangle_;
    for (const Piece& piece : pieces_)
      for (std::size_t i = 0; i < piece.polygon.size(); ++i) {
        const Point &a = piece.polygon[i], &b = piece.polygon[(i + 1) % piece.polygon.size()];
        const auto note = [&](Side side, double from, double to) {
          if (from != to)
            column_.edges[side].push_back({std::min(from, to), std::max(from, to), piece.top, piece.ground});
        };
        if (a.x == r.west && b.x == r.west) note(west_side, a.y, b.y);
        if (a.x == r.east && b.x == r.east) note(east_side, a.y, b.y);
        if (a.y == r.south && b.y == r.south) note(south_side, a.x, b.x);
        if (a.y == r.north && b.y == r.north) note(north_side, a.x, b.x);
      }
  }

  const PileShape& shape_;
  const Rectangle& rectangle_;
  const Cuts& cuts_;
  std::vector<Piece> pieces_;
  CutColumn column_;
};

// ----------------------------------------------------------------------------------------------- upright sides

/// A linear function along a side.
struct Line {
  double from = 0, to = 0;  // its values at the two ends
  double at(double part) const { return from + part * (to - from); }
};

Line along(const Plane& plane, Side side, double at, double from, double to) {
  const bool x_is_fixed = side == west_side || side == east_side;
  return x_is_fixed ? Line{plane.at(at, from), plane.at(at, to)} : Line{plane.at(from, at), plane.at(to, at)};
}

/// Integral of max(0, min(a, b)) from 0 to 1.
double mean_of_lesser(const Line& a, const Line& b) {
  std::array<double, 5> places{0, 1, 0, 0, 0};
  std::size_t count = 2;
  const auto crossing = [&](double from, double to) {
    if ((from > 0 && to < 0) || (from < 0 && to > 0)) places[count++] = from / (from - to);
  };
  crossing(a.from - b.from, a.to - b.to);
  crossing(a.from, a.to);
  crossing(b.from, b.to);
  std::sort(places.begin(), places.begin() + static_cast<std::ptrdiff_t>(count));
  const auto value = [&](double part) { return std::max(0.0, std::min(a.at(part), b.at(part))); };
  double sum = 0;
  for (std::size_t i = 1; i < count; ++i)
    sum += (places[i] - places[i - 1]) * (value(places[i]) + value(places[i - 1])) / 2;
  return sum;
}

/// The higher and the lower of two surfaces. Level ones lie below all others.
bool is_above(const Surface& a, const Surface& b) {
  if (a.level != b.level) return b.level;
  return a.level ? a.value > b.value : a.value < b.value;
}

double area_between(const Surface& upper, const std::optional<Surface>& lower, const Edge& edge, Side side,
                    double at, double from, double to) {
  if (lower && !is_above(upper, *lower)) return 0;
  const Plane high = plane_of(upper, edge.top);
  const Line above_ground = along(high - edge.ground, side, at, from, to);
  const Line thick = lower ? along(high - plane_of(*lower, edge.top), side, at, from, to) : above_ground;
  return (to - from) * mean_of_lesser(thick, above_ground);
}

}  // namespace

CutColumn cut_column(const PileShape& shape, const Rectangle& rectangle, const Cuts& cuts) {
  return Cutter(shape, rectangle, cuts).column();
}

double shared_area(const CutCell& a, const CutCell& b, std::span<const Edge> edges_a,
                   std::span<const Edge> edges_b, Side side, double at) {
  const Surface upper = is_above(a.upper, b.upper) ? b.upper : a.upper;
  std::optional<Surface> lower = a.lower;
  if (!lower || (b.lower && is_above(*b.lower, *lower))) lower = b.lower;
  double area = 0;
  for (const Edge& one : edges_a)
    for (const Edge& other : edges_b) {
      const double from = std::max(one.from, other.from), to = std::min(one.to, other.to);
      if (from < to) area += area_between(upper, lower, one, side, at, from, to);
    }
  return area;
}

double area_on_side(const CutCell& cell, std::span<const Edge> edges, Side side, double at) {
  double area = 0;
  for (const Edge& edge : edges)
    area += area_between(cell.upper, cell.lower, edge, side, at, edge.from, edge.to);
  return area;
}

}  // namespace talus
