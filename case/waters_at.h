// The waters of a case at the temperatures where they are needed, each solved once.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "case/build.h"

namespace talus {

class WatersAt {
 public:
  /// Both must outlive it.
  WatersAt(const Input& input, const ChemicalSystem& system) : input_(input), system_(system) {}

  /// InputError when it has no solution.
  const Water& find(const std::string& name, double kelvin);

  /// All of the case; InputError with each that has no solution.
  Named<Water> all(double kelvin);

  /// Chemical enthalpy of a water (chemistry/chemical_enthalpy.h), J per m3 of water.
  double enthalpy(const std::string& name, double kelvin, const ReactionEnthalpies& enthalpies);

 private:
  const Constants& constants_at(double kelvin);

  const Input& input_;
  const ChemicalSystem& system_;
  std::map<double, Constants> constants_;  // K
  std::map<std::pair<double, std::string>, Water> solved_;
};

}  // namespace talus
