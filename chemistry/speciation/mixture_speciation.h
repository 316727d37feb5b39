// Speciation where activity coefficients depend on all molalities (pitzer.h, sit.h), at one temperature.
//
//     F_i = ln m_i + ln gamma_i(m) - ln K_i - nu_i . lambda(m) = 0          of each secondary species i
//     lambda_j = ln m_j + ln gamma_j(m), lambda_w = ln a_w(m)
//
// Newton's method in the ln m_i; the components' molalities are given. With A = d(ln gamma_i - nu_i . ln
// gamma) / d m, water included, the matrix is 1 + A_il m_l. It is factored without interchanges, so that all
// cells of a tile do the same: its diagonal is 1 but for species that make up the solution. How species
// answer to the components follows from the same matrix (implicit function theorem).
#pragma once

#include <cmath>
#include <span>
#include <type_traits>

#include "base/dual.h"
#include "base/error.h"
#include "chemistry/speciation/solution.h"

namespace talus {

namespace mixture_detail {

/// Activities at s.molality, with derivatives.
template <class R, class K>
const Mixture<R>& evaluate(const ConstantsOf<K>& at, Solution<R>& s) {
  const std::span<const R> molality = s.molality;
  if (const auto* sit = std::get_if<SitTermsOf<K>>(&at.interactions)) {
    sit_activities(*sit, molality, s.mixture.sit);
    return s.mixture.sit;
  }
  pitzer_activities(std::get<PitzerTermsOf<K>>(at.interactions), molality, s.mixture.pitzer);
  return s.mixture.pitzer.activities;
}

/// What evaluate() left.
template <class R>
const Mixture<R>& evaluated(const Solution<R>& s) {
  return s.mixture.sit.width > 0 ? s.mixture.sit : s.mixture.pitzer.activities;
}

/// lambda and ln gamma from the molalities of the components and what evaluate() found.
template <class R>
void take_activities(const ChemicalSystem& system, const Mixture<R>& a, std::span<const R> ln_molality,
                     Solution<R>& s) {
  const std::size_t n = system.components();
  for (std::size_t i = 0; i < s.ln_gamma.size(); ++i) s.ln_gamma[i] = a.ln_gamma[i];
  for (std::size_t j = 0; j < n; ++j) s.ln_activity[j] = ln_molality[j] + a.ln_gamma[j];
  s.ln_activity[n] = a.ln_water_activity;
}

/// ln m of a secondary species by mass action.
template <class R, class K>
R by_mass_action(const ChemicalSystem& system, const ConstantsOf<K>& at, std::size_t i,
                 const Solution<R>& s) {
  return R(at.ln_k_species[i]) + system.species[i].row.dot(std::span<const R>(s.ln_activity)) - s.ln_gamma[i];
}

/// A_il m_l of secondary species i: how ln m_i by mass action falls with ln m_l, of any species l.
template <class R>
R coupling(const ReactionRow& row, const Mixture<R>& a, std::size_t i, std::size_t l, const R& molality) {
  R sum = a.slope(i, l) - R(row.water) * a.d_ln_water[l];
  for (const Term& t : row.terms) sum -= R(t.power) * a.slope(static_cast<std::size_t>(t.component), l);
  return sum * molality;
}

/// The matrix of Newton's method.
template <class R>
void assemble(const ChemicalSystem& system, const Mixture<R>& a, const Solution<R>& s,
              std::vector<R>& matrix) {
  const std::size_t n = system.components(), secondary = system.species.size() - n;
  matrix.resize(secondary * secondary, R(0.0));
  for (std::size_t i = 0; i < secondary; ++i) {
    const ReactionRow& row = system.species[n + i].row;
    for (std::size_t l = 0; l < secondary; ++l)
      matrix[i * secondary + l] = R(i == l ? 1.0 : 0.0) + coupling(row, a, n + i, n + l, s.molality[n + l]);
  }
}

/// Solves matrix x = right for all columns of `right` at once; both are overwritten.
template <class R>
void solve(std::span<R> matrix, std::size_t rows, std::span<R> right, std::size_t columns) {
  for (std::size_t p = 0; p < rows; ++p) {
    const R over = R(1.0) / matrix[p * rows + p];
    for (std::size_t l = p + 1; l < rows; ++l) matrix[p * rows + l] *= over;
    for (std::size_t c = 0; c < columns; ++c) right[p * columns + c] *= over;
    for (std::size_t i = p + 1; i < rows; ++i) {
      const R factor = matrix[i * rows + p];
      for (std::size_t l = p + 1; l < rows; ++l) matrix[i * rows + l] -= factor * matrix[p * rows + l];
      for (std::size_t c = 0; c < columns; ++c) right[i * columns + c] -= factor * right[p * columns + c];
    }
  }
  for (std::size_t p = rows; p-- > 1;)
    for (std::size_t i = 0; i < p; ++i)
      for (std::size_t c = 0; c < columns; ++c)
        right[i * columns + c] -= matrix[i * rows + p] * right[p * columns + c];
}

/// One step of Newton's method, of lanes that are not `done`; returns the sum of the changes of ln m. The
/// molalities are new, the activities not yet.
template <class R, class K>
R correct(const ChemicalSystem& system, const ConstantsOf<K>& at, const Mixture<R>& a, const LanesOf<R>& done,
          Solution<R>& s) {
  using std::abs, std::exp, std::max, std::min;
  const std::size_t n = system.components(), secondary = system.species.size() - n;
  MixtureState<R>& w = s.mixture;
  w.right.resize(secondary, R(0.0));
  for (std::size_t i = 0; i < secondary; ++i)
    w.right[i] = w.ln_molality[i] - by_mass_action(system, at, n + i, s);
  assemble(system, a, s, w.matrix);
  solve(std::span<R>(w.matrix), secondary, std::span<R>(w.right).first(secondary), 1);
  R change(0.0), greatest(1.0);
  for (std::size_t i = 0; i < secondary; ++i) {
    const R size = abs(w.right[i]);
    change += size;  // a sum, which what is not a number spoils for good
    greatest = max(greatest, size);
  }
  // far from the answer the derivatives mislead: no molality changes by more than a factor e^2 at once
  const R share = min(R(1.0), R(2.0) / greatest);
  for (std::size_t i = 0; i < secondary; ++i) {
    w.ln_molality[i] = select(done, w.ln_molality[i], R(w.ln_molality[i] - share * w.right[i]));
    s.molality[n + i] = exp(w.ln_molality[i]);
  }
  return change;
}

/// Whether all cells are below a limit; what is not a number is not.
inline bool below(double value, double limit) { return value < limit; }
inline bool below(Dual value, double limit) { return value.v < limit; }
template <class A>
bool below(const xsimd::batch<double, A>& value, double limit) {
  return xsimd::all(value < xsimd::batch<double, A>(limit));
}

/// First guess: activities of the last solution, or those of the components alone.
template <class R, class K>
void guess(const ChemicalSystem& system, const ConstantsOf<K>& at, std::span<const R> ln_molality,
           Solution<R>& s) {
  using std::exp;
  const std::size_t n = system.components();
  if (!s.mixture.known) {
    for (std::size_t i = n; i < s.molality.size(); ++i) s.molality[i] = R(0.0);
    evaluate(at, s);
  }
  take_activities(system, evaluated(s), ln_molality, s);
  s.mixture.ln_molality.resize(system.species.size() - n, R(0.0));
  for (std::size_t i = n; i < s.molality.size(); ++i) {
    s.mixture.ln_molality[i - n] = by_mass_action(system, at, i, s);
    s.molality[i] = exp(s.mixture.ln_molality[i - n]);
  }
}

/// Newton's method from the first guess; false when it does not settle, or settles where there is more solute
/// than water or where water is more active than pure: the equations have roots there that mean nothing.
template <class R, class K>
bool settle(const ChemicalSystem& system, const ConstantsOf<K>& at, std::span<const R> ln_molality,
            Solution<R>& s) {
  constexpr double last_change = 3e-8;  // Newton's method squares its error: what is left is rounding
  const auto refresh = [&]() -> const Mixture<R>& {
    const Mixture<R>& a = evaluate(at, s);
    take_activities(system, a, ln_molality, s);
    return a;
  };
  guess(system, at, ln_molality, s);
  LanesOf<R> done = no_lanes<R>();
  for (int iteration = 0; iteration < 60; ++iteration) {
    done = done | (correct(system, at, refresh(), done, s) < R(last_change));
    if (!all(done)) continue;
    if constexpr (std::is_same_v<R, Dual>)
      correct(system, at, refresh(), no_lanes<R>(), s);  // derivatives follow one step behind
    refresh();
    R sum(0.0);
    s.ionic_strength = R(0.0);
    for (std::size_t i = 0; i < s.molality.size(); ++i) {
      const double charge = system.species[i].charge;
      s.ionic_strength += R(0.5 * charge * charge) * s.molality[i];
      sum += s.molality[i];
    }
    return below(sum, moles_of_water) && below(s.ln_activity.back(), 1e-12);
  }
  return false;
}

}  // namespace mixture_detail

/// As speciate() (speciation.h), which calls it. What it finds is the first guess of the next call.
template <class R, class K>
bool speciate_mixture(const ChemicalSystem& system, const ConstantsOf<K>& at, std::span<const R> ln_molality,
                      Solution<R>& s) {
  using std::exp;
  for (std::size_t j = 0; j < system.components(); ++j) s.molality[j] = exp(ln_molality[j]);
  bool& known = s.mixture.known;
  if (known && mixture_detail::settle(system, at, ln_molality, s)) return true;
  known = false;
  known = mixture_detail::settle(system, at, ln_molality, s);
  return known;
}

/// As respond() (speciation.h), which calls it.
template <class R>
void respond_mixture(const ChemicalSystem& system, const Solution<R>& s, Response<R>& response) {
  using namespace mixture_detail;
  const std::size_t n = system.components(), all = system.species.size(), secondary = all - n;
  check(s.mixture.known, "a solution responds after it was speciated");
  const Mixture<R>& a = evaluated(s);
  assemble(system, a, s, response.matrix);
  std::vector<R>& right = response.right;
  right.resize(secondary * n, R(0.0));
  for (std::size_t i = 0; i < secondary; ++i) {
    const ReactionRow& row = system.species[n + i].row;
    for (std::size_t k = 0; k < n; ++k) right[i * n + k] = -coupling(row, a, n + i, k, s.molality[k]);
    for (const Term& t : row.terms) right[i * n + static_cast<std::size_t>(t.component)] += R(t.power);
  }
  solve(std::span<R>(response.matrix), secondary, std::span<R>(right), n);

  response.ionic_strength.assign(n, R(0.0));
  response.ln_water_activity.assign(n, R(0.0));
  response.ln_gamma.assign(n * n, R(0.0));
  response.ln_molality.assign(all * n, R(0.0));
  for (std::size_t l = 0; l < all; ++l) {
    const R half(0.5 * system.species[l].charge * system.species[l].charge);
    for (std::size_t k = 0; k < n; ++k) {
      R& by_k = response.ln_molality[l * n + k];
      by_k = l < n ? R(l == k ? 1.0 : 0.0) : right[(l - n) * n + k];
      const R change = by_k * s.molality[l];
      response.ionic_strength[k] += half * change;
      response.ln_water_activity[k] += a.d_ln_water[l] * change;
      for (std::size_t j = 0; j < n; ++j) response.ln_gamma[j * n + k] += a.slope(j, l) * change;
    }
  }
}

}  // namespace talus
