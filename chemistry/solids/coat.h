// A coat of what forms on the grains of a mineral, and how it slows the grains down.
//
//     delta = sum_p V_p n_p / A0      thickness, m, if the coat lies evenly on the surface A0 of the start
//
//     blocks         s (1 - delta/delta_c)^p      0 where the coat is thicker than delta_c
//     lets through   s / (1 + s delta / (D C))    diffusion through the coat: 1/s and delta/(D C) in series
//
// s is the speed of recession of the bare surface (mol/m2/s), D the diffusivity in the coat, C what drives
// diffusion (mol/m3). Sources: of the first, Harrison and others (2015) Geochim. Cosmochim. Acta 148:477, who
// found brucite armoured by carbonates; of the second, Daval and others (2011) Chem. Geol. 284:193, a layer
// rich in silica on olivine. Limits: the coat keeps to the surface that was there at the start.
//
// The thickness is that at the end of the stage, so the speed stays a function of the cell's own unknowns.
#pragma once

#include <utility>
#include <vector>

#include "chemistry/pack.h"

namespace talus {

struct Coat {
  std::vector<std::pair<std::size_t, double>> made_of;  ///< number of a solid that forms, its V (m3/mol)
  double thickness = 0;                                 ///< delta_c of one that blocks, m; 0: it lets through
  double exponent = 1;                                  ///< p
  double resistance = 0;                                ///< 1/(D C) of one that lets through, m s/mol
};

/// A speed behind a coat and its derivatives.
template <class R>
struct Slowed {
  R speed;      ///< mol/m2/s
  R by_speed;   ///< by that of the bare surface
  R by_volume;  ///< by the volume of the coat per m3 of medium, mol/m2/s
};

/// What a coat of that volume (m3/m3) leaves of a speed; `over` is 1/A0, m.
template <class R>
Slowed<R> behind(const Coat& coat, const R& volume, const R& over, const R& speed) {
  using std::max;
  const R thickness = volume * over;
  if (coat.thickness > 0) {
    const R open = max(R(R(1.0) - thickness * R(1 / coat.thickness)), R(0.0));
    const R part = power(open, coat.exponent);
    const R slope =
        select(open > R(0.0), R(R(-coat.exponent / coat.thickness) * power(open, coat.exponent - 1)), R(0.0));
    return {speed * part, part, speed * slope * over};
  }
  const R part = R(1.0) / (R(1.0) + speed * thickness * R(coat.resistance));
  return {speed * part, part * part, -speed * speed * R(coat.resistance) * over * part * part};
}

}  // namespace talus
