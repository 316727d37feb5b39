#include "solver/heat/heat.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <span>

#include "base/exact_sum.h"
#include "base/interruption.h"
#include "solver/heat/heat_fluxes.h"
#include "solver/time_path.h"

namespace talus {

namespace {

// The stages: gamma of Alexander (1977), and the weights of the quadrature of third order at 0, gamma and 1.
const double gamma_of_stage = 1 - std::sqrt(0.5);
const double third_at_gamma = 1 / (6 * gamma_of_stage * (1 - gamma_of_stage));
const double third_at_end = (1.0 / 3 - gamma_of_stage / 2) / (1 - gamma_of_stage);

constexpr double closed = 1e-11;    // K, a residual that counts as none
constexpr double rounding = 1e-15;  // times what a residual is a difference of
constexpr int most_iterations = 60;
constexpr int patience = 8;  // iterations before updates are shortened where the imbalance grows
constexpr int most_cuts = 40;
constexpr double first_step = 60;  // s
constexpr double safety = 0.8, most_shorter = 0.2, most_longer = 3;

}  // namespace

struct Heat::Impl : OwnEquation {
  Impl(const Model& m, const Controls& c)
      : OwnEquation(m, c, "heat_"),
        fluxes(m),
        celsius(cells),
        store(owned),
        content(owned),
        residual(owned),
        size(owned),
        by_own(owned) {}

  // ------------------------------------------------------------------------ what cells hold

  /// Water (kg/m3) that fluxes add to each cell, per second.
  void find_filling(const State& state) {
    filling = water_into_cells(model, state.water);
    for (std::size_t c = 0; c < owned; ++c) filling[c] /= mesh.volume[c];
  }

  void load(const State& state) {
    for (std::size_t c = 0; c < cells; ++c) celsius[c] = state.temperature[c] - zero_celsius_in_kelvin;
    ghosts.update(celsius);
    water.resize(owned);
    for (std::size_t c = 0; c < owned; ++c) {
      store[c] = heat_store(model, state, c);
      water[c] = store[c].water;
    }
    porosity = state.porosity[0];
  }

  /// Takes the heat of reactions that the last step of transport left, which comes evenly over dt (s).
  void take_reaction_heat(const State& state, double dt) {
    if (!has_reaction_heat(model)) return;
    by_reactions.resize(owned);
    for (std::size_t c = 0; c < owned; ++c) by_reactions[c] = mesh.volume[c] * state.reaction_heat[0][c] / dt;
  }

  /// The water of cells `time` (s) after the start of the step of transport.
  void fill(double time) {
    for (std::size_t c = 0; c < owned; ++c) store[c].water = std::max(water[c] + time * filling[c], 0.0);
  }

  const FreezingCurve& curve(std::size_t c) const { return thermal_material(model, c).freezing; }

  void find_contents() {
    for (std::size_t c = 0; c < owned; ++c) content[c] = heat_content(store[c], curve(c), celsius[c]);
  }

  /// Conductivities by what cells hold now.
  void find_conductivities(const State& state) {
    std::vector<double> lambda(cells);
    for (std::size_t c = 0; c < owned; ++c) {
      const HeatStore& cell = store[c];
      const double ice = heat_content(cell, curve(c), celsius[c]).ice;
      lambda[c] = thermal_conductivity(thermal_material(model, c).conductivity,
                                       {.porosity = porosity[c],
                                        .dry_density = model.cells.dry_density[c],
                                        .saturation = std::min(cell.water / cell.full, 1.0),
                                        .liquid_part = cell.water > 0 ? 1 - ice / cell.water : 1});
    }
    ghosts.update(lambda);
    fluxes.take(lambda, state.water);
  }

  // ------------------------------------------------------------------------ a stage

  /// What comes into each cell at the temperatures now and what patches say at `time` (s since the start), W.
  void find_rates(double time, std::vector<double>& into) {
    ghosts.update(celsius);
    fluxes.evaluate(celsius, time, {into, by_own, size, linear.by_right, linear.by_left});
    for (std::size_t c = 0; c < by_reactions.size(); ++c) {
      into[c] += by_reactions[c];
      size[c] += std::abs(by_reactions[c]);
    }
  }

  /// Temperatures at which V (H - begin) = weight * (what comes in): the end of a stage. `rates`: what comes in then.
  bool solve(double time, double weight, const std::vector<double>& begin, std::vector<double>& rates,
             HeatResult& result) {
    Relaxation relaxation(patience, 1.0 / 8);
    for (int i = 0;; ++i) {
      find_rates(time, rates);
      find_contents();
      double worst = 0;
      for (std::size_t c = 0; c < owned; ++c) {
        const double volume = mesh.volume[c], per_kelvin = volume * capacity_thawed(c) / weight;
        residual[c] = volume * (content[c].enthalpy - begin[c]) / weight - rates[c];
        linear.diagonal[c] = volume * content[c].capacity / weight - by_own[c];
        const double noise =  // of fluxes, and of a temperature in K where little of it freezes much
            rounding * (size[c] / per_kelvin +
                        content[c].capacity / capacity_thawed(c) * (celsius[c] + zero_celsius_in_kelvin));
        const double imbalance = std::abs(residual[c]) / per_kelvin / (closed + noise);
        worst =
            std::max(worst, std::isfinite(imbalance) ? imbalance : std::numeric_limits<double>::infinity());
      }
      worst = max_over_ranks(mesh.communicator,
                             Interruption::due() ? std::numeric_limits<double>::infinity() : worst);
      if (worst <= 1) return true;
      if (!std::isfinite(worst) || i == most_iterations) break;
      const double relaxed = relaxation.at(i, worst);
      std::vector<double> update(owned);
      for (std::size_t c = 0; c < owned; ++c) update[c] = -residual[c];
      if (!linear.solve(update)) break;
      ++result.iterations;
      for (std::size_t c = 0; c < owned; ++c)
        celsius[c] = temperature_of(
            store[c], curve(c), content[c].enthalpy + relaxed * content[c].capacity * update[c], celsius[c]);
    }
    result.reason = "the heat: Newton's method did not converge";
    return false;
  }

  std::vector<double> own_temperatures() const {
    return {celsius.begin(), celsius.begin() + static_cast<std::ptrdiff_t>(owned)};
  }

  double capacity_thawed(std::size_t c) const {
    return store[c].solids + heat_capacity_of_water * store[c].water;
  }

  // ------------------------------------------------------------------------ steps

  /// Largest error of a step of length h over all cells, K: the method's quadrature against one of third order.
  double error_of(double h, const std::vector<double>& at_start, const std::vector<double>& at_gamma,
                  const std::vector<double>& at_end) {
    std::vector<double> error(owned);
    const double weight = gamma_of_stage * h;
    for (std::size_t c = 0; c < owned; ++c)
      error[c] = ((1 - third_at_gamma - third_at_end) * at_start[c] +
                  (third_at_gamma - 1 + gamma_of_stage) * at_gamma[c] +
                  (third_at_end - gamma_of_stage) * at_end[c]) *
                 h / weight;
    if (!linear.solve(error)) return std::numeric_limits<double>::infinity();
    double worst = 0;
    for (std::size_t c = 0; c < owned; ++c) {
      // where water freezes a change of heat is one of ice: it counts as what it would be without
      worst = std::max(worst, std::abs(error[c]) * content[c].capacity / capacity_thawed(c));
    }
    return max_over_ranks(mesh.communicator, worst);
  }

  /// A step of length h from `done` (s into the step of transport); its error, or none where a stage has no
  /// answer.
  std::optional<double> step(const State& state, double done, double h, HeatResult& result) {
    const double g = gamma_of_stage, start = state.time + done;
    fill(done);
    find_conductivities(state);
    find_contents();
    std::vector<double> begin(owned), at_start(owned), at_gamma(owned), at_end(owned);
    for (std::size_t c = 0; c < owned; ++c) begin[c] = content[c].enthalpy;
    find_rates(start, at_start);
    fill(done + g * h);
    if (!solve(start + g * h, g * h, begin, at_gamma, result)) return {};
    crossings.clear();
    fluxes.add_crossings((1 - g) * h, crossings);
    for (std::size_t c = 0; c < owned; ++c) begin[c] += (1 - g) * h * at_gamma[c] / mesh.volume[c];
    fill(done + h);
    if (!solve(start + h, g * h, begin, at_end, result)) return {};
    fluxes.add_crossings(g * h, crossings);
    return error_of(h, at_start, at_gamma, at_end);
  }

  double next_point(double time) const {
    double next = std::numeric_limits<double>::infinity();
    for (const HeatConditions& patch : model.heat->patches)
      if (patch.temperature) next = std::min(next, talus::next_point(*patch.temperature, time * (1 + 1e-12)));
    return next;
  }

  HeatResult advance(State& state, double dt) {
    HeatResult result;
    load(state);
    find_filling(state);
    take_reaction_heat(state, dt);
    linear.begin();
    sums.assign(energy_kinds.size(), ExactSum{});  // a step that failed has left some
    if (state.heat_step == 0) state.heat_step = first_step;
    TimePath line(own_temperatures());
    const auto change = [&](double done) { return next_point(state.time + done) - state.time; };
    const auto try_step = [&](double done, double& h) { return take(state, done, h, result); };
    const auto took = [&](double, double, double to) {
      ++result.steps;
      for (const HeatFluxes::Crossing& one : crossings)
        sums[static_cast<std::size_t>(one.kind)].add(one.joules);
      line.add(to / dt, own_temperatures());
      return !is_too_cold(state.time + to, result);
    };
    if (!take_own_steps(dt, state.heat_step, controls.heat.fixed, change, try_step, took)) return result;
    finish(state, dt, result);
    result.nonlinearity_in_time = max_over_ranks(mesh.communicator, line.nonlinearity());
    return result;
  }

  /// Whether water would freeze at `time` in a case that does not say how, beyond the error of a step; the same on
  /// all ranks.
  bool is_too_cold(double time, HeatResult& result) const {
    if (model.heat->freezes()) return false;
    const auto end = celsius.begin() + static_cast<std::ptrdiff_t>(owned);
    const auto coldest = std::min_element(celsius.begin(), end);
    const double here = owned > 0 ? *coldest : std::numeric_limits<double>::infinity();
    const double everywhere = min_over_ranks(mesh.communicator, here);
    if (!(everywhere < -controls.heat.tolerance)) return false;
    const auto cell = static_cast<std::size_t>(coldest - celsius.begin());
    constexpr double nowhere = std::numeric_limits<double>::max();
    const double number = here == everywhere ? static_cast<double>(mesh.number[cell]) : nowhere;
    const double named = min_over_ranks(mesh.communicator, number);
    const double depth = min_over_ranks(mesh.communicator, number == named ? mesh.depth[cell] : nowhere);
    char text[200];
    std::snprintf(
        text, sizeof text,
        "the heat: cell %lld, %.4g m deep, is at %.4g degC after %.4g d, where water freezes; write "
        "heat.freezing, which says how",
        std::llround(named), depth, everywhere, time / 86400);
    result.reason = text;
    result.unrecoverable = true;
    return true;
  }

  /// A step of length h or as much shorter as it takes.
  bool take(State& state, double done, double& h, HeatResult& result) {
    const std::vector<double> from = celsius;
    for (int cut = 0; cut < most_cuts; ++cut) {
      const std::optional<double> error = step(state, done, h, result);
      const double allowed = controls.heat.tolerance;
      const double factor = error ? std::clamp(safety * std::cbrt(allowed / std::max(*error, 1e-300)),
                                               most_shorter, most_longer)
                                  : most_shorter;
      if (error && (*error <= 2 * allowed || controls.heat.fixed)) {
        state.heat_step = factor >= 1 ? std::max(state.heat_step, h * factor) : h * factor;
        return true;
      }
      celsius = from;
      if (Interruption::agreed(mesh.communicator)) return false;
      h *= factor;
      state.heat_step = h;
    }
    if (result.reason.empty()) result.reason = "the heat: no step is short enough for heat.tolerance";
    return false;
  }

  void finish(State& state, double dt, HeatResult& result) {
    const std::vector<double> total = sum_over_ranks(mesh.communicator, sums);
    std::ranges::copy(total, result.brought.joules.begin());
    fill(dt);
    ghosts.update(celsius);
    state.next_temperature.resize(cells);
    for (std::size_t c = 0; c < cells; ++c) state.next_temperature[c] = celsius[c] + zero_celsius_in_kelvin;
    state.heated_for = dt;
    result.good = true;
  }

  HeatFluxes fluxes;
  std::vector<double> celsius;               ///< per local cell, degC
  std::vector<HeatStore> store;              ///< per owned cell, as all below
  std::vector<HeatContent<double>> content;  ///< at those temperatures
  std::vector<double> water, filling;        ///< at the start of the step of transport, kg/m3; kg/m3/s
  std::vector<double> residual, size;        ///< W; and of what it is a difference of
  std::vector<double> by_reactions;          ///< W; empty where their heat does not count
  std::vector<double> by_own;                ///< of what comes in, by the cell's own temperature, W/K
  std::span<const double> porosity;
  std::vector<HeatFluxes::Crossing> crossings;  ///< of the last step, this rank
  std::vector<ExactSum> sums = std::vector<ExactSum>(energy_kinds.size());
};

Heat::Heat(const Model& model, const Controls& controls) : impl_(std::make_unique<Impl>(model, controls)) {}
Heat::~Heat() = default;

void Heat::update_ghosts(State& state) const { impl_->ghosts.update(state.temperature); }

HeatResult Heat::advance(State& state, double dt) { return impl_->advance(state, dt); }

double Heat::energy_of_other_water(const State& state) const {
  const Impl& m = *impl_;
  std::vector<ExactSum> sum(1);
  for (std::size_t c = 0; c < m.owned; ++c) {
    const double celsius = m.celsius[c], volume = m.mesh.volume[c];
    sum[0].add(volume * heat_content(heat_store(m.model, state, c), m.curve(c), celsius).enthalpy);
    sum[0].add(-volume * heat_content(m.store[c], m.curve(c), celsius).enthalpy);
  }
  return sum_over_ranks(m.mesh.communicator, sum)[0];
}

}  // namespace talus
