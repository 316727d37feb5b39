#include "solver/flow/ponds.h"

#include <algorithm>

namespace talus {

Ponds::Ponds(const Model& model) : model_(model), faces_(model.mesh.patches.size()) {
  for (std::size_t p = 0; p < faces_.size(); ++p) {
    const Patch& patch = model.mesh.patches[p];
    const WaterConditions& water = model.patches[p].water;
    if (!water.rain) continue;
    faces_[p].resize(patch.size());
    for (std::size_t i = 0; i < patch.size(); ++i)
      faces_[p][i].area = water.open[i] * area_under_rain(patch.area[i], patch.nz[i]);
  }
}

void Ponds::load(const State& state) {
  const double volume = water_molar_mass / model_.system.water_density;  // m3/mol
  for (std::size_t p = 0; p < faces_.size(); ++p)
    for (std::size_t i = 0; i < faces_[p].size(); ++i) {
      faces_[p][i].stands = on(p) ? volume * state.crossings[p].ponded[i] : 0;
      faces_[p][i].ran_off = faces_[p][i].dried = 0;
    }
}

PondFace Ponds::at(std::size_t patch, std::size_t i) const {
  const Face& face = faces_[patch][i];
  return {model_.patches[patch].water.ponding, face.area,
          face.rain + face.stands / seconds_ - face.evaporation, seconds_};
}

void Ponds::end(const std::vector<std::vector<double>>& into) {
  for (std::size_t p = 0; p < faces_.size(); ++p)
    for (std::size_t i = 0; i < faces_[p].size(); ++i) {
      Face& face = faces_[p][i];
      const double in = into[p][i];
      if (!on(p)) {
        face.ran_off += (face.rain - in) * seconds_;
        continue;
      }
      const double most = model_.patches[p].water.ponding * face.area;
      const double available = at(p, i).available;
      const double left = in == available ? 0 : std::max((available - std::max(in, 0.0)) * seconds_, 0.0);
      face.stands = std::min(left, most);
      face.ran_off += left - face.stands - std::min(in, 0.0) * seconds_;
      face.dried += face.evaporation * seconds_;
    }
}

void Ponds::store(State& state) const {
  const double amount = model_.system.water_density / water_molar_mass;  // mol/m3
  for (std::size_t p = 0; p < faces_.size(); ++p)
    for (std::size_t i = 0; i < faces_[p].size(); ++i) {
      Crossing& crossing = state.crossings[p];
      crossing.runoff[i] += amount * faces_[p][i].ran_off;
      if (!on(p)) continue;
      crossing.ponded[i] = amount * faces_[p][i].stands;
      crossing.pond_vapour[i] += amount * faces_[p][i].dried;
    }
}

}  // namespace talus
