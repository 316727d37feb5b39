// Waters in the components of a case, as recipe_of() makes them of the words of a case (case_water.h).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "chemistry/speciation/placed_phases.h"
#include "chemistry/speciation/recipe.h"

namespace talus {

/// A recipe, and what fixes components otherwise.
struct CaseWater : WaterRecipe {
  /// A sum over species that fixes a component, as the alkalinity does.
  struct Sum {
    std::string component;
    std::string words;  ///< how a message names it: "the alkalinity"
    double value = 0;   ///< mol/kgw or eq/kgw
    /// mol or eq that a mole of a species counts
    std::function<double(const Species&)> share;
  };
  std::vector<Sum> sums = {};

  /// A phase that fixes a component.
  struct Fixed {
    std::string component;
    FormedPhase phase;
    PhaseTarget target;
  };
  std::vector<Fixed> fixed = {};
  std::optional<double> first_pH = {};  ///< where something else fixes pH

  /// Partial pressures of the gases that the water is at equilibrium with, Pa.
  Named<double> gas_pressures() const;
};

/// As solve_water() of a recipe.
Water solve_water(const ChemicalSystem& system, const Constants& constants, const CaseWater& recipe,
                  std::span<const WaterPhase> phases = {});

}  // namespace talus
