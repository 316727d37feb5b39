// What a system takes in place of data that no database gives: each a named default, to be listed beside the
// answer.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "chemistry/speciation/exchange.h"
#include "chemistry/speciation/phase.h"
#include "chemistry/system.h"

namespace talus {

/// One datum that is assumed.
struct Assumption {
  std::string kind;      ///< of what it belongs to: "species", "gas", "mineral", "reaction", "case"
  std::string name;      ///< of that
  std::string quantity;  ///< what is assumed
  double value = 0;      ///< what it is taken as
  std::string unit;      ///< of the value
  std::string note;      ///< why, and what would give it
};

/// Activity coefficients of species that the model of that name has no data of; only of those for whose
/// number `counts` holds. `interactions` are those of Pitzer's and the SIT model.
std::vector<Assumption> activity_assumptions(std::span<const Species> species, const std::string& model,
                                             const Interactions& interactions,
                                             const std::function<bool(std::size_t)>& counts);

/// All of a system and of `phases` at equilibrium with it, used from `lowest` to `highest` (K): constants
/// whose change with temperature is not known or that are used outside of their range, activity coefficients,
/// molar volumes, how diffusivities of gases change with temperature.
std::vector<Assumption> assumptions_of(const ChemicalSystem& system, double lowest, double highest,
                                       const std::vector<Phase>& phases = {});

/// The same of what stands on an exchanger.
std::vector<Assumption> assumptions_of(const Exchanger& exchanger, double lowest, double highest);

/// One line for all assumptions of one kind, quantity and note: "log10 K of MgOH+, CaOH+: ...".
std::vector<std::string> in_words(const std::vector<Assumption>& assumptions);

/// "SiO2(am), Quartz and 3 more"; the first eight of a list.
std::string first_of(const std::vector<std::string>& names);

}  // namespace talus
