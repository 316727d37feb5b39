#include "solver/coupling/time_error.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

#include "base/exact_sum.h"
#include "solver/linear/small_blocks.h"

namespace talus {

namespace {

/// What the method's error of y' = -k y is over the quadrature's as k dt goes to 0, and less for longer
/// steps.
constexpr double relaxation = 4 + 2 * std::numbers::sqrt2;

/// Of changes of the unknowns: what water, gas and exchangers of the cells gain, [owned cell][balance], mol.
std::vector<double> gained_by_store(const Model& model, const LastStage& stage, std::span<const double> dx) {
  const std::size_t n = model.system.components(), rows = n + 1, height = block_height(rows),
                    gases = model.system.gases.size();
  std::vector<double> gained(dx.size(), 0.0);
  for (std::size_t c = 0; c < static_cast<std::size_t>(model.mesh.owned); ++c) {
    const double* by = dx.data() + c * rows;
    double* to = gained.data() + c * rows;
    const double water = std::exp(stage.x[c * rows + n]), theta = water / model.system.water_density;
    const double theta_gas = stage.values.porosity[c] - theta;
    for (std::size_t k = 0; k < n; ++k) {
      const double* column = stage.derivatives.concentration.data() + (c * n + k) * height;
      for (std::size_t j = 0; j < rows; ++j) to[j] += theta * by[k] * column[j];
    }
    for (std::size_t k = 0; !stage.derivatives.exchanged.empty() && k < n; ++k) {
      const double* column = stage.derivatives.exchanged.data() + (c * n + k) * height;
      for (std::size_t j = 0; j < rows; ++j) to[j] += by[k] * column[j];
    }
    for (std::size_t j = 0; j < rows; ++j) to[j] += theta * stage.values.concentration[c * rows + j] * by[n];
    to[n] += water / water_molar_mass * by[n];
    double opened = -theta * by[n];
    for (std::size_t k = 0; model.reactions.fill_pores && k < rows; ++k)
      opened += stage.derivatives.porosity[c * rows + k] * by[k];
    for (std::size_t g = 0; theta_gas > 0 && g < gases; ++g) {
      double more = opened * stage.values.gas[c * gases + g];
      for (std::size_t k = 0; k < n; ++k)
        more += theta_gas * stage.derivatives.gas[(c * gases + g) * n + k] * by[k];
      add_row(model.system.gases[g].row, more, to, n);
    }
    for (std::size_t j = 0; j < rows; ++j) to[j] *= model.mesh.volume[c];
  }
  return gained;
}

/// The same of all that cells hold and form, of all cells and ranks.
std::vector<double> gained_by_cells(const Model& model, const LastStage& stage, std::span<const double> dx) {
  const std::size_t n = model.unknowns.size(), height = block_height(n);
  std::vector<ExactSum> sums(n);
  std::vector<double> gained(n);
  for (std::size_t c = 0; c < static_cast<std::size_t>(model.mesh.owned); ++c) {
    std::ranges::fill(gained, 0.0);
    for (std::size_t k = 0; k < n; ++k) {
      const double* column = stage.derivatives.accumulation.data() + (c * n + k) * height;
      for (std::size_t j = 0; j < n; ++j) gained[j] += column[j] * dx[c * n + k];
    }
    for (std::size_t j = 0; j < n; ++j) sums[j].add(model.mesh.volume[c] * gained[j]);
  }
  return sum_over_ranks(model.mesh.communicator, sums);
}

/// Of values [owned cell][balance], the sum of each balance over all cells and ranks.
std::vector<double> summed(MPI_Comm ranks, std::span<const double> values, std::size_t n) {
  std::vector<ExactSum> sums(n);
  for (std::size_t i = 0; i < values.size(); ++i) sums[i % n].add(values[i]);
  return sum_over_ranks(ranks, sums);
}

/// A change of cells and solids: [owned cell][balance] of water and gas, and [owned cell][solid], mol.
struct Change {
  std::vector<double> cells, solids;
};

/// What W makes of a change of the amount of solid p in cell c, by its surface alone. Of an amount that
/// follows dn/dt = -A(n) u, a change goes with A: h J is ln(A at the end / A at the start). Growth counts by
/// a factor e at most, short of the pole at g h J = 1.
double kept(const LastStage& stage, std::size_t c, std::size_t p, std::size_t solids) {
  const double start = stage.area[p][c], end = -stage.values.slope[c * solids + p];
  if (start <= 0) return 1;
  return end > 0 ? 1 / (1 - gamma_weight * std::min(std::log(end / start), 1.0)) : 0;
}

/// The change of unknowns `dx` that a change brings; what surfaces make of its solids is moved to the water.
/// Water that is held has no balance.
bool respond(const Model& model, const LastStage& stage, Change& change, std::vector<double>& dx) {
  const std::size_t n = model.unknowns.size(), solids = model.reactions.solids.size();
  for (std::size_t c = 0; c < static_cast<std::size_t>(model.mesh.owned); ++c) {
    for (std::size_t p = 0; p < solids; ++p) {
      double& amount = change.solids[c * solids + p];
      const double taken = (1 - kept(stage, c, p, solids)) * amount;
      amount -= taken;
      add_row(model.system.minerals[model.reactions.solids[p].mineral].row, taken,
              change.cells.data() + c * n, n - 1);
    }
    if (model.water_is_held) change.cells[c * n + n - 1] = 0;
  }
  dx.assign(change.cells.size(), 0.0);
  return stage.respond(change.cells, dx);
}

/// Adds what is in the solids of a change, of all cells and ranks, and what slow reactions (mol) took out.
void add_apart(const Model& model, std::span<const double> solids, const std::vector<double>& slow,
               std::vector<double>& to) {
  const std::size_t count = model.reactions.solids.size(), water = to.size() - 1;
  const std::vector<double> total = summed(model.mesh.communicator, solids, count);
  for (std::size_t p = 0; p < count; ++p)
    add_row(model.system.minerals[model.reactions.solids[p].mineral].row, total[p], to.data(), water);
  for (std::size_t i = 0; i < slow.size(); ++i)
    add_row(model.system.slow_reactions[i].row, -slow[i], to.data(), water);
}

}  // namespace

EnteredError error_of_entered(const Model& model, double dt, const StepRates& rates, const LastStage& stage) {
  const std::size_t n = model.unknowns.size();
  EnteredError result{std::vector<double>(n), std::vector<double>(n)};
  const auto times = [](double factor, const std::vector<double>& values) {
    std::vector<double> product(values);
    for (double& value : product) value *= factor;
    return product;
  };
  const Change v{times(dt, rates.turn.cells), times(dt, rates.turn.formed)};
  Change w_v = v;
  std::vector<double> dx;
  if (!respond(model, stage, w_v, dx)) {
    result.error = times(-relaxation * dt, rates.error.entering);
    std::ranges::transform(result.error, result.unfiltered.begin(), [](double e) { return std::abs(e); });
    return result;
  }
  // s = share (W v - v), what of it is in water and gas, and in solids and slow reactions by dx
  const double share = rates.of_stages / gamma_weight;
  const std::vector<double> held = gained_by_store(model, stage, dx);
  std::vector<double> formed = summed(model.mesh.communicator, held, n),
                      entered = gained_by_cells(model, stage, dx);
  std::ranges::transform(entered, formed, formed.begin(), std::minus<>());
  add_apart(model, w_v.solids, times(dt, rates.turn.slow), entered);
  for (std::size_t j = 0; j < n; ++j)
    result.unfiltered[j] =
        std::abs(dt * rates.error.entering[j]) + std::abs(share * (entered[j] - dt * rates.turn.entering[j]));

  Change error{times(-dt, rates.error.cells), times(-dt, rates.error.formed)};
  for (std::size_t i = 0; i < v.cells.size(); ++i) error.cells[i] += share * (held[i] - v.cells[i]);
  for (std::size_t i = 0; i < v.solids.size(); ++i) error.solids[i] += share * (w_v.solids[i] - v.solids[i]);
  respond(model, stage, error, dx);
  result.error = gained_by_cells(model, stage, dx);
  add_apart(model, error.solids, times(-dt, rates.error.slow), result.error);
  for (std::size_t j = 0; j < n; ++j) result.error[j] += share * formed[j];
  return result;
}

}  // namespace talus
