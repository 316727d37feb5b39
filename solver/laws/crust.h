// A crust at a patch, thinner than any cell: a layer that gas must diffuse through between the air and the
// half cell behind, and water must pass. Resistances of layers add (Crank 1975, The Mathematics of Diffusion,
// chapter 4):
//
//     F = A (c_air - c) / (d / D_cell + L / D_crust)
//
//     D_crust = D0 times the law of diffusion (diffusion.h) at theta = phi_c (1 - S_c); of what is dissolved in its
//               water at theta = phi_c S_c
//     phi_c   = phi_c0 - share (phi_0 - phi) h / L        porosity of the crust, not below 0
//
// (phi_0 - phi) h is the volume per area that has formed in the cell of height h behind the patch; a `share`
// of it stands in the crust. Its permeability falls with (phi_c / phi_c0)^3. A crust of no pores is closed.
//
// A crust that grows (efflorescence) is nothing but what has formed, and keeps the porosity that such crystals have:
//
//     L = share max(phi_0 - phi, 0) h / (1 - phi_c0),    phi_c = phi_c0
#pragma once

#include "solver/laws/diffusion.h"

namespace talus {

struct Crust {
  double thickness = 0;     ///< L, m; of one that grows 0
  double porosity = 0;      ///< phi_c0, where nothing has formed
  double saturation = 0;    ///< S_c, part of its pores that water fills
  double share = 0;         ///< of what forms in the cell behind
  double permeability = 0;  ///< m2, of phi_c0; 0: water does not notice the crust
  DiffusionLaw law;

  bool grows() const { return thickness == 0; }
};

/// L over a cell of that height (m) whose porosity was `reference` and is `porosity`, m.
template <class S>
S crust_thickness(const Crust& crust, double height, double reference, const S& porosity) {
  if (!crust.grows()) return S(crust.thickness);
  const S formed = S(crust.share * height / (1 - crust.porosity)) * (S(reference) - porosity);
  return formed > S(0.0) ? formed : S(0.0);
}

/// phi_c over a cell of that height (m) whose porosity was `reference` and is `porosity`.
template <class S>
S crust_porosity(const Crust& crust, double height, double reference, const S& porosity) {
  if (crust.grows()) return S(crust.porosity);
  const S left = S(crust.porosity) - S(crust.share * height / crust.thickness) * (S(reference) - porosity);
  return left > S(0.0) ? left : S(0.0);
}

/// D_crust / D0 of a gas at the porosity phi_c.
template <class S>
S crust_diffusivity(const Crust& crust, const S& porosity) {
  if (!(porosity > S(0.0))) return S(0.0);
  return relative_diffusivity(crust.law, S(S(1 - crust.saturation) * porosity), porosity);
}

/// D_crust / D0 of what is dissolved in its water, by the same law.
template <class S>
S crust_solute_diffusivity(const Crust& crust, const S& porosity) {
  if (!(porosity > S(0.0))) return S(0.0);
  return relative_diffusivity(crust.law, S(S(crust.saturation) * porosity), porosity);
}

/// Its permeability over that without minerals.
inline double crust_permeability(const Crust& crust, double height, double reference, double porosity) {
  const double part = crust_porosity(crust, height, reference, porosity) / crust.porosity;
  return part * part * part;
}

}  // namespace talus
