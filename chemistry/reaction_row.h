// A row of a stoichiometric matrix: a species, gas or mineral written in components and water.
#pragma once

#include <span>
#include <vector>

namespace talus {

/// An entry of a sparse row.
struct Term {
  int component;
  double power;
};

struct ReactionRow {
  std::vector<Term> terms;  ///< components with a power that is not zero, in their order
  double water = 0;         ///< power of water

  /// nu . lambda; `lambda` are the log activities of the components, water last.
  template <class R>
  R dot(std::span<const R> lambda) const {
    R sum = R(water) * lambda.back();
    for (const Term& t : terms) sum += R(t.power) * lambda[static_cast<std::size_t>(t.component)];
    return sum;
  }

  /// The power of component j (0 if it has none).
  double of(std::size_t j) const {
    for (const Term& t : terms)
      if (t.component == static_cast<int>(j)) return t.power;
    return 0;
  }
};

}  // namespace talus
