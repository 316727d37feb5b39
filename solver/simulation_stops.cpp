// What a run does at its stops: written states, operations, lifts.
#include <algorithm>
#include <cmath>

#include "base/exact_sum.h"
#include "solver/coupling/stage.h"
#include "solver/simulation.h"

namespace talus {

namespace {

/// Mean saturation of the cells behind the top, by area.
double surface_saturation(const Model& model, const State& state) {
  std::vector<ExactSum> sums(2);  // m2
  for (const Patch& patch : model.mesh.patches)
    for (std::size_t f = 0; patch.name == "top" && f < patch.size(); ++f) {
      const auto c = static_cast<std::size_t>(patch.cell[f]);
      sums[0].add(patch.area[f] * std::exp(state.ln_water[0][c]) /
                  (model.system.water_density * state.porosity[0][c]));
      sums[1].add(patch.area[f]);
    }
  const std::vector<double> all = sum_over_ranks(model.mesh.communicator, sums);
  return all[0] / all[1];
}

}  // namespace

double Simulation::next_stop() const {
  const Controls& c = controls_;
  double stop = std::min(c.length, recurring_time(c.output_every, c.output_every, outputs_));
  for (const std::vector<double>* times : {&c.output_at, &c.stop_at})
    stop = next_row(*times, state_.time, stop, 1e-9 * c.length);
  for (std::size_t i = 0; i < operations_.size(); ++i)
    stop = std::min(stop, operations_[i].next(operations_done_[i]).value_or(stop));
  return pile_ ? std::min(stop, pile_->next().value_or(stop)) : stop;
}

void Simulation::at_stop(RunFile* file) {
  const Controls& c = controls_;
  const auto due = [&](double when) { return when <= state_.time; };
  const bool regular = due(recurring_time(c.output_every, c.output_every, outputs_));
  const bool output = regular || due(c.length) || std::ranges::binary_search(c.output_at, state_.time);
  if (regular) ++outputs_;
  std::vector<const Operation*> to_do;
  for (std::size_t i = 0; i < operations_.size(); ++i) {
    const ScheduledOperation& o = operations_[i];
    if (!due(o.next(operations_done_[i]).value_or(state_.time + 1))) continue;
    operations_done_[i] = o.over(state_.time, true);
    if (due(c.length)) continue;  // nothing would come of it
    if (!o.dried_below || surface_saturation(model_, state_) < *o.dried_below) to_do.push_back(&o.operation);
  }
  if (output || !to_do.empty() || lift_is_due()) {
    resolution_.look(state_);
    full_pores_.look(state_);
  }
  if (!to_do.empty())
    work(to_do, file);
  else if (output && !lift_is_due())
    write_state(file, Moment::plain);
  if (lift_is_due()) place_lifts(file);
}

void Simulation::work(const std::vector<const Operation*>& to_do, RunFile* file) {
  write_state(file, Moment::before);
  State worked = state_;  // an operation that fails leaves the state as it was
  for (const Operation* operation : to_do) apply(*operation, model_, *implicit_, worked);
  state_ = std::move(worked);
  resolution_.begin(state_);
  take_note();
  if (model_.heat) energy_.operation(whole_model(), whole_state());
  control_.restart();
  const bool irrigated = std::ranges::all_of(
      to_do, [](const Operation* operation) { return std::holds_alternative<Irrigate>(*operation); });
  write_state(file, irrigated ? Moment::after_irrigation : Moment::after);
}

bool Simulation::lift_is_due() const {
  const std::optional<double> next = pile_ ? pile_->next() : std::nullopt;
  return next && *next <= state_.time;
}

void Simulation::place_lifts(RunFile* file) {
  write_state(file, Moment::before);
  pile_->place(state_.time);
  stand_up();
  resolution_.begin(state_);
  take_note();
  control_.restart();
  write_state(file, Moment::after);
}

/// Computes on what the pile has now.
void Simulation::stand_up() {
  stepper_.reset();
  implicit_.reset();
  pile_->fit(model_);
  state_ = pile_->standing_state();
  take_temperature(model_, state_);
  implicit_ = std::make_unique<Implicit>(model_);
  stepper_ = std::make_unique<FlowFirst>(model_, controls_, *implicit_);
}

}  // namespace talus
