// Enthalpies of reactions, from the change of their constants with temperature (van 't Hoff):
//
//     Delta_r H = R T^2 d ln K / dT            J/mol
//
// Those of a system are of formation from its components and water, by the same sums of reactions that its constants are of. So they are
// a function of what is there and not of the way to it: the sum over any closed path is nothing. They are standard enthalpies: what
// ionic strength does to them (heat of dilution) is left out.
//
// One temperature serves all: heat capacities of the heat equation do not follow reactions, and with such (Delta_r C_p = 0,
// Kirchhoff) enthalpies do not follow the temperature. It is 25 degC, where databases know them best.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chemistry/system.h"

namespace talus {

inline constexpr double temperature_of_enthalpies = 298.15;  ///< K

/// Delta_r H of the reaction of a constant at `kelvin`, J/mol: the record's own enthalpy, or R T^2 ln 10 d log10 K / dT of its
/// analytic expression. Nothing where the record says nothing of temperature.
std::optional<double> reaction_enthalpy(const EquilibriumConstant& constant, double kelvin);
/// The same of reactions that were combined; nothing where one of them is unknown.
std::optional<double> reaction_enthalpy(const FormationConstant& log_k, double kelvin);

/// What forms from components and water, J/mol at `temperature_of_enthalpies`, in the order of the system.
struct ReactionEnthalpies {
  std::vector<double> species;  ///< 0 of components
  std::vector<double> gases, minerals;
  std::vector<double> slow;                   ///< of each slow reaction as its row says
  std::vector<std::vector<double>> exchange;  ///< [exchanger][species], from components, water and sites
};

/// The enthalpies of a system; `unknown` gets the names of those that its database does not know (they are 0).
ReactionEnthalpies reaction_enthalpies(const ChemicalSystem& system, std::vector<std::string>& unknown);

/// Of a water of these molalities (mol/kgw, of each species of the system), J/kgw.
template <class R>
R enthalpy_of_species(const ReactionEnthalpies& enthalpies, const std::vector<R>& molality) {
  R sum(0.0);
  for (std::size_t i = 0; i < enthalpies.species.size(); ++i)
    if (enthalpies.species[i] != 0) sum += R(enthalpies.species[i]) * molality[i];
  return sum;
}

}  // namespace talus
