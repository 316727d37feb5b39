// The waters of a case, solved at the temperatures where they are needed.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "case/build.h"
#include "chemistry/speciation/recipe.h"

namespace talus {

/// Each is solved once at a temperature.
class WatersAt {
 public:
  /// Both must outlive it.
  WatersAt(const Input& input, const ChemicalSystem& system) : input_(input), system_(system) {}

  /// InputError when it has no solution.
  const Water& find(const std::string& name, double kelvin);
  /// All of them; InputError with every one that has no solution.
  Named<Water> all(double kelvin);
  /// Chemical enthalpy of one (chemistry/chemical_enthalpy.h), J per m3 of water.
  double enthalpy(const std::string& name, double kelvin, const ReactionEnthalpies& enthalpies);

 private:
  const Input& input_;
  const ChemicalSystem& system_;
  std::map<double, Constants> constants_;  // K
  std::map<std::pair<double, std::string>, Water> solved_;
};

}  // namespace talus
