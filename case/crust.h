// The keys of a crust (solver/laws/crust.h).
#pragma once

#include <optional>
#include <string>

#include "base/input.h"
#include "solver/laws/diffusion.h"

namespace talus {

/// A crust as a case gives it.
struct CrustCase {
  std::optional<double> thickness;  ///< m
  double porosity = 0;
  double saturation = 0;
  std::string diffusion;
  double share = 0;
  std::optional<double> permeability;  ///< m2
};
template <class V>
void describe(CrustCase& c, V& v) {
  v("thickness", c.thickness, in("mm"), positive,
    "Thickness; the crust lies on the cells of the patch. When absent the crust is what has formed: the 'share' of the "
    "minerals of the cell behind, at this porosity (efflorescence).");
  v("porosity", c.porosity, in("1"), Range{.low = 0, .high = 1, .low_open = true, .high_open = true},
    "Volume of its pores per bulk volume, where nothing has formed; of one without thickness always.");
  v("saturation", c.saturation, in("1"), Range{.low = 0, .high = 1, .high_open = true},
    "Part of its pores that water fills.", by_default("0"));
  v("diffusion", c.diffusion, one_of(diffusion_laws()),
    "How its pores slow diffusion in the gas; the laws of materials.<name>.gas_diffusion, constant without "
    "tortuosity.",
    by_default("Millington-Quirk 1961"));
  v("share", c.share, in("1"), fraction,
    "Part of the minerals of the cell behind that stand in the crust and fill its pores, where "
    "chemistry.porosity = \"from minerals\".",
    by_default("0"));
  v("permeability", c.permeability, in("m2"), positive,
    "What it lets pass of water by rain, heads and seepage; falls with the third power of its porosity. "
    "Water does "
    "not notice the crust when absent.");
}

}  // namespace talus
