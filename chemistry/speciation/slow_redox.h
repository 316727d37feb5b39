// Redox states that the model holds at equilibrium and that nature does not bring there by itself: nitrogen
// between N2, nitrate and ammonium, sulphur between sulphate and sulphide, carbon between carbonate, methane
// and what lies between. Below some 100 degC they need microbes, light or a catalyst.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "chemistry/database/formula.h"
#include "chemistry/system.h"

namespace talus {

/// What all notes of this kind are about.
inline constexpr const char* slow_redox_kind =
    "redox equilibria that do not come about by themselves below some 100 degC";

/// Names N, S and C where the model, by a reaction at equilibrium, has moved them from one redox state to
/// another: "N as NO3- (+5) 0.081 mol/kgw, as N2(aq) (0) 0.00064 mol/kgw". Empty where it has not: where the
/// states are components of their own, or where less than 1e-9 mol/kgw has left the state of its component.
/// `components` are the formulas of the components, without water, "e-" an empty one; `molality` (mol/kgw) is
/// that of `species`; an element that a gas of the system brings in the state in which all of it is has not
/// moved.
std::string slow_redox(std::span<const Species> species, std::span<const Formula> components,
                       std::span<const double> molality, std::span<const Gas> gases);

/// Whether slow_redox() names anything, asked of many waters of the same species without gases.
class SlowRedox {
 public:
  SlowRedox(std::span<const Species> species, std::span<const Formula> components);

  /// `molality` (mol/kgw) of all species.
  bool moves(std::span<const double> molality) const;

 private:
  struct State {
    bool own;                                             // that of the component
    std::vector<std::pair<std::size_t, double>> species;  // number, and atoms in one
  };
  std::vector<std::vector<State>> elements_;  // of each component of N, S or C that can change its state
};

/// Whether a system has such reactions at all.
bool has_slow_redox(const ChemicalSystem& system);

/// The same of the water of a system; `molality` in the order of its species.
std::string slow_redox(const ChemicalSystem& system, std::span<const double> molality);

}  // namespace talus
