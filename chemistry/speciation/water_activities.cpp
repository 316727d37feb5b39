#include "chemistry/speciation/water_activities.h"

#include <algorithm>
#include <cmath>

namespace talus {

namespace {

Eigen::Index at_index(std::size_t i) { return static_cast<Eigen::Index>(i); }

}  // namespace

Solutes solutes_of(const WaterSystem& system) {
  return {system.species,  system.components(),   system.component("H+"),
          system.electron, system.water_activity, system.by_mixture};
}

Solutes solutes_of(const ChemicalSystem& system) {
  return {system.species,        system.components(), system.component("H+"), -1,
          system.water_activity, system.by_mixture()};
}

void WaterActivities::at_strength(double strength, std::span<double> ln_gamma) const {
  ActivityCoefficients<double> coefficient(strength, std::sqrt(strength));
  for (std::size_t i = 0; i < ln_gamma.size(); ++i) ln_gamma[i] = coefficient(at_.activity[i]).ln_gamma;
}

double WaterActivities::strength(std::span<const double> molality) const {
  double sum = 0;
  for (std::size_t i = 0; i < molality.size(); ++i) {
    const double z = system_.species[i].charge;
    sum += 0.5 * z * z * molality[i];
  }
  return sum;
}

double WaterActivities::ln_water(std::span<const double> molality) const {
  if (system_.by_mixture) return 0;
  double sum = 0;
  for (const double m : molality) sum += m;
  return ln_water_activity(system_.water_activity, std::min(sum, most_solute)).value;
}

Activities WaterActivities::operator()(std::span<const double> m, bool derivatives) {
  Activities a;
  const std::size_t all = m.size();
  a.ln_gamma.resize(at_index(all));
  double sum = 0;
  for (const double one : m) sum += one;
  a.strength = std::max(strength(m), 1e-30);
  a.water_by_ln_m = Eigen::VectorXd::Zero(at_index(all));
  if (system_.by_mixture) {
    mixture(m, derivatives, a);
    return a;
  }
  a.by_strength.resize(at_index(all));
  ActivityCoefficients<double> coefficient(a.strength, std::sqrt(a.strength));
  for (std::size_t i = 0; i < all; ++i) {
    const auto g = coefficient(at_.activity[i]);
    a.ln_gamma[at_index(i)] = g.ln_gamma;
    a.by_strength[at_index(i)] = g.d_ionic_strength;
  }
  const auto water = ln_water_activity(system_.water_activity, std::min(sum, most_solute));
  a.ln_water = water.value;
  for (std::size_t i = 0; i < all; ++i) a.water_by_ln_m[at_index(i)] = water.d_sum * m[i];
  return a;
}

void WaterActivities::mixture(std::span<const double> m, bool derivatives, Activities& a) {
  const Mixture<double>* found = &sit_;
  if (const auto* sit = std::get_if<SitTerms>(&at_.interactions)) {
    sit_activities(*sit, m, sit_, derivatives);
  } else {
    pitzer_activities(std::get<PitzerTerms>(at_.interactions), m, pitzer_, derivatives);
    found = &pitzer_.activities;
  }
  const std::size_t all = m.size();
  for (std::size_t i = 0; i < all; ++i) a.ln_gamma[at_index(i)] = found->ln_gamma[i];
  a.ln_water = found->ln_water_activity;
  if (!derivatives) return;
  a.by_ln_m.resize(at_index(all), at_index(all));
  for (std::size_t l = 0; l < all; ++l) {
    for (std::size_t i = 0; i < all; ++i) a.by_ln_m(at_index(i), at_index(l)) = found->slope(i, l) * m[l];
    a.water_by_ln_m[at_index(l)] = found->d_ln_water[l] * m[l];
  }
}

}  // namespace talus
