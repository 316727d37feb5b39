// Minerals at equilibrium with the water of their cell: an amount n_q >= 0 and ln Omega_q <= 0 (less its target), one of
// them 0. They have no unknown of their own. Balances of a cell, with r what they lack without these minerals:
//
//     r + V sum_q nu_q (n_q - n_q0) = 0                                            mol
//
// Of the minerals that are there, as many balances p (pivots) give the amounts; what these take from the other balances
// is a combination of the pivots', and the rows of the pivots are free for saturation:
//
//     n = N_p^-1 (N_p n_0 - r_p / V)
//     R_i = r_i - (N_i N_p^-1) r_p      i no pivot                                 mol
//     R_p = V s ln Omega_q              s = 1 mol/m3
//
// so that a system with them is as large as without, and the Jacobian's rows are combined likewise (transform()). Which
// are there is decided anew at each iterate (primal-dual active sets: Hintermueller, Ito and Kunisch 2002, SIAM J. Optim.
// 13:865): one that would have less than nothing is gone, exactly; one that is supersaturated comes. When one comes that
// the others could be made into (dolomite of calcite and magnesite), that one of them leaves which it would use up first,
// as in the simplex method: minerals that are there stay linearly independent.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "solver/coupling/cell_values.h"
#include "solver/coupling/stage.h"
#include "solver/model.h"
#include "solver/state/state.h"

namespace talus {

/// A set of linearly independent minerals, and which balances find their amounts.
struct MineralSet {
  std::vector<std::size_t> there;   ///< which of the minerals at equilibrium, in their order
  std::vector<std::size_t> pivots;  ///< balance of each of them
  std::vector<double> others;       ///< [balance][mineral]: N_i N_p^-1; 0 of pivots
  std::vector<double> inverse;      ///< [mineral][mineral]: N_p^-1
};

class EquilibriumMinerals {
 public:
  /// Both must outlive it.
  EquilibriumMinerals(const Model& model, const Stage& stage);

  bool none() const { return count_ == 0; }

  /// Those are there of which there is some. Beginning of a step.
  void begin();

  /// Decides which are there in each owned cell, by the balances `r` without them and the saturation of `values`, and
  /// finds their amounts. Marks in `changed` the cells where others are there than before.
  void choose(const CellValues<double>& values, std::span<const double> r,
              std::vector<std::uint8_t>& changed);

  /// Makes of the balances r without them those that are left to solve; as choose() has decided.
  template <class S>
  void close(const CellValues<S>& values, S* r) const {
    for (std::size_t c = 0; !none() && c < set_.size(); ++c) {
      S* of_cell = r + c * n_;
      const double volume = model_.mesh.volume[c];
      for (std::size_t q = 0; q < count_; ++q)  // as if all were gone; amounts are found by choose()
        each(q, [&](std::size_t j, double power) {
          if (j < rows_) of_cell[j] -= S(power * volume * stage_.equilibrium[q][c]);
        });
      transform(c, of_cell);
      const MineralSet& set = *set_[c];
      for (std::size_t i = 0; i < set.there.size(); ++i)
        of_cell[set.pivots[i]] = S(volume * scale) * values.ln_omega[c * count_ + set.there[i]];
    }
  }

  /// Combines the rows of owned cell `cell` in a column of a matrix or in a vector; rows of pivots become 0.
  template <class S>
  void transform(std::size_t cell, S* column) const {
    if (none()) return;
    const MineralSet& set = *set_[cell];
    const std::size_t m = set.there.size();
    for (std::size_t j = 0; j < rows_ && m > 0; ++j)
      for (std::size_t i = 0; i < m; ++i)
        if (set.others[j * m + i] != 0) column[j] -= S(set.others[j * m + i]) * column[set.pivots[i]];
    for (const std::size_t p : set.pivots) column[p] = S(0.0);
  }

  /// Those that are there in an owned cell.
  const MineralSet& there(std::size_t cell) const { return *set_[cell]; }
  /// mol/m3 at the last choose(), never below 0.
  double amount(std::size_t cell, std::size_t q) const { return amount_[cell * count_ + q]; }
  /// The same less that at the start of the step.
  double change(std::size_t cell, std::size_t q) const {
    return amount(cell, q) - stage_.equilibrium[q][cell];
  }
  /// Calls use(j, power) for the composition of one, water last.
  template <class Use>
  void each(std::size_t q, Use&& use) const {
    const ReactionRow& row = model_.system.minerals[model_.system.equilibrium[q].mineral].row;
    for (const Term& t : row.terms) use(static_cast<std::size_t>(t.component), t.power);
    if (row.water != 0) use(n_ - 1, row.water);
  }

  static constexpr double scale = 1;  ///< s, mol/m3

 private:
  const MineralSet* set_of(const std::vector<std::size_t>& there);
  void find_amounts(std::size_t cell, std::span<const double> r);
  bool drop_negative(std::size_t cell, const CellValues<double>& values);
  bool add_supersaturated(std::size_t cell, const CellValues<double>& values);
  std::vector<double> made_of(std::size_t q, const MineralSet& set) const;

  const Model& model_;
  const Stage& stage_;
  std::size_t n_, count_, rows_;  ///< balances; minerals; balances that have a row of their own
  std::map<std::vector<std::size_t>, MineralSet> known_;
  std::vector<const MineralSet*> set_;  ///< per owned cell
  std::vector<double> amount_;          ///< [owned cell][mineral]
};

}  // namespace talus
