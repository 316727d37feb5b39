#include "mesh/partition.h"

#include <algorithm>
#include <numeric>

#include "base/error.h"

namespace talus {

std::vector<std::int64_t> deal_columns(std::span<const double> weights, int ranks) {
  check(ranks > 0, "there is at least one rank");
  check(std::ranges::all_of(weights, [](double weight) { return weight > 0; }),
        "every column has work in it");
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);

  std::vector<std::int64_t> first{0};
  std::size_t column = 0;
  double dealt = 0;
  for (int rank = 1; rank < ranks; ++rank) {
    // A share that ends on a column to within rounding ends there on every machine.
    const double share = total * rank / ranks * (1 - 1e-12);
    while (column < weights.size() && dealt < share) dealt += weights[column++];
    first.push_back(static_cast<std::int64_t>(column));
  }
  first.push_back(static_cast<std::int64_t>(weights.size()));
  return first;
}

}  // namespace talus
