#include "solver/transport/advection.h"

#include <algorithm>
#include <cmath>

#include "base/mpi.h"

namespace talus {

namespace {

/// A source of water and how much comes from it, m3/s.
struct Source {
  Upstream from;
  double water = 0;
};

/// For each local cell: where most of the water comes from that enters it.
std::vector<Source> sources_of_cells(const Mesh& mesh, const WaterFlow& water) {
  std::vector<Source> sources(static_cast<std::size_t>(mesh.local));
  const auto offer = [&](Index cell, const Upstream& from, double amount) {
    Source& best = sources[static_cast<std::size_t>(cell)];
    if (amount > best.water) best = {from, amount};
  };
  const Faces& faces = mesh.faces;
  for (std::size_t f = 0; f < faces.size(); ++f) {
    const double flux = water.through_face(f);
    const double distance = faces.distance_left[f] + faces.distance_right[f];
    if (flux > 0) offer(faces.right[f], {faces.left[f], -1, distance}, flux);
    if (flux < 0) offer(faces.left[f], {faces.right[f], -1, distance}, -flux);
  }
  for (std::size_t p = 0; p < mesh.patches.size(); ++p)
    for (std::size_t f = 0; f < mesh.patches[p].size() && !mesh.patches[p].inside; ++f)
      offer(mesh.patches[p].cell[f], {-1, static_cast<int>(p), mesh.patches[p].distance[f]},
            water.into_patch(p, f));
  return sources;
}

double limited(double behind, double across) {
  return behind * across > 0 ? 2 * behind * across / (behind + across) : 0;
}

}  // namespace

std::vector<Upstream> upstream_of_faces(const Mesh& mesh, const WaterFlow& water) {
  const std::vector<Source> sources = sources_of_cells(mesh, water);
  std::vector<Upstream> result;
  for (std::size_t f = 0; f < mesh.faces.size(); ++f) {
    const Index up = water.through_face(f) >= 0 ? mesh.faces.left[f] : mesh.faces.right[f];
    result.push_back(sources[static_cast<std::size_t>(up)].from);
  }
  return result;
}

namespace {

/// The correction of `moved` of `n` values per cell, with what `entering(patch, j)` says of the water behind the first.
template <class Entering>
std::vector<double> corrections(const Model& model, const WaterFlow& flow, const std::vector<double>& values,
                                std::size_t n, std::size_t moved, Entering&& entering) {
  if (flow.upstream.empty()) return {};
  const Faces& faces = model.mesh.faces;
  std::vector<double> correction(faces.size() * n, 0.0);
  for (std::size_t f = 0; f < faces.size(); ++f) {
    const double water = flow.through_face(f);
    const Upstream& behind = flow.upstream[f];
    const bool forward = water >= 0;
    const auto up = static_cast<std::size_t>(forward ? faces.left[f] : faces.right[f]);
    const auto down = static_cast<std::size_t>(forward ? faces.right[f] : faces.left[f]);
    const double across = faces.distance_left[f] + faces.distance_right[f];
    const double to_face = std::min(forward ? faces.distance_left[f] : faces.distance_right[f], across / 2);
    const bool from_patch = behind.cell < 0 && behind.patch >= 0 &&
                            model.patches[static_cast<std::size_t>(behind.patch)].inflow.has_value();
    const bool along_column = faces.nz[f] != 0;  // elsewhere a rank may not see what lies behind
    if (!along_column || water == 0 || (behind.cell < 0 && !from_patch)) continue;
    for (std::size_t j = 0; j < moved; ++j) {
      const double c = values[up * n + j];
      const double before = from_patch ? entering(model.patches[static_cast<std::size_t>(behind.patch)], j)
                                       : values[static_cast<std::size_t>(behind.cell) * n + j];
      correction[f * n + j] =
          water * to_face * limited((c - before) / behind.distance, (values[down * n + j] - c) / across);
    }
  }
  return correction;
}

}  // namespace

std::vector<double> limited_correction(const Model& model, const WaterFlow& flow,
                                       const std::vector<double>& concentration) {
  const std::size_t n = model.unknowns.size();
  return corrections(model, flow, concentration, n, n - 1,
                     [](const PatchConditions& patch, std::size_t j) { return (*patch.inflow)[j]; });
}

std::vector<double> limited_enthalpy_correction(const Model& model, const WaterFlow& flow,
                                                const std::vector<double>& enthalpy) {
  return corrections(model, flow, enthalpy, 1, 1,
                     [](const PatchConditions& patch, std::size_t) { return patch.inflow_enthalpy; });
}

double largest_courant(const Mesh& mesh, const WaterFlow& flow, std::span<const double> water, double density,
                       double dt) {
  std::vector<double> leaving(static_cast<std::size_t>(mesh.local), 0.0);  // m3/s
  for (std::size_t f = 0; f < mesh.faces.size(); ++f) {
    const double flux = flow.through_face(f);
    leaving[static_cast<std::size_t>(flux > 0 ? mesh.faces.left[f] : mesh.faces.right[f])] += std::abs(flux);
  }
  for (std::size_t p = 0; p < mesh.patches.size(); ++p)
    for (std::size_t f = 0; f < mesh.patches[p].size(); ++f)
      leaving[static_cast<std::size_t>(mesh.patches[p].cell[f])] -= std::min(flow.into_patch(p, f), 0.0);
  double largest = 0;
  for (std::size_t c = 0; c < water.size(); ++c)
    largest = std::max(largest, leaving[c] * dt * density / (water[c] * mesh.volume[c]));
  return max_over_ranks(mesh.communicator, largest);
}

}  // namespace talus
