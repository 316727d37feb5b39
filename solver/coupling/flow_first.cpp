#include "solver/coupling/flow_first.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/interruption.h"
#include "base/mpi.h"
#include "solver/transport/advection.h"

namespace talus {

namespace {
/// Saturation by which a step may leave the straight line, or by which reactions may change it, over the
/// tolerance of the flow.
constexpr double of_tolerance = 20;
/// Temperature by which it may, over the tolerance of heat.
constexpr double of_heat_tolerance = 100;
}  // namespace

FlowFirst::FlowFirst(const Model& model, const Controls& controls, Implicit& transport)
    : model_(model), controls_(controls), transport_(transport) {
  if (model.heat) heat_.emplace(model, controls);
  if (model.heat && model.heat->freezes() && model.system.components() > 0) solutes_.emplace(model);
  if (!model.has_richards()) return;
  flow_.emplace(model, controls);
  pores_.emplace(model);
  activity_.emplace(model);
}

Step FlowFirst::advance(State& state, double dt) {
  Step step;
  if (solutes_) solutes_->update(state);
  if (heat_) heat_->update_ghosts(state);
  std::vector<double> porosity;
  if (flow_) porosity.assign(state.porosity[0].begin(), state.porosity[0].end());
  if (flow_ && !advance_flow(state, dt, step)) return step;
  if (heat_ && !advance_heat(state, dt, step)) return step;
  step = transport_.advance(state, dt);
  if (!step.good) return step;
  if (heat_) {
    step.energy += heat_result_.brought;
    step.energy[Energy::other] += heat_->energy_of_other_water(state);
    if (flow_ || model_.system.components() > 0)  // nothing else asks for the temperature
      step.splitting_error =
          heat_result_.nonlinearity_in_time / (of_heat_tolerance * controls_.heat.tolerance);
    if (has_reaction_heat(model_)) {
      const double error = warming_by_reactions(state) / (of_heat_tolerance * controls_.heat.tolerance);
      step.splitting_error = std::max(step.splitting_error, error * error);  // both grow with dt
    }
  }
  if (!flow_) return step;
  step.slow_flow_steps = flow_result_.slow_steps;
  if (flow_result_.slow_steps > 0) name_worst_cell(flow_result_, step);
  if (model_.system.components() == 0) return step;  // nothing but water, which both know alike
  const double error = splitting_error(state, porosity) / (of_tolerance * controls_.flow.tolerance);
  step.splitting_error = std::max(step.splitting_error, error * error);  // both grow with dt
  return step;
}

/// False when the flow has failed, as `step` says.
bool FlowFirst::advance_flow(State& state, double dt, Step& step) {
  pores_->apply(state);
  flow_result_ = flow_->advance(state, dt, activity_->find(state));
  if (!flow_result_.good) {
    step.reason = flow_result_.reason;
    step.unrecoverable = flow_result_.unrecoverable;
    name_worst_cell(flow_result_, step);
    return false;
  }
  if (model_.limited) state.water.upstream = upstream_of_faces(model_.mesh, state.water);
  return true;
}

/// The same of heat.
bool FlowFirst::advance_heat(State& state, double dt, Step& step) {
  heat_result_ = heat_->advance(state, dt);
  step.reason = heat_result_.reason;
  step.unrecoverable = heat_result_.unrecoverable;
  return heat_result_.good;
}

double FlowFirst::warming_by_reactions(const State& state) const {
  double worst = 0;
  for (std::size_t c = 0; c < static_cast<std::size_t>(model_.mesh.owned); ++c) {
    const HeatStore cell = heat_store(model_, state, c);
    const double capacity = cell.solids + heat_capacity_of_water * cell.water;
    worst = std::max(worst, std::abs(state.reaction_heat[0][c]) / capacity);
  }
  return max_over_ranks(model_.mesh.communicator, worst);
}

void FlowFirst::name_worst_cell(const FlowResult& flow, Step& step) const {
  step.worst_cell = flow.worst_cell;
  step.worst_balance = static_cast<int>(model_.unknowns.water());
  step.worst_imbalance = flow.worst_imbalance * model_.system.water_density / water_molar_mass;
}

double FlowFirst::splitting_error(const State& state, const std::vector<double>& porosity_before) const {
  double worst = std::max(flow_result_.nonlinearity_in_time, pores_->lag(state));
  for (std::size_t c = 0; c < static_cast<std::size_t>(model_.mesh.owned); ++c) {
    const double by_flow = flow_->water_at_end()[c] / porosity_before[c];
    const double found = std::exp(state.ln_water[0][c]) / state.porosity[0][c];
    worst = std::max(worst, std::abs(found - by_flow) / model_.system.water_density);
  }
  return max_over_ranks(model_.mesh.communicator, worst);
}

void find_steady_flow(const Model& model, const Controls& controls, State& state) {
  const MPI_Comm ranks = model.mesh.communicator;
  PoresAndFlow(model).apply(state);
  const FlowResult flow = Richards(model, controls).find_steady(state);
  if (!flow.good && Interruption::agreed(ranks))
    throw Interrupted("interrupted by " + Interruption::cause(ranks) +
                      " while the steady flow of the start was sought: nothing has been written");
  if (!flow.good) throw SolveError("no steady flow was found at the start: " + flow.reason);
}

}  // namespace talus
