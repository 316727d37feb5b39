#include "solver/coupling/imbalance.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace talus {

void drop_vanished_residuals(const Model& model, std::span<const double> x, std::span<double> r) {
  constexpr double trace = 1e-12;  // mol/m3: what closed balances may have left of it
  const std::size_t n = model.unknowns.size();
  for (std::size_t c = 0; c < static_cast<std::size_t>(model.mesh.owned); ++c)
    for (std::size_t j = 0; j < n; ++j) {
      double& missing = r[c * n + j];
      const Unknown& of = model.unknowns[j];
      if (of.vanishes && x[c * n + j] <= of.lowest && missing > 0 && missing < trace * model.mesh.volume[c])
        missing = 0;
    }
}

void Imbalance::fill_scale(std::size_t cell) {
  const std::size_t n = scale_.size(), solids = model_.reactions.solids.size();
  for (std::size_t j = 0; j < n; ++j)
    scale_[j] = values_.magnitude[cell * n + j] +
                stage_.weight / model_.mesh.volume[cell] * fluxes_.size[cell * n + j];
  for (std::size_t p = 0; p < solids; ++p) {
    const ReactionRow& row = model_.system.minerals[model_.reactions.solids[p].mineral].row;
    // near equilibrium what forms is the small difference of what forms and what dissolves
    const double change = std::abs(values_.change[cell * solids + p]) + values_.gross[cell * solids + p];
    for (const Term& t : row.terms)
      scale_[static_cast<std::size_t>(t.component)] += std::abs(t.power) * change;
    scale_[n - 1] += std::abs(row.water) * change;
  }
  const std::size_t slow = model_.system.slow_reactions.size();
  for (std::size_t i = 0; i < slow; ++i) {
    const ReactionRow& row = model_.system.slow_reactions[i].row;
    const double extent = std::abs(values_.extent[cell * slow + i]);
    for (const Term& t : row.terms)
      scale_[static_cast<std::size_t>(t.component)] += std::abs(t.power) * extent;
    scale_[n - 1] += std::abs(row.water) * extent;
  }
}

/// What minerals at equilibrium change; balances that are combined are as uncertain as those that they lose. A pivot's is
/// 1 + |ln K| of its mineral.
void Imbalance::add_minerals(std::size_t cell) {
  for (std::size_t q = 0; q < model_.system.equilibrium.size(); ++q)
    minerals_.each(
        q, [&](std::size_t j, double power) { scale_[j] += std::abs(power * minerals_.change(cell, q)); });
  const MineralSet& set = minerals_.there(cell);
  const std::size_t m = set.there.size();
  for (std::size_t j = 0; j < scale_.size(); ++j)
    for (std::size_t i = 0; i < m; ++i) scale_[j] += std::abs(set.others[j * m + i]) * scale_[set.pivots[i]];
  const Constants& at = stage_.constants.of_cell(cell);
  for (std::size_t i = 0; i < m; ++i)
    scale_[set.pivots[i]] = EquilibriumMinerals::scale *
                            (1 + std::abs(at.ln_k_mineral[model_.system.equilibrium[set.there[i]].mineral]));
}

void Imbalance::find(std::span<const double> r, std::span<double> of_cell) {
  const std::size_t n = scale_.size();
  double worst = 0;
  for (std::size_t c = 0; c < of_cell.size(); ++c) {
    const double volume = model_.mesh.volume[c];
    fill_scale(c);
    if (!minerals_.none()) add_minerals(c);
    of_cell[c] = 0;
    for (std::size_t j = 0; j < n; ++j) {
      const double missing = r[c * n + j] / volume;
      double relative = std::abs(missing) / scale_[j];
      if (!std::isfinite(relative)) relative = std::numeric_limits<double>::infinity();
      of_cell[c] = std::max(of_cell[c], relative);
      if (relative <= worst) continue;
      worst = relative;
      worst_ = {model_.mesh.number[c], static_cast<int>(j), missing};
    }
  }
}

}  // namespace talus
