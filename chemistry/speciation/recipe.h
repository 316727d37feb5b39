// Recipes of waters: from what a laboratory reports to the molalities that the solver starts from.
//
// Each component gets one condition: its total, or pH (for H+), or equilibrium with a gas, or saturation with
// a mineral, or charge balance. A component that no condition names is absent; it is carried at trace_total,
// because the unknowns are logarithms.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/input.h"
#include "chemistry/speciation/phase.h"
#include "chemistry/system.h"

namespace talus {

/// Total molality of a component that a water does not have, mol/kgw. It counts in every balance.
inline constexpr double trace_total = 1e-15;

/// A water as a case describes it.
struct WaterRecipe {
  std::optional<double> pH = {};            ///< -log10 of the activity of H+
  Named<double> total = {};                 ///< component: mol/kgw
  Named<PartialPressure> equilibrium = {};  ///< gas: partial pressure, or part of `pressure`
  std::vector<std::string> saturated = {};  ///< minerals with saturation ratio 1
  std::optional<std::string> balance = {};  ///< the component whose total gives way to charge balance
  double pressure = standard_atmosphere;    ///< of the gas that the water stands under, Pa; no key of its own
};

/// A water, solved.
struct Water {
  std::vector<double> ln_molality;  ///< of the components, mol/kgw
  std::vector<double> total;        ///< of the components, and H2O bound in solutes last, mol/kgw
  double pH = 7;
  double ionic_strength = 0;  ///< mol/kgw
  double water_activity = 1;
  double charge = 0;                            ///< eq/kgw, what is left after the balance
  double charge_error = 0;                      ///< the same over the charge of all ions, -
  std::vector<double> gas_pressure;             ///< of each gas of the system, Pa
  std::vector<double> ln_fugacity_coefficient;  ///< of each gas; 0 where ideal
  std::vector<double> saturation_index;         ///< of each mineral, log10 of the saturation ratio
  std::vector<std::string> absent;              ///< components carried at trace_total
};

/// What to say of a water whose charges do not balance within 5 %, above which laboratories repeat an
/// analysis; empty when they do.
std::string charge_note(const Water& water);

/// A mineral without rates that a water can be saturated with.
struct WaterPhase {
  std::string name;
  ReactionRow row;
  double ln_k = 0;  ///< ln Omega = ln K + nu . lambda
};

/// Solves a recipe at the temperature of `constants`; slow reactions of the system have come to their end in
/// it. `phases`: what it can be saturated with besides the minerals of the system. The solver is that of
/// `talus speciate` (water_solver.h). Throws std::invalid_argument with a sentence: a name that the system
/// does not have, a component with two conditions or a condition without a free component, H+ without any, a
/// total that cannot be, charge that the chosen component cannot balance, no convergence.
Water solve_water(const ChemicalSystem& system, const Constants& constants, const WaterRecipe& recipe,
                  std::span<const WaterPhase> phases = {});

}  // namespace talus
