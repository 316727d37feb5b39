// Reactive surface, and how much of a solid a step takes away or adds.
//
// A mineral can stand in a cell twice: as what was there, and as what forms. Each such solid has an amount n
// (mol per m3 of medium), a surface A(n) (m2 per m3), and recedes with the rate s per m2 of surface (> 0
// dissolves):
//
//     dn/dt = -s A(n)
//     what was there   A = A0 (n/n0)^q     q = 2/3: grains shrink, their number stays; q = 0: constant
//     what forms       A = seed + a n      a: m2 per mol of new crystals
//     both in one      A = (A0 + seed) ((n + n_s)/(n0 + n_s))^q,  n_s = seed/a
//
// Both in one are grains that shrink and grow: one population, as Lasaga (1984) J. Geophys. Res. 89:4009,
// equation 55, has its surface, on nuclei of n_s mol that are never counted as matter. Where nothing was,
// A = seed (1 + a n/seed)^q, which for q = 1 is what forms; a then is m2 per mol of nuclei. With q = 1 the
// surface is proportional to the mass.
//
// A step gives the recession w = integral of s dt (mol/m2). For all laws the amount after it is known in
// closed form,
//
//     what was there   n (1 - (1-q) w A(n)/n)^(1/(1-q))     until nothing is left; n exp(-w A(n)/n), q = 1
//     both in one      the same of n + n_s, in either direction, until n is 0
//     what forms       n - A(n) (1 - exp(-a w)) / a          until nothing is left
//
// so a solid that runs out does so exactly: the amount is zero, what was released is what there was, and
// nothing is clipped. What was there only dissolves, unless it is both in one; else a mineral that may also
// precipitate grows as what forms.
#pragma once

#include <cmath>
#include <cstddef>

#include "base/dual.h"
#include "chemistry/pack.h"

namespace talus {

/// A part of a mineral with a surface of its own.
struct Solid {
  std::size_t mineral;          ///< number in ChemicalSystem::minerals
  bool formed = false;          ///< what forms, or what was there
  bool grows = false;           ///< what was there, and grows too: both in one
  double exponent = 2.0 / 3.0;  ///< q, of what was there; 1 for a pool whose surface is its amount
  double seed = 0;              ///< m2/m3, surface of nuclei, of what forms or grows; above 0
  double specific_surface = 0;  ///< a, m2/mol, of what forms, or of nuclei of what grows; above 0 there
  double activity =
      1;             ///< of its rate over that of the mineral: more where grinding or heat left it amorphous
  double layer = 0;  ///< V/(D C) of shrinking_core.h, m4 s/mol2; 0: nothing stands before the surface
  double rim = 0;    ///< of the layer at the start over the molar volume, mol/m2
  int driver = -1;   ///< component whose activity a is C: layer is V nu/(D rho), m2 s/mol; -1: C is given
  int coat = -1;     ///< number in Reactions::coats; -1: none
  bool amorphous = false;
  int part = 0;  ///< number among the solids of the mineral that were there: sizes of grains, ...
};

/// Whether both recede by one law; `activity` apart.
inline bool same_rate(const Solid& a, const Solid& b) {
  return a.mineral == b.mineral && a.formed == b.formed;
}

/// n_s: what nuclei of a solid that shrinks and grows are counted for by its surface, mol/m3; 0 of others.
inline double nuclei(const Solid& solid) { return solid.grows ? solid.seed / solid.specific_surface : 0; }

/// A(n), m2/m3. `initial_amount` n0 (mol/m3) and `initial_surface` A0 (m2/m3) count for what was there.
template <class R>
R area_of(const Solid& solid, const R& amount, const R& initial_amount, const R& initial_surface) {
  if (solid.formed) return R(solid.seed) + R(solid.specific_surface) * amount;
  const R unseen(nuclei(solid)), reference = initial_amount + unseen, now = amount + unseen;
  const auto there = (reference > R(0.0)) & (now > R(0.0));
  const R part = select(there, now, R(1.0)) / select(there, reference, R(1.0));
  const R whole = solid.grows ? R(initial_surface + R(solid.seed)) : initial_surface;
  return select(there, R(whole * power(part, solid.exponent)), R(0.0));
}

/// The same of one cell.
inline double surface_area(const Solid& solid, double amount, double initial_amount, double initial_surface) {
  return area_of<double>(solid, amount, initial_amount, initial_surface);
}

/// Change of an amount and its derivative by the recession.
template <class R>
struct AmountChange {
  R value;             ///< mol/m3, below 0 when it dissolves
  R d_recession;       ///< m2/m3: minus the surface at the end
  R amount_per_speed;  ///< dn/dt at the end of the stage over the speed of recession there, m2/m3
};

/// 1/(1-q) of the law above; whole where q says so, as in 2/3, for which there are no logarithms to take.
inline double shrinking_power(double exponent) {
  const double p = 1 / (1 - exponent), whole = std::round(p);
  return std::abs(p - whole) < 1e-12 ? whole : p;
}

/// (1 - x)^p - 1 for 0 <= x < 1.
template <class R>
R shrunk_by(const R& x, double p) {
  using std::expm1, std::log1p;
  if (p == 1) return -x;
  if (p == 2) return -x * (R(2.0) - x);
  if (p == 3) return -x * (R(3.0) - x * (R(3.0) - x));
  return expm1(R(p) * log1p(-x));
}

namespace surface_detail {

/// That of grains: what was there, whether it grows or not.
template <class R>
AmountChange<R> grains_change(const Solid& solid, const R& amount, const R& area, const R& w) {
  using std::expm1, std::max, std::exp;
  const double q = solid.exponent;
  const R whole = amount + R(nuclei(solid));  // with nuclei that are no matter
  const auto there = whole > R(0.0);
  const R density = area / select(there, whole, R(1.0));
  const R ratio = R(q == 1 ? 1.0 : 1 - q) * density * (solid.grows ? w : max(w, R(0.0)));
  if (q == 1) {
    const R slope = -area * exp(-ratio), change = whole * expm1(-ratio);
    if (!solid.grows) return {change, slope, slope};
    const auto left = change > -amount;
    const R open = select(left, slope, R(0.0));
    return {select(left, change, -amount), open, open};
  }
  const double p = shrinking_power(q);
  const auto inside = (ratio < R(1.0)) & there;
  const R kept = select(inside, R(1.0) - ratio, R(1.0));
  const R change = whole * shrunk_by(R(select(inside, ratio, R(0.0))), p);
  auto left = inside;
  if (solid.grows) left = left & (change > -amount);
  const R slope = select(left, -area * power(kept, p - 1), R(0.0));
  return {select(left, change, -amount), slope, slope};
}

}  // namespace surface_detail

/// What the recession `w` (mol/m2) makes of `amount` (mol/m3) with the surface `area` (m2/m3).
template <class R>
AmountChange<R> amount_change(const Solid& solid, const R& amount, const R& area, const R& w) {
  using std::expm1, std::exp;
  if (!solid.formed) return surface_detail::grains_change(solid, amount, area, w);
  const double a = solid.specific_surface;
  const R change = a == 0 ? R(-area * w) : R(area * expm1(R(-a) * w) / R(a));
  const auto left = change > -amount;
  const R slope = select(left, a == 0 ? R(-area) : R(-area * exp(R(-a) * w)), R(0.0));
  return {select(left, change, -amount), slope, slope};
}

}  // namespace talus
