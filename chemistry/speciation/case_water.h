// From the words of a water to the components of a case: what `talus speciate` would make of them, or why a case cannot.
#pragma once

#include <string>
#include <vector>

#include "chemistry/speciation/water_recipe.h"

namespace talus {

/// What a water of a case asks of the components of the case. Notes older words, and where a case goes another way
/// than `talus speciate`. The database must outlive it. Throws AnalysisError: what plan_of() and placed() refuse; an
/// element whose species is none of `components`; a redox state that is at equilibrium with another in the case;
/// what a case does not have (pe, couples other than O(0)/O(-2), exchangers beside a water, limits of detection).
CaseWater recipe_of(const WaterAnalysis& analysis, const Masters& masters, const Database& database,
                    const std::vector<std::string>& components, std::vector<WaterNote>& notes);

/// The components that a recipe names.
std::vector<std::string> components_of(const CaseWater& recipe);

}  // namespace talus
