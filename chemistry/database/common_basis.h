// Records of two databases on one basis, so that their constants can be compared: one file writes carbonates
// to HCO3-, another to CO3-2.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "chemistry/database/database.h"

namespace talus {

/// One mole of something, made of components and water; log10 K of its making at one temperature. Gases in
/// atm.
struct Composition {
  std::map<std::string, double> amounts;
  double log_k = 0;
};

/// What a record is made of, down to the components of its database, at `temperature` (K). Nothing when a
/// species in its reaction has no record. NaN in log_k when a constant is missing.
std::optional<Composition> composition_of(const Database& database, const std::string& name,
                                          const std::string& reaction, const EquilibriumConstant& constant,
                                          double temperature);

/// The same, with each part that `database` makes of its own components replaced by them, with its constants.
Composition on_basis_of(const Database& database, const Composition& composition, double temperature);

/// Whether both are made of the same amounts, to 1e-6 mol.
bool same_amounts(const Composition& a, const Composition& b);

}  // namespace talus
