// The parts of reactor_stage.h: residual, derivatives, Newton's method.
#pragma once

#include <algorithm>
#include <stdexcept>

#include "chemistry/reactor_stage.h"

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

/// surface_area() of a tile.
template <class R>
R area_of(const Solid& solid, const R& amount, const R& initial_amount, const R& initial_area) {
  if (solid.formed) return R(solid.seed) + R(solid.specific_surface) * amount;
  const auto there = initial_amount > R(0.0);
  const R part = amount / select(there, initial_amount, R(1.0));
  return select(there & (amount > R(0.0)), R(initial_area * power(part, solid.exponent)), R(0.0));
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
  z = state.x;
  z.insert(z.end(), state.phase.begin(), state.phase.end());
  z.insert(z.end(), gases_, R(0.0));
  if (streams_ > 0) z.insert(z.end(), state.gas.begin(), state.gas.end());
  total_ = state.total;
  phase0 = state.phase;
  pressure_ = state.pressure;
  gas0 = state.gas;
  volume_ = state.gas_volume;
  start.amount = state.amount;
  start.area.resize(state.amount.size());
  for (std::size_t p = 0; p < state.amount.size(); ++p)
    start.area[p] = reactor_detail::area_of(model_.reactions.solids[p], state.amount[p],
                                            state.initial_amount[p], state.initial_area[p]);
  start.recession.assign(state.amount.size(), R(0.0));
  start.extent.assign(system_.slow_reactions.size(), R(0.0));
  start.weight = start.elapsed = R(0.0);
  start.left.assign(model_.reactions.has_layers() ? state.amount.size() : 0, R(0.0));
  start.coated.assign(model_.reactions.coats.size(), R(0.0));
  for (std::size_t p = 0; p < state.amount.size(); ++p) {
    const auto was_there = state.initial_amount[p] > R(0.0);
    if (!start.left.empty())
      start.left[p] = state.amount[p] / select(was_there, state.initial_amount[p], R(1.0));
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
  }
  start.porosity = exp(z[balances_ - 1]) * R(1 / water_density);  // no gas inside of contents()
  const std::span<const R> x(z.data(), balances_);
  if (!talus::contents(system_, at, model_.reactions, start, x, contents)) {
    contents.solution.forget();
    return false;
  }
  let_nothing_dissolve();
  if (gases_ > 0 && model_.gas.transfer) exchange_gases(at);
  return true;
}

/// What forms and is not there yet can only grow: its recession must not run ahead while the water is
/// undersaturated, or it would start too late, and no estimate of the error would see it.
template <class R>
void ReactorStage<R>::let_nothing_dissolve() {
  for (std::size_t p = 0; p < model_.reactions.solids.size(); ++p) {
    const Solid& solid = model_.reactions.solids[p];
    if (!solid.formed) continue;
    Rate<R>& r = contents.rate[p];
    const auto real = (start.amount[p] > R(0.0)) | (r.value < R(0.0));
    const auto keep = [&](R& value) { value = select(real, value, R(0.0)); };
    keep(r.value);
    keep(r.d_ln_omega);
    for (R& d : r.d_ln_activity) keep(d);
    keep(contents.speed[p]);
    contents.change[p] = solid_change(
        solid, start, p, R(start.recession[p] + start.weight * contents.speed[p]), contents.speed[p]);
  }
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

/// t_g = kLa w (beta p - m), beta = m / p_g(x), and s_g = F y_g - (F - sum_h t_h) p_g / P.
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
    exchange[g].per_pressure = speed * m / own;
    exchange[g].transfer = exchange[g].per_pressure * pressure(g, at.temperature) - speed * m;
    sum += exchange[g].transfer;
  }
  if (streams_ == 0) return;
  const R out = max(R(model_.gas.supply) - sum, R(0.0)) * R(1 / model_.gas.total_pressure);
  for (std::size_t g = 0; g < gases_; ++g)
    exchange[g].supply =
        R(model_.gas.supply / model_.gas.total_pressure) * pressure_[g] - out * pressure(g, at.temperature);
}

template <class R>
void ReactorStage<R>::differentiate_exchange(const Constants& at) {
  const std::size_t n = balances_ - 1;
  for (std::size_t g = 0; g < gases_; ++g) {
    GasExchange<R>& one = exchange[g];
    const R in = one.per_pressure * pressure(g, at.temperature), back = in - one.transfer;
    species_derivative(dissolved_[g], std::span<R>(one.by_x).first(n));
    row_derivative(system_.gases[g].row, contents.solution, derivatives_.response,
                   std::span<R>(row_).first(n));
    for (std::size_t k = 0; k < n; ++k) one.by_x[k] = in * (one.by_x[k] - row_[k]) - back * one.by_x[k];
    one.by_x[n] = one.transfer;
    one.by_amount = model_.gas.kind == GasContact::kept
                        ? R(0.0)
                        : R(one.per_pressure * R(gas_constant * at.temperature) / volume_);
  }
}

template <class R>
void ReactorStage<R>::add_to_balances(const ReactionRow& row, const R& amount, std::size_t column,
                                      double sign) {
  const auto add = [&](std::size_t j, double power) {
    right_[j] += R(sign * power) * amount;
    linear_.row(j)[column] += R(sign * power);
  };
  for (const Term& t : row.terms) add(static_cast<std::size_t>(t.component), t.power);
  if (row.water != 0) add(balances_ - 1, row.water);
}

template <class R>
void ReactorStage<R>::assemble_balances() {
  local_balance(system_, model_.reactions, contents, std::span<R>(right_).first(balances_));
  for (std::size_t j = 0; j < balances_; ++j) {
    right_[j] -= total_[j];
    std::ranges::copy(std::span<const R>(derivatives_.local).subspan(j * balances_, balances_),
                      linear_.row(j).begin());
  }
  // what the gas inside of contents() would answer to the water's volume, which it does not have
  for (std::size_t g = 0; g < system_.gases.size(); ++g) {
    const ReactionRow& row = system_.gases[g].row;
    const R slope = contents.water * R(1 / water_density) * contents.gas[g];
    for (const Term& t : row.terms)
      linear_.row(static_cast<std::size_t>(t.component))[balances_ - 1] += R(t.power) * slope;
    linear_.row(balances_ - 1)[balances_ - 1] += R(row.water) * slope;
  }
  for (std::size_t q = 0; q < phases_; ++q)
    add_to_balances(model_.phases[q].row, phase(q) - phase0[q], balances_ + q, 1);
  for (std::size_t g = 0; g < gases_; ++g)
    add_to_balances(system_.gases[g].row, taken(g), balances_ + phases_ + g, -1);
  for (std::size_t j = 0; j < balances_; ++j) {
    over_magnitude_[j] = R(1.0) / contents.magnitude[j];
    for (R& value : linear_.row(j)) value *= over_magnitude_[j];
    right_[j] *= over_magnitude_[j];
  }
}

template <class R>
void ReactorStage<R>::assemble_phases() {
  for (std::size_t q = 0; q < phases_; ++q) {
    const ReactionRow& row = model_.phases[q].row;
    const R saturation = R(ln_k_phase_[q]) + row.dot(std::span<const R>(contents.solution.ln_activity));
    R scale(0.0);  // c: the most that the water holds of it
    for (const Term& t : row.terms) scale += contents.magnitude[static_cast<std::size_t>(t.component)];
    const auto there = phase(q) + scale * saturation > R(0.0);
    row_derivative(row, contents.solution, derivatives_.response, std::span<R>(row_).first(balances_ - 1));
    std::span<R> at = linear_.row(balances_ + q);
    for (std::size_t k = 0; k + 1 < balances_; ++k) at[k] = select(there, row_[k], R(0.0));
    at[balances_ + q] = select(there, R(0.0), R(1.0));
    right_[balances_ + q] = select(there, saturation, phase(q));
  }
}

template <class R>
void ReactorStage<R>::assemble_gases(const Constants& at) {
  using std::log;
  const R h = start.weight;
  const std::size_t n = balances_ - 1, first = balances_ + phases_;
  R sum(0.0);
  for (const GasExchange<R>& one : exchange) sum += one.transfer;
  const auto open = R(model_.gas.supply) > sum;
  for (std::size_t g = 0; g < gases_; ++g) {
    const GasExchange<R>& one = exchange[g];
    std::span<R> row = linear_.row(first + g);
    R& right = right_[first + g];
    const std::size_t left = streams_ > 0 ? first + gases_ + g : first + g;  // column of N_g, or -e_g
    const R sign(streams_ > 0 ? 1.0 : -1.0);
    if (model_.gas.transfer) {
      right = taken(g) - entered[g] - h * one.transfer;
      for (std::size_t k = 0; k < balances_; ++k) row[k] = -h * one.by_x[k];
      row[first + g] += R(1.0);
      row[left] -= h * one.by_amount * sign;
    } else {
      const R by_water = R(gas_constant * at.temperature) * contents.gas[g];  // p_g(x), Pa
      row_derivative(system_.gases[g].row, contents.solution, derivatives_.response, row.first(n));
      if (model_.gas.kind == GasContact::kept) {
        right = log(by_water / pressure_[g]);
      } else {
        right = volume_ * contents.gas[g] - gas0[g] + taken(g);
        for (std::size_t k = 0; k < n; ++k) row[k] *= volume_ * contents.gas[g];
        row[first + g] += R(1.0);
      }
    }
    if (streams_ == 0) continue;
    std::span<R> stream = linear_.row(first + gases_ + g);
    right_[first + gases_ + g] = gas_left(g) + taken(g) - gas0[g] - supplied[g] - h * one.supply;
    stream[first + g] += R(1.0);
    stream[first + gases_ + g] += R(1.0);
    const R share = pressure(g, at.temperature) * R(1 / model_.gas.total_pressure);
    const R out = select(open, R(model_.gas.supply) - sum, R(0.0));
    stream[first + gases_ + g] +=
        h * out * R(gas_constant * at.temperature / model_.gas.total_pressure) / volume_;
    for (std::size_t f = 0; f < gases_; ++f) {  // d out
      const R weight = select(open, R(-h * share), R(0.0));
      for (std::size_t k = 0; k < balances_; ++k) stream[k] += weight * exchange[f].by_x[k];
      stream[first + gases_ + f] += weight * exchange[f].by_amount;
    }
  }
}

template <class R>
void ReactorStage<R>::assemble(const Constants& at) {
  contents_derivatives(system_, at, model_.reactions, start, contents, derivatives_);
  if (gases_ > 0 && model_.gas.transfer) differentiate_exchange(at);
  linear_.resize(unknowns());
  assemble_balances();
  assemble_phases();
  if (gases_ > 0) assemble_gases(at);
}

template <class R>
auto ReactorStage<R>::solve(const Constants& at) {
  using std::abs, std::max, std::min;
  constexpr int most = 25;
  constexpr double furthest = 2, last = 1e-6;  // change of a ln m; Newton's method squares its error
  auto done = R(0.0) > R(1.0);
  for (int iteration = 0; iteration < most; ++iteration) {
    if (!evaluate(at)) return R(0.0) > R(1.0);
    assemble(at);
    linear_.factor();
    linear_.solve(std::span<R>(right_));
    R size(0.0);
    for (std::size_t k = 0; k < balances_; ++k) size = max(size, abs(right_[k]));
    const R damping = min(R(1.0), R(furthest) / size);
    done = size < R(last);
    const auto finite = size < R(1e300);
    for (std::size_t k = 0; k < unknowns(); ++k) z[k] -= select(finite, R(damping * right_[k]), R(0.0));
    if (all(done | !finite)) break;
  }
  return evaluate(at) ? done : R(0.0) > R(1.0);
}

template <class R>
void ReactorStage<R>::respond_to(std::span<const R> balance, std::span<R> out) const {
  for (R& value : out) value = R(0.0);
  for (std::size_t j = 0; j < balances_; ++j) out[j] = balance[j] * over_magnitude_[j];
  linear_.solve(out);
}

}  // namespace talus
