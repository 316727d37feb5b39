#include "solver/output/slow_steps.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "base/error.h"
#include "base/mpi.h"
#include "solver/output/progress.h"
#include "solver/state/cell_unknowns.h"

namespace talus {

namespace {

constexpr int looked_at = 200;            // steps whose mean is looked at
constexpr double of_the_interval = 1e-3;  // a mean below that is short
constexpr double still_to_come = 1000;    // steps, at that pace
constexpr double near_equilibrium = 0.1;  // of a saturation index

/// The one that occurs most often.
template <class Key>
Key most_frequent(const std::map<Key, int>& counts) {
  const auto by_count = [](const auto& a, const auto& b) { return a.second < b.second; };
  return std::ranges::max_element(counts, by_count)->first;
}

/// What StepControl::limit() means.
std::string limit_words(const Model& model, int limit) {
  if (limit < 0)
    return "water that reactions take within a step, which its flow does not see (flow.tolerance)";
  return judged_by(model)[static_cast<std::size_t>(limit)].words;
}

}  // namespace

SlowSteps::SlowSteps(const Model& model, const Controls& controls) : model_(model), controls_(controls) {}

/// Of the cells that the ranks name, the one with the largest imbalance, where it is of this rank.
std::optional<std::size_t> SlowSteps::worst_here(const Step& step) const {
  const Mesh& mesh = model_.mesh;
  const bool named = step.worst_cell >= mesh.first && step.worst_cell < mesh.first + mesh.owned;
  const double badness = named ? std::abs(step.worst_imbalance) : -1,
               worst = max_over_ranks(model_.mesh.communicator, badness);
  constexpr double nowhere = std::numeric_limits<double>::max();
  const double number = named && badness == worst ? static_cast<double>(step.worst_cell) : nowhere;
  const double chosen = min_over_ranks(model_.mesh.communicator, number);
  if (number != chosen || number == nowhere) return std::nullopt;
  return static_cast<std::size_t>(step.worst_cell - mesh.first);
}

/// Where a step was worst, and in which balance; nothing when no cell is named.
std::string SlowSteps::cell_words(const Step& step) const {
  const Mesh& mesh = model_.mesh;
  const std::optional<std::size_t> cell = worst_here(step);
  const bool here = cell.has_value();
  if (!any_rank(model_.mesh.communicator, here)) return "";
  const std::size_t c = cell.value_or(0);
  const auto on_all_ranks = [&](double value) {
    return sum_over_ranks(model_.mesh.communicator, here ? value : 0.0);
  };
  const double x = on_all_ranks(here ? mesh.x[c] : 0), y = on_all_ranks(here ? mesh.y[c] : 0),
               z = on_all_ranks(here ? mesh.z[c] : 0);
  const double chosen = on_all_ranks(here ? static_cast<double>(step.worst_cell) : 0);
  const auto balance = static_cast<int>(std::lround(on_all_ranks(step.worst_balance)));
  char text[200];
  std::snprintf(text, sizeof text, "; cell %.0f at (%.4g, %.4g, %.4g) m", chosen, x, y, z);
  std::string words = text;
  if (balance >= 0) words += ", balance of " + model_.unknowns[static_cast<std::size_t>(balance)].name;
  return words;
}

/// The mineral of the cell that is nearest to equilibrium, where one is near.
std::string SlowSteps::nearest_mineral(const State& state, const Step& step) const {
  double nearest = std::numeric_limits<double>::infinity(), index = 0;
  std::size_t which = 0;
  if (const auto cell = worst_here(step); cell && model_.system.components() > 0) {
    const std::size_t c = *cell;
    const Constants at = model_.system.at(chemical_temperature(model_, state.temperature[c]));
    Solution<double> solution(model_.system);
    std::vector<double> x(model_.system.components());
    load_molalities(state, c, x);
    const bool good = speciate(model_.system, at, std::span<const double>(x), solution);
    for (std::size_t p = 0; good && p < model_.reactions.solids.size(); ++p) {
      const std::size_t m = model_.reactions.solids[p].mineral;
      const std::span<const double> lambda = solution.ln_activity;
      const double ln_omega = model_.system.minerals[m].row.dot(lambda) - at.ln_k_mineral[m];
      if (state.amount[p][c] <= 0 || std::abs(ln_omega) >= nearest) continue;
      nearest = std::abs(ln_omega);
      index = ln_omega / std::log(10.0);
      which = m;
    }
  }
  const double closest = min_over_ranks(model_.mesh.communicator, nearest);
  if (!(closest < near_equilibrium * std::log(10.0))) return "";
  const bool here = nearest == closest;
  const auto mineral = static_cast<std::size_t>(
      max_over_ranks(model_.mesh.communicator, here ? static_cast<double>(which) : -1));
  const double saturation_index = sum_over_ranks(model_.mesh.communicator, here ? index : 0.0);
  char text[200];
  std::snprintf(text, sizeof text, ", where %s is near equilibrium (SI %.2g)",
                model_.system.minerals[mineral].name.c_str(), saturation_index);
  return text;
}

std::string SlowSteps::why_failed(const State& state) const {
  const bool known = any_rank(model_.mesh.communicator, !window_.in_cell.empty());
  int often = 0;
  if (!window_.in_cell.empty()) often = window_.in_cell.at(most_frequent(window_.in_cell));
  char text[200];
  std::snprintf(text, sizeof text, "%d of %d tries failed", window_.failures, window_.steps + window_.cuts);
  std::string words = text;
  if (known) {
    std::snprintf(text, sizeof text, ", %.0f of them in one cell",
                  max_over_ranks(model_.mesh.communicator, often));
    words += text;
  }
  return words + " (" + window_.failed.reason + cell_words(window_.failed) +
         nearest_mineral(state, window_.failed) +
         "); a larger steps.tolerance does not help: try smaller cells there, or a law for the mineral that "
         "both "
         "dissolves and precipitates it";
}

std::string SlowSteps::why_short() const {
  const int limit = most_frequent(window_.by_limit);
  return "longer ones err by more than " + std::string(limit < 0 ? "flow.tolerance" : "steps.tolerance") +
         ", mostly in " + limit_words(model_, limit) + "; a larger tolerance makes them longer";
}

std::string SlowSteps::look_at_mean(const State& state, const StepTaken& taken) {
  ++window_.steps;
  window_.cuts += taken.cuts;
  window_.length += taken.length;
  ++window_.by_limit[taken.limit];
  if (taken.failed != nullptr) {
    ++window_.failures;
    window_.failed = *taken.failed;
    if (worst_here(*taken.failed)) ++window_.in_cell[taken.failed->worst_cell];
  }
  if (window_.steps < looked_at) return "";
  const double mean = window_.length / looked_at, left = controls_.length - state.time;
  const bool is_short = mean < of_the_interval * taken.interval && left / mean > still_to_come;
  std::string line;
  if (is_short && (shortest_mean_ == 0 || mean < 0.5 * shortest_mean_)) {
    char text[200];
    std::snprintf(text, sizeof text,
                  "steps are short: %s on the mean of %d until %s, so that %.0f are still to come: ",
                  spoken_time(mean).c_str(), looked_at, spoken_time(state.time).c_str(), left / mean);
    const bool fails = 4 * window_.failures > looked_at;
    short_ = text + (fails ? why_failed(state) : why_short());
    if (shortest_mean_ == 0) line = short_;
    shortest_mean_ = mean;
  }
  window_ = Window();
  return line;
}

std::string SlowSteps::look_at_tiny(const State& state, const StepTaken& taken) {
  const Step& step = taken.step;
  const double left = controls_.length - state.time;
  const bool wanted = controls_.steps.fixed ||
                      taken.next >= controls_.steps.largest.value_or(std::numeric_limits<double>::infinity());
  const int own = tiny_steps_.look(wanted ? std::numeric_limits<double>::infinity() : taken.next, left);
  const int count = std::max(own, step.slow_flow_steps);
  if (count < TinySteps::notable || count < longest_) return "";
  const bool news = longest_ == 0;
  longest_ = count;
  const bool of_flow = step.slow_flow_steps > own;
  const std::string why =
      taken.failed != nullptr ? "longer ones fail: " + taken.failed->reason
      : of_flow               ? "saturations change by more than flow.tolerance in longer ones"
                : "longer ones err by more than steps.tolerance, most in " + limit_words(model_, taken.limit);
  tiny_ = std::string(of_flow ? "the flow of water: " : "") + TinySteps::words(count) + ", until " +
          spoken_time(state.time) + ": " + why + cell_words(taken.failed != nullptr ? *taken.failed : step);
  if (!tiny_steps_.ends()) throw SolveError(tiny_);
  return news ? tiny_ : "";
}

std::string SlowSteps::look(const State& state, const StepTaken& taken) {
  const bool wanted = controls_.steps.fixed ||
                      taken.next >= controls_.steps.largest.value_or(std::numeric_limits<double>::infinity());
  const std::string mean = wanted ? "" : look_at_mean(state, taken), tiny = look_at_tiny(state, taken);
  return mean + (mean.empty() || tiny.empty() ? "" : "\n") + tiny;
}

std::string SlowSteps::warning() const {
  return short_ + (short_.empty() || tiny_.empty() ? "" : "\n") + tiny_;
}

}  // namespace talus
