#include "chemistry/known_temperatures.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "chemistry/assumptions.h"
#include "chemistry/database/database.h"

namespace talus {
namespace {

constexpr double room = 298.15;  // K
constexpr double slack = 0.01;   // K: ranges are rounded in their sources
constexpr double near = 0.5;     // K: what is known at 25 degC holds so far

}  // namespace

Known known_between(const FormationConstant& log_k, double lowest, double highest) {
  const bool at_room = std::abs(lowest - room) <= near && std::abs(highest - room) <= near;
  Known known = Known::well;
  for (const FormationConstant::Part& part : log_k.terms) {
    const EquilibriumConstant& k = *part.constant;
    if (!k.knows_temperature()) {
      if (!at_room) return Known::at_25_only;
    } else if (lowest < k.range[0] - slack || highest > k.range[1] + slack) {
      known = Known::outside;
    }
  }
  return known;
}

std::string temperatures_in_words(double lowest, double highest) {
  char text[80];
  const double celsius[] = {lowest - 273.15, highest - 273.15};
  if (celsius[0] == celsius[1])
    std::snprintf(text, sizeof text, "at %.4g degC", celsius[0]);
  else
    std::snprintf(text, sizeof text, "from %.4g to %.4g degC", celsius[0], celsius[1]);
  return text;
}

std::string unknown_temperatures(const ChemicalSystem& system, double lowest, double highest,
                                 const std::vector<Phase>& phases) {
  std::vector<std::string> fixed, outside;
  const auto look = [&](const auto& records) {
    for (const auto& record : records) {
      const Known known = known_between(record.log_k, lowest, highest);
      if (known == Known::at_25_only) fixed.push_back(record.name);
      if (known == Known::outside) outside.push_back(record.name);
    }
  };
  look(system.minerals);
  look(phases);
  look(system.gases);
  look(system.species);
  if (fixed.empty() && outside.empty()) return "";
  std::string text = "used " + temperatures_in_words(lowest, highest) + ": ";
  if (!fixed.empty()) text += "constants that are known at 25 degC only, of " + first_of(fixed);
  if (!outside.empty())
    text += (fixed.empty() ? "" : "; ") + std::string("constants outside of their range, of ") +
            first_of(outside);
  return text;
}

std::string outside_of_grid(const Database& database, const std::string& activity_model, double lowest,
                            double highest) {
  if (activity_model != "B-dot" || !database.aqueous_model) return "";
  const AqueousModelRecord& grid = *database.aqueous_model;
  const auto [first, last] = std::ranges::minmax(grid.temperatures);
  constexpr double rounded = 0.02;  // K: grids begin at 0.01 degC
  if (lowest >= first - rounded && highest <= last + rounded) return "";
  char text[400];
  std::snprintf(
      text, sizeof text,
      "the Debye-Hueckel constants of %s are given from %.4g to %.4g degC, and are used from %.4g to "
      "%.4g degC: beyond their ends the nearest value is taken, and its log K may not be meant for "
      "such temperatures either",
      grid.origin.file.c_str(), first - 273.15, last - 273.15, lowest - 273.15, highest - 273.15);
  return text;
}

}  // namespace talus
