#include "solver/output/slow_steps.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "base/error.h"
#include "base/petsc.h"
#include "solver/output/progress.h"

namespace talus {

SlowSteps::SlowSteps(const Model& model, const StepsCase& keys) : model_(model), keys_(keys) {}

/// Of the cells that the ranks name, the one with the largest imbalance; nothing when none is named.
std::string SlowSteps::cell_words(const Step& step) const {
  const Mesh& mesh = model_.mesh;
  const bool named = step.worst_cell >= mesh.first && step.worst_cell < mesh.first + mesh.owned;
  if (!any_rank(named)) return "";
  const double badness = named ? std::abs(step.worst_imbalance) : -1, worst = max_over_ranks(badness);
  constexpr double nowhere = std::numeric_limits<double>::max();
  const double number = named && badness == worst ? static_cast<double>(step.worst_cell) : nowhere;
  const double chosen = min_over_ranks(number);
  const bool here = number == chosen && number != nowhere;
  const std::size_t c = here ? static_cast<std::size_t>(step.worst_cell - mesh.first) : 0;
  const auto told = [&](const std::vector<double>& values) { return sum_over_ranks(here ? values[c] : 0.0); };
  const double x = told(mesh.x), y = told(mesh.y), z = told(mesh.z);
  char text[200];
  std::snprintf(text, sizeof text, "; cell %.0f at (%.4g, %.4g, %.4g) m", chosen, x, y, z);
  return text;
}

std::string SlowSteps::look(const State& state, const Step& step, const Step* failed, double next) {
  const double left = model_.run_length - state.time;
  const bool wanted = keys_.fixed || next >= keys_.largest.value_or(std::numeric_limits<double>::infinity());
  const int own = pace_.look(wanted ? std::numeric_limits<double>::infinity() : next, left);
  const int count = std::max(own, step.slow_flow_steps);
  if (count < Pace::notable || count < longest_) return "";
  const bool news = longest_ == 0;
  longest_ = count;
  const bool of_flow = step.slow_flow_steps > own;
  const std::string why = failed != nullptr ? "longer ones fail: " + failed->reason
                          : of_flow         ? "saturations change by more than flow.tolerance in longer ones"
                                            : "longer ones err by more than steps.tolerance";
  words_ = std::string(of_flow ? "the flow of water: " : "") + Pace::words(count) + ", until " +
           spoken_time(state.time) + ": " + why + cell_words(failed != nullptr ? *failed : step);
  if (!pace_.ends()) throw SolveError(words_);
  return news ? words_ : "";
}

}  // namespace talus
