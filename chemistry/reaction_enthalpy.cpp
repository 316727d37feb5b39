#include "chemistry/reaction_enthalpy.h"

#include <cmath>
#include <numbers>

#include "chemistry/constants_of_nature.h"

namespace talus {

std::optional<double> reaction_enthalpy(const EquilibriumConstant& constant, double kelvin) {
  const std::vector<double>& a = constant.analytic;
  if (a.empty()) return constant.enthalpy;
  const auto at = [&](std::size_t i) { return i < a.size() ? a[i] : 0.0; };
  const double t = kelvin;
  const double slope = at(1) - at(2) / (t * t) + at(3) / (t * std::numbers::ln10) - 2 * at(4) / (t * t * t) +
                       2 * at(5) * t;  // d log10 K / dT, 1/K
  return gas_constant * t * t * std::numbers::ln10 * slope;
}

std::optional<double> reaction_enthalpy(const FormationConstant& log_k, double kelvin) {
  double sum = 0;
  for (const FormationConstant::Part& part : log_k.terms) {
    const std::optional<double> one = reaction_enthalpy(*part.constant, kelvin);
    if (!one) return std::nullopt;
    sum += part.factor * *one;
  }
  return sum;
}

ReactionEnthalpies reaction_enthalpies(const ChemicalSystem& system, std::vector<std::string>& unknown) {
  const auto find = [&](const auto& records) {
    std::vector<double> found;
    for (const auto& record : records) {
      const std::optional<double> one = reaction_enthalpy(record.log_k, temperature_of_enthalpies);
      if (!one) unknown.push_back(record.name);
      found.push_back(one.value_or(0));
    }
    return found;
  };
  ReactionEnthalpies enthalpies{.species = find(system.species),
                                .gases = find(system.gases),
                                .minerals = find(system.minerals),
                                .slow = find(system.slow_reactions),
                                .exchange = {}};
  for (const Exchanger& exchanger : system.exchangers) enthalpies.exchange.push_back(find(exchanger.species));
  return enthalpies;
}

}  // namespace talus
