// The parts of reactor_stage.h: residual, derivatives, Newton's method.
#pragma once

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "chemistry/reactor/reactor_stage.h"

namespace talus {

namespace reactor_detail {

/// The neutral species that has the composition of a gas, but for water.
inline std::size_t dissolved_gas(const ChemicalSystem& system, const Gas& gas) {
  const auto same = [&](const Species& species) {
    return species.charge == 0 &&
           std::ranges::equal(species.row.terms, gas.row.terms, [](const Term& a, const Term& b) {
             return a.component == b.component && a.power == b.power;
           });
  };
  const auto found = std::ranges::find_if(system.species, same);
  if (found == system.species.end())
    throw std::invalid_argument("'" + gas.name + "' has no dissolved species to be transferred as");
  return static_cast<std::size_t>(found - system.species.begin());
}

}  // namespace reactor_detail

template <class R>
ReactorStage<R>::ReactorStage(const ReactorModel& model)
    : contents(*model.system, model.reactions.solids.size()),
      model_(model),
      system_(*model.system),
      balances_(system_.balances()),
      phases_(model.phases.size()),
      gases_(model.gas.kind == GasContact::none ? 0 : system_.gases.size()),
      streams_(model.gas.kind == GasContact::streaming ? gases_ : 0),
      derivatives_(system_),
      right_(unknowns(), R(0.0)),
      over_magnitude_(balances_, R(0.0)),
      row_(balances_, R(0.0)) {
  if (model.gas.transfer)
    for (std::size_t g = 0; g < gases_; ++g)
      dissolved_.push_back(reactor_detail::dissolved_gas(system_, system_.gases[g]));
  exchange.resize(gases_);
  for (GasExchange<R>& one : exchange) one.by_x.assign(balances_, R(0.0));
  entered.assign(gases_, R(0.0));
  supplied.assign(gases_, R(0.0));
}

template <class R>
void ReactorStage<R>::begin(const ReactorState<R>& state) {
  contents.solution.small_change = 0;
  z = state.x;
  z.insert(z.end(), state.phase.begin(), state.phase.end());
  z.insert(z.end(), gases_, R(0.0));
  if (streams_ > 0) z.insert(z.end(), state.gas.begin(), state.gas.end());
  total_ = state.total;
  phase0 = state.phase;
  pressure_ = state.pressure;
  gas0 = state.gas;
  sites_ = state.sites;
  volume_ = state.gas_volume;
  inert_ = state.inert;
  start.amount = state.amount;
  start.area.resize(state.amount.size());
  for (std::size_t p = 0; p < state.amount.size(); ++p)
    start.area[p] =
        area_of(model_.reactions.solids[p], state.amount[p], state.initial_amount[p], state.initial_area[p]);
  start.recession.assign(state.amount.size(), R(0.0));
  start.extent.assign(system_.slow_reactions.size(), R(0.0));
  start.weight = start.elapsed = R(0.0);
  start.fraction_left.assign(model_.reactions.has_layers() ? state.amount.size() : 0, R(0.0));
  start.coated.assign(model_.reactions.coats.size(), R(0.0));
  for (std::size_t p = 0; p < state.amount.size(); ++p) {
    if (!start.fraction_left.empty())
      start.fraction_left[p] = fraction_left(model_.reactions.solids[p], state.amount[p],
                                             state.initial_amount[p], state.initial_area[p]);
    if (const int coat = model_.reactions.solids[p].coat; coat >= 0)
      start.coated[static_cast<std::size_t>(coat)] += state.initial_area[p];
  }
  std::ranges::fill(entered, R(0.0));
  std::ranges::fill(supplied, R(0.0));
}

template <class R>
bool ReactorStage<R>::evaluate(const Constants& at) {
  using std::exp;
  if (at.temperature != temperature_) {
    temperature_ = at.temperature;
    ln_k_phase_.clear();
    for (const Phase& phase : model_.phases)
      ln_k_phase_.push_back(std::numbers::ln10 * phase.log_k.at(temperature_));
    if (gases_ > 0) gas_of_reactor_ = GasOfReactor<R>(model_, temperature_);
  }
  start.porosity =
      exp(z[balances_ - 1]) * R((1 - 1e-9) / system_.water_density);  // no gas inside of contents()
  const std::span<const R> x(z.data(), balances_);
  if (!talus::contents(system_, at, model_.reactions, start, x, contents)) {
    contents.solution.forget();
    return false;
  }
  load_exchangers(at);
  if (gases_ > 0) meet_gas(at.temperature);
  if (gases_ > 0 && model_.gas.transfer) exchange_gases(at);
  return true;
}

template <class R>
void ReactorStage<R>::species_derivative(std::size_t i, std::span<R> d) const {
  const Response<R>& response = derivatives_.response;
  const std::size_t n = d.size();
  if (response.by_mixture()) {
    for (std::size_t k = 0; k < n; ++k) d[k] = response.ln_molality[i * n + k];
    return;
  }
  row_derivative(system_.species[i].row, contents.solution, response, d);
  for (std::size_t k = 0; k < n; ++k) d[k] -= contents.solution.gamma_slope[i] * response.ionic_strength[k];
}

/// The fugacities that the water meets, and how they follow from what is left of the gases.
template <class R>
void ReactorStage<R>::meet_gas(double temperature) {
  using std::exp;
  fugacity_.assign(gases_, R(0.0));
  fugacity_by_amount_.assign(gases_ * gases_, R(0.0));
  const R rt_over_volume =
      model_.gas.kind == GasContact::kept ? R(0.0) : R(gas_constant * temperature) / volume_;
  if (model_.gas.kind != GasContact::enclosed || !model_.gas.real) {
    for (std::size_t g = 0; g < gases_; ++g) {
      const double phi = std::exp(gas_of_reactor_.ln_coefficient[g]);
      fugacity_[g] = R(phi) * pressure(g, temperature);
      fugacity_by_amount_[g * gases_ + g] = R(phi * gas_of_reactor_.compressibility) * rt_over_volume;
    }
    return;
  }
  std::vector<R> amount;
  for (std::size_t g = 0; g < gases_; ++g) amount.push_back(gas_left(g));
  gas_of_reactor_.mix(std::span<const R>(amount), inert_, volume_);
  const GasMixture<R>& mixture = gas_of_reactor_.mixture;
  R all = inert_;
  for (const R& moles : amount) all += moles;
  pressure_per_mole_ = mixture.pressure / all;
  for (std::size_t g = 0; g < gases_; ++g) {
    const R per_mole = rt_over_volume * exp(mixture.excess[g]);
    fugacity_[g] = amount[g] * per_mole;
    for (std::size_t h = 0; h < gases_; ++h)
      fugacity_by_amount_[g * gases_ + h] = fugacity_[g] * mixture.by_amount[g * (gases_ + 1) + h];
    fugacity_by_amount_[g * gases_ + g] += per_mole;
  }
}

/// t_g = kLa w (beta f - m), beta = m / f_g(x), and s_g = F y_g - (F - sum_h t_h) p_g / P.
template <class R>
void ReactorStage<R>::exchange_gases(const Constants& at) {
  using std::exp, std::max;
  const Solution<R>& s = contents.solution;
  const R speed = R(*model_.gas.transfer) * contents.water;
  R sum(0.0);
  for (std::size_t g = 0; g < gases_; ++g) {
    const ReactionRow& row = system_.gases[g].row;
    const R own = exp(R(at.ln_k_gas[g]) + row.dot(std::span<const R>(s.ln_activity)));
    const R m = s.molality[dissolved_[g]];
    exchange[g].per_fugacity = speed * m / own;
    exchange[g].transfer = exchange[g].per_fugacity * fugacity_[g] - speed * m;
    sum += exchange[g].transfer;
  }
  if (streams_ == 0) return;
  const R out = max(R(model_.gas.supply) - sum, R(0.0)) * R(1 / model_.gas.total_pressure);
  for (std::size_t g = 0; g < gases_; ++g)
    exchange[g].supply =
        R(model_.gas.supply / model_.gas.total_pressure) * pressure_[g] - out * pressure(g, at.temperature);
}

template <class R>
void ReactorStage<R>::differentiate_exchange() {
  const std::size_t n = balances_ - 1;
  for (std::size_t g = 0; g < gases_; ++g) {
    GasExchange<R>& one = exchange[g];
    const R in = one.per_fugacity * fugacity_[g], back = in - one.transfer;
    species_derivative(dissolved_[g], std::span<R>(one.by_x).first(n));
    row_derivative(system_.gases[g].row, contents.solution, derivatives_.response,
                   std::span<R>(row_).first(n));
    for (std::size_t k = 0; k < n; ++k) one.by_x[k] = in * (one.by_x[k] - row_[k]) - back * one.by_x[k];
    one.by_x[n] = one.transfer;
    one.by_amount = one.per_fugacity * fugacity_by_amount_[g * gases_ + g];
  }
}

template <class R>
void ReactorStage<R>::fill_residual(const Constants& at) {
  using std::log;
  const std::span<R> balance = std::span<R>(right_).first(balances_);
  find_accumulation(system_, model_.reactions, contents, balance);
  for (std::size_t j = 0; j < exchanged.size(); ++j) balance[j] += exchanged[j];
  for (std::size_t q = 0; q < phases_; ++q)
    add_to_balances(model_.phases[q].row, R(phase(q) - phase0[q]), balance);
  for (std::size_t g = 0; g < gases_; ++g) add_to_balances(system_.gases[g].row, R(-taken(g)), balance);
  for (std::size_t j = 0; j < balances_; ++j) balance[j] = (balance[j] - total_[j]) * over_magnitude_[j];

  for (std::size_t q = 0; q < phases_; ++q)
    right_[balances_ + q] = select(is_there(q), ln_omega(q), phase(q));
  const std::size_t first = balances_ + phases_;
  for (std::size_t g = 0; g < gases_; ++g) {
    if (model_.gas.transfer)
      right_[first + g] = taken(g) - entered[g] - start.weight * exchange[g].transfer;
    else if (model_.gas.kind == GasContact::kept)
      right_[first + g] = log(R(gas_constant * at.temperature) * contents.gas[g] / fugacity_[g]);
    else if (model_.gas.real)
      right_[first + g] = volume_ * (contents.gas[g] - fugacity_[g] * R(1 / (gas_constant * at.temperature)));
    else
      right_[first + g] = volume_ * contents.gas[g] - gas0[g] + taken(g);
    if (streams_ > 0)
      right_[first + gases_ + g] =
          gas_left(g) + taken(g) - gas0[g] - supplied[g] - start.weight * exchange[g].supply;
  }
}

template <class R>
R ReactorStage<R>::ln_omega(std::size_t q) const {
  return R(ln_k_phase_[q]) + model_.phases[q].row.dot(std::span<const R>(contents.solution.ln_activity));
}

/// n_q + c ln Omega_q > 0; c is the most that the water holds of it.
template <class R>
auto ReactorStage<R>::is_there(std::size_t q) const {
  R scale(0.0);
  for (const Term& t : model_.phases[q].row.terms)
    scale += contents.magnitude[static_cast<std::size_t>(t.component)];
  return phase(q) + scale * ln_omega(q) > R(0.0);
}

template <class R>
void ReactorStage<R>::add_column(const ReactionRow& row, std::size_t column, double sign) {
  for (const Term& t : row.terms)
    linear_.row(static_cast<std::size_t>(t.component))[column] += R(sign * t.power);
  linear_.row(balances_ - 1)[column] += R(sign * row.water);
}

template <class R>
void ReactorStage<R>::fill_balance_rows() {
  for (std::size_t j = 0; j < balances_; ++j)
    std::ranges::copy(std::span<const R>(derivatives_.accumulation).subspan(j * balances_, balances_),
                      linear_.row(j).begin());
  differentiate_exchangers();
  for (std::size_t q = 0; q < phases_; ++q) add_column(model_.phases[q].row, balances_ + q, 1);
  for (std::size_t g = 0; g < gases_; ++g) add_column(system_.gases[g].row, balances_ + phases_ + g, -1);
  for (std::size_t j = 0; j < balances_; ++j) {
    over_magnitude_[j] = R(1.0) / contents.magnitude[j];
    for (R& value : linear_.row(j)) value *= over_magnitude_[j];
  }
}

template <class R>
void ReactorStage<R>::fill_phase_rows() {
  for (std::size_t q = 0; q < phases_; ++q) {
    const auto there = is_there(q);
    std::span<R> at = linear_.row(balances_ + q);
    row_derivative(model_.phases[q].row, contents.solution, derivatives_.response,
                   std::span<R>(row_).first(balances_ - 1));
    for (std::size_t k = 0; k + 1 < balances_; ++k) at[k] = select(there, row_[k], R(0.0));
    at[balances_ + q] = select(there, R(0.0), R(1.0));
  }
}

template <class R>
void ReactorStage<R>::fill_gas_rows(const Constants& at) {
  const R h = start.weight;
  const std::size_t n = balances_ - 1, first = balances_ + phases_;
  for (std::size_t g = 0; g < gases_; ++g) {
    std::span<R> row = linear_.row(first + g);
    if (model_.gas.transfer) {
      for (std::size_t k = 0; k < balances_; ++k) row[k] = -h * exchange[g].by_x[k];
      row[first + g] += R(1.0);
      if (streams_ > 0) row[first + gases_ + g] -= h * exchange[g].by_amount;
      for (std::size_t f = 0; f < gases_ && streams_ == 0; ++f)  // N_f is what was there less e_f
        row[first + f] += h * exchange[g].per_fugacity * fugacity_by_amount_[g * gases_ + f];
      continue;
    }
    row_derivative(system_.gases[g].row, contents.solution, derivatives_.response, row.first(n));
    if (model_.gas.kind == GasContact::kept) continue;
    for (std::size_t k = 0; k < n; ++k) row[k] *= volume_ * contents.gas[g];
    const R per_rt = volume_ * R(1 / (gas_constant * at.temperature));
    for (std::size_t f = 0; f < gases_; ++f) row[first + f] += per_rt * fugacity_by_amount_[g * gases_ + f];
  }
}

template <class R>
void ReactorStage<R>::fill_stream_rows(const Constants& at) {
  const R h = start.weight;
  const std::size_t first = balances_ + phases_ + gases_;
  R sum(0.0);
  for (const GasExchange<R>& one : exchange) sum += one.transfer;
  const auto open = R(model_.gas.supply) > sum;
  const R out = select(open, R(model_.gas.supply) - sum, R(0.0));
  for (std::size_t g = 0; g < streams_; ++g) {
    std::span<R> row = linear_.row(first + g);
    row[first - gases_ + g] += R(1.0);
    row[first + g] += R(1.0) + h * out *
                                   R(gas_of_reactor_.compressibility * gas_constant * at.temperature /
                                     model_.gas.total_pressure) /
                                   volume_;
    const R share = pressure(g, at.temperature) * R(1 / model_.gas.total_pressure);
    const R by_transfer = select(open, R(-h * share), R(0.0));
    for (std::size_t f = 0; f < gases_; ++f) {
      for (std::size_t k = 0; k < balances_; ++k) row[k] += by_transfer * exchange[f].by_x[k];
      row[first + f] += by_transfer * exchange[f].by_amount;
    }
  }
}

template <class R>
void ReactorStage<R>::fill_jacobian(const Constants& at) {
  contents_derivatives(system_, at, model_.reactions, start, contents, derivatives_);
  if (gases_ > 0 && model_.gas.transfer) differentiate_exchange();
  linear_.resize(unknowns());
  fill_balance_rows();
  fill_phase_rows();
  fill_gas_rows(at);
  fill_stream_rows(at);
}

template <class R>
bool ReactorStage<R>::only_solids_react() const {
  const auto waits = [](const Solid& solid) { return solid.driver >= 0; };
  return phases_ == 0 && start.extent.empty() && !model_.gas.transfer &&
         std::ranges::none_of(model_.reactions.solids, waits);
}

template <class R>
void ReactorStage<R>::respond_to(std::span<const R> balance, std::span<R> out) const {
  for (R& value : out) value = R(0.0);
  for (std::size_t j = 0; j < balances_; ++j) out[j] = balance[j] * over_magnitude_[j];
  linear_.solve(out);
}

}  // namespace talus
