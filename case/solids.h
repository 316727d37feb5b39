// The solids of a model, and what there is of them in a material: minerals by grain size and activation.
#pragma once

#include <vector>

#include "case/case.h"
#include "chemistry/balances.h"

namespace talus {

/// q of the surface of what was there of a mineral.
double surface_exponent(const Case& c, const std::string& mineral);

/// Whether a mineral grows on the grains that were there, so that both are one population.
bool grows_on_grains(const Case& c, const std::string& mineral);

/// Of each mineral that was there a solid for each size of grains and one for what is amorphous, and one for
/// what forms, unless it grows on the grains; with what stands before their surfaces.
Reactions reactions_of(const ChemicalSystem& system, const Case& c);

/// What a kilogram of dry material has of each solid.
struct MaterialSolids {
  std::vector<double> amount;   ///< mol/kg
  std::vector<double> surface;  ///< m2/kg
};
MaterialSolids solids_of(const ChemicalSystem& system, const std::vector<Solid>& solids,
                         const MaterialCase& material);

/// Mol of a mineral in a kilogram of dry material, whatever it does.
double amount_of(const Mineral& mineral, const MaterialCase& material);

}  // namespace talus
