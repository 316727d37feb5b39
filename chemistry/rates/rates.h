// The list of rate laws: the one place to name a new one (docs/developing.md shows how).
//
// A law has a name, mechanisms, a describe() of the keys that it has besides, and a rate(). It may have more
// than that:
//     products                        activity products of its own, found in a system like those of
//     mechanisms constants(T, ln K, ln K_gas)    when its constants are not those of its mechanisms
//     mechanism_count                 when it needs so many mechanisms and no others
#pragma once

#include <array>
#include <variant>

#include "chemistry/rates/first_order.h"
#include "chemistry/rates/leached_layer.h"
#include "chemistry/rates/nucleation.h"
#include "chemistry/rates/protonated_sites.h"
#include "chemistry/rates/threshold.h"
#include "chemistry/rates/transition_state.h"
#include "chemistry/rates/two_branches.h"

namespace talus {

/// Every law that a case or the database can name.
using RateLaw = std::variant<TransitionState,  // the first is that of a record which has none yet
                             TwoBranches,      //
                             ProtonatedSites,  //
                             LeachedLayer,     //
                             FirstOrder,       //
                             Threshold,        //
                             Nucleation>;

/// Their names.
inline std::vector<std::string> rate_law_names() {
  return []<class... Laws>(const std::variant<Laws...>*) {
    return std::vector<std::string>{std::string(Laws::name)...};
  }(static_cast<const RateLaw*>(nullptr));
}

/// The law of that name, which has no parameters yet; the first of all where there is none.
inline RateLaw rate_law_named(std::string_view name) {
  RateLaw found;
  []<class... Laws>(std::string_view wanted, std::variant<Laws...>& law) {
    ((wanted == Laws::name ? static_cast<void>(law.template emplace<Laws>()) : void()), ...);
  }(name, found);
  return found;
}

/// The name of a law.
inline std::string_view name_of(const RateLaw& law) {
  return std::visit([](const auto& chosen) { return chosen.name; }, law);
}

/// Whether crystals of a law have to be born.
inline bool has_barrier(const RateLaw& law) { return std::holds_alternative<Nucleation>(law); }

/// The mechanisms of a law.
inline std::vector<Mechanism>& mechanisms_of(RateLaw& law) {
  return std::visit([](auto& chosen) -> std::vector<Mechanism>& { return chosen.mechanisms; }, law);
}
inline const std::vector<Mechanism>& mechanisms_of(const RateLaw& law) {
  return std::visit([](const auto& chosen) -> const std::vector<Mechanism>& { return chosen.mechanisms; },
                    law);
}

/// How many mechanisms a law needs; 0 for any number above 0.
inline std::size_t mechanisms_needed(const RateLaw& law) {
  return std::visit(
      []<class Law>(const Law&) -> std::size_t {
        if constexpr (requires { Law::mechanism_count; }) return Law::mechanism_count;
        return 0;
      },
      law);
}

/// Calls `use` with every activity product of a law.
template <class Law, class Use>
void each_product(Law& law, const Use& use) {
  for (auto& m : mechanisms_of(law)) {
    use(m.catalysts);
    for (auto* influences : {&m.promoters, &m.inhibitors})
      for (auto& [name, influence] : *influences) use(influence.product);
  }
  std::visit(
      [&](auto& chosen) {
        if constexpr (requires { chosen.products; })
          for (auto& product : chosen.products) use(product);
      },
      law);
}

/// The constants of a law whose names were found in a system, at `temperature` (K).
template <class K>
RateConstantsOf<K> constants_of(const RateLaw& law, const K& temperature, LogConstants<K> ln_k_species,
                                LogConstants<K> ln_k_gas) {
  return std::visit(
      [&](const auto& chosen) {
        if constexpr (requires { chosen.constants(temperature, ln_k_species, ln_k_gas); })
          return chosen.constants(temperature, ln_k_species, ln_k_gas);
        else
          return constants_of(std::span<const Mechanism>(chosen.mechanisms), temperature, ln_k_species,
                              ln_k_gas);
      },
      law);
}

}  // namespace talus
