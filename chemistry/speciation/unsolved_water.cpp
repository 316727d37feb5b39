#include "chemistry/speciation/unsolved_water.h"

#include <cmath>
#include <numeric>
#include <stdexcept>

namespace talus {

namespace {

[[noreturn]] void refuse(const std::string& what) { throw std::invalid_argument(what); }

/// Whether what balances the charge, component `j`, has the sign of what there is too much of already.
bool of_the_wrong_sign(const Solutes& solutes, const WaterState& state, std::size_t j) {
  double rest = 0, size = 0;
  for (std::size_t i = 0; i < solutes.species.size(); ++i) {
    if (static_cast<int>(i) == solutes.electron || solutes.species[i].row.of(j) != 0) continue;
    rest += solutes.species[i].charge * state.molality[i];
    size += std::abs(solutes.species[i].charge) * state.molality[i];
  }
  return rest * solutes.species[j].charge > 1e-9 * size;
}

}  // namespace

void refuse_water(const Solutes& solutes, const std::vector<WaterCondition>& conditions,
                  const WaterState& state, int gone, double most) {
  for (std::size_t j = 0; j < conditions.size(); ++j) {
    const WaterCondition& c = conditions[j];
    const bool charge = c.kind == WaterCondition::charge && static_cast<int>(j) != solutes.hydrogen;
    if (charge && (static_cast<int>(j) == gone || of_the_wrong_sign(solutes, state, j)))
      refuse(c.words +
             " cannot be met: what is needed is of the other sign; choose an ion of the other charge, or pH");
  }
  if (gone >= 0)
    refuse(conditions[static_cast<std::size_t>(gone)].words +
           " cannot be met beside the other conditions: '" +
           solutes.species[static_cast<std::size_t>(gone)].name + "' would have to vanish");
  if (std::accumulate(state.molality.begin(), state.molality.end(), 0.0) > most)
    refuse(
        "there would be more dissolved than there is water, which no model of activity describes: are the "
        "totals right?");
  refuse(
      "no convergence: the conditions contradict each other, or the water is beyond the model of activity");
}

}  // namespace talus
