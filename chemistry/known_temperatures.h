// Whether equilibrium constants are used at temperatures at which they are known.
#pragma once

#include <string>
#include <vector>

#include "chemistry/phase.h"
#include "chemistry/system.h"

namespace talus {

/// How well a constant is known where it is used.
enum class Known {
  well,
  at_25_only,  ///< nothing says how it changes with temperature
  outside      ///< beyond the range of the record
};

/// How well a constant is known at all temperatures from `lowest` to `highest` (K): the worst of the
/// reactions that were combined.
Known known_between(const FormationConstant& log_k, double lowest, double highest);

/// A line that names species, gases and minerals of the system whose constants are not known at all
/// temperatures from `lowest` to `highest` (K), and `phases` at equilibrium with it; empty when all are.
std::string unknown_temperatures(const ChemicalSystem& system, double lowest, double highest,
                                 const std::vector<Phase>& phases = {});

}  // namespace talus
