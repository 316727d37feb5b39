#include "solver/flow/richards.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "base/interruption.h"
#include "solver/flow/conductances.h"
#include "solver/flow/fluxes.h"
#include "solver/flow/patch_flow.h"
#include "solver/flow/update.h"
#include "solver/flow/vapour_flow.h"
#include "solver/flow/water.h"
#include "solver/time_path.h"
#include "solver/tiny_steps.h"

namespace talus {

namespace {

constexpr double closed = 1e-11;   // of the pores, a residual that counts as none
constexpr double rounding = 1e-4;  // times `closed`: of the heads that a flux is a difference of
constexpr int most_iterations = 40;
constexpr int patience = 10;  // iterations before updates are shortened where the imbalance grows
constexpr int most_cuts = 40;
constexpr double least_capacity =
    1e-12;                        // 1/m, of a cell that neither holds nor lets pass, in the matrix only
constexpr double first_step = 1;  // s

}  // namespace

struct Richards::Impl : OwnEquation {
  Impl(const Model& m, const Controls& c)
      : OwnEquation(m, c, "flow_"),
        conductances(m),
        vapour(m),
        patches(m),
        head(cells),
        wet(cells),
        residual(owned),
        through(owned) {
    flux.resize(mesh.faces.size());
  }

  // ------------------------------------------------------------------------ what a time brings

  /// What does not change while water moves over a step.
  void prepare(const State& state, double time) {
    conductances.prepare(state, time);
    vapour.prepare(state, time, ln_water_activity);
    suction = &state.suction;
    porosity = state.porosity[0];
  }

  /// Rain, sources and air at `time`, for a step of length dt, or for a state that no time changes (0).
  void prepare_rain(double time, double dt) {
    patches.take_rain(time);
    vapour.take_air(time);
    patches.begin(dt, vapour);
  }

  // ------------------------------------------------------------------------ the equation

  /// S and k_r of a cell at a pressure head, by that head.
  Wetness<double> wetness_at(std::size_t cell, double pressure_head) const {
    const double scale = (*suction)[cell];
    Wetness<double> w = wetness(hydraulics_at(model, cell).retention, pressure_head * scale);
    w.saturation_slope *= scale;
    w.permeability_slope *= scale;
    return w;
  }

  double content(std::size_t cell) const {
    return porosity[cell] * wet[cell].saturation + storage(cell) * std::max(head[cell], 0.0);
  }
  /// Where minerals may close pores around water, its own elasticity holds what does not fit.
  double storage(std::size_t cell) const {
    return hydraulics_at(model, cell).specific_storage +
           (model.reactions.fill_pores ? porosity[cell] * elasticity_of_water : 0);
  }
  double capacity(std::size_t cell) const {
    return porosity[cell] * wet[cell].saturation_slope + (head[cell] > 0 ? storage(cell) : 0.0);
  }

  /// Residual and matrix at `head`, for a step of length dt from `start`. The largest imbalance over the pores.
  double evaluate(double dt) {
    ghosts.update(head);
    for (std::size_t c = 0; c < cells; ++c) wet[c] = wetness_at(c, head[c]);
    for (std::size_t c = 0; c < owned; ++c) {
      residual[c] = mesh.volume[c] * (content(c) - start[c]) / dt;
      linear.diagonal[c] = mesh.volume[c] * std::max(capacity(c), least_capacity) / dt;
      through[c] = 0;
    }
    add_faces();
    const FlowSums sums{residual, through, linear.diagonal, linear.by_left, linear.by_right};
    patches.add(
        conductances, head, wet, [&](std::size_t c, double there) { return wetness_at(c, there); }, sums);
    vapour.add(head, wet, sums);
    double worst = 0;
    for (std::size_t c = 0; c < owned; ++c) {
      const double allowed = porosity[c] + through[c] * dt / mesh.volume[c];
      double imbalance = std::abs(residual[c]) * dt / mesh.volume[c] / allowed;
      if (!std::isfinite(imbalance)) imbalance = std::numeric_limits<double>::infinity();
      if (imbalance > worst) worst_cell = c;
      worst = std::max(worst, imbalance);
    }
    // a request of one rank to end the run is a failure of this step on all
    return max_over_ranks(mesh.communicator,
                          Interruption::due() ? std::numeric_limits<double>::infinity() : worst);
  }

  void add_faces() {
    const Faces& f = mesh.faces;
    for (std::size_t i = 0; i < f.size(); ++i) {
      const auto a = static_cast<std::size_t>(f.left[i]), b = static_cast<std::size_t>(f.right[i]);
      const double drop = head[a] + mesh.z[a] - head[b] - mesh.z[b];
      const WaterFlux<double> q = flux_between(conductances.faces[i], drop, wet[a], wet[b]);
      flux[i] = q.value;
      linear.by_right[i] = q.by_right;
      linear.by_left[i] = -q.by_left;
      const double size =
          std::abs(q.value) + rounding * conductances.faces[i] *
                                  std::max(wet[a].permeability, wet[b].permeability) *
                                  (std::abs(head[a]) + std::abs(head[b]) + mesh.z[a] + mesh.z[b]);
      if (a < owned) {
        residual[a] += q.value;
        through[a] += size;
        linear.diagonal[a] += q.by_left;
      }
      if (b < owned) {
        residual[b] -= q.value;
        through[b] += size;
        linear.diagonal[b] -= q.by_right;
      }
    }
  }

  // ------------------------------------------------------------------------ Newton's method

  /// The head of a cell after the update d of its pressure head.
  double updated(std::size_t c, double d) const {
    const Retention& retention = hydraulics_at(model, c).retention;
    return updated_head(
        retention, (*suction)[c],
        {head[c], wet[c].saturation, std::max(capacity(c), least_capacity) / porosity[c],
         start[c] < retention.residual * porosity[c], vapour.any() && capacity(c) < least_capacity},
        d);
  }

  /// The cell of the last residual or error, and how much water it lacks.
  void name_worst_cell(FlowResult& result) const {
    if (owned == 0) return;
    result.worst_cell = mesh.number[worst_cell];
    result.worst_imbalance = residual[worst_cell] / mesh.volume[worst_cell];
  }

  /// Heads at the end of a step of length dt; false when they are not found, and the heads are any.
  bool solve(double dt, FlowResult& result) {
    Relaxation relaxation(patience, 1.0 / 4);
    for (int i = 0; i <= most_iterations; ++i) {
      const double imbalance = evaluate(dt);
      const double relaxed = relaxation.at(i, imbalance);
      if (imbalance <= closed) return true;
      if (!std::isfinite(imbalance) || i == most_iterations) break;
      std::vector<double> update(owned);
      for (std::size_t c = 0; c < owned; ++c) update[c] = -residual[c];
      if (!linear.solve(update)) break;
      ++result.iterations;
      for (std::size_t c = 0; c < owned; ++c) head[c] += relaxed * (updated(c, update[c]) - head[c]);
    }
    result.reason = "the flow of water: Newton's method did not converge";
    name_worst_cell(result);
    return false;
  }

  // ------------------------------------------------------------------------ steps

  /// What cells hold by `state`, and heads that fit it: reactions change water, not heads.
  void load(const State& state) {
    patches.load(state);
    head.assign(state.head[0].begin(), state.head[0].end());
    start.resize(owned);
    for (std::size_t c = 0; c < owned; ++c) {
      start[c] = std::exp(state.ln_water[0][c]) / model.system.water_density;
      wet[c] = wetness_at(c, head[c]);
      const double saturation = start[c] / porosity[c];
      if (std::abs(content(c) - start[c]) > closed && saturation < nearly_full)
        head[c] = head_at(hydraulics_at(model, c).retention, saturation) / (*suction)[c];
    }
  }

  /// The error of a step in the saturation of the cell where it is largest, and its mean rates.
  double error_of(double dt, const std::vector<double>& before, std::vector<double>& rate) {
    double worst = 0;
    for (std::size_t c = 0; c < owned; ++c) {
      rate[c] = (content(c) - start[c]) / dt;
      const double error = dt / 2 * std::abs(rate[c] - before[c]) / porosity[c];
      if (error > worst) worst_cell = c;
      worst = std::max(worst, error);
    }
    return max_over_ranks(mesh.communicator, worst);
  }

  /// One step from `start` at `time`, of length h or as much shorter as it takes. False when there is none.
  bool step(State& state, double time, double& h, FlowResult& result) {
    const std::vector<double> from = head;
    std::vector<double> rate(owned);
    const std::vector<double> before(state.water_rate[0].begin(), state.water_rate[0].end());
    for (int cut = 0; cut < most_cuts; ++cut) {
      prepare_rain(time + h / 2, h);
      const bool solved = solve(h, result);
      const double error = solved ? error_of(h, before, rate) : 0;
      const double factor =
          std::clamp(0.9 * std::sqrt(controls.flow.tolerance / std::max(error, 1e-300)), 0.2, 2.0);
      const bool accurate = error <= 2 * controls.flow.tolerance || h <= first_step || controls.flow.fixed;
      if (solved && accurate) {
        state.flow_step = factor >= 1 ? std::max(state.flow_step, h * factor) : h * factor;
        std::ranges::copy(rate, state.water_rate[0].begin());
        return true;
      }
      head = from;
      if (!solved && Interruption::agreed(mesh.communicator)) return false;
      h *= solved ? factor : 0.25;
      state.flow_step = h;
    }
    return false;
  }

  void add_flow(WaterFlow& water, double share) const {
    for (std::size_t f = 0; f < flux.size(); ++f) water.faces[f] += share * flux[f];
    patches.add_mean(share, water);
    vapour.add_mean(share, water);
  }

  /// False when there is no hope that the steps will ever be done.
  bool keeps_pace(double h, double left, FlowResult& result) {
    if (controls.flow.fixed) return true;
    result.slow_steps = tiny_steps.look(h, left);
    if (result.slow_steps > 0) name_worst_cell(result);
    if (tiny_steps.ends()) return true;
    result.reason =
        "the flow of water: " + TinySteps::words(result.slow_steps) +
        ", as its saturations change by more than flow.tolerance in longer ones, or are not found";
    result.unrecoverable = true;
    return false;
  }

  FlowResult advance(State& state, double dt, std::span<const double> activity) {
    FlowResult result;
    ln_water_activity.assign(activity.begin(), activity.end());
    prepare(state, state.time + dt / 2);
    load(state);
    linear.begin();  // a run that is continued from here has no other factors
    WaterFlow& water = state.water;
    water.faces.assign(flux.size(), 0.0);
    patches.begin_mean(water);
    vapour.begin_mean(water);
    if (state.flow_step == 0) state.flow_step = first_step;
    TimePath path(start);
    const auto change = [&](double done) { return next_change(model, state.time + done) - state.time; };
    const auto take = [&](double done, double& h) { return step(state, state.time + done, h, result); };
    const auto took = [&](double from, double h, double to) {
      ++result.steps;
      if (!keeps_pace(h, controls.length - state.time - from, result)) return false;
      add_flow(water, h / dt);
      patches.end();
      for (std::size_t c = 0; c < owned; ++c) start[c] = content(c);
      path.add(to / dt, start);
      return true;
    };
    if (!take_own_steps(dt, state.flow_step, controls.flow.fixed, change, take, took)) return result;
    result.nonlinearity_in_time = max_over_ranks(mesh.communicator, path.nonlinearity(porosity));
    for (double& theta : start) theta *= model.system.water_density;
    std::ranges::copy(head, state.head[0].begin());
    patches.store(state);
    result.good = true;
    return result;
  }

  /// Longer and longer steps of Euler's method until the last has all the time there is.
  FlowResult find_steady(State& state) {
    constexpr double begin = 3600, forever = 1e14;  // s
    constexpr int few_iterations = 6;
    FlowResult result;
    prepare(state, state.time);
    prepare_rain(state.time, 0);
    head.assign(state.head[0].begin(), state.head[0].end());
    start.resize(owned);
    linear.begin();
    int cuts = 0;
    double growth = 4;
    for (double dt = begin;; dt *= growth) {
      const std::vector<double> from = head;
      ghosts.update(head);
      for (std::size_t c = 0; c < cells; ++c) wet[c] = wetness_at(c, head[c]);
      for (std::size_t c = 0; c < owned; ++c) start[c] = content(c);
      const int before = result.iterations;
      if (solve(dt, result)) {
        if (dt >= forever) break;
        growth = cuts == 0 && result.iterations - before <= few_iterations ? 100 : 4;
        continue;
      }
      if (++cuts > most_cuts || Interruption::agreed(mesh.communicator)) return result;
      head = from;
      growth = 4;
      dt /= 64;
    }
    ghosts.update(head);
    std::ranges::copy(head, state.head[0].begin());
    result.good = true;
    return result;
  }

  Conductances conductances;
  VapourFlow vapour;
  PatchFlow patches;
  const std::vector<double>* suction = nullptr;
  std::span<const double> porosity;       ///< per owned cell
  std::vector<double> ln_water_activity;  ///< per local cell, or empty
  TinySteps tiny_steps;                   ///< of the steps so far
  std::size_t worst_cell = 0;             ///< owned, of the last residual or the last error
  std::vector<double> head;               ///< per local cell, m
  std::vector<Wetness<double>> wet;       ///< per local cell
  std::vector<double> start;              ///< per owned cell, m3/m3; kg/m3 after advance()
  std::vector<double> residual, through;  ///< per owned cell
  std::vector<double> flux;               ///< per face, m3/s
};

Richards::Richards(const Model& model, const Controls& controls)
    : impl_(std::make_unique<Impl>(model, controls)) {}
Richards::~Richards() = default;

FlowResult Richards::advance(State& state, double dt, std::span<const double> ln_water_activity) {
  return impl_->advance(state, dt, ln_water_activity);
}
const std::vector<double>& Richards::water_at_end() const { return impl_->start; }
FlowResult Richards::find_steady(State& state) { return impl_->find_steady(state); }

void Richards::test_residual(const State& state, double dt, std::vector<double>& residual) {
  Impl& m = *impl_;
  m.prepare(state, state.time);
  m.load(state);
  m.prepare_rain(state.time, dt);
  m.head.assign(state.head[0].begin(), state.head[0].end());
  m.evaluate(dt);
  residual = m.residual;
}

void Richards::test_jacobian(const State& state, double dt, const std::vector<double>& v,
                             std::vector<double>& product) {
  std::vector<double> unused;
  test_residual(state, dt, unused);
  product.resize(v.size());
  impl_->linear.multiply(v, product);
}

}  // namespace talus
