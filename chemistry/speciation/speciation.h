// Speciation: from the molalities of the components to those of all species, at one temperature.
//
//     ln m_i + ln gamma_i = ln K_i + nu_i . lambda         mass action
//     I = 1/2 sum z_i^2 m_i                                 ionic strength
//     ln a_w = f(sum m_i)                                   activity of water
//
// Where gamma depends on I alone, I and ln a_w are found together by Newton's method in two unknowns, to
// rounding, for every cell of a tile at once; the components' molalities are given. A cell that has settled
// stays as it is while others go on, so that its bits do not depend on its neighbours in the tile.
// Derivatives follow from the implicit function theorem, without another solve. Where gamma depends on all
// molalities, mixture_speciation.h takes over.
#pragma once

#include <span>
#include <type_traits>
#include <vector>

#include "base/dual.h"
#include "chemistry/speciation/mixture_speciation.h"
#include "chemistry/speciation/solution.h"

namespace talus {

namespace speciation_detail {

/// Molalities of all species at the ionic strength and water activity that `s` holds; those of the components
/// are there already.
template <class R, class K>
void mass_action(const ChemicalSystem& system, const ConstantsOf<K>& at, std::span<const R> ln_molality,
                 Solution<R>& s) {
  using std::exp, std::sqrt;
  const std::size_t n = system.components();
  ActivityCoefficients<R, K> coefficient(s.ionic_strength, sqrt(s.ionic_strength));
  SpeciesSums<R> sums;
  for (std::size_t i = 0; i < system.species.size(); ++i) {
    const Species& species = system.species[i];
    const auto g = coefficient(at.activity[i]);
    s.ln_gamma[i] = g.ln_gamma;
    s.gamma_slope[i] = g.d_ionic_strength;
    const R half(0.5 * species.charge * species.charge), water(species.row.water);
    if (i < n) {
      s.ln_activity[i] = ln_molality[i] + g.ln_gamma;
      sums.half_charge += half * s.molality[i];
      sums.all += s.molality[i];
      continue;
    }
    R ln_molality_i = R(at.ln_k_species[i]) + water * s.ln_activity[n] - g.ln_gamma;
    R slope = -g.d_ionic_strength;
    for (const Term& t : species.row.terms) {
      const auto j = static_cast<std::size_t>(t.component);
      ln_molality_i += R(t.power) * s.ln_activity[j];
      slope += R(t.power) * s.gamma_slope[j];
    }
    const R m = exp(ln_molality_i);
    s.molality[i] = m;
    s.species_slope[i] = slope;
    sums.half_charge += half * m;
    sums.half_charge_slope += half * m * slope;
    sums.half_charge_water += half * m * water;
    sums.all += m;
    sums.all_slope += m * slope;
    sums.all_water += m * water;
  }
  s.sums = sums;
  s.d_water_activity = ln_water_activity(system.water_activity, sums.all).d_sum;
}

/// A step of Newton's method in (I, ln a_w).
template <class R>
struct Correction {
  R ionic_strength, ln_water_activity;
  R size;  ///< relative change of I plus that of ln a_w
};

/// One Newton step in (I, ln a_w), of lanes that are not `done`.
///
/// Where I is far too small, gamma changes so steeply with it that the ions of the secondary species would
/// grow faster than I does, and the method would fall away from the answer. It then takes the ionic strength
/// of the ions at hand, which is nearer.
template <class R>
Correction<R> correct(const ChemicalSystem& system, const LanesOf<R>& done, Solution<R>& s) {
  using std::abs, std::max, std::min;
  R& ln_water = s.ln_activity.back();
  const SpeciesSums<R>& sums = s.sums;
  const auto water = ln_water_activity(system.water_activity, sums.all);
  const R f1 = s.ionic_strength - sums.half_charge;
  const R f2 = ln_water - water.value;
  // complexes that grow faster than the ionic strength that they make: Newton's method would turn back
  R a11 = max(R(1.0) - sums.half_charge_slope, R(0.1));
  const R a12 = -sums.half_charge_water;
  if constexpr (std::is_same_v<R, double>)  // but at an answer that a first guess knows, it stays there
    if (abs(f1) < 1e-2 * s.ionic_strength && abs(1 - sums.half_charge_slope) > 1e-3)
      a11 = 1 - sums.half_charge_slope;
  const R a21 = -water.d_sum * sums.all_slope, a22 = R(1.0) - water.d_sum * sums.all_water;
  const R det = a11 * a22 - a12 * a21;
  const R step1 = (f1 * a22 - a12 * f2) / det;
  const R step2 = (a11 * f2 - a21 * f1) / det;
  // far from the answer the derivatives mislead: never more than a factor 4 at once
  const R newton = s.ionic_strength - step1, lowest = s.ionic_strength * R(0.25);
  const auto falls = (newton < lowest) & (f1 < R(0.0));
  const R bounded = select(falls, sums.half_charge, R(max(min(newton, s.ionic_strength * R(4.0)), lowest)));
  const R next = select(done, s.ionic_strength, bounded);
  const R fall = select(done, R(0.0), R(select(falls, f2, step2)));
  const Correction<R> made{next - s.ionic_strength, -fall,
                           abs(next - s.ionic_strength) / s.ionic_strength + abs(fall)};
  s.ionic_strength = next;
  ln_water -= fall;
  return made;
}

/// What a small correction does to the species, in place of another pass over them with an exponential each.
template <class R>
void follow(const ChemicalSystem& system, const Correction<R>& made, Solution<R>& s) {
  const std::size_t n = system.components();
  for (std::size_t i = 0; i < s.molality.size(); ++i) {
    const R ln_gamma = s.gamma_slope[i] * made.ionic_strength;
    s.ln_gamma[i] += ln_gamma;
    if (i < n)
      s.ln_activity[i] += ln_gamma;
    else
      s.molality[i] += s.molality[i] * (s.species_slope[i] * made.ionic_strength +
                                        R(system.species[i].row.water) * made.ln_water_activity);
  }
}

/// Newton's method from the first guess that `s` holds; false when it does not settle.
template <class R, class K>
bool settle_strength(const ChemicalSystem& system, const ConstantsOf<K>& at, std::span<const R> ln_molality,
                     Solution<R>& s) {
  // Newton's method squares its error: after a change of `to_rounding` what is left is rounding
  const R small(std::max(s.small_change, to_rounding));
  LanesOf<R> done = no_lanes<R>();
  for (int iteration = 0; iteration < 60; ++iteration) {
    mass_action(system, at, ln_molality, s);
    const Correction<R> made = correct(system, done, s);
    done = done | (made.size < small);
    if (!all(done)) continue;
    if (s.small_change > 0) {
      follow(system, made, s);
      return true;
    }
    mass_action(system, at, ln_molality, s);
    if constexpr (std::is_same_v<R, Dual>) {  // derivatives follow one step behind
      correct(system, no_lanes<R>(), s);
      mass_action(system, at, ln_molality, s);
    }
    return true;
  }
  return false;
}

}  // namespace speciation_detail

/// Fills `s` from the components' ln molalities; s.ionic_strength and the last of s.ln_activity are first
/// guesses; where one water has no answer from there, others are tried. False when Newton's method does not
/// settle in 60 iterations (a brine beyond the model, or not a number).
template <class R, class K>
bool speciate(const ChemicalSystem& system, const ConstantsOf<K>& at, std::span<const R> ln_molality,
              Solution<R>& s) {
  using namespace speciation_detail;
  using std::exp;
  if (system.by_mixture()) return speciate_mixture(system, at, ln_molality, s);
  if (system.components() == 0) {  // water alone
    s.ionic_strength = s.ln_activity.back() = R(0.0);
    return true;
  }
  for (std::size_t i = 0; i < system.components(); ++i) s.molality[i] = exp(ln_molality[i]);
  if (settle_strength(system, at, ln_molality, s)) return true;
  if constexpr (std::is_same_v<R, double>)
    for (const double guess : {1e-3, 0.1, 0.5, 2.0}) {
      s.ionic_strength = guess;
      s.ln_activity.back() = 0;
      if (settle_strength(system, at, ln_molality, s)) return true;
    }
  return false;
}

/// The response at the state that speciate() left in `s` (implicit function theorem).
template <class R>
void respond(const ChemicalSystem& system, const Solution<R>& s, Response<R>& response) {
  if (system.by_mixture()) return respond_mixture(system, s, response);
  const std::size_t n = system.components();
  std::vector<R>& first = response.ionic_strength;      // holds 1/2 sum z^2 m nu_k, then d I
  std::vector<R>& second = response.ln_water_activity;  // holds sum m nu_k, then d ln a_w
  first.assign(n, R(0.0));
  second.assign(n, R(0.0));
  for (std::size_t i = 0; i < system.species.size(); ++i) {
    const Species& species = system.species[i];
    const R m = s.molality[i];
    const R half = R(0.5 * species.charge * species.charge) * m;
    for (const Term& t : species.row.terms) {
      const auto k = static_cast<std::size_t>(t.component);
      first[k] += R(t.power) * half;
      second[k] += R(t.power) * m;
    }
  }
  const SpeciesSums<R>& sums = s.sums;
  const R f = s.d_water_activity;
  const R a11 = R(1.0) - sums.half_charge_slope, a12 = -sums.half_charge_water;
  const R a21 = -f * sums.all_slope, a22 = R(1.0) - f * sums.all_water;
  const R over = R(1.0) / (a11 * a22 - a12 * a21);
  for (std::size_t k = 0; k < n; ++k) {
    const R b1 = first[k], b2 = f * second[k];
    first[k] = (b1 * a22 - a12 * b2) * over;
    second[k] = (a11 * b2 - a21 * b1) * over;
  }
}

}  // namespace talus
