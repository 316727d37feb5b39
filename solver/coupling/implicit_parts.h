// What the globally implicit scheme is made of (implicit.h): for its own files alone, as it brings PETSc.
#pragma once

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <utility>

#include "base/exact_sum.h"
#include "mesh/ghosts.h"
#include "solver/coupling/carbon_by_source.h"
#include "solver/coupling/components.h"
#include "solver/coupling/crossings.h"
#include "solver/coupling/equilibrium_minerals.h"
#include "solver/coupling/imbalance.h"
#include "solver/coupling/implicit.h"
#include "solver/coupling/jacobian.h"
#include "solver/coupling/kinks.h"
#include "solver/coupling/reaction_heat.h"
#include "solver/coupling/time_error.h"
#include "solver/linear/newton.h"
#include "solver/state/cell_unknowns.h"
#include "solver/transport/advection.h"

namespace talus {

// Of how many iterates of a stage, the first guess included, advection takes its correction: that of the last
// one stays, so that Newton's method can finish.
inline constexpr int corrected_iterates = 3;

/// Everything that the scheme needs besides the state; hides PETSc from the header.
struct Implicit::Impl {
  explicit Impl(const Model& m)
      : model(m),
        n(m.unknowns.size()),
        solids(m.reactions.solids.size()),
        slow(m.system.slow_reactions.size()),
        owned(static_cast<std::size_t>(m.mesh.owned)),
        ghosts(m.mesh),
        tile(m),
        values(m),
        derivatives(m),
        stage(stage_of(m)),
        minerals(m, stage),
        jacobian(m, stage, values, derivatives, minerals, ghosts),
        x(static_cast<std::size_t>(m.mesh.local) * n, 0.0),
        last_x(x),
        moved(static_cast<std::size_t>(m.mesh.local), 1),
        moved_since_jacobian(moved),
        old_derivatives(moved),
        crossing(no_crossings(m)),
        imbalance(m, stage, values, fluxes, minerals),
        heat(m, stage, values, minerals),
        kinks(m, stage),
        newton(m.mesh, jacobian,
               {[this](std::span<const double> at, std::span<double> r, bool with) {
                  return residual(at, r, with);
                },
                [this] { update_jacobian(); },
                [this](std::span<const double> r, std::span<double> of_cell) { imbalance.find(r, of_cell); },
                {m.unknowns.begin(), m.unknowns.end()},
                [this](std::size_t cell, std::span<const double> from, std::span<double> to) {
                  kinks.hold(cell, from, to);
                }}) {
    if (m.carbon) carbon.emplace(m, ghosts);
  }

  void load(const State& state) {
    for (std::size_t c = 0; c < owned; ++c) load_unknowns(state, c, of_cell(c));
  }

  /// The unknowns of an owned cell in x.
  std::span<double> of_cell(std::size_t c) { return std::span<double>(x).subspan(c * n, n); }

  void begin(const State& state, double weight, double end_time) {
    begin_step(model, state, ghosts, stage);
    stage.weight = weight;
    take_conditions(model, end_time, stage);
    minerals.begin();
    heat.begin();
    corrections_left = 0;
    if (carbon) carbon->begin();
  }

  /// Cells, fluxes and residual at the unknowns `at` of owned cells, and derivatives where they will be
  /// wanted. False where the model has no answer. The first iterates of a stage bring the correction of
  /// advection up to date.
  bool residual(std::span<const double> at, std::span<double> r, bool with_derivatives) {
    std::ranges::copy(at, x.begin());
    ghosts.update_blocks(x, static_cast<int>(n));
    const bool afresh = std::exchange(guesses_are_old, false);
    if (afresh) values.forget();
    find_moved();
    bool settled = fill(moved, with_derivatives);
    if (afresh && any_rank(model.mesh.communicator, !settled)) {  // brines
      guess_strengths(model, x, values);
      settled = fill(moved, with_derivatives);
    }
    if (corrections_left-- > 0)
      stage.advection = limited_correction(model, stage.water, values.concentration);
    add_fluxes(model, stage, values, fluxes);
    assemble_residual(model, stage, values, fluxes.leaving, x, r.data());
    if (settled && !minerals.none()) minerals.choose(values, r, moved_since_jacobian);
    minerals.close(values, r.data());
    drop_vanished_residuals(model, x, r);
    return settled && std::ranges::all_of(r, [](double v) { return std::isfinite(v); });
  }

  /// What the cells hold that are marked in `which`.
  bool fill(const std::vector<std::uint8_t>& which, bool with_derivatives) {
    return evaluate_cells(model, stage, x, which, tile, values, [&](Tile<Pack>& t, std::size_t first) {
      if (with_derivatives) derivatives.keep(model, stage, t, first, which);
      const std::size_t end = std::min(first + static_cast<std::size_t>(tile_width), old_derivatives.size());
      for (std::size_t c = first; c < end; ++c)
        if (which[c]) old_derivatives[c] = with_derivatives ? 0 : 1;
    });
  }

  /// Marks the cells whose unknowns are not those of the last residual; all where the stage is another.
  void find_moved() {
    for (std::size_t c = 0; c < moved.size(); ++c) {
      const auto begin = x.begin() + static_cast<std::ptrdiff_t>(c * n);
      moved[c] = other_stage || !std::equal(begin, begin + static_cast<std::ptrdiff_t>(n),
                                            last_x.begin() + static_cast<std::ptrdiff_t>(c * n));
      moved_since_jacobian[c] |= moved[c];
    }
    other_stage = false;
    last_x = x;
  }

  void linearize(const State& state, double dt) {
    guesses_are_old = true;
    load(state);
    begin(state, dt, state.time + dt);
    other_stage = true;
    std::vector<double> unused(owned * n), at(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(owned * n));
    residual(at, unused, true);
    update_jacobian();
  }

  void update_jacobian() {
    fill(std::vector<std::uint8_t>(old_derivatives), true);
    jacobian.update(moved_since_jacobian);
    std::ranges::fill(moved_since_jacobian, 0);
  }

  SourceRates source_rates() const { return source_rates_of(model, values, fluxes); }

  /// Solves the stage from the unknowns in x, adding its work to `step`.
  bool solve(Step& step) {
    other_stage = true;
    corrections_left = corrected_iterates;
    const NewtonResult result = newton.solve(std::span<double>(x).first(owned * n));
    step.newton_iterations += result.iterations;
    step.linear_iterations += result.linear_iterations;
    if (result.converged) return true;
    step.reason = result.reason;
    step.less_than_nothing = result.less_than_nothing;
    if (!result.answered) return false;  // which cells have no answer is not known
    step.worst_cell = imbalance.worst().cell;
    step.worst_balance = imbalance.worst().balance;
    step.worst_imbalance = imbalance.worst().missing;
    return false;
  }

  /// Adds what a stage with the share `weight` (s) of the step has brought to the next.
  void add_stage(double weight) {
    if (carbon) carbon->add(stage, values, weight);
    stage.elapsed += weight;
    heat.count(weight);
    for (std::size_t c = 0; c < owned; ++c) {
      for (std::size_t j = 0; j < n; ++j)
        stage.start_totals[j][c] -= weight * fluxes.leaving[c * n + j] / model.mesh.volume[c];
      for (std::size_t p = 0; p < solids; ++p) stage.recession[p][c] += weight * values.speed[c * solids + p];
      for (std::size_t i = 0; i < slow; ++i)
        stage.extent[i][c] += weight * values.slow_progress[c * slow + i];
    }
    for (std::size_t p = 0; model.reactions.fill_pores && p < solids; ++p) ghosts.update(stage.recession[p]);
  }

  static void add_entered(State& state, const std::vector<std::vector<double>>& entering, double weight) {
    for (std::size_t p = 0; p < entering.size(); ++p)
      for (std::size_t i = 0; i < entering[p].size(); ++i) state.entered[p][i] += weight * entering[p][i];
  }

  double courant(const State& state, double dt) const {
    std::vector<double> water(owned);
    for (std::size_t c = 0; c < owned; ++c) water[c] = std::exp(state.ln_water[0][c]);
    return largest_courant(model.mesh, stage.water, water, model.system.water_density, dt);
  }

  /// What crosses the patches at the end of a stage that was solved, mol/s.
  std::vector<Crossing> crossing_now() {
    find_crossings(model, stage, values, crossing);
    return crossing;
  }

  void count_last_stage(State& state) {
    if (carbon) carbon->add(stage, values, stage.weight);
    add_entered(state, fluxes.entering, stage.weight);
    add_crossings(state.crossings, crossing_now(), stage.weight);
    heat.count(stage.weight);
    for (std::size_t c = 0; c < owned; ++c)
      for (std::size_t j = 0; j < n; ++j)
        stage.start_totals[j][c] -= stage.weight * fluxes.leaving[c * n + j] / model.mesh.volume[c];
  }

  /// What the cells of all ranks hold of each of `count` amounts, [cell][amount] in mol/m3; mol.
  std::vector<double> sum_over_cells(const std::vector<double>& amounts, std::size_t count) const {
    std::vector<ExactSum> sums(count);
    for (std::size_t c = 0; c < owned; ++c)
      for (std::size_t i = 0; i < count; ++i) sums[i].add(model.mesh.volume[c] * amounts[c * count + i]);
    return sum_over_ranks(model.mesh.communicator, sums);
  }

  /// Accepts a step whose fluxes are counted, and notes what it did.
  void finish(State& state, double dt, const StepRates& rates, Step& step) {
    step.change.solids = sum_over_cells(values.change, solids);
    step.change.slow = sum_over_cells(values.extent, slow);
    const std::vector<double> held = sum_over_cells(values.magnitude, n);
    step.held = std::accumulate(held.begin(), held.end() - 1, 0.0);
    step.energy[Energy::reaction] = heat.finish(state);
    accept(state);
    state.time += dt;
    EnteredError entered = error_of_entered(
        model, dt, rates,
        {values, derivatives, stage.area, x, [this](std::span<const double> gained, std::span<double> to) {
           return minerals.none() && newton.respond(gained, to);
         }});
    step.entered_error = std::move(entered.error);
    step.entered_unfiltered = std::move(entered.unfiltered);
    for (const double rate : rates.mean.entering) step.change.entered.push_back(dt * rate);
    const auto size = [dt](std::vector<double> errors) {
      for (double& error : errors) error = std::abs(dt * error);
      return errors;
    };
    step.time_error = {size(rates.error.entering), size(rates.error.solids), size(rates.error.slow)};
    step.good = true;
  }

  /// Writes the end of the step: unknowns, minerals, and totals by their balance.
  void accept(State& state) {
    std::vector<ExactSum> external(n);
    for (std::size_t c = 0; c < owned; ++c) {
      store_unknowns(of_cell(c), c, state);
      for (std::size_t p = 0; p < solids; ++p) {
        const double change = values.change[c * solids + p];
        state.amount[p][c] += change;
        if (model.reactions.fill_pores)
          state.porosity[0][c] -=
              model.system.minerals[model.reactions.solids[p].mineral].molar_volume * change;
      }
      for (std::size_t i = 0; i < slow; ++i) {  // one component turns into another
        const ReactionRow& row = model.system.slow_reactions[i].row;
        const double amount = model.mesh.volume[c] * values.extent[c * slow + i];
        for (const Term& t : row.terms) external[static_cast<std::size_t>(t.component)].add(t.power * amount);
        external[n - 1].add(row.water * amount);
      }
      for (std::size_t j = 0; j < n; ++j)
        state.totals[j][c] =
            stage.start_totals[j][c] - (values.accumulation[c * n + j] - values.store[c * n + j]);
      for (std::size_t q = 0; q < state.equilibrium.size(); ++q) {
        minerals.each(
            q, [&](std::size_t j, double power) { state.totals[j][c] -= power * minerals.change(c, q); });
        state.equilibrium[q][c] = minerals.amount(c, q);
      }
      if (!model.water_is_held) continue;  // what water lacks to stay as it is prescribed is make-up water
      external[n - 1].add(model.mesh.volume[c] * (values.store[c * n + n - 1] - state.totals[n - 1][c]));
      state.totals[n - 1][c] = values.store[c * n + n - 1];
    }
    if (slow > 0 || model.water_is_held) count_external(external, state);
    if (carbon) carbon->finish(state);
  }

  /// Adds external terms of a step, on the first rank: their sum over steps is the same on any number of ranks.
  void count_external(std::vector<ExactSum>& brought, State& state) const {
    const std::vector<double> all = sum_over_ranks(model.mesh.communicator, brought);
    const std::size_t count = rank_among(model.mesh.communicator) == 0 ? n : 0;
    for (std::size_t j = 0; j < count; ++j) state.external[j] += all[j];
  }

  const Model& model;
  std::size_t n, solids, slow, owned;
  Ghosts ghosts;
  Tile<Pack> tile;
  CellValues<double> values;
  CellDerivatives derivatives;
  Stage stage;
  EquilibriumMinerals minerals;
  Jacobian jacobian;
  std::vector<double> x;            ///< [local cell][unknown]
  std::vector<double> last_x;       ///< x of the last residual
  std::vector<std::uint8_t> moved;  ///< per local cell: x is not that of the residual before
  std::vector<std::uint8_t> moved_since_jacobian;
  std::vector<std::uint8_t> old_derivatives;  ///< per local cell: of another x
  bool guesses_are_old = true;                ///< the next residual makes first guesses afresh
  bool other_stage = true;                    ///< nothing that was computed holds any more
  int corrections_left = 0;  ///< residuals of this stage that renew the correction of advection
  Fluxes<double> fluxes;
  std::vector<Crossing> crossing;  ///< mol/s
  Imbalance imbalance;
  ReactionHeat heat;
  Kinks kinks;
  Newton newton;
  std::optional<CarbonBySource> carbon;  ///< where it is followed by its source
};

}  // namespace talus
