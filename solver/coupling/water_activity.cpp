#include "solver/coupling/water_activity.h"

#include <algorithm>

#include "solver/state/contents_of_cells.h"

namespace talus {

CellWaterActivity::CellWaterActivity(const Model& model) : model_(model), ghosts_(model.mesh) {
  wanted_ = model.vapour_moves || std::ranges::any_of(model.patches, [](const PatchConditions& patch) {
              return patch.water.evaporation.has_value();
            });
  wanted_ = wanted_ && model.system.components() > 0;
}

const std::vector<double>& CellWaterActivity::find(const State& state) {
  if (!wanted_) return ln_activity_;
  ln_activity_.assign(static_cast<std::size_t>(model_.mesh.local), 0.0);
  visit_contents(model_, state, constants_, [&](std::size_t first, std::size_t count, Contents<Pack>& c) {
    for (std::size_t i = 0; i < count; ++i) ln_activity_[first + i] = c.solution.ln_activity.back().get(i);
  });
  ghosts_.update(ln_activity_);
  return ln_activity_;
}

}  // namespace talus
