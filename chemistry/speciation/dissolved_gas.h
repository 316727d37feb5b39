// How much of a gas is dissolved as itself in water that is at equilibrium with it (Henry's law):
//
//     H = sum_i rho m_i / c_g      over the species i of the gas's composition, as CO2(aq) for CO2(g)
//
// in mol per m3 of water over mol per m3 of gas. The reaction of such a species is that of the gas, but for water
// that it binds (SO2(g) and H2SO3), so that
//
//     ln (m_i / c_g) = ln K_i - ln K_g + ln (R T) + (nu_iw - nu_gw) ln a_w - ln gamma_i
//
// depends on the water by gamma_i and the activity of water only: H says what water of that salt holds at another
// partial pressure. What a gas turns into in water (HCO3-) has another composition and is not counted.
#pragma once

#include <algorithm>
#include <vector>

#include "chemistry/constants_of_nature.h"
#include "chemistry/speciation/solution.h"

namespace talus {

/// The species that gas g dissolves as, by their numbers; none for water vapour, or where the database has none.
inline std::vector<std::size_t> dissolved_species(const ChemicalSystem& system, std::size_t g) {
  const ReactionRow& gas = system.gases[g].row;
  const auto same = [](const Term& a, const Term& b) {
    return a.component == b.component && a.power == b.power;
  };
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < system.species.size() && !gas.terms.empty(); ++i)
    if (std::ranges::equal(system.species[i].row.terms, gas.terms, same)) found.push_back(i);
  return found;
}

/// rho m_i / c_g of species i.
template <class R, class K>
R henry_coefficient(const ChemicalSystem& system, const ConstantsOf<K>& at, std::size_t g, std::size_t i,
                    const Solution<R>& s) {
  using std::exp, std::log;
  const R ln_k(at.ln_k_species[i] - at.ln_k_gas[g] + log(K(gas_constant) * at.temperature));
  const double water = system.species[i].row.water - system.gases[g].row.water;
  return R(system.water_density) * exp(ln_k + R(water) * s.ln_activity.back() - s.ln_gamma[i]);
}

/// Adds its derivatives by the ln molalities of the components to `out`; `coefficient` is rho m_i / c_g.
template <class R>
void add_henry_derivative(const ChemicalSystem& system, std::size_t g, std::size_t i, const R& coefficient,
                          const Solution<R>& s, const Response<R>& response, std::span<R> row,
                          std::span<R> out) {
  const std::size_t n = out.size();
  const double water = system.species[i].row.water - system.gases[g].row.water;
  if (response.by_mixture()) row_derivative(system.species[i].row, s, response, row);
  for (std::size_t k = 0; k < n; ++k) {
    const R by_gamma = response.by_mixture() ? R(response.ln_molality[i * n + k] - row[k])
                                             : R(R(0.0) - s.gamma_slope[i] * response.ionic_strength[k]);
    out[k] += coefficient * (by_gamma + R(water) * response.ln_water_activity[k]);
  }
}

}  // namespace talus
