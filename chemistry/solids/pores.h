// How much room minerals leave in a cell, and how that slows them in turn.
//
//     phi = phi_n - sum_p V_p Delta n_p        phi_n at the start of the step, V_p molar volume, m3/mol
//
//     speed_p = f(S) k_p s_p                   f(S) wetted part, S = w / (rho phi), s_p by the rate law
//
//     k_p = ((phi - phi_c) / (phi_0 - phi_c))^(2/3) of what grows, 1 of what dissolves
//
// phi is the root of the first, a number of the cell's own unknowns. k is the surface that shrinking pores
// leave to crystals: Steefel and Lasaga (1994) Am. J. Sci. 294:529, with phi_c = 0; phi_0 is that of the
// material. Growth ends as phi goes to phi_c. A stage of finite length may end a little below; k is negative
// there, so that growth is taken back and nothing is clipped. balances.h looks for the root; what a
// mineral that dissolves does is not slowed.
#pragma once

#include <cmath>

#include "chemistry/pack.h"

namespace talus {

/// k_p of what grows, and its derivative by the porosity.
template <class R>
struct Growing {
  R value;
  R slope;
};

/// What `room` = phi - phi_c (m3/m3) leaves to growth, when `all_room` = phi_0 - phi_c leaves all.
template <class R>
Growing<R> growing_in(const R& room, const R& all_room) {
  using std::abs, std::max;
  const R left = abs(room) / all_room;
  const R value = power(left, 2.0 / 3);
  const R slope = R(2.0 / 3) * power(max(left, R(1e-90)), -1.0 / 3) / all_room;  // without bound at 0
  return {select(room > R(0.0), value, -value), slope};
}

}  // namespace talus
