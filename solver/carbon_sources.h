// Where the carbon of a run comes from: the air, living things, fossil fuel, the rock. What holds or brings inorganic carbon has a
// source; the run follows the carbon of each through gas, water and minerals (coupling/carbon_by_source.h).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace talus {

/// One of them.
struct CarbonSource {
  std::string name;  ///< a word of the user's own
  std::string kind;  ///< air, biogenic, fossil or rock
};

/// A solid, or a mineral at equilibrium, with carbon in it.
struct CarbonHolder {
  std::size_t mineral;    ///< number in ChemicalSystem::minerals
  bool equilibrium;       ///< it is one of State::equilibrium; else of State::amount
  std::size_t number;     ///< there
  double atoms;           ///< of carbon in a mole of it
  int at_the_start = -1;  ///< source of its carbon at the start; -1 where there is none of it
};

/// The sources of a model. Numbers of sources are -1 for what brings no carbon.
struct CarbonSources {
  std::vector<CarbonSource> sources;
  std::size_t component = 0;         ///< that inorganic carbon is counted by, one atom in a mole
  std::vector<double> atoms_of_gas;  ///< of carbon in a mole of each gas
  std::vector<CarbonHolder> holders;
  std::vector<int> pores;     ///< of each material: source of what water and gas hold at the start
  std::vector<int> air;       ///< of each patch: source of the carbon of its gas
  std::vector<int> entering;  ///< of each patch: of the water that enters
  std::vector<int> standing;  ///< of each patch: of the water that stands outside of it
};

}  // namespace talus
