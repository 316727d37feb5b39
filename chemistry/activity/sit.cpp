#include "chemistry/activity/sit.h"

#include <algorithm>
#include <map>
#include <numbers>

#include "chemistry/activity/activity.h"

namespace talus {

SitTerms sit_terms(std::span<const SitParameter> parameters, std::span<const Solute> solutes,
                   double temperature, double a) {
  constexpr double ln10 = std::numbers::ln10;
  SitTerms terms;
  terms.a = ln10 * (a > 0 ? a : debye_huckel(temperature).a);
  std::map<std::string, std::size_t> numbers;
  for (const Solute& s : solutes) {
    numbers[s.name] = terms.charge.size();
    terms.charge.push_back(s.charge);
  }
  std::map<std::pair<std::size_t, std::size_t>, const SitParameter*> last;
  for (const SitParameter& p : parameters) {
    const auto first = numbers.find(p.species[0]), second = numbers.find(p.species[1]);
    if (first == numbers.end() || second == numbers.end()) continue;  // not in this system
    last[std::minmax(first->second, second->second)] = &p;
  }
  for (const auto& [pair, p] : last)
    if (!vanishes(p->coefficients))
      terms.pairs.push_back({pair.first, pair.second, ln10 * parameter_at(p->coefficients, temperature)});
  return terms;
}

}  // namespace talus
