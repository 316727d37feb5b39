// What a pile has at equilibrium with its waters besides gases: exchangers of materials and minerals without rates.
#pragma once

#include <string>
#include <vector>

#include "case/case.h"
#include "chemistry/database/database.h"
#include "chemistry/speciation/exchange.h"

namespace talus {

/// The exchangers of all materials, each once, and the minerals at equilibrium, added to a choice.
SystemChoice with_equilibria(const Case& c, SystemChoice choice);

/// The capacity that a text says: per mass of dry solids ("0.8 mol/kg", "80 meq/100g"), of which there are `dry_density`
/// kg/m3; or per kilogram of the water at the start ("1.1 mmol/kgw"). UnitError.
ExchangeCapacity exchange_capacity(const std::string& given, double dry_density);

/// Sites of each exchanger of the system, mol/m3, in a material of `dry_density` (kg/m3) with `water` (kg/m3) at the start.
std::vector<double> sites_of_material(const ChemicalSystem& system, const Database& database,
                                      const MaterialCase& material, double dry_density, double water);

/// Notes in `document` names that the database does not have, capacities that are none, minerals that have a rate too, and
/// whatever does not fit together. The rest of the chemistry has been checked.
void check_equilibria(Document& document, const Case& c, const Database& database);

}  // namespace talus
