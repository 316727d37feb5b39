// Speciation: from the molalities of the components to those of all species, at one temperature.
//
//     ln m_i + ln gamma_i = ln K_i + nu_i . lambda         mass action
//     I = 1/2 sum z_i^2 m_i                                 ionic strength
//     ln a_w = f(sum m_i)                                   activity of water
//
// gamma depends on I alone, so I and ln a_w are found together by Newton's method in two unknowns, to
// rounding, for every cell of a tile at once; the components' molalities are given. Derivatives follow from
// the implicit function theorem, without another solve.
#pragma once

#include <span>
#include <vector>

#include "base/dual.h"
#include "chemistry/system.h"

namespace talus {

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

  R ionic_strength = R(0.01);   ///< mol/kgw; the first guess when speciate() is called
  R sum = R(0.0);               ///< of all molalities, mol/kgw
  R d_water_activity = R(0.0);  ///< d ln a_w / d sum, kgw/mol
  std::vector<R> molality;      ///< of each species, mol/kgw
  std::vector<R> ln_gamma;
  std::vector<R> gamma_slope;    ///< d ln gamma_i / d I
  std::vector<R> species_slope;  ///< d ln m_i / d I at given components: sum_j nu_ij slope_j - slope_i
  std::vector<R> ln_activity;  ///< lambda: of the components, water last (its last value is the first guess)
};

namespace speciation_detail {

/// Sums over the species that Newton's method in (I, ln a_w) needs.
template <class R>
struct Sums {
  // 1/2 sum z^2 m, and the same with each term times its slope, and times nu_w
  R half_charge = R(0.0), half_charge_slope = R(0.0), half_charge_water = R(0.0);
  // sum m, and the same
  R all = R(0.0), all_slope = R(0.0), all_water = R(0.0);
};

/// Molalities of all species at the ionic strength and water activity that `s` holds.
template <class R>
Sums<R> mass_action(const ChemicalSystem& system, const Constants& at, std::span<const R> ln_molality,
                    Solution<R>& s) {
  using std::exp, std::sqrt;
  const std::size_t n = system.components();
  const R root = sqrt(s.ionic_strength);
  for (std::size_t i = 0; i < system.species.size(); ++i) {
    const auto g = activity_coefficient(at.activity[i], s.ionic_strength, root);
    s.ln_gamma[i] = g.ln_gamma;
    s.gamma_slope[i] = g.d_ionic_strength;
    if (i < n) s.ln_activity[i] = ln_molality[i] + g.ln_gamma;
  }
  Sums<R> sums;
  const std::span<const R> lambda = s.ln_activity;
  for (std::size_t i = 0; i < system.species.size(); ++i) {
    const Species& species = system.species[i];
    if (i < n) {
      s.molality[i] = exp(ln_molality[i]);
      s.species_slope[i] = R(0.0);
    } else {
      s.molality[i] = exp(R(at.ln_k_species[i]) + species.row.dot(lambda) - s.ln_gamma[i]);
      R slope = -s.gamma_slope[i];
      for (const Term& t : species.row.terms)
        slope += R(t.power) * s.gamma_slope[static_cast<std::size_t>(t.component)];
      s.species_slope[i] = slope;
    }
    const R m = s.molality[i];
    const R half = R(0.5 * species.charge * species.charge) * m;
    const R water = R(species.row.water);
    sums.half_charge += half;
    sums.half_charge_slope += half * s.species_slope[i];
    sums.half_charge_water += half * water;
    sums.all += m;
    sums.all_slope += m * s.species_slope[i];
    sums.all_water += m * water;
  }
  return sums;
}

/// One Newton step in (I, ln a_w); returns the size of the relative change of I plus that of ln a_w.
template <class R>
R correct(const ChemicalSystem& system, const Sums<R>& sums, Solution<R>& s) {
  using std::abs, std::max, std::min;
  R& ln_water = s.ln_activity.back();
  const auto water = ln_water_activity(system.water_activity, sums.all);
  const R f1 = s.ionic_strength - sums.half_charge;
  const R f2 = ln_water - water.value;
  const R a11 = R(1.0) - sums.half_charge_slope, a12 = -sums.half_charge_water;
  const R a21 = -water.d_sum * sums.all_slope, a22 = R(1.0) - water.d_sum * sums.all_water;
  const R det = a11 * a22 - a12 * a21;
  const R step1 = (f1 * a22 - a12 * f2) / det;
  const R step2 = (a11 * f2 - a21 * f1) / det;
  // far from the answer the derivatives mislead: never more than a factor 4 at once
  const R next = max(min(s.ionic_strength - step1, s.ionic_strength * R(4.0)), s.ionic_strength * R(0.25));
  const R change = abs(next - s.ionic_strength) / s.ionic_strength + abs(step2);
  s.ionic_strength = next;
  ln_water -= step2;
  s.sum = sums.all;
  s.d_water_activity = water.d_sum;
  return change;
}

inline bool settled(double change) { return change < 1e-13; }
template <class A>
bool settled(const xsimd::batch<double, A>& change) {
  return xsimd::all(change < xsimd::batch<double, A>(1e-13));
}
inline bool settled(Dual change) { return change.v < 1e-13; }

}  // namespace speciation_detail

/// Fills `s` from the components' ln molalities; s.ionic_strength and the last of s.ln_activity are first
/// guesses. False when Newton's method does not settle in 60 iterations (a brine beyond the model, or not a
/// number).
template <class R>
bool speciate(const ChemicalSystem& system, const Constants& at, std::span<const R> ln_molality,
              Solution<R>& s) {
  using namespace speciation_detail;
  for (int iteration = 0; iteration < 60; ++iteration) {
    const Sums<R> sums = mass_action(system, at, ln_molality, s);
    if (!settled(correct(system, sums, s))) continue;
    // once more with the last values: rounding for numbers, exact derivatives for dual numbers
    correct(system, mass_action(system, at, ln_molality, s), s);
    mass_action(system, at, ln_molality, s);
    return true;
  }
  return false;
}

/// How ionic strength and water activity follow the components: d I / d ln m_k and d ln a_w / d ln m_k.
template <class R>
struct Response {
  std::vector<R> ionic_strength, ln_water_activity;
};

/// The response at the state that speciate() left in `s` (implicit function theorem on the two equations).
template <class R>
void respond(const ChemicalSystem& system, const Solution<R>& s, Response<R>& response) {
  const std::size_t n = system.components();
  std::vector<R>& first = response.ionic_strength;      // holds 1/2 sum z^2 m nu_k, then d I
  std::vector<R>& second = response.ln_water_activity;  // holds sum m nu_k, then d ln a_w
  first.assign(n, R(0.0));
  second.assign(n, R(0.0));
  speciation_detail::Sums<R> sums;
  for (std::size_t i = 0; i < system.species.size(); ++i) {
    const Species& species = system.species[i];
    const R m = s.molality[i];
    const R half = R(0.5 * species.charge * species.charge) * m;
    const R water = R(species.row.water);
    sums.half_charge_slope += half * s.species_slope[i];
    sums.half_charge_water += half * water;
    sums.all_slope += m * s.species_slope[i];
    sums.all_water += m * water;
    for (const Term& t : species.row.terms) {
      const auto k = static_cast<std::size_t>(t.component);
      first[k] += R(t.power) * half;
      second[k] += R(t.power) * m;
    }
  }
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
