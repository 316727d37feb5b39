#include "case/build_sources.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/error.h"
#include "base/exact_sum.h"

namespace talus {

namespace {

bool inside(const std::optional<std::array<double, 2>>& extent, double place) {
  return !extent || (place >= (*extent)[0] && place <= (*extent)[1]);
}

/// A patch of the owned cells whose centres lie in the box.
Patch patch_of(const SourceCase& source, const Mesh& mesh) {
  Patch patch;
  patch.name = source.name;
  patch.inside = true;
  for (Index cell = 0; cell < mesh.owned; ++cell) {
    const auto c = static_cast<std::size_t>(cell);
    if (!inside(source.x, mesh.x[c]) || !inside(source.y, mesh.y[c]) || !inside(source.depth, mesh.depth[c]))
      continue;
    patch.cell.push_back(cell);
  }
  const auto count = static_cast<std::int64_t>(patch.size());
  std::int64_t before = 0;  // on ranks before this one
  MPI_Exscan(&count, &before, 1, MPI_INT64_T, MPI_SUM, mesh.communicator);
  if (rank_among(mesh.communicator) == 0) before = 0;  // which MPI leaves undefined
  for (std::int64_t i = 0; i < count; ++i) patch.number.push_back(before + i);
  for (auto* values : {&patch.area, &patch.distance, &patch.nz}) values->assign(patch.size(), 0.0);
  patch.total = sum_over_ranks(mesh.communicator, count);
  return patch;
}

}  // namespace

void add_sources(const Input& input, Mesh& mesh) {
  std::vector<Problem> problems;
  for (std::size_t i = 0; i < input.values.sources.size(); ++i) {
    mesh.patches.push_back(patch_of(input.values.sources[i], mesh));
    if (mesh.patches.back().total == 0)
      problems.push_back({input.document.place_of_key("sources[" + std::to_string(i) + "]"),
                          "no centre of a cell lies in source '" + input.values.sources[i].name + "'",
                          "make the box larger, or cells smaller"});
  }
  if (!problems.empty()) throw InputError(std::move(problems));
}

void give_source(const Input& input, const Mesh& mesh, const Patch& patch, WaterConditions& water) {
  const auto named = [&](const auto& entry) { return entry.name == patch.name; };
  const auto source = std::ranges::find_if(input.values.sources, named);
  if (source->rate) water.source = Series::constant(*source->rate);
  for (const auto& [name, series] : input.tables.source)
    if (name == patch.name) water.source = series;
  std::vector<ExactSum> sum(1);
  for (const Index cell : patch.cell) sum[0].add(mesh.volume[static_cast<std::size_t>(cell)]);
  const double volume = sum_over_ranks(mesh.communicator, sum)[0];
  for (const Index cell : patch.cell)
    water.share.push_back(mesh.volume[static_cast<std::size_t>(cell)] / volume);
  water.open.assign(patch.size(), 1);
}

}  // namespace talus
