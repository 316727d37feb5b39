#include "case/waters_at.h"

#include <cmath>
#include <stdexcept>

#include "case/waters.h"
#include "chemistry/speciation/speciation.h"
#include "solver/named.h"

namespace talus {

namespace {

/// A run follows the molalities of the components. Where ions of high charge make up a water, these can have
/// several speciations, of which it would take another one.
void check_branch(const ChemicalSystem& system, const Constants& at, const Water& water) {
  Solution<double> solution(system);
  const bool same = speciate(system, at, std::span<const double>(water.ln_molality), solution) &&
                    std::abs(solution.ionic_strength - water.ionic_strength) < 1e-6 * water.ionic_strength;
  if (!same)
    throw std::invalid_argument(
        "at an ionic strength of " + std::to_string(water.ionic_strength) +
        " mol/kgw, which ions of charge 4 and more make, the free ions of this water have several "
        "speciations, "
        "and a run cannot follow it; leave such ions out (chemistry.leave_out), or dilute it");
}

}  // namespace

const Water& WatersAt::find(const std::string& name, double kelvin) {
  const auto known = solved_.find({kelvin, name});
  if (known != solved_.end()) return known->second;
  auto at = constants_.find(kelvin);
  if (at == constants_.end()) at = constants_.emplace(kelvin, system_.at(kelvin)).first;
  try {
    const auto& waters = input_.waters;
    Water water = solve_water(system_, at->second, waters[index_of(waters, name)].second);
    check_branch(system_, at->second, water);
    return solved_.emplace(std::pair{kelvin, name}, std::move(water)).first->second;
  } catch (const std::invalid_argument& e) {
    throw InputError(
        {{input_.document.place_of_key("waters." + name), "water '" + name + "': " + e.what(), ""}});
  }
}

Named<Water> WatersAt::all(double kelvin) {
  Named<Water> waters;
  std::vector<Problem> problems;
  for (const auto& [name, recipe] : input_.waters) try {
      waters.emplace_back(name, find(name, kelvin));
    } catch (const InputError& e) {
      problems.insert(problems.end(), e.problems().begin(), e.problems().end());
    }
  if (!problems.empty()) throw InputError(std::move(problems));
  return waters;
}

double WatersAt::enthalpy(const std::string& name, double kelvin, const ReactionEnthalpies& enthalpies) {
  const Water& water = find(name, kelvin);
  Solution<double> solution(system_);
  speciate(system_, constants_.at(kelvin), std::span<const double>(water.ln_molality), solution);
  return system_.water_density * enthalpy_of_species(enthalpies, solution.molality);
}

}  // namespace talus
