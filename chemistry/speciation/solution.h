// The water of a cell as far as its molalities tell, and how it answers to a change of the components.
#pragma once

#include <span>
#include <vector>

#include "chemistry/system.h"

namespace talus {

/// A relative change whose square is rounding.
inline constexpr double to_rounding = 3e-8;
/// ln of the molality (mol/kgw) below which a component counts as nothing. Water of pe -10 has 1e-100 mol/kgw
/// of oxygen; of what a reaction eats up in finite time there may be less than any number.
inline constexpr double vanished_ln_molality = -300;
inline constexpr double first_ionic_strength = 0.01;  ///< mol/kgw, first guess for a new solution

/// Sums over the species that Newton's method in (I, ln a_w) needs, and the response below.
template <class R>
struct SpeciesSums {
  // 1/2 sum z^2 m, and the same with each term times its slope, and times nu_w; mol/kgw
  R half_charge = R(0.0), half_charge_slope = R(0.0), half_charge_water = R(0.0);
  // sum m, and the same
  R all = R(0.0), all_slope = R(0.0), all_water = R(0.0);
};

/// What speciation by a model of mixtures keeps besides (mixture_speciation.h).
template <class R>
struct MixtureState {
  bool known = false;  ///< activities of a similar solution are there, as first guess
  PitzerWork<R> pitzer;
  Mixture<R> sit;
  std::vector<R> ln_molality;  ///< of the secondary species
  std::vector<R> matrix;       ///< of Newton's method, [secondary][secondary]
  std::vector<R> right;        ///< F, then the step
};

/// The water of a cell (or of a tile of cells), as far as its molalities tell. Work space: set up once, used
/// often.
template <class R>
struct Solution {
  explicit Solution(const ChemicalSystem& system)
      : molality(system.species.size(), R(0.0)),
        ln_gamma(system.species.size(), R(0.0)),
        gamma_slope(system.species.size(), R(0.0)),
        species_slope(system.species.size(), R(0.0)),
        ln_activity(system.balances(), R(0.0)) {}

  /// Back to the first guess of a new solution.
  void forget() {
    ionic_strength = R(first_ionic_strength);
    ln_activity.back() = R(0.0);
    mixture.known = false;
  }

  /// Relative change of I that species may follow by first derivatives, which leaves its square; 0: they are
  /// computed again, to rounding.
  double small_change = 0;
  R ionic_strength = R(first_ionic_strength);  ///< mol/kgw; the first guess when speciate() is called
  R d_water_activity = R(0.0);                 ///< d ln a_w / d sum of all molalities, kgw/mol
  SpeciesSums<R> sums;
  std::vector<R> molality;  ///< of each species, mol/kgw
  std::vector<R> ln_gamma;
  std::vector<R> gamma_slope;    ///< d ln gamma_i / d I
  std::vector<R> species_slope;  ///< d ln m_i / d I at given components: sum_j nu_ij slope_j - slope_i
  std::vector<R> ln_activity;  ///< lambda: of the components, water last (its last value is the first guess)
  MixtureState<R> mixture;     ///< of models of mixtures only; they leave the slopes above at 0
};

/// How the water follows the components: derivatives by ln m_k. Models of ionic strength fill the first,
/// models of mixtures the last two, and both that of water.
template <class R>
struct Response {
  /// Whether gamma depends on all molalities.
  bool by_mixture() const { return !ln_gamma.empty(); }

  std::vector<R> ionic_strength;     ///< d I / d ln m_k, mol/kgw
  std::vector<R> ln_water_activity;  ///< d ln a_w / d ln m_k
  std::vector<R> ln_gamma;           ///< d ln gamma_j / d ln m_k of the components, [j][k]
  std::vector<R> ln_molality;        ///< d ln m_i / d ln m_k of the species, [i][k]
  std::vector<R> matrix, right;      ///< work space
};

/// d (nu . lambda) / d ln m_k for a row: nu_k + sum_j nu_j d ln gamma_j / d x_k + nu_w d ln a_w / d x_k,
/// where d ln gamma_j is slope_j dI unless gamma depends on all molalities.
template <class R>
void row_derivative(const ReactionRow& row, const Solution<R>& s, const Response<R>& response,
                    std::span<R> d) {
  const std::size_t n = d.size();
  R slope(0.0);
  for (const Term& t : row.terms) slope += R(t.power) * s.gamma_slope[static_cast<std::size_t>(t.component)];
  for (std::size_t k = 0; k < n; ++k)
    d[k] = slope * response.ionic_strength[k] + R(row.water) * response.ln_water_activity[k];
  if (response.by_mixture())
    for (const Term& t : row.terms)
      for (std::size_t k = 0; k < n; ++k)
        d[k] += R(t.power) * response.ln_gamma[static_cast<std::size_t>(t.component) * n + k];
  for (const Term& t : row.terms) d[static_cast<std::size_t>(t.component)] += R(t.power);
}

}  // namespace talus
