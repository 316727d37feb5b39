#include "report/irrigated.h"

#include "chemistry/database/formula.h"

namespace talus::report {

std::optional<double> irrigated_water(const Run& run, double age) {
  const double molar_mass = parse_formula("H2O").molar_mass;
  std::optional<double> water;
  for (std::size_t j = 0; j < run.system.components.size(); ++j)
    for (std::size_t k = 1; run.system.components[j] == "H2O" && k < run.time.size(); ++k)
      if (run.follows_irrigation(k) && run.time[k] - run.time.front() < age)
        water = water.value_or(0) + (run.external[j][k] - run.external[j][k - 1]) * molar_mass;
  return water;
}

}  // namespace talus::report
