// Exchangers in a stage of a batch reactor (reactor_stage.h): ions on their sites are at equilibrium with the
// water and count to its balances. Sites stay, and no site is free, so what exchanges leaves the charge of
// the water alone.
#pragma once

#include "chemistry/reactor/reactor_stage.h"

namespace talus {

/// What stands on them beside the water of contents; it adds to what a balance is a sum of.
template <class R>
void ReactorStage<R>::load_exchangers(const Constants& at) {
  if (sites_.empty()) return;
  if (exchange_at_.empty() || exchange_temperature_ != at.temperature) {
    exchange_temperature_ = at.temperature;
    exchange_at_.clear();
    for (const Exchanger& one : model_.exchangers) exchange_at_.push_back(constants_of(one, at.temperature));
    loading_.resize(model_.exchangers.size());
  }
  exchanged.assign(balances_, R(0.0));
  for (std::size_t e = 0; e < model_.exchangers.size(); ++e) {
    const Exchanger& one = model_.exchangers[e];
    load(one, exchange_at_[e], contents.solution, loading_[e]);
    add_loading(one, loading_[e], sites_[e], std::span<R>(exchanged));
    add_size_of_loading(one, loading_[e], sites_[e], std::span<R>(contents.magnitude));
  }
}

/// Adds how they follow x to the rows of the balances.
template <class R>
void ReactorStage<R>::differentiate_exchangers() {
  const std::size_t n = balances_ - 1;
  for (std::size_t e = 0; e < sites_.size(); ++e) {
    const Exchanger& one = model_.exchangers[e];
    loading_derivatives(one, contents.solution, derivatives_.response, loading_[e]);
    each_loaded(one, loading_[e], sites_[e], n,
                [&](std::size_t j, double power, std::size_t i, const R& amount) {
                  for (std::size_t k = 0; k < n; ++k)
                    linear_.row(j)[k] += R(power) * amount * loading_[e].d_ln_fraction[i * n + k];
                });
  }
}

}  // namespace talus
