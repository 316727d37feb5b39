#include "solver/coupling/implicit.h"

#include "solver/coupling/implicit_parts.h"
#include "solver/coupling/second_guess.h"
#include "solver/coupling/time_error.h"

namespace talus {

namespace {

// Below this no cell is emptied by the water that leaves it, and a step of one stage smears no front: when
// stage 2 wants less than nothing, a reaction does.
constexpr double small_courant = 0.5;

}  // namespace

Implicit::Implicit(const Model& model) : impl_(std::make_unique<Impl>(model)) {}
Implicit::~Implicit() = default;

Step Implicit::advance(State& state, double dt) {
  Impl& m = *impl_;
  constexpr double g = gamma_weight;
  Step step;
  m.guesses_are_old = true;
  m.load(state);
  m.begin(state, 0, state.time);
  m.other_stage = true;
  std::vector<double> unused(m.owned * m.n);
  const std::vector<double> start(m.x.begin(), m.x.begin() + static_cast<std::ptrdiff_t>(m.owned * m.n));
  m.residual(start, unused, false);
  m.heat.note_start();
  const SourceRates at_start = m.source_rates();

  m.begin(state, g * dt, state.time + g * dt);
  if (!m.solve(step)) return step;
  const SourceRates at_first = m.source_rates();
  const auto entering_first = m.fluxes.entering;
  const auto crossing_first = m.crossing_now();
  m.add_stage((1 - g) * dt);
  guess_second(start, m.n, m.x);
  take_conditions(m.model, state.time + dt, m.stage);
  if (m.solve(step)) {
    m.count_last_stage(state);
    m.add_entered(state, entering_first, (1 - g) * dt);
    add_crossings(state.crossings, crossing_first, (1 - g) * dt);
    m.finish(state, dt, rates_of_two_stages(at_start, at_first, m.source_rates()), step);
  } else if (step.less_than_nothing && m.courant(state, dt) < small_courant) {
    m.load(state);
    m.begin(state, dt, state.time + dt);
    if (!m.solve(step)) return step;
    m.count_last_stage(state);
    m.finish(state, dt, rates_of_one_stage(at_start, m.source_rates()), step);
  }
  return step;
}

Step Implicit::respeciate(State& state) {
  Impl& m = *impl_;
  Step step;
  m.guesses_are_old = true;
  m.load(state);
  m.begin(state, 0, state.time);
  if (!m.solve(step)) return step;
  m.accept(state);
  step.good = true;
  return step;
}

}  // namespace talus
