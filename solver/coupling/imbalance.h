// How far the balances of cells are from closed, relative to what they are differences of.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "solver/coupling/equilibrium_minerals.h"
#include "solver/coupling/residual.h"

namespace talus {

/// Closes the balances r of components of which there is nothing at the unknowns x and of which a trace too
/// much is asked: what a reaction eats up in finite time would need a molality of 0, and its logarithm has an
/// end.
void drop_vanished_residuals(const Model& model, std::span<const double> x, std::span<double> r);

/// Where a balance is farthest from closed.
struct WorstBalance {
  std::int64_t cell = -1;  ///< global number
  int balance = -1;        ///< component, n is water
  double missing = 0;      ///< mol/m3
};

class Imbalance {
 public:
  /// All must outlive it.
  Imbalance(const Model& model, const Stage& stage, const CellValues<double>& values,
            const Fluxes<double>& fluxes, const EquilibriumMinerals& minerals)
      : model_(model),
        stage_(stage),
        values_(values),
        fluxes_(fluxes),
        minerals_(minerals),
        scale_(model.unknowns.size()) {}

  /// Writes the largest of each owned cell, whose residual is r; remembers where it is worst.
  void find(std::span<const double> r, std::span<double> of_cell);

  const WorstBalance& worst() const { return worst_; }

 private:
  void fill_scale(std::size_t cell);
  void add_minerals(std::size_t cell);

  const Model& model_;
  const Stage& stage_;
  const CellValues<double>& values_;
  const Fluxes<double>& fluxes_;
  const EquilibriumMinerals& minerals_;
  std::vector<double> scale_;  ///< of each balance of the cell at work, mol/m3
  WorstBalance worst_;
};

}  // namespace talus
