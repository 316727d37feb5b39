// What a run has to beware of: what was known before it, and what it has met.
#include <algorithm>
#include <limits>

#include "base/warnings.h"
#include "chemistry/known_temperatures.h"
#include "chemistry/left_out.h"
#include "solver/simulation.h"

namespace talus {

namespace {

/// Dissolved species that the model leaves out, in a line; empty when there are none.
std::string left_out_warning(const Model& model) {
  const std::string names = left_out_of(*model.database, model.system);
  return names.empty() ? "" : "dissolved species that its elements have and the model leaves out: " + names;
}

}  // namespace

std::string Simulation::warnings() const {
  std::string lines = found_warnings();
  for (const Problem& warning : record_.warnings) lines += (lines.empty() ? "" : "\n") + one_line(warning);
  return lines;
}

std::string Simulation::found_warnings() const {
  const double coldest = chemical_temperature(model_, temperatures_[0]),
               warmest = chemical_temperature(model_, temperatures_[1]);
  std::string lines;
  for (const std::string& line :
       {resolution_.warning(), full_pores_.warning(), dry_cells_.warning(), activity_range_.warning(),
        only_dissolve_.warning(), redox_states_.warning(),
        unknown_temperatures(model_.system, coldest, warmest),
        outside_of_grid(*model_.database, model_.system.activity_model, coldest, warmest),
        left_out_warning(model_), slow_steps_.warning()})
    if (!line.empty()) lines += (lines.empty() ? "" : "\n") + line;
  return lines;
}

void Simulation::note_temperatures() {
  const auto [low, high] = std::ranges::minmax_element(state_.temperature);
  const bool none = state_.temperature.empty();
  constexpr double nowhere = std::numeric_limits<double>::infinity();
  temperatures_ = {
      std::min(temperatures_[0], min_over_ranks(model_.mesh.communicator, none ? nowhere : *low)),
      std::max(temperatures_[1], max_over_ranks(model_.mesh.communicator, none ? -nowhere : *high))};
}

}  // namespace talus
