#include "case/gases.h"

#include <cstdio>

#include "case/checks.h"

namespace talus {

namespace {

constexpr double rounding = 1e-6;  // of a sum of pressures, as people round them

std::string digits(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

/// Where a diffusivity can come from.
std::string sources_of_diffusivity(const std::string& gas) {
  std::string hint = "add to a file of chemistry.database: [gases.\"" + gas +
                     "\"] diffusion = { coefficient = \"... m2/s\", source = \"...\", status = \"...\" }";
  const Database shipped = Database::read({"talus"}, ".");
  const auto record = shipped.gases.find(gas);
  if (record == shipped.gases.end() || !(record->second.diffusivity > 0)) return hint;
  return hint + "; or name \"talus\" first in chemistry.database, which has " +
         digits(record->second.diffusivity) + " m2/s (" + record->second.provenance.source + ")";
}

void check_diffusivity(Document& document, const Case& c, const Database& database) {
  for (std::size_t i = 0; i < c.chemistry.gases.size(); ++i) {
    const std::string& name = c.chemistry.gases[i];
    const auto record = database.gases.find(name);
    if (record == database.gases.end() || record->second.diffusivity > 0) continue;
    document.problem(document.place_of_value("chemistry.gases[" + std::to_string(i) + "]"),
                     "the database does not know the diffusivity of " + name +
                         " in air, without which the gas does not move",
                     sources_of_diffusivity(name));
  }
}

/// Partial pressures must fit into the air at all times.
void check_air(Document& document, const Case& c, const Series& pressure) {
  const double lowest = pressure.extremes(0, c.run.length)[0];
  for (const auto& [name, patch] : c.boundaries) {
    double sum = 0;
    for (const auto& [gas, part] : patch.air) sum += part.in(lowest);
    for (const auto& [gas, over_time] : patch.air_over_time) sum += over_time.amplitude.value_or(0) * lowest;
    if (sum <= lowest * (1 + rounding)) continue;
    const std::string total = digits(lowest / standard_atmosphere) + " atm";
    document.problem(document.place_of_key("boundaries." + step(name) + ".air"),
                     "boundaries." + step(name) + ".air adds up to " + digits(sum / standard_atmosphere) +
                         " atm, more than the total pressure of " + total +
                         (pressure.is_constant() ? "" : ", its lowest,") + " of a pile",
                     "partial pressures add up to the pressure or less; what is missing counts as inert air; "
                     "[pressure] gives another");
  }
}

}  // namespace

void check_gases(Document& document, const Case& c, const Database& database, const Series& pressure) {
  check_diffusivity(document, c, database);
  check_air(document, c, pressure);
}

}  // namespace talus
