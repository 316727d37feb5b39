// A batch reactor in time: steps of runge_kutta.h, as long as the tolerance allows.
//
// The error of a step is that of its recessions and of its gas. What it does to the water follows from the
// linearised balances of the last stage, so that what reacts fast does not count (Shampine's filter: Hairer
// and Wanner, Solving Ordinary Differential Equations II, section IV.8). What it does to a solid is taken
// relative to what there is of it, and what the water could give; of a solid that forms, relative to its
// surface, as growth doubles what is wrong with that. Each lane has steps of its own.
#pragma once

#include <cmath>
#include <iterator>

#include "base/error.h"
#include "chemistry/reactor/reactor_exchange.h"
#include "chemistry/reactor/reactor_follow.h"
#include "chemistry/reactor/reactor_newton.h"
#include "chemistry/reactor/runge_kutta.h"
#include "chemistry/reactor/stage_path.h"

namespace talus {

namespace reactor_detail {

/// The largest of all lanes, of any width.
inline double latest(double a) { return a; }
template <class A>
double latest(const xsimd::batch<double, A>& a) {
  double lanes[xsimd::batch<double, A>::size];
  a.store_unaligned(lanes);
  return *std::max_element(std::begin(lanes), std::end(lanes));
}

}  // namespace reactor_detail

/// What advance() did, of all lanes.
struct ReactorWork {
  std::size_t steps = 0, rejected = 0;
};

template <class R>
class Reactor {
 public:
  /// The model must outlive it. Throws std::invalid_argument: see ReactorStage.
  explicit Reactor(const ReactorModel& model)
      : model_(model), stage_(model), constants_(model.system->at(model.temperature.at(0))) {
    solids_ = model.reactions.solids.size();
    gases_ = stage_.exchange.size();
    slow_.resize(runge_kutta::stages, std::vector<R>(model.system->slow_reactions.size(), R(0.0)));
    for (auto* rates : {&speed_, &transfer_, &supply_})
      rates->resize(runge_kutta::stages, std::vector<R>(rates == &speed_ ? solids_ : gases_, R(0.0)));
    balance_.resize(model.system->balances());
    response_.resize(stage_.unknowns());
    other_recession_.resize(solids_);
    other_change_.resize(solids_);
  }

  /// From `time` (s) for `duration` (s). Throws SolveError when a step would have to be too short.
  ReactorWork advance(ReactorState<R>& state, double time, double duration);

  /// The last state in full: species, activities, rates. Evaluates `state` at a time (s).
  const Contents<R>& look(const ReactorState<R>& state, double time) {
    stage_.begin(state);
    stage_.guess_speciation(state);
    if (!stage_.evaluate(at(time))) give_up(time, "the water has no speciation");
    return stage_.contents;
  }
  const ReactorStage<R>& stage() const { return stage_; }
  const Constants& at(double time) {
    const double kelvin = model_.temperature.at(time);
    if (kelvin != constants_.temperature) constants_ = model_.system->at(kelvin);
    return constants_;
  }

 private:
  [[noreturn]] static void give_up(double time, const std::string& why) {
    throw SolveError("the batch gave up at " + std::to_string(time) + " s: " + why);
  }
  /// All stages of a step of `h` from `state`; lanes without an answer are false.
  auto run_stages(const ReactorState<R>& state, const R& time, const R& h);
  void keep_rates(std::size_t i);
  /// The rates that the next step begins with, where they are those that this one ended with.
  template <class Mask>
  void go_on(const Mask& accepted, const ReactorState<R>& state);
  /// Error of the step over the tolerance.
  R error(const R& h);
  /// What the step made of the state, in the lanes of `accepted`.
  template <class Mask>
  void accept(const Mask& accepted, ReactorState<R>& state) const;

  static constexpr double rounding = 1e-12;  // of ln m

  const ReactorModel& model_;
  ReactorStage<R> stage_;
  Constants constants_;
  std::size_t solids_ = 0, gases_ = 0;
  std::vector<std::vector<R>> speed_, slow_;       // of each stage: mol/m2/s, mol/s of slow reactions
  std::vector<std::vector<R>> transfer_, supply_;  // mol/s
  StagePath<R> path_;
  bool begun_ = false;  // the rates of the first stage are known
  std::vector<R> balance_, response_;
  std::vector<R> other_recession_, other_change_;  // of each solid by the embedded method: mol/m2, mol
};

template <class R>
void Reactor<R>::keep_rates(std::size_t i) {
  speed_[i] = stage_.contents.speed;
  slow_[i] = stage_.contents.slow_progress;
  for (std::size_t g = 0; g < gases_; ++g) {
    transfer_[i][g] = stage_.exchange[g].transfer;
    supply_[i][g] = stage_.exchange[g].supply;
  }
}

template <class R>
auto Reactor<R>::run_stages(const ReactorState<R>& state, const R& time, const R& h) {
  using namespace runge_kutta;
  stage_.begin(state);
  auto good = h >= R(0.0);
  const auto when = [&](std::size_t i) { return reactor_detail::latest(R(time + R(node[i]) * h)); };
  if (!begun_) {
    if (!stage_.evaluate(at(when(0)))) return h < R(0.0);
    keep_rates(0);
    begun_ = true;
  }
  path_.begin(h, stage_.z);
  for (std::size_t i = 1; i < stages; ++i) {
    const auto sum = [&](const std::vector<std::vector<R>>& rates, std::size_t k) {
      R total(0.0);
      for (std::size_t j = 0; j < i; ++j) total += R(weight[i][j]) * rates[j][k];
      return R(h * total);
    };
    for (std::size_t p = 0; p < solids_; ++p) stage_.start.recession[p] = sum(speed_, p);
    for (std::size_t k = 0; k < stage_.start.extent.size(); ++k) stage_.start.extent[k] = sum(slow_, k);
    stage_.start.elapsed = R(node[i] - diagonal) * h;
    for (std::size_t g = 0; g < gases_; ++g) {
      stage_.entered[g] = sum(transfer_, g);
      stage_.supplied[g] = sum(supply_, g);
    }
    stage_.start.weight = R(diagonal) * h;
    if (stage_.only_solids_react())
      path_.guess(i, stage_.z);
    else
      path_.guess_along_line(i, model_.system->components(), stage_.z);
    good = good & stage_.solve(at(when(i)), i > 1, 1e-2 * model_.tolerance);
    if (!some(good)) break;
    path_.keep(i, stage_.z);
    keep_rates(i);
  }
  return good;
}

template <class R>
template <class Mask>
void Reactor<R>::go_on(const Mask& accepted, const ReactorState<R>& state) {
  begun_ = stage_.only_solids_react() && model_.temperature.is_constant();
  for (std::size_t p = 0; p < solids_; ++p) {
    const R& amount = stage_.start.amount[p];  // of what is born in this step a rate was held back
    begun_ = begun_ && !some((amount == R(0.0)) & (state.amount[p] > R(0.0)));
    speed_[0][p] = select(accepted, speed_.back()[p], speed_[0][p]);
  }
}

template <class R>
R Reactor<R>::error(const R& h) {
  using std::abs, std::max, std::min;
  const ChemicalSystem& system = *model_.system;
  const Contents<R>& c = stage_.contents;
  const auto difference = [&](const std::vector<std::vector<R>>& rates, std::size_t k) {
    R sum(0.0);
    for (std::size_t j = 0; j < runge_kutta::stages; ++j) sum += R(runge_kutta::error[j]) * rates[j][k];
    return R(h * sum);
  };
  R worst(0.0);
  std::ranges::fill(balance_, R(0.0));
  for (std::size_t p = 0; p < solids_; ++p) {
    const Solid& solid = model_.reactions.solids[p];
    const R w = stage_.start.recession[p] + stage_.start.weight * c.speed[p];
    other_recession_[p] = w - difference(speed_, p);
    other_change_[p] = solid_change(solid, stage_.start, p, other_recession_[p], c).value;
    const R amount = c.change[p].value - other_change_[p];
    const ReactionRow& row = system.minerals[solid.mineral].row;
    add_to_balances(row, amount, std::span<R>(balance_));
    R most(0.0);
    for (const Term& t : row.terms) most += c.magnitude[static_cast<std::size_t>(t.component)];
    if ((solid.formed || solid.grows) && solid.specific_surface > 0)
      most = min(most, R(solid.seed / solid.specific_surface));
    worst = max(worst, abs(amount) / (most + stage_.start.amount[p] + c.change[p].value));
  }
  for (std::size_t k = 0; k < system.slow_reactions.size(); ++k) {
    const SlowReaction& reaction = system.slow_reactions[k];
    R extent = difference(slow_, k);
    if (reaction.mineral >= 0) {
      const R reached = stage_.start.extent[k] + stage_.start.weight * c.slow_progress[k];
      const auto other = dissolved_beside(
          reaction, model_.reactions, stage_.start, [&](std::size_t p) { return other_recession_[p]; },
          [&](std::size_t p) { return other_change_[p]; });
      extent = c.extent[k] - other.in_way(R(reached - extent));
    }
    add_to_balances(reaction.row, R(-extent), std::span<R>(balance_));
  }
  for (std::size_t g = 0; g < gases_ && model_.gas.transfer; ++g) {
    const R amount = difference(transfer_, g);
    add_to_balances(system.gases[g].row, R(-amount), std::span<R>(balance_));
    if (model_.gas.kind == GasContact::streaming)
      worst = max(worst, abs(R(difference(supply_, g) - amount)) / (abs(stage_.gas_left(g)) + R(1e-12)));
  }
  stage_.respond_to(std::span<const R>(balance_), std::span<R>(response_));
  for (std::size_t j = 0; j < balance_.size(); ++j) {
    const R trace = R(1e-12) * c.water;  // what there is less of has no relative error
    worst = max(worst, abs(response_[j]) * c.magnitude[j] / (c.magnitude[j] + trace));
  }
  return worst * R(1 / model_.tolerance);
}

/// Each lane takes what its step made of it, or stays.
template <class R>
template <class Mask>
void Reactor<R>::accept(const Mask& accepted, ReactorState<R>& state) const {
  const ChemicalSystem& system = *model_.system;
  const auto keep = [&](R& to, const R& value) { to = select(accepted, value, to); };
  const auto give = [&](const ReactionRow& row, const R& moles) {
    for (const Term& t : row.terms) {
      R& total = state.total[static_cast<std::size_t>(t.component)];
      keep(total, R(total + R(t.power) * moles));
    }
    keep(state.total.back(), R(state.total.back() + R(row.water) * moles));
  };
  for (std::size_t j = 0; j < state.x.size(); ++j) keep(state.x[j], stage_.z[j]);
  for (std::size_t p = 0; p < solids_; ++p) {
    const R change = stage_.contents.change[p].value;
    give(system.minerals[model_.reactions.solids[p].mineral].row, -change);
    keep(state.amount[p], R(state.amount[p] + change));
  }
  for (std::size_t k = 0; k < system.slow_reactions.size(); ++k)
    give(system.slow_reactions[k].row, stage_.contents.extent[k]);
  for (std::size_t k = 0; k < state.extent.size(); ++k)
    keep(state.extent[k], R(state.extent[k] + stage_.contents.extent[k]));
  for (std::size_t q = 0; q < state.phase.size(); ++q) {
    give(model_.phases[q].row, R(stage_.phase0[q] - stage_.phase(q)));
    keep(state.phase[q], stage_.phase(q));
  }
  for (std::size_t g = 0; g < gases_; ++g) {
    const R taken = stage_.taken(g);
    give(system.gases[g].row, taken);
    keep(state.entered[g], R(state.entered[g] + taken));
    if (model_.gas.kind == GasContact::kept) continue;
    const R left = stage_.gas_left(g);
    keep(state.supplied[g], R(state.supplied[g] + left - state.gas[g] + taken));
    keep(state.gas[g], left);
  }
}

template <class R>
ReactorWork Reactor<R>::advance(ReactorState<R>& state, double time, double duration) {
  using std::max, std::min;
  // s; where steps are shorter than that something has no answer, however long the whole is
  const double shortest = min(1e-9, 1e-12 * duration);
  constexpr std::size_t most_tries = 100000;  // between two rows of the table
  ReactorWork work;
  path_.forget();
  stage_.guess_speciation(state);
  begun_ = false;
  R gone(0.0);
  R step = select(state.step > R(0.0), state.step, R(1e-4 * duration));
  while (some(gone < R(duration))) {
    const R rest = R(duration) - gone;
    const R h = select(step >= rest, rest, min(step, R(0.5) * rest));  // no remnants
    const auto good = run_stages(state, R(R(time) + gone), h);
    const R e = select(good, max(error(h), R(1e-12)), R(1e12));
    const auto accepted = good & (e <= R(1.0));
    accept(accepted, state);
    path_.end(accepted, h);
    go_on(accepted, state);
    const auto ends = step >= rest;
    gone = select(accepted, select(ends, R(duration), R(gone + h)), gone);
    const R factor = max(min(R(0.9) * power(R(1.0) / e, 1.0 / runge_kutta::order), R(5.0)), R(0.2));
    step = select(accepted & ends, max(step, R(factor * h)), R(factor * h));
    ++(some(accepted) ? work.steps : work.rejected);
    if (work.steps + work.rejected == most_tries)
      give_up(time + reactor_detail::latest(gone), "after " + std::to_string(most_tries) +
                                                       " tries its steps are still " +
                                                       std::to_string(reactor_detail::latest(h)) +
                                                       " s long; what has nearly vanished may be the reason");
    if (some((step < R(shortest)) & (gone < R(duration))))
      give_up(time + reactor_detail::latest(gone),
              some(good) ? "the error of a step of a nanosecond is above the tolerance"
                         : "its equations have no answer, even for a step of a nanosecond");
  }
  stage_.begin(state);  // what a step leaves of x is far below the tolerance; what is handed out, rounding
  accept(stage_.solve(at(time + duration), false, rounding), state);
  state.exchanged = stage_.exchanged;
  state.step = step;
  state.strength = stage_.contents.solution.ionic_strength;
  state.ln_water = stage_.contents.solution.ln_activity.back();
  return work;
}

#ifndef TALUS_OWN_INSTANCES  // those of reactor_instances.cpp; who compiles for another processor makes its own
extern template class ReactorStage<double>;
extern template class ReactorStage<Pack>;
extern template class Reactor<double>;
extern template class Reactor<Pack>;
#endif

}  // namespace talus
