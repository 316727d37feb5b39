#include "solver/coupling/water_activity.h"

#include <algorithm>

#include "solver/state/cell_unknowns.h"
#include "solver/state/chemical_temperatures.h"

namespace talus {

CellWaterActivity::CellWaterActivity(const Model& model) : model_(model), ghosts_(model.mesh) {
  wanted_ = model.vapour_moves || std::ranges::any_of(model.patches, [](const PatchConditions& patch) {
              return patch.water.evaporation.has_value();
            });
  wanted_ = wanted_ && model.system.components() > 0;
}

const std::vector<double>& CellWaterActivity::find(const State& state) {
  if (!wanted_) return ln_activity_;
  const auto owned = static_cast<std::size_t>(model_.mesh.owned);
  ln_activity_.assign(static_cast<std::size_t>(model_.mesh.local), 0.0);
  const std::vector<double> kelvin = chemical_temperatures(model_, state);
  constants_.take(model_.system, std::span<const double>(kelvin).first(owned));
  Contents<Pack> c(model_.system, 0);
  StageStart<Pack> start;
  std::vector<Pack> x(model_.unknowns.size());
  constexpr auto width = static_cast<std::size_t>(tile_width);
  for (std::size_t first = 0; first < owned; first += width) {
    const auto load = [&](std::span<const double> values) {
      double lanes[width];  // those beyond the last cell repeat it
      for (std::size_t i = 0; i < width; ++i) lanes[i] = values[std::min(first + i, owned - 1)];
      return Pack::load_unaligned(lanes);
    };
    load_unknowns(state, std::span<Pack>(x), load);
    start.porosity = load(state.porosity[0]);
    c.solution.forget();  // the same bits whatever other cells this rank has
    contents(model_.system, constants_.of_tile(first), Reactions{}, start, std::span<const Pack>(x), c);
    for (std::size_t i = 0; i < width && first + i < owned; ++i)
      ln_activity_[first + i] = c.solution.ln_activity.back().get(i);
  }
  ghosts_.update(ln_activity_);
  return ln_activity_;
}

}  // namespace talus
