// Surface that is still to be born, and how it slows growth down.
//
//     A = A_seed + a n                      surface of what forms (surface.h)
//     dn/dt = -s (e A_seed + a n)           s: recession of crystals that are there, below 0
//                                           e: part that passes the barrier (rates/nucleation.h)
//
// As a speed on all of A it is s (1 - q (1 - e)) with q = A_seed / A, the part of the surface that is not
// born. A follows from the recession w since the start of the step, A = A_0 exp(-a w), so a stage has the
// equation
//
//     w = w' + h s (1 - q_0 (1 - e) exp(a w)),      q_0 = A_seed / A_0
//
// of which the right side grows with w: there is one root, which Newton's method reaches from below.
#pragma once

#include "chemistry/solids/surface.h"

namespace talus {

/// What is left of a speed.
template <class R>
struct Birth {
  R part = R(1.0);       ///< 1 - q (1 - e)
  R by_passes = R(0.0);  ///< q: its derivative by e, at given w
  R by_bare = R(1.0);    ///< 1 / (1 + h s a q (1 - e)): how the speed follows what it depends on, w included
};

/// Of a solid with the surface `area` (m2/m3) at the start of the step, the recession `before` (mol/m2) by
/// earlier stages, the weight `h` (s) and the speed `bare` (mol/m2/s) of crystals that are there.
template <class R>
Birth<R> birth_of(const Solid& solid, const R& area, const R& before, const R& h, const R& bare,
                  const R& passes) {
  using std::abs, std::exp;
  const double a = solid.specific_surface;
  const auto grows = bare < R(0.0);
  const R by_growth = select(grows, R(h * bare), R(0.0)), unborn = R(solid.seed) / area;
  R w = before + by_growth, q(0.0), slope(1.0);
  const auto at_w = [&] {
    q = unborn * exp(R(a) * w);
    slope = R(1.0) + by_growth * R(a) * q * (R(1.0) - passes);
  };
  constexpr int last = std::is_same_v<R, Dual> ? 1 : 0;  // derivatives follow one step behind
  LanesOf<R> done = no_lanes<R>();
  for (int iteration = 0, settled = 0; iteration < 60 && settled <= last; ++iteration) {
    at_w();
    const R step = (w - before - by_growth * (R(1.0) - q * (R(1.0) - passes))) / slope;
    w = select(done, w, R(w - step));  // a cell that has settled stays, whatever others do
    const auto closed = abs(step) <= R(1e-15) * abs(w);
    settled = all(done | closed) ? settled + 1 : 0;
    if constexpr (last == 0) done = done | closed;
  }
  at_w();
  return {select(grows, R(R(1.0) - q * (R(1.0) - passes)), R(1.0)), select(grows, q, R(0.0)),
          select(grows, R(R(1.0) / slope), R(1.0))};
}

}  // namespace talus
