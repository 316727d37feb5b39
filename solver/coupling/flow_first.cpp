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
}  // namespace

FlowFirst::FlowFirst(const Model& model, const Controls& controls, Implicit& transport)
    : model_(model), controls_(controls), transport_(transport) {
  if (!model.has_richards()) return;
  flow_.emplace(model, controls);
  pores_.emplace(model);
  activity_.emplace(model);
}

Step FlowFirst::advance(State& state, double dt) {
  if (!flow_) return transport_.advance(state, dt);
  pores_->apply(state);
  const std::vector<double> porosity(state.porosity[0].begin(), state.porosity[0].end());
  const FlowResult flow = flow_->advance(state, dt, activity_->find(state));
  if (!flow.good) {
    Step step;
    step.reason = flow.reason;
    step.unrecoverable = flow.unrecoverable;
    name_worst_cell(flow, step);
    return step;
  }
  if (model_.limited) state.water.upstream = upstream_of_faces(model_.mesh, state.water);
  Step step = transport_.advance(state, dt);
  if (!step.good) return step;
  step.slow_flow_steps = flow.slow_steps;
  if (flow.slow_steps > 0) name_worst_cell(flow, step);
  if (model_.system.components() == 0) return step;  // nothing but water, which both know alike
  const double error = splitting_error(state, flow, porosity) / (of_tolerance * controls_.flow.tolerance);
  step.splitting_error = error * error;  // both grow with dt
  return step;
}

void FlowFirst::name_worst_cell(const FlowResult& flow, Step& step) const {
  step.worst_cell = flow.worst_cell;
  step.worst_balance = static_cast<int>(model_.unknowns.water());
  step.worst_imbalance = flow.worst_imbalance * model_.system.water_density / water_molar_mass;
}

double FlowFirst::splitting_error(const State& state, const FlowResult& flow,
                                  const std::vector<double>& porosity_before) const {
  double worst = std::max(flow.nonlinearity_in_time, pores_->lag(state));
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
