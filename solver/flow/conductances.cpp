#include "solver/flow/conductances.h"

#include <algorithm>

#include "mesh/rise.h"
#include "solver/flow/water.h"
#include "solver/laws/flux.h"

namespace talus {

Conductances::Conductances(const Model& model) : faces(model.mesh.faces.size()), model_(model) {
  for (const Patch& patch : model.mesh.patches) patches.emplace_back(patch.inside ? 0 : patch.size());
}

double Conductances::conductivity(std::size_t cell, double nz) const {
  const Hydraulics& h = hydraulics_at(model_, cell);
  return fluidity_[cell] * h.permeability * permeability_[cell] * (nz * nz + h.anisotropy * (1 - nz * nz));
}

double Conductances::through_crust(std::size_t patch, std::size_t face, double of_cell) const {
  const Patch& p = model_.mesh.patches[patch];
  const auto& crust = model_.patches[patch].crust;
  const double area = p.area[face], distance = p.distance[face];
  if (!crust || crust->permeability == 0) return of_cell * area / distance;
  const auto cell = static_cast<std::size_t>(p.cell[face]);
  const double height = model_.mesh.volume[cell] / area;
  const double open = crust_permeability(*crust, height, model_.cells.porosity[cell], porosity_[cell]);
  const double thickness = crust_thickness(*crust, height, model_.cells.porosity[cell], porosity_[cell]);
  return conductance(area, distance, of_cell, thickness, fluidity_[cell] * crust->permeability * open);
}

void Conductances::prepare(const State& state, double time) {
  const std::vector<double> kelvin =
      model_.heat ? state.temperature : model_.temperature.of_cells(time, model_.mesh.depth);
  fluidity_.resize(kelvin.size());
  for (std::size_t c = 0; c < kelvin.size(); ++c)
    fluidity_[c] = c > 0 && kelvin[c] == kelvin[c - 1] ? fluidity_[c - 1] : fluidity_of_water(kelvin[c]);
  permeability_ = state.permeability;
  porosity_ = state.porosity[0];
  const Mesh& mesh = model_.mesh;
  const Faces& f = mesh.faces;
  for (std::size_t i = 0; i < f.size(); ++i) {
    const double a = conductivity(static_cast<std::size_t>(f.left[i]), f.nz[i]);
    const double b = conductivity(static_cast<std::size_t>(f.right[i]), f.nz[i]);
    faces[i] = conductance(f.area[i], f.distance_left[i], a, f.distance_right[i], b);
  }
  for (std::size_t p = 0; p < patches.size(); ++p) {
    const Patch& patch = mesh.patches[p];
    const std::vector<double>& standing = model_.patches[p].water.head;
    for (std::size_t i = 0; i < patches[p].size(); ++i) {
      const auto c = static_cast<std::size_t>(patch.cell[i]);
      const double k = conductivity(c, patch.nz[i]);
      patches[p][i] = {patch.area[i],
                       patch.nz[i],
                       through_crust(p, i, k),
                       k * patch.area[i] * std::max(0.0, -patch.nz[i]),
                       mesh.z[c] + rise_to_face(patch.nz[i], patch.distance[i]),
                       standing.empty() ? 0 : standing[i]};
    }
  }
}

}  // namespace talus
