// The keys of what is at equilibrium with the water besides gases.
#pragma once

#include "base/input.h"
#include "chemistry/exchanger.h"

namespace talus {

/// What is at equilibrium with the water besides gases, for a pile and for a batch.
template <class Chemistry, class V>
void describe_equilibria(Chemistry& c, V& v) {
  v("equilibrium", c.equilibrium,
    "Minerals that are at equilibrium with the water at any time, whether they are there at the start or "
    "not.",
    optional_key);
  v("exchange_convention", c.exchange_convention, one_of(exchange_conventions()),
    "How the activity of an exchange species follows from the sites that it covers.",
    by_default("Gaines-Thomas"));
}

}  // namespace talus
