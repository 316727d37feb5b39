// Reactive surface, and how much of a solid a step takes away or adds.
//
// A mineral can stand in a cell twice: as what was there, and as what forms. Each such solid has an amount n
// (mol per m3 of medium), a surface A(n) (m2 per m3), and recedes with the rate s per m2 of surface (> 0
// dissolves):
//
//     dn/dt = -s A(n)
//     what was there   A = A0 (n/n0)^q     q = 2/3: grains shrink, their number stays; q = 0: constant
//     what forms       A = seed + a n      a: m2 per mol of new crystals
//
// A step gives the recession w = integral of s dt (mol/m2). For both laws the amount after it is known in
// closed form,
//
//     what was there   n (1 - (1-q) w A(n)/n)^(1/(1-q))     until nothing is left; n exp(-w A(n)/n), q = 1
//     what forms       n - A(n) (1 - exp(-a w)) / a          until nothing is left
//
// so a solid that runs out does so exactly: the amount is zero, what was released is what there was, and
// nothing is clipped. What was there only dissolves; a mineral that may also precipitate grows as what forms.
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
  double exponent = 2.0 / 3.0;  ///< q, of what was there; 1 for a pool whose surface is its amount
  double seed = 0;              ///< m2/m3, surface of nuclei, of what forms; above 0
  double specific_surface = 0;  ///< a, m2/mol, of what forms
  double activity =
      1;             ///< of its rate over that of the mineral: more where grinding or heat left it amorphous
  double layer = 0;  ///< V/(D C) of shrinking_core.h, m4 s/mol2; 0: nothing stands before the surface
  int driver = -1;   ///< component whose activity a is C: layer is V nu/(D rho), m2 s/mol; -1: C is given
  int coat = -1;     ///< number in Reactions::coats; -1: none
  bool amorphous = false;
  int part = 0;  ///< number among the solids of the mineral that were there: sizes of grains, ...
};

/// Whether both recede by one law; `activity` apart.
inline bool same_rate(const Solid& a, const Solid& b) {
  return a.mineral == b.mineral && a.formed == b.formed;
}

/// A(n), m2/m3. `initial_amount` n0 (mol/m3) and `initial_surface` A0 (m2/m3) count for what was there.
inline double surface_area(const Solid& solid, double amount, double initial_amount, double initial_surface) {
  if (solid.formed) return solid.seed + solid.specific_surface * amount;
  return initial_amount > 0 ? initial_surface * power(amount / initial_amount, solid.exponent) : 0;
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

/// What the recession `w` (mol/m2) makes of `amount` (mol/m3) with the surface `area` (m2/m3).
template <class R>
AmountChange<R> amount_change(const Solid& solid, const R& amount, const R& area, const R& w) {
  using std::expm1, std::max, std::exp;
  if (!solid.formed && solid.exponent == 1) {
    const R ratio = area * max(w, R(0.0)) / select(amount > R(0.0), amount, R(1.0));
    const R slope = -area * exp(-ratio);
    return {amount * expm1(-ratio), slope, slope};
  }
  if (!solid.formed) {
    const double p = shrinking_power(solid.exponent);
    const R safe = select(amount > R(0.0), amount, R(1.0));
    const R ratio = R(1 - solid.exponent) * area * max(w, R(0.0)) / safe;
    const auto left = (ratio < R(1.0)) & (amount > R(0.0));
    const R inside = select(left, R(1.0) - ratio, R(1.0));
    const R gone = amount * shrunk_by(R(select(left, ratio, R(0.0))), p);
    const R slope = select(left, -area * power(inside, p - 1), R(0.0));
    return {select(left, gone, -amount), slope, slope};
  }
  const double a = solid.specific_surface;
  const R change = a == 0 ? R(-area * w) : R(area * expm1(R(-a) * w) / R(a));
  const auto left = change > -amount;
  const R slope = select(left, a == 0 ? R(-area) : R(-area * exp(R(-a) * w)), R(0.0));
  return {select(left, change, -amount), slope, slope};
}

}  // namespace talus
