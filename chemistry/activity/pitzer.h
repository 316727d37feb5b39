// Pitzer's ion interaction model, in the form of Harvie, Moller and Weare, with the conventions of PHREEQC 3.
//
// The excess Gibbs energy per kilogram of water over RT (mixture.h) is
//
//     G = -(4 A_phi I / b) ln(1 + b sqrt(I))                                      long range, b = 1.2
//       + sum_ca m_c m_a (2 B_ca(I) + Z C_ca)                                     cation with anion
//       + sum_cc' 2 m_c m_c' Phi_cc'(I) + the same for anions                     like signs
//       + sum_ni 2 m_n m_i lambda_ni + sum_n m_n^2 lambda_nn                      neutral with anything
//       + sum m_i m_j m_k psi_ijk, zeta_ijk or eta_ijk + sum p m_i m_j m_k mu_ijk three at a time
//
//     B   = B0 + B1 g(alpha1 sqrt(I)) + B2 g(alpha2 sqrt(I)),   g(x) = 2 (1 - (1 + x) e^-x) / x^2
//     C   = C0 / (2 sqrt(|z_c z_a|)),   Z = sum |z_i| m_i
//     Phi = theta + E-theta(I), see electrostatic_mixing.h; E-theta also where no theta is known
//     p   orders in which the three can stand: 1, 3 or 6
//     alpha1, alpha2   1.4, 12 in 2-2 electrolytes; 2, 12 where one ion has charge 1; 2, 50 in others; or as
//     given
//
// After the long range, all terms are in one of four lists: pairs whose parameter is constant, pairs whose
// parameter is a function of I that many share, pairs times Z, triples.
//
// MacInnes's scale: gamma of Cl- is set to the mean gamma of KCl in pure KCl of the same ionic strength, and
// that of every ion is moved by z times the same ln. Mean coefficients and water stay; single ions, and pH,
// change.
//
// Sources: Harvie, Moller and Weare (1984) Geochim. Cosmochim. Acta 48:723; Pitzer (1991) Activity
// Coefficients in Electrolyte Solutions, chapter 3; Plummer and others (1988) USGS WRI 88-4153; PHREEQC 3 for
// alpha and MacInnes's scale. Limits: 0.1 MPa (PHREEQC changes b with pressure); else those of the
// parameters, mostly 6 mol/kgw and more.
#pragma once

#include <algorithm>
#include <array>
#include <numbers>
#include <utility>

#include "chemistry/activity/activity.h"
#include "chemistry/activity/electrostatic_mixing.h"
#include "chemistry/activity/mixture.h"

namespace talus {

/// Kinds of parameters, as the equations above name them; `alphas` are alpha1 and alpha2 of a pair.
enum class PitzerKind { b0, b1, b2, c0, theta, lambda, psi, zeta, eta, mu, alphas };

/// A record of a database: two species, three for psi, zeta, eta and mu, and the numbers of parameter_at();
/// kgw/mol, of C0 and triples kgw2/mol2. Of `alphas` the first two numbers are alpha1 and alpha2,
/// (kgw/mol)^0.5.
struct PitzerParameter {
  PitzerKind kind;
  std::array<std::string, 3> species;
  std::array<double, 6> coefficients = {};
};

/// What a user may choose.
struct PitzerConventions {
  bool macinnes = false;             ///< MacInnes's scale; needs B0, B1 or C0 of K+ and Cl-
  bool unsymmetrical_mixing = true;  ///< E-theta
  double a_phi = 0;                  ///< (kgw/mol)^0.5; 0: from debye_huckel()

  /// The same, with A_phi of `water` where none is given.
  PitzerConventions with(const DebyeHuckel& water) const {
    PitzerConventions result = *this;
    if (!(a_phi > 0)) result.a_phi = water.a * std::numbers::ln10 / 3;
    return result;
  }
};

/// A product of three molalities with its factor in G.
template <class K>
struct TripleTermOf {
  std::size_t i, j, k;
  K factor;
};
using TripleTerm = TripleTermOf<double>;

/// Pairs with one g(alpha sqrt(I)).
template <class K>
struct ShapedPairsOf {
  double alpha;  ///< (kgw/mol)^0.5
  std::vector<PairTermOf<K>> pairs;
};
using ShapedPairs = ShapedPairsOf<double>;

/// Pairs with one E-theta: those of charges z and z'.
template <class K>
struct MixedPairsOf {
  double product;                     ///< z z'
  std::size_t unlike, first, second;  ///< where |z z'|, z^2 and z'^2 stand in PitzerTerms::products
  std::vector<PairTermOf<K>> pairs;
};
using MixedPairs = MixedPairsOf<double>;

/// The interactions among the solutes of a system, at one temperature or in the cells of a tile (K).
template <class K>
struct PitzerTermsOf {
  K a_phi = K(0.0);  ///< (kgw/mol)^0.5
  std::vector<double>
      charge;  ///< of the solutes; on MacInnes's scale that of Cl- follows when no solute is Cl-
  std::size_t solutes = 0;
  std::vector<PairTermOf<K>> constant;   ///< B0, theta, lambda
  std::vector<ShapedPairsOf<K>> shaped;  ///< B1, B2
  std::vector<double> products;          ///< |z z'| for which E-theta needs J
  std::vector<MixedPairsOf<K>> mixed;
  std::vector<PairTermOf<K>> by_charge;  ///< C0; times Z
  std::vector<TripleTermOf<K>> triples;  ///< psi, zeta, eta, mu
  bool macinnes = false;
  std::size_t chloride = 0;                 ///< number of Cl-
  K b0 = K(0.0), b1 = K(0.0), c0 = K(0.0);  ///< of KCl
};
using PitzerTerms = PitzerTermsOf<double>;

/// Takes from `parameters` what concerns `solutes`, at `temperature` (K). Of parameters with the same kind
/// and species, in any order, the last counts. Throws std::invalid_argument with a sentence: B0, B1, B2 or C0
/// of species whose charges are not opposite, theta of species whose charges are not alike, alpha1 or alpha2
/// that is not positive where it is needed, MacInnes's scale without KCl.
PitzerTerms pitzer_terms(std::span<const PitzerParameter> parameters, std::span<const Solute> solutes,
                         double temperature, const PitzerConventions& conventions = {});

/// Work space of pitzer_activities(), and what the gradient leaves for the second derivatives.
template <class R>
struct PitzerWork {
  /// Makes room for `t`.
  template <class K>
  void fit(const PitzerTermsOf<K>& t) {
    activities.fit(t.charge.size());
    molality.resize(t.charge.size(), R(0.0));
    slope.resize(t.charge.size(), R(0.0));
    by_charge.resize(t.charge.size(), R(0.0));
    product.resize(t.products.size());
    shape.resize(t.shaped.size() + t.mixed.size());
  }

  Mixture<R> activities;     ///< of the solutes, and of Cl- if MacInnes's scale brought it in
  std::vector<R> molality;   ///< of the same
  std::vector<R> slope;      ///< sum of f' times the gradient of the pairs of f
  std::vector<R> by_charge;  ///< gradient of the sum of C0 pairs
  std::vector<ByStrength<R>> product, shape;
  R strength = R(0.0), root = R(0.0);                   ///< I, mol/kgw, and its root
  R first = R(0.0), second = R(0.0), charges = R(0.0);  ///< G by I at given pairs, twice; Z
};

namespace pitzer_detail {

inline constexpr double b = 1.2;  ///< (kgw/mol)^0.5

/// g(alpha sqrt(I)). With x = alpha sqrt(I), x g'/2 = e^-x - g.
template <class R>
ByStrength<R> shape_function(double alpha, const R& strength, const R& root) {
  using std::exp;
  const R x = R(alpha) * root, e = exp(-x);
  const R g = R(2.0) * (R(1.0) - (R(1.0) + x) * e) / (x * x);
  const R rest = e - g;
  return {g, rest / strength, (R(-0.5) * x * e - R(2.0) * rest) / (strength * strength)};
}

/// All functions of I that pairs share.
template <class R, class K>
void shape_functions(const PitzerTermsOf<K>& t, PitzerWork<R>& w) {
  using std::exp, std::log;
  std::size_t k = 0;
  for (const ShapedPairsOf<K>& s : t.shaped) w.shape[k++] = shape_function(s.alpha, w.strength, w.root);
  if (t.mixed.empty()) return;
  const R root20 = exp(R(0.05) * log(w.strength));
  for (std::size_t q = 0; q < t.products.size(); ++q)
    w.product[q] = mixing_term(t.products[q], t.a_phi, w.strength, w.root, root20);
  for (const MixedPairsOf<K>& s : t.mixed) {
    const ByStrength<R>&a = w.product[s.unlike], &c = w.product[s.first], &d = w.product[s.second];
    const R scale(s.product), half(0.5);
    w.shape[k++] = {scale * (a.value - half * (c.value + d.value)),
                    scale * (a.first - half * (c.first + d.first)),
                    scale * (a.second - half * (c.second + d.second))};
  }
}

/// Pairs whose parameter is a function of I: adds f grad Q, keeps f' grad Q and the derivatives by I.
template <class R, class K>
R add_shaped_pairs(const std::vector<PairTermOf<K>>& pairs, const ByStrength<R>& f, PitzerWork<R>& w) {
  R sum(0.0);
  for (const PairTermOf<K>& p : pairs) {
    const R left = R(p.factor) * w.molality[p.i], right = R(p.factor) * w.molality[p.j];
    w.activities.ln_gamma[p.i] += f.value * right;
    w.activities.ln_gamma[p.j] += f.value * left;
    w.slope[p.i] += f.first * right;
    w.slope[p.j] += f.first * left;
    sum += left * w.molality[p.j];
  }
  w.first += f.first * sum;
  w.second += f.second * sum;
  return f.value * sum;
}

/// ln gamma of all, ln a_w; what hessian() needs.
template <class R, class K>
void gradient(const PitzerTermsOf<K>& t, PitzerWork<R>& w) {
  using std::log;
  std::vector<R>& ln_gamma = w.activities.ln_gamma;
  const std::vector<R>& m = w.molality;
  std::ranges::fill(ln_gamma, R(0.0));
  std::ranges::fill(w.slope, R(0.0));
  std::ranges::fill(w.by_charge, R(0.0));
  const R below = R(1.0) / (R(1.0) + R(b) * w.root), ratio = w.root * below;
  const R a(t.a_phi);
  w.first = R(-2.0) * a * (ratio + R(2 / b) * log(R(1.0) + R(b) * w.root));
  w.second = -a * below * (R(2.0) + below) / w.root;
  R pairs(0.0), threes(0.0);  // of terms of degree 2 and 3 in m, at given I
  for (const PairTermOf<K>& p : t.constant) {
    ln_gamma[p.i] += R(p.factor) * m[p.j];
    ln_gamma[p.j] += R(p.factor) * m[p.i];
    pairs += R(p.factor) * m[p.i] * m[p.j];
  }
  const R long_range = R(-2.0) * a * w.strength * ratio;  // I f' - f
  const R own_slope = w.first;
  std::size_t k = 0;
  for (const ShapedPairsOf<K>& s : t.shaped) pairs += add_shaped_pairs(s.pairs, w.shape[k++], w);
  for (const MixedPairsOf<K>& s : t.mixed) pairs += add_shaped_pairs(s.pairs, w.shape[k++], w);
  R charged(0.0);
  for (const PairTermOf<K>& p : t.by_charge) {
    w.by_charge[p.i] += R(p.factor) * m[p.j];
    w.by_charge[p.j] += R(p.factor) * m[p.i];
    charged += R(p.factor) * m[p.i] * m[p.j];
  }
  for (const TripleTermOf<K>& p : t.triples) {
    const R half = R(p.factor) * m[p.i], both = half * m[p.j];
    ln_gamma[p.i] += R(p.factor) * m[p.j] * m[p.k];
    ln_gamma[p.j] += half * m[p.k];
    ln_gamma[p.k] += both;
    threes += both * m[p.k];
  }
  R sum(0.0);
  for (std::size_t i = 0; i < m.size(); ++i) {
    const double z = t.charge[i];
    ln_gamma[i] += R(0.5 * z * z) * w.first + R(std::abs(z)) * charged + w.charges * w.by_charge[i];
    sum += m[i];
  }
  const R excess =
      long_range + pairs + (w.first - own_slope) * w.strength + R(2.0) * (w.charges * charged + threes);
  w.activities.ln_water_activity = R(-1 / moles_of_water) * (sum + excess);
}

/// d ln gamma_i / d m_j = d2 G / d m_i d m_j.
template <class R, class K>
void hessian(const PitzerTermsOf<K>& t, PitzerWork<R>& w) {
  const std::size_t n = w.molality.size();
  std::vector<R>& h = w.activities.d_ln_gamma;
  for (std::size_t i = 0; i < n; ++i) {
    const double z = std::abs(t.charge[i]);
    const R half(0.5 * z * z), whole(z);
    const R by_half = half * w.second + w.slope[i];
    for (std::size_t j = 0; j < n; ++j) {
      const double other = std::abs(t.charge[j]);
      h[i * n + j] = R(0.5 * other * other) * by_half + half * w.slope[j] + whole * w.by_charge[j] +
                     R(other) * w.by_charge[i];
    }
  }
  const auto add = [&](std::size_t i, std::size_t j, const R& value) {
    h[i * n + j] += value;
    h[j * n + i] += value;
  };
  for (const PairTermOf<K>& p : t.constant) add(p.i, p.j, R(p.factor));
  std::size_t k = 0;
  for (const ShapedPairsOf<K>& s : t.shaped) {
    for (const PairTermOf<K>& p : s.pairs) add(p.i, p.j, R(p.factor) * w.shape[k].value);
    ++k;
  }
  for (const MixedPairsOf<K>& s : t.mixed) {
    for (const PairTermOf<K>& p : s.pairs) add(p.i, p.j, R(p.factor) * w.shape[k].value);
    ++k;
  }
  for (const PairTermOf<K>& p : t.by_charge) add(p.i, p.j, R(p.factor) * w.charges);
  for (const TripleTermOf<K>& p : t.triples) {
    add(p.i, p.j, R(p.factor) * w.molality[p.k]);
    add(p.i, p.k, R(p.factor) * w.molality[p.j]);
    add(p.j, p.k, R(p.factor) * w.molality[p.i]);
  }
  for (std::size_t j = 0; j < n; ++j) {
    R sum(1.0);
    for (std::size_t i = 0; i < n; ++i) sum += w.molality[i] * h[i * n + j];
    w.activities.d_ln_water[j] = R(-1 / moles_of_water) * sum;
  }
}

/// ln of the mean coefficient of KCl in pure KCl of the same ionic strength, and its derivative by that.
template <class R, class K>
std::pair<R, R> potassium_chloride(const PitzerTermsOf<K>& t, const PitzerWork<R>& w) {
  using std::log;
  const R i = w.strength, below = R(1.0) / (R(1.0) + R(b) * w.root);
  const ByStrength<R> g = shape_function(2.0, i, w.root);
  // sum of pairs m^2, each counted twice: 2 B + m B'
  const R long_range = R(-t.a_phi) * (w.root * below + R(2 / b) * log(R(1.0) + R(b) * w.root));
  const R value = long_range + i * (R(K(2.0) * t.b0) + R(t.b1) * (R(2.0) * g.value + i * g.first)) +
                  R(K(1.5) * t.c0) * i * i;
  const R slope = R(K(-0.5) * t.a_phi) * below * (R(2.0) + below) / w.root + R(K(2.0) * t.b0) +
                  R(t.b1) * (R(2.0) * g.value + R(4.0) * i * g.first + i * i * g.second) +
                  R(K(3.0) * t.c0) * i;
  return {value, slope};
}

/// Moves single ions to MacInnes's scale.
template <class R, class K>
void rescale(const PitzerTermsOf<K>& t, PitzerWork<R>& w, bool derivatives) {
  const std::size_t n = w.molality.size(), c = t.chloride;
  std::vector<R>&ln_gamma = w.activities.ln_gamma, &h = w.activities.d_ln_gamma;
  const auto [value, slope] = potassium_chloride(t, w);
  const R shift = ln_gamma[c] - value;
  for (std::size_t i = 0; i < n; ++i) ln_gamma[i] += R(t.charge[i]) * shift;
  if (!derivatives) return;
  for (std::size_t j = 0; j < n; ++j) {
    const R d_shift = h[c * n + j] - R(0.5 * t.charge[j] * t.charge[j]) * slope;
    for (std::size_t i = 0; i < n; ++i) h[i * n + j] += R(t.charge[i]) * d_shift;
  }
}

}  // namespace pitzer_detail

/// Activities at `molality` (mol/kgw, of the solutes that pitzer_terms() was given; some of them charged), in
/// w.activities; derivatives only if asked for. There is a row and a column more than solutes when MacInnes's
/// scale brought Cl- in.
template <class R, class K>
void pitzer_activities(const PitzerTermsOf<K>& t, std::span<const R> molality, PitzerWork<R>& w,
                       bool derivatives = true) {
  using namespace pitzer_detail;
  using std::sqrt;
  w.fit(t);
  std::ranges::copy(molality, w.molality.begin());
  if (t.charge.size() > molality.size()) w.molality.back() = R(0.0);
  w.strength = ionic_strength(std::span<const double>(t.charge), std::span<const R>(w.molality));
  w.root = sqrt(w.strength);
  w.charges = R(0.0);
  for (std::size_t i = 0; i < w.molality.size(); ++i) w.charges += R(std::abs(t.charge[i])) * w.molality[i];
  shape_functions(t, w);
  gradient(t, w);
  if (derivatives) hessian(t, w);
  if (t.macinnes) rescale(t, w, derivatives);
}

}  // namespace talus
