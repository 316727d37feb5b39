// The terms of Pitzer's or the SIT model for the solutes of a system.
#pragma once

#include <string>
#include <vector>

#include "chemistry/activity/activity.h"
#include "chemistry/activity/interactions.h"

namespace talus {

/// Those of `species`, which have names and charges, at `temperature` (K); `water` at that temperature. `model` is
/// "Pitzer" or "SIT".
Interacting<double> interaction_terms(const Interactions& parameters, const std::string& model,
                                      const auto& species, const DebyeHuckel& water, double temperature) {
  std::vector<Solute> solutes;
  for (const auto& s : species) solutes.push_back({s.name, s.charge});
  if (model == "SIT") return sit_terms(parameters.sit, solutes, temperature, water.a);
  return pitzer_terms(parameters.pitzer, solutes, temperature, parameters.conventions.with(water));
}

}  // namespace talus
