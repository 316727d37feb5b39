// Columns dealt to ranks.
#include "mesh/partition.h"

#include <algorithm>
#include <numeric>

#include "tests/catch.h"

using namespace talus;

TEST_CASE("Equal columns are dealt evenly", "[unit]") {
  for (std::size_t columns : {1u, 2u, 7u, 20u, 1000u})
    for (int ranks : {1, 2, 3, 7, 30}) {
      const std::vector<double> weights(columns, 0.1);
      const std::vector<std::int64_t> first = deal_columns(weights, ranks);
      REQUIRE(first.size() == static_cast<std::size_t>(ranks) + 1);
      CHECK(first.front() == 0);
      CHECK(first.back() == static_cast<std::int64_t>(columns));
      CHECK(first[1] > 0);
      std::int64_t fewest = first.back(), most = 0;
      for (std::size_t rank = 0; rank + 1 < first.size(); ++rank) {
        fewest = std::min(fewest, first[rank + 1] - first[rank]);
        most = std::max(most, first[rank + 1] - first[rank]);
      }
      CHECK(fewest >= 0);
      CHECK(most - fewest <= 1);
    }
}

TEST_CASE("No rank carries more than the mean and one column", "[unit]") {
  std::vector<double> weights;
  for (int column = 0; column < 57; ++column) weights.push_back(1 + (column * 29) % 13);
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  for (int ranks : {2, 3, 5, 11, 80}) {
    const std::vector<std::int64_t> first = deal_columns(weights, ranks);
    REQUIRE(std::ranges::is_sorted(first));
    for (std::size_t rank = 0; rank + 1 < first.size(); ++rank) {
      const double load =
          std::accumulate(weights.begin() + first[rank], weights.begin() + first[rank + 1], 0.0);
      CHECK(load <= total / ranks + 13);
    }
  }
}

TEST_CASE("A heavy column gets a rank of its own", "[unit]") {
  CHECK(deal_columns(std::vector{1.0, 1.0, 10.0, 1.0, 1.0}, 2) == std::vector<std::int64_t>{0, 3, 5});
  CHECK(deal_columns(std::vector{10.0, 1.0, 1.0, 1.0}, 2) == std::vector<std::int64_t>{0, 1, 4});
}

TEST_CASE("Columns without work or no ranks are refused", "[unit]") {
  CHECK_THROWS_AS(deal_columns(std::vector{1.0, 0.0}, 2), std::logic_error);
  CHECK_THROWS_AS(deal_columns(std::vector{1.0}, 0), std::logic_error);
}
