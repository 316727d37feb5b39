// Grains that dissolve behind a layer of what they leave (shrinking core).
//
// The core of a sphere of radius r0 has the radius rho r0. What leaves it, mol per m2 of core and s, passes
// the layer by diffusion:
//
//     J = s / (1 + s R),   R = r0 rho (1 - rho) / (D C)          s by the law of rate
//
// D is the diffusivity in the layer, C what drives diffusion, mol/m3. With L = 3 n0/A0 (mol/m2), the
// recession W = integral of s dt and H the time that it took, a constant s makes
//
//     rho0 - rho1 + beta (G(rho0) - G(rho1)) = W / L,   G = rho^2/2 - rho^3/3,   beta = W/H layer L
//
// which has one root: the left side rises as rho1 falls. layer = V/(D C), V the molar volume, since r0 = V L.
// A layer that lets everything pass (D to infinity) gives the closed form of surface.h with q = 2/3.
//
// What drives diffusion can also be what the reaction takes from the water, as oxygen for a sulfide: C is its
// concentration over nu, the moles that a mole of mineral takes. By a law of first order, s = k a,
//
//     J = k a / (1 + k V L nu rho (1 - rho) / (D rho_w)),   beta = k layer L,   layer = V nu/(D rho_w)
//
// with rho_w the mass of water per volume: beta is a constant, and J follows a at once. Where k is large,
// diffusion alone decides (Davis and Ritchie 1986, Appl. Math. Model. 10:314).
//
// Where there is a rim at the start, of thickness d (grains that have weathered before), the cores that are there
// have the radius r = 3 V n/A of their amount and surface then, and the grains r0 = r + d.
//
// Source: Yagi and Kunii (1955); Levenspiel (1999) Chemical Reaction Engineering, chapter 25. Limits: the
// layer is as thick as what has dissolved, and nothing happens in it.
#pragma once

#include "chemistry/pack.h"
#include "chemistry/solids/surface.h"

namespace talus {

/// How far a surface receded over a stage, and in which time.
template <class R>
struct Recession {
  R whole;                ///< W, mol/m2
  R time;                 ///< H, s
  R speed;                ///< s at the end, mol/m2/s
  R per_driver = R(0.0);  ///< s over the activity of Solid::driver, where there is one
};

namespace shrinking_core_detail {

/// u = rho0 - rho1, the root of u + beta (G(rho0) - G(rho0 - u)) = w, by Newton's method inside of a bracket.
template <class R>
R receded(const R& rho, const R& beta, const R& w) {
  using std::min;
  R low(0.0), high = min(w, rho), u = high / (R(1.0) + beta * rho * (R(1.0) - rho));
  const R a = rho - rho * rho, b = R(0.5) - rho;
  for (int iteration = 0; iteration < 40; ++iteration) {
    const R excess = u + beta * u * (a - u * (b + u * R(1.0 / 3))) - w;
    const R slope = R(1.0) + beta * (rho - u) * (R(1.0) - rho + u);
    const auto above = excess > R(0.0);
    high = select(above, u, high);
    low = select(above, low, u);
    const R next = u - excess / slope;
    u = select((next >= low) & (next <= high), next, R(R(0.5) * (low + high)));
  }
  return u;
}

}  // namespace shrinking_core_detail

/// n/n0 of grains of which `amount` is left of `initial_amount` with `initial_surface` at the start of the run;
/// n0 is what they were without the rim that they had then.
template <class R>
R fraction_left(const Solid& solid, const R& amount, const R& initial_amount, const R& initial_surface) {
  const auto there = initial_amount > R(0.0);
  const R left = amount / select(there, initial_amount, R(1.0));
  const R reach = R(3.0) * initial_amount, whole = reach + R(solid.rim) * initial_surface;
  const R rho = select(there, reach, R(1.0)) / select(there, whole, R(1.0));
  return select(there, R(left * rho * rho * rho), R(0.0));
}

/// What a recession makes of `amount` (mol/m3) with the surface `area` (m2/m3) behind its layer; `left` is
/// n/n0 at the start, from which the layer has its thickness.
template <class R>
AmountChange<R> core_change(const Solid& solid, const R& amount, const R& area, const R& left,
                            const Recession<R>& recession) {
  using std::max;
  const auto there = (amount > R(0.0)) & (area > R(0.0));
  const R rho = select(there, power(left, 1.0 / 3), R(1.0));
  const R n0 = amount / (rho * rho * rho);
  const R reach = select(there, R(R(3.0) * amount / (area * rho)), R(1.0));  // L
  const R w = max(recession.whole, R(0.0));
  const auto timed = recession.time > R(0.0);
  const bool driven = solid.driver >= 0;
  const R speed = driven ? recession.per_driver : R(max(recession.speed, R(0.0)));
  const R mean = driven ? speed : R(select(timed, R(w / select(timed, recession.time, R(1.0))), speed));
  const R layer = R(solid.layer) * reach, beta = mean * layer, relative = w / reach;
  const auto lasts = relative < rho + beta * rho * rho * (R(0.5) - rho * R(1.0 / 3));
  const R u = shrinking_core_detail::receded(rho, beta, select(lasts, relative, R(0.0)));
  const R core = rho - u;
  const R slope = R(1.0) + beta * core * (R(1.0) - core);
  const auto moves = w > R(0.0);
  const R open = R(1.0) / reach;  // u over w through no layer
  const R by_w = (driven ? open : R(select(moves, R(u / select(moves, w, R(1.0))), open))) / slope;
  const R surface = R(3.0) * n0 * core * core;
  const R resistance = R(1.0) + speed * layer * core * (R(1.0) - core);
  const auto counts = lasts & there;
  return {select(counts, R(-n0 * u * (R(3.0) * rho * core + u * u)), R(-amount)),
          select(counts, R(-surface * by_w), R(0.0)),
          select(counts, R(-surface / (reach * resistance)), R(0.0))};
}

}  // namespace talus
