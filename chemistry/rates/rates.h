// The list of rate laws: the one place to name a new one (docs/developing.md shows how).
#pragma once

#include <variant>

#include "chemistry/rates/transition_state.h"

namespace talus {

/// Every law that a case or the database can name.
using RateLaw = std::variant<TransitionState>;

/// A law's constants at one temperature, in the law's own order.
using RateConstants = std::vector<double>;

}  // namespace talus
