#include "case/assumptions.h"

#include <algorithm>

#include "solver/temperature_range.h"

namespace talus {

namespace {

void assume_water(const Input& input, const Model& model, std::vector<Assumption>& all) {
  const bool kell = input.values.chemistry.water_density == "Kell 1975";
  all.push_back(
      {"case", "water", "density", model.system.water_density, "kg/m3",
       kell
           ? "of pure water (Kell 1975) at the mean temperature of all depths at the start, at all times"
           : "a round number at all temperatures; chemistry.water_density = \"Kell 1975\" takes that of pure "
             "water at the temperature of the start"});
  if (model.system.components() > 0)
    all.push_back(
        {"case", "all solutes", "diffusivity in free water", model.solute_diffusivity, "m2/s",
         "one value for all, the same at all temperatures; chemistry.solute_diffusivity gives another"});
}

void assume_air(const Input& input, const Model& model, std::vector<Assumption>& all) {
  if (model.system.gases.empty()) return;
  const double pressure = model.pressure.at(0);
  const bool given = input.values.pressure.constant || input.values.pressure.file;
  if (!given)
    all.push_back({"case", "the pores", "total pressure of the gas", pressure, "Pa",
                   "that at sea level; [pressure] gives that of the site"});
  all.push_back({"case", "the pores", "fugacity coefficient of gases", 1, "1",
                 "ideal gases: fugacities are partial pressures, and diffusivities are those in air"});
  for (const auto& [name, patch] : input.values.boundaries) {
    double rest = pressure;
    for (const auto& [gas, part] : patch.air) rest -= part.in(pressure);
    if (!patch.air.empty())
      all.push_back({"case", "the air at " + name, "inert gas", std::max(rest, 0.0), "Pa",
                     "what the partial pressures lack to the total: it is there and does not react"});
  }
}

}  // namespace

std::vector<Assumption> assumptions_of(const Input& input, const Model& model) {
  const auto [lowest, highest] = temperature_range(model, input.values.run.length);
  std::vector<Assumption> all =
      assumptions_of(model.system, chemical_temperature(model, lowest), chemical_temperature(model, highest));
  for (const Exchanger& exchanger : model.system.exchangers)
    for (Assumption& a :
         assumptions_of(exchanger, chemical_temperature(model, lowest), chemical_temperature(model, highest)))
      all.push_back(std::move(a));
  assume_water(input, model, all);
  assume_air(input, model, all);
  return all;
}

}  // namespace talus
