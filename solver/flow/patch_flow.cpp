#include "solver/flow/patch_flow.h"

namespace talus {

PatchFlow::PatchFlow(const Model& model) : model_(model), ponds_(model) {
  for (const Patch& patch : model.mesh.patches) into_.emplace_back(patch.size());
}

void PatchFlow::begin(double seconds, VapourFlow& vapour) {
  ponds_kept_ = seconds > 0;
  if (!ponds_kept_) return;
  ponds_.begin(seconds, rain_, [&](std::size_t p, std::size_t i) { return vapour.from_open_water(p, i); });
  for (std::size_t p = 0; p < into_.size(); ++p)
    for (std::size_t i = 0; ponds_.on(p) && i < into_[p].size(); ++i) vapour.bare(p, i, ponds_.bare(p, i));
}

void PatchFlow::begin_mean(WaterFlow& water) const {
  water.patches.clear();
  for (const auto& patch : into_) water.patches.emplace_back(patch.size(), 0.0);
}

void PatchFlow::add_mean(double share, WaterFlow& water) const {
  for (std::size_t p = 0; p < into_.size(); ++p)
    for (std::size_t i = 0; i < into_[p].size(); ++i) water.patches[p][i] += share * into_[p][i];
}

}  // namespace talus
