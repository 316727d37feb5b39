// The chemical enthalpy of what a cell holds besides minerals: what it took to form it from components and water
// (reaction_enthalpy.h).
//
//     h = rho sum_i m_i H_i                                              J per m3 of water
//     E = l h / rho + theta_g sum_g c_g H_g + sum_i n_i H_i              J per m3 of medium
#pragma once

#include "chemistry/contents.h"
#include "chemistry/reaction_enthalpy.h"

namespace talus {

template <class R>
struct ChemicalEnthalpy {
  R of_water = R(0.0);  ///< h, J per m3 of water
  R held = R(0.0);      ///< E, J per m3 of medium
};

/// Of the contents of a cell with these sites of each exchanger (mol/m3).
template <class R>
ChemicalEnthalpy<R> chemical_enthalpy(const ChemicalSystem& system, const ReactionEnthalpies& enthalpies,
                                      const std::vector<R>& sites, const Contents<R>& c) {
  const R per_mass = enthalpy_of_species(enthalpies, c.solution.molality);
  ChemicalEnthalpy<R> result{R(per_mass * R(system.water_density)), R(c.liquid * per_mass)};
  for (std::size_t g = 0; g < c.gas.size(); ++g)
    result.held += c.gas_volume * c.gas[g] * R(enthalpies.gases[g]);
  for (std::size_t e = 0; e < sites.size(); ++e)
    for (std::size_t i = 0; c.loaded[e] && i < enthalpies.exchange[e].size(); ++i)
      result.held +=
          loaded_amount(system.exchangers[e], c.loading[e], i, sites[e]) * R(enthalpies.exchange[e][i]);
  return result;
}

}  // namespace talus
