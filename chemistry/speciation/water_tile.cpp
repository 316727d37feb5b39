#include "chemistry/speciation/water_tile.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace talus {

namespace {

constexpr double smallest = std::numeric_limits<double>::min();
constexpr int most_sweeps = 40, most_steps = 50;
constexpr double last_step = 1e-8;  // Newton's method squares what is left
constexpr double longest_step = 2.5;

/// Bits of the lanes in which a comparison holds.
unsigned bits(const xsimd::batch_bool<double>& lanes) {
  bool holds[tile_width];
  lanes.store_unaligned(holds);
  unsigned all = 0;
  for (unsigned lane = 0; lane < static_cast<unsigned>(tile_width); ++lane)
    all |= holds[lane] ? 1U << lane : 0;
  return all;
}

/// Whether both are ions of one activity coefficient at all temperatures.
bool alike(const Species& a, const Species& b) {
  return a.charge == b.charge && a.record->ion_size == b.record->ion_size &&
         a.record->neutral == b.record->neutral && a.record->wateq == b.record->wateq;
}

}  // namespace

WaterTile::WaterTile(const Solutes& solutes, std::span<const WaterCondition> conditions)
    : solutes_(solutes), conditions_(conditions.begin(), conditions.end()), components_(solutes.components) {
  const std::size_t all = solutes.species.size();
  std::vector<int> number(components_, -1);
  const auto is_given = [&](std::size_t j) {
    const WaterCondition& c = conditions_[j];
    return c.kind == WaterCondition::linear && c.row.water == 0 && c.row.terms.size() == 1 &&
           c.row.terms[0].component == static_cast<int>(j);
  };
  // linear ones first, then totals; charge and alkalinity are best known once these are
  const auto rank = [&](std::size_t j) {
    const WaterCondition& c = conditions_[j];
    if (static_cast<int>(j) == solutes.hydrogen) return 3;
    return c.kind == WaterCondition::linear ? 0 : c.kind == WaterCondition::total ? 1 : 2;
  };
  for (std::size_t j = 0; j < components_; ++j) (is_given(j) ? given_ : unknown_).push_back(j);
  std::ranges::stable_sort(unknown_, {}, rank);
  for (std::size_t u = 0; u < unknown_.size(); ++u) number[unknown_[u]] = static_cast<int>(u);
  size_ = unknown_.size() + 2;
  const auto powers_of = [&](const ReactionRow& row) {
    std::vector<Power> powers;
    for (const Term& t : row.terms)
      if (const int u = number[static_cast<std::size_t>(t.component)]; u >= 0)
        powers.push_back({static_cast<std::size_t>(u), t.power});
    return powers;
  };
  for (const Species& species : solutes.species) {
    powers_.push_back(powers_of(species.row));
    half_charge_.push_back(0.5 * species.charge * species.charge);
  }
  for (const std::size_t j : unknown_) {
    const WaterCondition& c = conditions_[j];
    Row row{j, c.kind, false, {}, powers_of(c.row), c.row.water};
    for (std::size_t i = 0; i < all && c.kind != WaterCondition::linear; ++i) {
      const double share = c.kind == WaterCondition::charge ? solutes.species[i].charge : c.share[i];
      if (share != 0 && static_cast<int>(i) != solutes.electron) row.parts.push_back({i, share});
    }
    row.takes_logarithm = c.kind == WaterCondition::total &&
                          std::ranges::all_of(row.parts, [](const Part& p) { return p.share > 0; });
    rows_.push_back(std::move(row));
  }
  find_classes();
  ln_activity.resize(components_ + 1);
  for (std::vector<Pack>* of_species : {&ln_molality, &ln_gamma, &molality}) of_species->resize(all);
  matrix_.resize(size_ * (size_ + 1));
}

void WaterTile::find_classes() {
  for (std::size_t i = 0; i < solutes_.species.size(); ++i) {
    const auto found = std::ranges::find_if(
        first_of_, [&](std::size_t one) { return alike(solutes_.species[one], solutes_.species[i]); });
    class_.push_back(static_cast<std::size_t>(found - first_of_.begin()));
    if (found == first_of_.end()) first_of_.push_back(i);
  }
  class_gamma_.resize(first_of_.size());
  class_slope_.resize(first_of_.size());
}

unsigned WaterTile::solve(const ConstantsOf<Pack>& at, std::span<const Pack> value,
                          std::span<const Pack> first_guess) {
  begin(at, value, first_guess);
  bring_totals_near(at, value);
  Pack last(1e9);
  auto done = no_lanes<Pack>();
  for (int steps = 0; steps < most_steps; ++steps) {
    coefficients(at);
    by_mass_action(at);
    const Pack size = newton(value);
    // near neutral water in a brine, rounding of the sum of charges moves pH by more than last_step
    done =
        (size < Pack(last_step)) | ((size < Pack(1e-6)) & (last < Pack(1e-6)) & (size > last * Pack(0.25)));
    const auto lost = size != size;
    if (xsimd::all(done | lost)) break;
    last = size;
  }
  finish(at);
  Pack dissolved(0.0);
  for (const Pack& m : molality) dissolved += m;
  const auto plausible = (dissolved < Pack(most_solute)) & (ln_activity[components_] < Pack(1e-9));
  return bits(done & plausible);
}

/// As Solver::begin() of water_solver.cpp: first guesses of the activities, gamma by Davies's equation.
void WaterTile::begin(const ConstantsOf<Pack>& at, std::span<const Pack> value,
                      std::span<const Pack> first_guess) {
  using std::log, std::sqrt, std::min, std::abs;
  Pack strength(1e-7);
  for (std::size_t j = 0; j < components_; ++j) {
    ln_activity[j] = log(first_guess[j]);
    if (conditions_[j].kind == WaterCondition::total)
      strength += Pack(half_charge_[j]) * min(abs(value[j]), Pack(2.0));
  }
  for (const std::size_t j : given_) ln_activity[j] = value[j] / Pack(conditions_[j].row.terms[0].power);
  ln_activity[components_] = Pack(0.0);
  ionic_strength = min(strength, Pack(3.0));
  const Pack root = sqrt(ionic_strength);
  const Pack davies =
      Pack(-2 * 1.17) * (root / (Pack(1.0) + root) - Pack(0.2) * min(ionic_strength, Pack(1.0)));
  for (std::size_t c = 0; c < first_of_.size(); ++c)
    class_gamma_[c] = Pack(half_charge_[first_of_[c]]) * davies;
  by_mass_action(at);
}

/// As Solver::bring_totals_near() of water_solver.cpp.
void WaterTile::bring_totals_near(const ConstantsOf<Pack>& at, std::span<const Pack> value) {
  using std::log, std::abs, std::max;
  const Pack near(0.7);
  for (int sweep = 0; sweep < most_sweeps; ++sweep) {
    Pack worst(0.0);
    for (std::size_t u = 0; u < rows_.size(); ++u) {
      const Row& row = rows_[u];
      if (!row.takes_logarithm) continue;
      Pack sum(smallest), powers(0.0);
      for (const Part& part : row.parts) {
        const Pack amount = Pack(part.share) * molality[part.species];
        sum += amount;
        powers = max(powers, amount * Pack(std::abs(solutes_.species[part.species].row.of(row.component))));
      }
      const Pack off = log(value[row.component] / sum);
      worst = max(worst, abs(off));
      ln_activity[row.component] += select(abs(off) < near, Pack(0.0), off / max(Pack(1.0), powers / sum));
    }
    if (xsimd::all(worst < near)) return;
    by_mass_action(at);
  }
}

void WaterTile::coefficients(const ConstantsOf<Pack>& at) {
  ActivityCoefficients<Pack, Pack> coefficient(ionic_strength, xsimd::sqrt(ionic_strength));
  for (std::size_t c = 0; c < first_of_.size(); ++c) {
    const auto gamma = coefficient(at.activity[first_of_[c]]);
    class_gamma_[c] = gamma.ln_gamma;
    class_slope_[c] = gamma.d_ionic_strength;
  }
}

/// ln m and m of all species.
void WaterTile::by_mass_action(const ConstantsOf<Pack>& at) {
  const std::span<const Pack> lambda = ln_activity;
  for (std::size_t i = 0; i < molality.size(); ++i) {
    const Pack ln_a = i < components_ ? lambda[i] : at.ln_k_species[i] + solutes_.species[i].row.dot(lambda);
    ln_molality[i] = ln_a - class_gamma_[class_[i]];
    molality[i] = xsimd::exp(xsimd::max(xsimd::min(ln_molality[i], Pack(250.0)), Pack(-700.0)));
  }
  if (solutes_.electron >= 0) molality[static_cast<std::size_t>(solutes_.electron)] = Pack(0.0);
}

/// Adds to a row what a change of ln m of a species does: by the unknown components, by I and by L.
void WaterTile::add_species(std::size_t row, std::size_t species, const Pack& weight) {
  const std::size_t strength = size_ - 2, water = size_ - 1;
  for (const Power& p : powers_[species]) entry(row, p.unknown) += weight * Pack(p.power);
  entry(row, strength) -= weight * class_slope_[class_[species]];
  entry(row, water) += weight * Pack(solutes_.species[species].row.water);
}

/// ln of the two sides of a sum over each other, and its derivatives: Solver::residual() of water_solver.cpp.
void WaterTile::fill_sum(std::size_t u, const Pack& value) {
  using std::max, std::log;
  const Row& row = rows_[u];
  const Pack asked = row.kind == WaterCondition::charge ? Pack(0.0) : value;
  Pack left = max(-asked, Pack(smallest)), right = max(asked, Pack(smallest));
  for (const Part& part : row.parts)
    (part.share > 0 ? left : right) += Pack(std::abs(part.share)) * molality[part.species];
  const Pack over_left = Pack(1.0) / left, over_right = Pack(1.0) / right;
  for (const Part& part : row.parts)
    add_species(u, part.species,
                Pack(part.share) * molality[part.species] * (part.share > 0 ? over_left : over_right));
  entry(u, size_) = -log(left * over_right);
}

void WaterTile::fill_strength_and_water() {
  const std::size_t strength = size_ - 2, water = size_ - 1;
  Pack half(0.0), sum(0.0);
  for (const Pack& m : molality) sum += m;
  const auto f = ln_water_activity(solutes_.water_activity, xsimd::min(sum, Pack(most_solute)));
  for (std::size_t i = 0; i < molality.size(); ++i) {
    add_species(water, i, -f.d_sum * molality[i]);
    if (half_charge_[i] == 0) continue;
    const Pack part = Pack(half_charge_[i]) * molality[i];
    half += part;
    add_species(strength, i, -part);
  }
  entry(strength, strength) += Pack(1.0);
  entry(strength, size_) = half - ionic_strength;
  entry(water, water) += Pack(1.0);
  entry(water, size_) = f.value - ln_activity[components_];
}

/// One step of Newton's method; the largest change of an unknown before it is limited.
Pack WaterTile::newton(std::span<const Pack> value) {
  using std::abs, std::max, std::min;
  const std::size_t strength = size_ - 2, water = size_ - 1;
  std::ranges::fill(matrix_, Pack(0.0));
  for (std::size_t u = 0; u < rows_.size(); ++u) {
    const Row& row = rows_[u];
    const Pack& asked = value[row.component];
    if (row.kind != WaterCondition::linear) {
      fill_sum(u, asked);
      continue;
    }
    for (const Power& p : row.powers) entry(u, p.unknown) = Pack(p.power);
    entry(u, water) = Pack(row.water);
    entry(u, size_) = asked - conditions_[row.component].row.dot(std::span<const Pack>(ln_activity));
  }
  fill_strength_and_water();
  eliminate();
  Pack size(0.0);
  const auto larger = [&](const Pack& change) {  // keeps what is not a number
    size = select((abs(change) > size) | (change != change), abs(change), size);
  };
  for (std::size_t u = 0; u < rows_.size(); ++u) larger(entry(u, size_));
  larger(entry(water, size_));
  const Pack share = min(Pack(1.0), Pack(longest_step) / max(size, Pack(smallest)));
  for (std::size_t u = 0; u < rows_.size(); ++u) ln_activity[rows_[u].component] += share * entry(u, size_);
  ln_activity[components_] += max(min(share * entry(water, size_), Pack(0.5)), Pack(-0.5));
  const Pack before = ionic_strength;
  ionic_strength = max(min(before + share * entry(strength, size_), Pack(4.0) * before), Pack(0.25) * before);
  larger(entry(strength, size_) / before);
  return size;
}

/// Solves the matrix for its last column, without interchanging rows.
void WaterTile::eliminate() {
  for (std::size_t p = 0; p < size_; ++p) {
    const Pack over = Pack(1.0) / entry(p, p);
    for (std::size_t c = p + 1; c <= size_; ++c) entry(p, c) *= over;
    for (std::size_t r = p + 1; r < size_; ++r) {
      const Pack factor = entry(r, p);
      for (std::size_t c = p + 1; c <= size_; ++c) entry(r, c) -= factor * entry(p, c);
    }
  }
  for (std::size_t p = size_; p-- > 0;)
    for (std::size_t c = p + 1; c < size_; ++c) entry(p, size_) -= entry(p, c) * entry(c, size_);
}

/// What belongs to the last activities and ionic strength.
void WaterTile::finish(const ConstantsOf<Pack>& at) {
  coefficients(at);
  by_mass_action(at);
  for (std::size_t i = 0; i < molality.size(); ++i) ln_gamma[i] = class_gamma_[class_[i]];
  Pack half(0.0);
  for (std::size_t i = 0; i < molality.size(); ++i) half += Pack(half_charge_[i]) * molality[i];
  ionic_strength = half;
}

}  // namespace talus
