// What times of a run bring to the patches: rain, what sources give, the air above.
#pragma once

#include <algorithm>
#include <limits>
#include <vector>

#include "solver/model.h"

namespace talus {

/// Rain on each patch at `time`, m/s; what a source gives, m3/s.
inline std::vector<double> offered_water(const Model& model, double time) {
  std::vector<double> offered;
  for (const PatchConditions& patch : model.patches)
    offered.push_back(patch.water.given() != nullptr ? held(*patch.water.given(), time) : 0);
  return offered;
}

/// When rain, a source, or the air above a patch that dries changes next after `time`; infinity when never.
inline double next_change(const Model& model, double time) {
  double next = std::numeric_limits<double>::infinity();
  for (const PatchConditions& patch : model.patches) {
    if (patch.water.given() != nullptr) next = std::min(next, next_point(*patch.water.given(), time));
    if (patch.water.evaporation && patch.water.snow) next = std::min(next, patch.water.snow->next(time));
    if (patch.water.evaporation && model.weather) next = std::min(next, model.weather->next(time));
  }
  return next;
}

}  // namespace talus
