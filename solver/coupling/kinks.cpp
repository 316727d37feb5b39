#include "solver/coupling/kinks.h"

#include <algorithm>
#include <cmath>

#include "chemistry/speciation/speciation.h"

namespace talus {

namespace {
constexpr double at_kink = 1e-9;  // in ln Omega: nearer than this to equilibrium
constexpr int most_cuts = 40;
}  // namespace

Kinks::Kinks(const Model& model, const Stage& stage)
    : model_(model), stage_(stage), solution_(model.system) {}

void Kinks::find_one_way_laws(std::size_t cell) {
  laws_.clear();
  for (std::size_t p = 0; p < model_.reactions.solids.size(); ++p) {
    const Solid& solid = model_.reactions.solids[p];
    const bool there = stage_.amount[p][cell] > 0;
    if (!solid.formed && !solid.grows && there) laws_.push_back({solid.mineral, -1});
    if ((solid.formed || solid.grows) && !there && !(stage_.recession[p][cell] < 0))
      laws_.push_back({solid.mineral, 1});
  }
}

bool Kinks::distances(std::size_t cell, std::span<const double> x, std::vector<double>& result) {
  solution_.forget();
  const Constants& at = stage_.constants.of_cell(cell);
  if (!speciate(model_.system, at, x.first(model_.system.components()), solution_)) return false;
  result.clear();
  const std::span<const double> lambda = solution_.ln_activity;
  for (const OneWay& law : laws_)
    result.push_back(law.sign *
                     (model_.system.minerals[law.mineral].row.dot(lambda) - at.ln_k_mineral[law.mineral]));
  return true;
}

void Kinks::hold(std::size_t cell, std::span<const double> from, std::span<double> to) {
  find_one_way_laws(cell);
  if (laws_.empty() || !distances(cell, from, before_) || !distances(cell, to, after_)) return;
  // the first that is crossed; one at which the update begins is left
  std::size_t first = laws_.size();
  double share = 1;
  for (std::size_t i = 0; i < laws_.size(); ++i) {
    if (std::abs(before_[i]) < 2 * at_kink || before_[i] * after_[i] >= 0) continue;
    const double crossed = before_[i] / (before_[i] - after_[i]);
    if (crossed >= share) continue;
    share = crossed;
    first = i;
  }
  if (first == laws_.size()) return;
  // its distance along the update, by regula falsi with halving where one end stays
  double low = 0, high = 1, at_low = before_[first], at_high = after_[first];
  point_.assign(to.begin(), to.end());
  for (int i = 0; i < most_cuts; ++i) {
    share = i % 3 == 2
                ? (low + high) / 2
                : low + (high - low) * std::clamp((at_low - at_kink / 2) / (at_low - at_high), 0.0, 1.0);
    for (std::size_t k = 0; k < to.size(); ++k) point_[k] = from[k] + share * (to[k] - from[k]);
    if (!distances(cell, point_, between_)) return;
    const double found = between_[first];
    if (found > 0 && found < at_kink) break;
    const bool same_side_as_low = (found - at_kink / 2) * (at_low - at_kink / 2) > 0;
    (same_side_as_low ? low : high) = share;
    (same_side_as_low ? at_low : at_high) = found;
  }
  std::ranges::copy(point_, to.begin());
}

}  // namespace talus
