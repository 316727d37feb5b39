#include "solver/coupling/equilibrium_minerals.h"

#include <algorithm>
#include <cmath>

namespace talus {

namespace {

constexpr double supersaturated = 1e-11;     // ln Omega above which a mineral that is not there comes
constexpr double less_than_nothing = 1e-13;  // of what there was of it and of the water's: rounding
constexpr double independent = 1e-9;         // of a pivot, in mol/mol

}  // namespace

EquilibriumMinerals::EquilibriumMinerals(const Model& model, const Stage& stage)
    : model_(model),
      stage_(stage),
      n_(model.unknowns.size()),
      count_(model.system.equilibrium.size()),
      rows_(model.water_is_held ? n_ - 1 : n_),
      set_(count_ == 0 ? 0 : static_cast<std::size_t>(model.mesh.owned), set_of({})),
      amount_(set_.size() * count_, 0.0) {}

/// The set of those; null where they depend on each other.
const MineralSet* EquilibriumMinerals::set_of(const std::vector<std::size_t>& there) {
  if (const auto found = known_.find(there); found != known_.end()) return &found->second;
  const std::size_t m = there.size(), components = n_ - 1;
  MineralSet set{.there = there,
                 .pivots = std::vector<std::size_t>(m),
                 .others = std::vector<double>(n_ * m, 0.0),
                 .inverse = std::vector<double>(m * m, 0.0)};
  // N (balances x minerals) becomes N N_p^-1 column by column, and what was done to a unit matrix is N_p^-1
  std::vector<double> columns(n_ * m, 0.0), done(m * m, 0.0);
  for (std::size_t i = 0; i < m; ++i) {
    each(there[i], [&](std::size_t j, double power) { columns[j * m + i] += power; });
    done[i * m + i] = 1;
  }
  std::vector<bool> used(m, false);
  for (std::size_t step = 0; step < m; ++step) {
    double largest = independent;
    std::size_t row = n_, column = m;
    for (std::size_t i = 0; i < m; ++i)
      for (std::size_t j = 0; j < components && !used[i]; ++j)
        if (std::abs(columns[j * m + i]) > largest * (1 + independent)) {
          largest = std::abs(columns[j * m + i]);
          row = j;
          column = i;
        }
    if (row == n_) return nullptr;
    used[column] = true;
    set.pivots[column] = row;
    const double over = 1 / columns[row * m + column];
    const auto eliminate = [&](std::vector<double>& matrix, std::size_t rows, std::size_t other,
                               double factor) {
      for (std::size_t j = 0; j < rows; ++j) matrix[j * m + other] -= factor * matrix[j * m + column];
    };
    for (auto& [matrix, rows] : {std::pair{&columns, n_}, std::pair{&done, m}})
      for (std::size_t j = 0; j < rows; ++j) (*matrix)[j * m + column] *= over;
    for (std::size_t other = 0; other < m; ++other) {
      const double factor = columns[row * m + other];
      if (other == column || factor == 0) continue;
      eliminate(columns, n_, other, factor);
      eliminate(done, m, other, factor);
    }
  }
  set.others = columns;
  for (const std::size_t p : set.pivots)
    std::fill_n(set.others.begin() + static_cast<std::ptrdiff_t>(p * m), m, 0.0);
  for (double& factor : set.others)
    if (std::abs(factor) < independent) factor = 0;  // of rounding
  set.inverse = done;
  return &known_.emplace(there, std::move(set)).first->second;
}

void EquilibriumMinerals::begin() {
  for (std::size_t c = 0; c < set_.size(); ++c) {
    const MineralSet* set = set_of({});
    for (std::size_t q = 0; q < count_; ++q) {
      amount_[c * count_ + q] = stage_.equilibrium[q][c];
      if (amount(c, q) <= 0) continue;
      std::vector<std::size_t> more = set->there;
      more.push_back(q);
      if (const MineralSet* larger = set_of(more)) set = larger;
    }
    set_[c] = set;
  }
}

/// n = N_p^-1 (N_p n_0 - r_p / V), of all n_0; what is not there is 0.
void EquilibriumMinerals::find_amounts(std::size_t cell, std::span<const double> r) {
  const MineralSet& set = *set_[cell];
  const std::size_t m = set.there.size();
  std::vector<double> right(m);
  for (std::size_t i = 0; i < m; ++i) right[i] = -r[cell * n_ + set.pivots[i]] / model_.mesh.volume[cell];
  for (std::size_t q = 0; q < count_; ++q) {
    if (std::ranges::count(set.there, q) > 0 || stage_.equilibrium[q][cell] == 0) continue;
    each(q, [&](std::size_t j, double power) {
      for (std::size_t i = 0; i < m; ++i)
        if (set.pivots[i] == j) right[i] += power * stage_.equilibrium[q][cell];
    });
  }
  std::fill_n(amount_.begin() + static_cast<std::ptrdiff_t>(cell * count_), count_, 0.0);
  for (std::size_t i = 0; i < m; ++i) {
    double change = 0;
    for (std::size_t k = 0; k < m; ++k) change += set.inverse[i * m + k] * right[k];
    amount_[cell * count_ + set.there[i]] = stage_.equilibrium[set.there[i]][cell] + change;
  }
}

/// Whether some of the minerals had less than nothing, which are gone then.
bool EquilibriumMinerals::drop_negative(std::size_t cell, const CellValues<double>& values) {
  const MineralSet& set = *set_[cell];
  std::vector<std::size_t> left;
  for (std::size_t i = 0; i < set.there.size(); ++i) {
    const std::size_t q = set.there[i];
    double& amount = amount_[cell * count_ + q];
    const double of = stage_.equilibrium[q][cell] + values.magnitude[cell * n_ + set.pivots[i]];
    if (amount >= -less_than_nothing * of) {
      amount = std::max(amount, 0.0);
      left.push_back(q);
    }
  }
  if (left.size() == set.there.size()) return false;
  set_[cell] = set_of(left);
  return true;
}

/// Of what mol of the minerals of a set one mole of q is made, in their order; empty where it is not.
std::vector<double> EquilibriumMinerals::made_of(std::size_t q, const MineralSet& set) const {
  const std::size_t m = set.there.size();
  std::vector<double> parts(m, 0.0), rest(n_, 0.0);
  each(q, [&](std::size_t j, double power) {
    rest[j] += power;
    for (std::size_t k = 0; k < m; ++k)
      for (std::size_t i = 0; i < m; ++i)
        if (set.pivots[k] == j) parts[i] += set.inverse[i * m + k] * power;
  });
  for (std::size_t i = 0; i < m; ++i)
    each(set.there[i], [&](std::size_t j, double power) { rest[j] -= power * parts[i]; });
  for (std::size_t j = 0; j + 1 < n_; ++j)
    if (std::abs(rest[j]) > independent) return {};
  return parts;
}

/// Whether one came, the most supersaturated.
bool EquilibriumMinerals::add_supersaturated(std::size_t cell, const CellValues<double>& values) {
  const MineralSet& set = *set_[cell];
  double highest = supersaturated;
  std::size_t comes = count_;
  for (std::size_t q = 0; q < count_; ++q) {
    const double ln_omega = values.ln_omega[cell * count_ + q];
    if (ln_omega <= highest || std::ranges::count(set.there, q) > 0) continue;
    highest = ln_omega;
    comes = q;
  }
  if (comes == count_) return false;
  std::vector<std::size_t> there = set.there;
  there.push_back(comes);
  std::ranges::sort(there);
  if (const MineralSet* larger = set_of(there)) {
    set_[cell] = larger;
    return true;
  }
  const std::vector<double> parts = made_of(comes, set);
  double least = 0;
  std::size_t leaves = count_;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i] <= independent) continue;
    const double lasts = amount(cell, set.there[i]) / parts[i];
    if (leaves != count_ && lasts >= least) continue;
    least = lasts;
    leaves = set.there[i];
  }
  if (leaves == count_) return false;  // it could only be made of less than nothing of the others
  std::erase(there, leaves);
  const MineralSet* other = set_of(there);
  if (other == nullptr) return false;
  set_[cell] = other;
  return true;
}

void EquilibriumMinerals::choose(const CellValues<double>& values, std::span<const double> r,
                                 std::vector<std::uint8_t>& changed) {
  for (std::size_t c = 0; c < set_.size(); ++c) {
    find_amounts(c, r);
    const bool fewer = drop_negative(c, values), more = add_supersaturated(c, values);
    if (!fewer && !more) continue;
    changed[c] = 1;
    find_amounts(c, r);
    for (const std::size_t q : set_[c]->there)  // the next iterate decides
      amount_[c * count_ + q] = std::max(amount(c, q), 0.0);
  }
}

}  // namespace talus
