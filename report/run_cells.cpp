#include "report/run_cells.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/cut_off.h"
#include "base/error.h"

namespace talus::report {
namespace {

constexpr std::size_t corners = 8, cells_at_once = 100000;

hdf5::File open_run(const std::string& path) {
  const auto cut = hdf5::cut_off(path);
  return cut ? hdf5::open_cut_off(path, *cut) : hdf5::File::open(path);
}

std::int64_t length(std::size_t size) { return static_cast<std::int64_t>(size); }

/// The middles of base and top of a cell, m.
struct Ends {
  std::array<double, 3> base{}, top{};
  double thickness() const { return top[2] - base[2]; }
};

/// From its corners in the order of VTK's hexahedron: four of the base, then four of the top.
Ends ends_of(const double* points) {
  Ends ends;
  for (std::size_t c = 0; c < corners; ++c)
    for (std::size_t axis = 0; axis < 3; ++axis)
      (c < corners / 2 ? ends.base : ends.top)[axis] += 0.25 * points[3 * c + axis];
  return ends;
}

bool goes_on(const Ends& below, const Ends& above) {
  const double near = 1e-6 * above.thickness();
  for (std::size_t axis = 0; axis < 3; ++axis)
    if (!(std::abs(below.top[axis] - above.base[axis]) <= near)) return false;
  return true;
}

/// From the base of a column up to depths below its top.
void turn_over(std::vector<CellPlace>& places, std::size_t first, std::size_t past) {
  const double top = places[past - 1].top;
  for (std::size_t cell = first; cell < past; ++cell)
    places[cell] = {places[cell].column, top - places[cell].top, top - places[cell].bottom};
}

}  // namespace

RunCells::RunCells(const Run& run) : run_(run) {
  for (const RunPart& part : run.parts) files_.push_back(open_run(part.path));
  if (files_.empty()) throw FileError(run.file + " is not there any more");
  volume = files_.front().dataset("/cell/volume").numbers();
  porosity = files_.front().dataset("/cell/porosity").numbers();
  if (porosity.size() != volume.size()) throw FileError(run.file + " is damaged: /cell/porosity");
}

std::vector<double> RunCells::row(const std::string& path, std::size_t output) const {
  const auto [part, row] = run_.places.at(output);
  const hdf5::Dataset data = files_[part].dataset(path);
  data.expect_rows(length(row + 1), {length(size())});
  return data.numbers(hdf5::row(length(row), length(size())));
}

std::vector<double> RunCells::row(const std::string& path, std::size_t output, std::size_t which) const {
  const auto [part, row] = run_.places.at(output);
  const hdf5::Dataset data = files_[part].dataset(path);
  const std::vector<std::int64_t> shape = data.shape();
  if (shape.size() != 3 || shape[0] <= length(row) || shape[1] <= length(which) || shape[2] != length(size()))
    throw FileError(run_.file + ": " + path + " has not one value for each output and cell");
  return data.numbers(hdf5::Block{{length(row), length(which), 0}, {1, 1, length(size())}});
}

std::vector<CellPlace> RunCells::places() const {
  if (!has("/geometry/points")) return {};
  const hdf5::Dataset points = files_.front().dataset("/geometry/points");
  points.expect({length(corners * size()), 3});
  std::vector<CellPlace> places;
  Ends below;
  std::size_t first = 0;  // of the column
  for (std::size_t from = 0; from < size(); from += cells_at_once) {
    const std::size_t count = std::min(cells_at_once, size() - from);
    const auto some = points.numbers(hdf5::Block{{length(corners * from), 0}, {length(corners * count), 3}});
    for (std::size_t c = 0; c < count; ++c) {
      const Ends here = ends_of(some.data() + 3 * corners * c);
      const bool same = !places.empty() && goes_on(below, here);
      if (!same && !places.empty()) {
        turn_over(places, first, places.size());
        first = places.size();
      }
      const double base = same ? places.back().top : 0;  // counted from the base of the column for now
      places.push_back(
          {places.empty() ? 0 : places.back().column + (same ? 0 : 1), base + here.thickness(), base});
      below = here;
    }
  }
  if (!places.empty()) turn_over(places, first, places.size());
  return places;
}

}  // namespace talus::report
