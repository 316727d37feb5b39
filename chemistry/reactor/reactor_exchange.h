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
    for (std::size_t i = 0; i < one.species.size(); ++i) {
      const R amount = loaded(e, i);
      add_to_balances(one.species[i].row, amount, std::span<R>(exchanged));
      for (const Term& t : one.species[i].row.terms)
        contents.magnitude[static_cast<std::size_t>(t.component)] += R(std::abs(t.power)) * amount;
    }
  }
}

/// Adds how they follow x to the rows of the balances.
template <class R>
void ReactorStage<R>::differentiate_exchangers() {
  const std::size_t n = balances_ - 1;
  for (std::size_t e = 0; e < sites_.size(); ++e) {
    const Exchanger& one = model_.exchangers[e];
    loading_derivatives(one, contents.solution, derivatives_.response, loading_[e]);
    for (std::size_t i = 0; i < one.species.size(); ++i) {
      const R amount = loaded(e, i);
      const auto add_row = [&](std::size_t j, double power) {
        for (std::size_t k = 0; k < n; ++k)
          linear_.row(j)[k] += R(power) * amount * loading_[e].d_ln_fraction[i * n + k];
      };
      for (const Term& t : one.species[i].row.terms) add_row(static_cast<std::size_t>(t.component), t.power);
      if (one.species[i].row.water != 0) add_row(n, one.species[i].row.water);
    }
  }
}

}  // namespace talus
