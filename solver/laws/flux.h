// The flux through one face, by two-point differences; positive from the left side to the right one, or from
// outside of a patch into the domain. Each is linear in the concentrations of the two sides,
//
//     F = left c_left + right c_right
//
// and its coefficients are formulas of what the pores and the water of the sides do to diffusion. Called with
// slopes (base/slopes.h) or dual numbers in place of numbers, they give their derivatives too: no flux is
// derived anywhere else.
//
//     G = A / (d_l / D_l + d_r / D_r)        two half cells in series, m3/s
//
//     a gas         F = G(D/T) (T_l c_l - T_r c_r)      with its partial pressure c R T (below)
//     a solute      F = G(D) (c_l - c_r) + W c_up       D: of diffusion, and a |W| / A of dispersion; W: m3/s
//     through a half cell or more to what stands outside of a patch    F = G (c_outside - c)
//
// At one total pressure p a gas diffuses by -(p / R T) D grad x, x its mole fraction (Bird, Stewart and
// Lightfoot 2002, Transport Phenomena, chapter 17), and x p = c R T: where the pores are warmer, the same air
// holds less of it per volume, and none of it moves for that.
#pragma once

#include <algorithm>
#include <cmath>

#include "base/dual.h"
#include "base/slopes.h"

namespace talus {

/// G. Zero when either D is. `area` m2, distances m, diffusivities m2/s; m3/s.
template <class S>
S conductance(double area, double distance_a, const S& diffusivity_a, double distance_b,
              const S& diffusivity_b) {
  const S resistance = S(distance_a) * diffusivity_b + S(distance_b) * diffusivity_a;
  if (!(resistance > S(0.0))) return S(0.0);
  return S(area) * diffusivity_a * diffusivity_b / resistance;
}

/// A face, and how far the centres of its sides are.
struct FaceShape {
  double area;         ///< m2
  double left, right;  ///< m, from the centre to the face
};

/// The coefficients of a flux, m3/s.
template <class S>
struct FaceFlux {
  S left, right;

  /// The flux at those concentrations, mol/s.
  template <class C>
  auto at(const C& left_concentration, const C& right_concentration) const {
    return left * left_concentration + right * right_concentration;
  }
};

/// One side of a face, as a gas sees it.
template <class S>
struct GasSide {
  S diffusivity;       ///< in the pores, m2/s
  double temperature;  ///< K
};

/// A gas, by diffusion.
template <class S>
FaceFlux<S> gas_flux(const FaceShape& face, const GasSide<S>& left, const GasSide<S>& right) {
  const S g = conductance(face.area, face.left, S(left.diffusivity / S(left.temperature)), face.right,
                          S(right.diffusivity / S(right.temperature)));
  return {g * S(left.temperature), S(-right.temperature) * g};
}

/// One side of a face, as solutes see it.
template <class S>
struct SoluteSide {
  S diffusivity;        ///< in the pores, m2/s
  double dispersivity;  ///< m
};

/// Solutes, by diffusion and dispersion and with the `water` (m3/s) that flows to the right.
template <class S>
FaceFlux<S> solute_flux(const FaceShape& face, const SoluteSide<S>& left, const SoluteSide<S>& right,
                        double water) {
  const auto spread = [&](const SoluteSide<S>& side) {
    return S(side.diffusivity + S(side.dispersivity * std::abs(water) / face.area));
  };
  const S g = conductance(face.area, face.left, spread(left), face.right, spread(right));
  return {g + S(std::max(water, 0.0)), S(std::min(water, 0.0)) - g};
}

/// From outside through whatever has the conductance G.
template <class S>
FaceFlux<S> flux_from_outside(const S& conductance) {
  return {conductance, S(0.0) - conductance};
}

}  // namespace talus
