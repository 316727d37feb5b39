// Between which temperatures a run will be, as far as that is known before it.
#pragma once

#include <algorithm>
#include <array>

#include "solver/model.h"

namespace talus {

/// The lowest and the highest temperature (K) that the case gives up to `length` (s): in the pile, or, where heat
/// flows, at its start and at its patches.
inline std::array<double, 2> temperature_range(const Model& model, double length) {
  auto [low, high] = model.temperature.extremes(0, model.heat ? 0 : length);
  if (!model.heat) return {low, high};
  for (const HeatConditions& patch : model.heat->patches) {
    if (patch.temperature) {
      const auto [coldest, warmest] = patch.temperature->extremes(0, length);
      low = std::min(low, coldest);
      high = std::max(high, warmest);
    }
    if (patch.entering) {
      low = std::min(low, *patch.entering);
      high = std::max(high, *patch.entering);
    }
  }
  return {low, high};
}

}  // namespace talus
