// The flux of water through one face, with its derivatives by the pressure heads of either side.
#pragma once

#include <algorithm>
#include <cmath>

#include "solver/laws/boundary.h"
#include "solver/laws/retention.h"

namespace talus {

/// m3/s, and its derivatives by the heads (m2/s).
template <class S>
struct WaterFlux {
  S value = S(0.0);
  S by_left = S(0.0), by_right = S(0.0);
};

/// C k_r (H_l - H_r), k_r of the side with the higher head H; `drop` is that difference (m).
template <class S>
WaterFlux<S> flux_between(double conductance, const S& drop, const Wetness<S>& left,
                          const Wetness<S>& right) {
  const bool from_left = !(drop < S(0.0));
  const Wetness<S>& up = from_left ? left : right;
  const S direct = S(conductance) * up.permeability,
          by_permeability = S(conductance) * drop * up.permeability_slope;
  return {direct * drop, from_left ? direct + by_permeability : direct,
          from_left ? -direct : by_permeability - direct};
}

/// A face of a patch, seen from its cell.
struct PatchFace {
  double area = 0;         ///< m2
  double nz = 0;           ///< upward component of the outward normal
  double conductance = 0;  ///< K A / d, m2/s: of the half cell, saturated
  double gravity = 0;      ///< K A max(0, -nz), m3/s: what leaves a full cell by its weight
  double z = 0;            ///< m, of the face
  double head = 0;         ///< m, pressure head of water that stands there, where any does
};

/// What enters through a face of a patch, m3/s; derivative in by_left. `head` is H of the cell (m), `cell`
/// what it holds, `rain` in m/s, and `outside` gives k_r where water comes from outside at the pressure head
/// that it is called with.
template <class S, class Outside>
WaterFlux<S> flux_into(const WaterConditions& patch, const PatchFace& face, double rain, const S& head,
                       const Wetness<S>& cell, Outside&& outside) {
  using Drain = WaterConditions::Drain;
  const auto against = [&](double pressure_head) {  // water that stands at the face
    Wetness<S> there;
    there.permeability = S(outside(pressure_head));
    const WaterFlux<S> out = flux_between(face.conductance, S(head - S(pressure_head + face.z)), cell, there);
    return WaterFlux<S>{-out.value, -out.by_left, S(0.0)};
  };
  if (patch.rain) {
    const double offered = rain * area_under_rain(face.area, face.nz);
    const WaterFlux<S> taken = against(patch.ponding);  // where no pond is kept, as in a steady flow
    return taken.value < S(offered) ? taken : WaterFlux<S>{S(offered), S(0.0), S(0.0)};
  }
  if (!patch.head.empty() && (face.head >= 0 || patch.drain != Drain::seepage)) return against(face.head);
  if (patch.drain == Drain::seepage) {
    const WaterFlux<S> out = against(0);
    return out.value < S(0.0) ? out : WaterFlux<S>{};
  }
  if (patch.drain == Drain::free)
    return {S(-face.gravity) * cell.permeability, S(-face.gravity) * cell.permeability_slope, S(0.0)};
  return {};
}

}  // namespace talus
