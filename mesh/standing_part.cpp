#include "mesh/standing_part.h"

#include <algorithm>

#include "base/error.h"
#include "mesh/ghosts.h"

namespace talus {

namespace {

constexpr Index nowhere = -1;

std::size_t place(Index cell) { return static_cast<std::size_t>(cell); }

/// Builds the part step by step.
class Builder {
 public:
  Builder(const Mesh& whole, std::span<const std::uint8_t> there)
      : whole_(whole), in_part_(there.size(), nowhere) {
    for (std::size_t cell = 0; cell < there.size(); ++cell) {
      if (there[cell] == 0) continue;
      in_part_[cell] = static_cast<Index>(part_.cell.size());
      part_.cell.push_back(static_cast<Index>(cell));
      if (cell < place(whole.owned)) ++mesh().owned;
    }
    mesh().local = static_cast<Index>(part_.cell.size());
  }

  StandingPart build() {
    find_surface();
    add_cells();
    number_cells();
    add_faces();
    for (const Patch& patch : whole_.patches) patch.name == "top" ? add_top(patch) : add_patch(patch);
    return std::move(part_);
  }

 private:
  Mesh& mesh() { return part_.mesh; }
  Index in_part(Index cell) const { return in_part_[place(cell)]; }

  /// Columns, and the face above the uppermost cell of each.
  void find_surface() {
    const Faces& faces = whole_.faces;
    std::vector<std::size_t> above(in_part_.size(), faces.size());  // the face up, where it is a surface now
    for (std::size_t f = 0; f < faces.size(); ++f)
      if (faces.nz[f] > 0 && in_part(faces.left[f]) != nowhere && in_part(faces.right[f]) == nowhere)
        above[place(faces.left[f])] = f;
    for (std::size_t column = 0; column < whole_.columns(); ++column) {
      Index top = whole_.column_first[column];
      while (top < whole_.column_first[column + 1] && in_part(top) != nowhere) ++top;
      const Index count = top - whole_.column_first[column];
      check(count > 0, "something of every column stands");
      mesh().column_first.push_back(mesh().column_first.back() + count);
      surface_.push_back(above[place(top - 1)]);
    }
    check(mesh().column_first.back() == mesh().owned, "columns stand from the base up");
  }

  void add_cells() {
    Mesh& m = mesh();
    m.volume = picked(whole_.volume, part_.cell);
    m.x = picked(whole_.x, part_.cell);
    m.y = picked(whole_.y, part_.cell);
    m.z = picked(whole_.z, part_.cell);
    m.colour = picked(whole_.colour, part_.cell);
    m.region = picked(whole_.region, part_.cell);
    const std::vector<double> cover = depths_of_surface();
    for (const Index cell : part_.cell) m.depth.push_back(whole_.depth[place(cell)] - cover[place(cell)]);
    for (Index cell = 0; cell < m.owned; ++cell) {
      const auto from = whole_.corners.begin() + 24 * static_cast<std::ptrdiff_t>(part_.cell[place(cell)]);
      m.corners.insert(m.corners.end(), from, from + 24);
    }
    m.footprint = whole_.footprint;
    m.dimensions = whole_.dimensions;
    m.communicator = whole_.communicator;
    double highest = 0;
    for (std::size_t column = 0; column < whole_.columns(); ++column) {
      const Index top = whole_.column_first[column] + count_in(column) - 1;
      highest = std::max(highest, whole_.z[place(top)] + whole_.depth[place(top)] - cover[place(top)]);
    }
    m.height = max_over_ranks(m.communicator, highest);
  }

  Index count_in(std::size_t column) const {
    return part_.mesh.column_first[column + 1] - part_.mesh.column_first[column];
  }

  /// Per local cell of the whole: how deep the surface of its column is below that of the whole, m.
  std::vector<double> depths_of_surface() const {
    std::vector<double> cover(in_part_.size(), 0.0);
    for (std::size_t column = 0; column < whole_.columns(); ++column) {
      const Index first = whole_.column_first[column], end = whole_.column_first[column + 1];
      if (surface_[column] == whole_.faces.size()) continue;  // all of it stands
      const auto top = place(first + count_in(column) - 1);
      const double depth = whole_.depth[top] - whole_.faces.distance_left[surface_[column]];
      std::fill(cover.begin() + first, cover.begin() + end, depth);
    }
    Ghosts(whole_).update(cover);
    return cover;
  }

  void number_cells() {
    Mesh& m = mesh();
    const std::int64_t owned = m.owned;
    std::int64_t up_to_here = 0;
    MPI_Scan(&owned, &up_to_here, 1, MPI_INT64_T, MPI_SUM, m.communicator);
    m.first = up_to_here - owned;
    m.total = sum_over_ranks(m.communicator, owned);
    std::vector<double> numbers(in_part_.size(), 0.0);  // whole ones, below 2^53
    for (Index cell = 0; cell < m.owned; ++cell)
      numbers[place(part_.cell[place(cell)])] = static_cast<double>(m.first + cell);
    Ghosts(whole_).update(numbers);
    for (const Index cell : part_.cell) m.number.push_back(static_cast<std::int64_t>(numbers[place(cell)]));
  }

  void add_faces() {
    const Faces& from = whole_.faces;
    Faces& to = mesh().faces;
    std::vector<std::size_t> kept;
    for (std::size_t f = 0; f < from.size(); ++f) {
      if (in_part(from.left[f]) == nowhere || in_part(from.right[f]) == nowhere) continue;
      kept.push_back(f);
      to.left.push_back(in_part(from.left[f]));
      to.right.push_back(in_part(from.right[f]));
    }
    to.area = picked(from.area, kept);
    to.distance_left = picked(from.distance_left, kept);
    to.distance_right = picked(from.distance_right, kept);
    to.nz = picked(from.nz, kept);
  }

  /// The face of the top of each column.
  void add_top(const Patch& of_whole) {
    Patch patch = of_whole;
    std::vector<std::size_t>& faces = part_.faces.emplace_back();
    for (std::size_t i = 0; i < patch.size(); ++i) {
      faces.push_back(i);
      const auto after = std::ranges::upper_bound(whole_.column_first, of_whole.cell[i]);
      const auto column = static_cast<std::size_t>(after - whole_.column_first.begin()) - 1;
      patch.cell[i] = part_.mesh.column_first[column + 1] - 1;
      const std::size_t f = surface_[column];
      if (f == whole_.faces.size()) continue;  // the top of the whole
      patch.area[i] = whole_.faces.area[f];
      patch.distance[i] = whole_.faces.distance_left[f];
      patch.nz[i] = whole_.faces.nz[f];
    }
    mesh().patches.push_back(std::move(patch));
  }

  void add_patch(const Patch& of_whole) {
    std::vector<std::size_t>& faces = part_.faces.emplace_back();
    for (std::size_t i = 0; i < of_whole.size(); ++i)
      if (in_part(of_whole.cell[i]) != nowhere) faces.push_back(i);
    Patch patch;
    patch.name = of_whole.name;
    patch.total = of_whole.total;
    patch.inside = of_whole.inside;
    for (const std::size_t i : faces) patch.cell.push_back(in_part(of_whole.cell[i]));
    patch.area = picked(of_whole.area, faces);
    patch.distance = picked(of_whole.distance, faces);
    patch.nz = picked(of_whole.nz, faces);
    patch.number = picked(of_whole.number, faces);
    mesh().patches.push_back(std::move(patch));
  }

  const Mesh& whole_;
  std::vector<Index> in_part_;        // per local cell of the whole
  std::vector<std::size_t> surface_;  // per column; the number of faces where the top of the whole is its top
  StandingPart part_;
};

}  // namespace

StandingPart standing_part(const Mesh& whole, std::span<const std::uint8_t> there) {
  check(there.size() == place(whole.local), "every local cell stands or does not");
  return Builder(whole, there).build();
}

}  // namespace talus
