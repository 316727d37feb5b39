// How an update of Newton's method changes the head of a cell.
//
// Where a cell is nearly full the head follows the update, within bounds. Elsewhere the update counts for
// what it means for the saturation, S + dS/dh d (the switch of variables of Forsyth and others 1995, Adv.
// Water Resour. 18:25): water enters dry sand without overshooting. Where a cell dries, the head follows the
// smaller of the two changes: a nearly empty cell finds the suction of its neighbours at once.
#pragma once

#include <algorithm>

#include "solver/laws/retention.h"

namespace talus {

inline constexpr double nearly_full = 0.99;      ///< saturation above which the head is the better unknown
inline constexpr double beyond = 0.995;          ///< to which one comes at most in one update
inline constexpr double least_after_full = 0.9;  ///< and to which a full cell falls at most in one update

/// A cell before an update.
struct BeforeUpdate {
  double head = 0;        ///< m
  double saturation = 0;  ///< S
  double slope = 0;       ///< dS/dhead, 1/m, above 0
  bool drained = false;   ///< hydrates have taken residual water, which no suction below 1000 m can
  bool empty = false;     ///< no capacity: where the cell is not full, vapour alone decides its head
};

/// The head (m) after the update `d` (m); `suction` is what a suction counts for, over that in the material.
inline double updated_head(const Retention& retention, double suction, const BeforeUpdate& cell, double d) {
  const auto head_of = [&](double saturation) { return head_at(retention, saturation) / suction; };
  if (cell.saturation >= nearly_full) {
    // S and k_r begin to fall with a slope, that of k_r may be infinite: a full cell stops there, so that the next
    // update knows it, and a suction grows from nearly none, and goes by tenths
    const double next = cell.head + d, full = -entry_suction(retention) / suction;
    if (cell.head >= full)
      return next < full ? (1 + 1e-6) * full - least_suction : next;  // where the slope begins
    if (next >= 0 && cell.head < -2 * least_suction) return std::min(cell.head / 10, -least_suction);
    return std::max(next, head_of(least_after_full));
  }
  if (cell.empty)  // its suction goes up or down by a factor of ten at most
    return d < 0 ? std::max(cell.head + d, 10 * cell.head) : std::min(cell.head + d, cell.head / 10);
  const double by_saturation =
      head_of(std::clamp(cell.saturation + cell.slope * d, cell.saturation / 4, beyond));
  if (d < 0) return cell.drained ? by_saturation : std::max(cell.head + d, by_saturation);
  // where pores are so dry that the saturation has no digits left for it, a suction goes by tenths
  return by_saturation > cell.head ? by_saturation : std::min(cell.head + d, cell.head / 10);
}

}  // namespace talus
