// A pure phase: a mineral or a gas, as something that may be at equilibrium with the water.
#pragma once

#include <string>

#include "chemistry/formation.h"
#include "chemistry/reaction_row.h"

namespace talus {

struct Phase {
  std::string name;
  std::string formula;             ///< empty for a gas
  ReactionRow row;                 ///< composition in components and water
  FormationConstant log_k;         ///< of the phase from components and water; gases in atm
  const GasRecord* gas = nullptr;  ///< of a gas; outlived by its Database
};

}  // namespace talus
