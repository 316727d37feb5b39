#include "chemistry/equilibrium/equilibrium_state.h"

#include <numbers>

namespace talus {

bool Vessel::evaluate(const Eigen::VectorXd& x) {
  if (!x.allFinite() || !fill(x)) {
    forget();
    return false;
  }
  add_water();
  if (batch_.headspace > 0) add_headspace();
  add_exchangers();
  saturate();
  return held.allFinite() && by_x.allFinite() && saturation.allFinite();
}

/// The water and the pressures of its gases, with derivatives.
bool Vessel::fill(const Eigen::VectorXd& x) {
  if (held_activities_) {
    fill_at_given_activities(x, *held_activities_);
    return true;
  }
  StageStart<double> start;
  start.porosity = 1;
  const std::span<const double> unknowns(x.data(), static_cast<std::size_t>(x.size()));
  if (!contents(*model_.system, at_.water, Reactions{}, start, unknowns, contents_)) return false;
  contents_derivatives(*model_.system, at_.water, Reactions{}, start, contents_, d_);
  return true;
}

void Vessel::fill_at_given_activities(const Eigen::VectorXd& x, const GivenActivities& given) {
  const ChemicalSystem& system = *model_.system;
  const std::size_t n = system.components();
  Solution<double>& s = contents_.solution;
  s.ln_gamma = given.ln_gamma;
  s.ionic_strength = given.strength;
  std::ranges::fill(s.gamma_slope, 0.0);
  for (std::size_t j = 0; j < n; ++j) s.ln_activity[j] = x(static_cast<Eigen::Index>(j)) + given.ln_gamma[j];
  s.ln_activity[n] = given.ln_water;
  d_.response = {};
  d_.response.ionic_strength.assign(n, 0.0);
  d_.response.ln_water_activity.assign(n, 0.0);
  std::ranges::fill(contents_.concentration, 0.0);
  std::ranges::fill(d_.concentration, 0.0);
  contents_.water = std::exp(x(static_cast<Eigen::Index>(n)));
  const std::span<const double> lambda = s.ln_activity;
  for (std::size_t i = 0; i < system.species.size(); ++i) {
    const ReactionRow& row = system.species[i].row;
    s.molality[i] = std::exp(i < n ? x(static_cast<Eigen::Index>(i))
                                   : at_.water.ln_k_species[i] + row.dot(lambda) - given.ln_gamma[i]);
    const auto add = [&](std::size_t j, double power) {
      const double amount = system.water_density * power * s.molality[i];
      contents_.concentration[j] += amount;
      for (const Term& t : row.terms)
        d_.concentration[j * n + static_cast<std::size_t>(t.component)] += t.power * amount;
    };
    for (const Term& t : row.terms) add(static_cast<std::size_t>(t.component), t.power);
    if (row.water != 0) add(n, row.water);
  }
  for (std::size_t g = 0; g < system.gases.size(); ++g) {
    const ReactionRow& row = system.gases[g].row;
    contents_.gas[g] =
        std::exp(at_.water.ln_k_gas[g] + row.dot(lambda)) / (gas_constant * at_.water.temperature);
    for (std::size_t k = 0; k < n; ++k) d_.gas[g * n + k] = contents_.gas[g] * row.of(k);
  }
}

void Vessel::release() {
  held_activities_.reset();
  Solution<double>& s = contents_.solution;
  s.mixture.known = false;
  if (!model_.system->by_mixture()) return;
  mixture_detail::evaluate(at_.water, s);
  s.mixture.known = true;
}

double Vessel::dissolved(std::size_t j) const {
  const double solutes = contents_.water * contents_.concentration[j] / model_.system->water_density;
  return solutes + (j == model_.system->components() ? contents_.water / water_molar_mass : 0);
}

void Vessel::add_water() {
  const std::size_t n = model_.system->components();
  magnitude.setZero();
  by_x.setZero();
  for (const Species& species : model_.system->species) {
    const auto i = static_cast<std::size_t>(&species - model_.system->species.data());
    const double amount = contents_.water * contents_.solution.molality[i];
    for (const Term& t : species.row.terms) magnitude(t.component) += std::abs(t.power) * amount;
  }
  for (std::size_t j = 0; j <= n; ++j) {
    const auto row = static_cast<Eigen::Index>(j);
    held(row) = dissolved(j);
    for (std::size_t k = 0; k < n; ++k)
      by_x(row, static_cast<Eigen::Index>(k)) =
          contents_.water * d_.concentration[j * n + k] / model_.system->water_density;
    by_x(row, static_cast<Eigen::Index>(n)) = held(row);
  }
  magnitude(static_cast<Eigen::Index>(n)) = contents_.water / water_molar_mass;
}

void Vessel::add_row(const ReactionRow& row, double amount, const Eigen::RowVectorXd& amount_by_x) {
  const Eigen::Index n = held.size() - 1;
  const auto add = [&](Eigen::Index j, double power) {
    held(j) += power * amount;
    magnitude(j) += std::abs(power) * amount;
    by_x.row(j) += power * amount_by_x;
  };
  for (const Term& t : row.terms) add(t.component, t.power);
  if (row.water != 0) add(n, row.water);
}

void Vessel::add_headspace() {
  const std::size_t n = model_.system->components();
  Eigen::RowVectorXd by = Eigen::RowVectorXd::Zero(held.size());
  for (std::size_t g = 0; g < model_.system->gases.size(); ++g) {
    const double room = batch_.headspace * (batch_.per_ideal.empty() ? 1 : batch_.per_ideal[g]);
    for (std::size_t k = 0; k < n; ++k) by(static_cast<Eigen::Index>(k)) = room * d_.gas[g * n + k];
    add_row(model_.system->gases[g].row, room * contents_.gas[g], by);
  }
}

void Vessel::add_exchangers() {
  const std::size_t n = model_.system->components();
  Eigen::RowVectorXd by = Eigen::RowVectorXd::Zero(held.size());
  for (std::size_t e = 0; e < model_.exchangers.size(); ++e) {
    if (!(batch_.sites[e] > 0)) continue;
    const Exchanger& exchanger = model_.exchangers[e];
    Loading<double>& l = loading[e];
    load(exchanger, at_.exchange[e], contents_.solution, l);
    loading_derivatives(exchanger, contents_.solution, d_.response, l);
    for (std::size_t i = 0; i < exchanger.species.size(); ++i) {
      const double amount = loaded_amount(exchanger, l, i, batch_.sites[e]);
      for (std::size_t k = 0; k < n; ++k)
        by(static_cast<Eigen::Index>(k)) = amount * l.d_ln_fraction[i * n + k];
      add_row(exchanger.species[i].row, amount, by);
    }
  }
}

void Vessel::saturate() {
  const std::size_t n = model_.system->components();
  row_.resize(n);
  for (std::size_t p = 0; p < model_.phases.size(); ++p) {
    const auto row = static_cast<Eigen::Index>(p);
    const std::span<const double> lambda = contents_.solution.ln_activity;
    saturation(row) =
        at_.ln_k_phase[p] + model_.phases[p].row.dot(lambda) - std::numbers::ln10 * batch_.phases[p].target;
    row_derivative(model_.phases[p].row, contents_.solution, d_.response, std::span<double>(row_));
    for (std::size_t k = 0; k < n; ++k) saturation_by_x(row, static_cast<Eigen::Index>(k)) = row_[k];
  }
}

}  // namespace talus
