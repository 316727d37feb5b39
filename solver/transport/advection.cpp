#include "solver/transport/advection.h"

namespace talus {

namespace {

/// For each local cell: where the water comes from that enters it through an interior face.
std::vector<Upstream> sources_of_cells(const Mesh& mesh, const std::vector<double>& face_water) {
  std::vector<Upstream> sources(static_cast<std::size_t>(mesh.local));
  const Faces& faces = mesh.faces;
  for (std::size_t f = 0; f < faces.size(); ++f) {
    if (face_water[f] == 0) continue;
    const bool forward = face_water[f] > 0;
    const Index down = forward ? faces.right[f] : faces.left[f];
    sources[static_cast<std::size_t>(down)] = {forward ? faces.left[f] : faces.right[f], -1,
                                               faces.distance_left[f] + faces.distance_right[f]};
  }
  return sources;
}

double limited(double behind, double across) {
  return behind * across > 0 ? 2 * behind * across / (behind + across) : 0;
}

}  // namespace

std::vector<Upstream> upstream_of_faces(const Mesh& mesh, const std::vector<double>& face_water) {
  if (face_water.empty()) return {};
  std::vector<Upstream> sources = sources_of_cells(mesh, face_water);
  for (std::size_t p = 0; p < mesh.patches.size(); ++p)
    for (std::size_t f = 0; f < mesh.patches[p].size(); ++f) {
      Upstream& entry = sources[static_cast<std::size_t>(mesh.patches[p].cell[f])];
      if (entry.cell < 0 && mesh.patches[p].nz[f] != 0)
        entry = {-1, static_cast<int>(p), mesh.patches[p].distance[f]};
    }
  std::vector<Upstream> result;
  for (std::size_t f = 0; f < mesh.faces.size(); ++f) {
    const Index up = face_water[f] >= 0 ? mesh.faces.left[f] : mesh.faces.right[f];
    result.push_back(sources[static_cast<std::size_t>(up)]);
  }
  return result;
}

std::vector<double> limited_correction(const Model& model, const std::vector<double>& concentration) {
  if (model.upstream.empty()) return {};
  const std::size_t n = model.system.balances();
  const Faces& faces = model.mesh.faces;
  std::vector<double> correction(faces.size() * n, 0.0);
  for (std::size_t f = 0; f < faces.size(); ++f) {
    const double water = model.face_water[f];
    const Upstream& behind = model.upstream[f];
    const bool forward = water >= 0;
    const auto up = static_cast<std::size_t>(forward ? faces.left[f] : faces.right[f]);
    const auto down = static_cast<std::size_t>(forward ? faces.right[f] : faces.left[f]);
    const double across = faces.distance_left[f] + faces.distance_right[f];
    const double to_face = forward ? faces.distance_left[f] : faces.distance_right[f];
    const bool from_patch = behind.cell < 0 && behind.patch >= 0 &&
                            model.patches[static_cast<std::size_t>(behind.patch)].inflow.has_value();
    if (water == 0 || (behind.cell < 0 && !from_patch)) continue;
    for (std::size_t j = 0; j + 1 < n; ++j) {
      const double c = concentration[up * n + j];
      const double before = from_patch ? (*model.patches[static_cast<std::size_t>(behind.patch)].inflow)[j]
                                       : concentration[static_cast<std::size_t>(behind.cell) * n + j];
      correction[f * n + j] =
          water * to_face *
          limited((c - before) / behind.distance, (concentration[down * n + j] - c) / across);
    }
  }
  return correction;
}

}  // namespace talus
