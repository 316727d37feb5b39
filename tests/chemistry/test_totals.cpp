// From totals back to the molalities that they were made of.
#include "chemistry/totals.h"

#include <random>

#include "tests/catch.h"
#include "tests/chemistry/small_systems.h"

using namespace talus;

namespace {

/// Totals of the components of a water, mol/kgw.
std::vector<double> totals_of(const ChemicalSystem& system, const Constants& at, std::span<const double> x) {
  Solution<double> s(system);
  REQUIRE(speciate(system, at, x, s));
  std::vector<double> total(system.components(), 0.0);
  for (std::size_t i = 0; i < system.species.size(); ++i)
    for (const Term& t : system.species[i].row.terms)
      total[static_cast<std::size_t>(t.component)] += t.power * s.molality[i];
  return total;
}

}  // namespace

TEST_CASE("waters are found from their totals, each lane its own", "[unit]") {
  const std::string activity = GENERATE("B-dot", "Davies", "WATEQ");
  const ChemicalSystem system(shipped_database(), tailings(activity));
  const Constants at = system.at(298.15);
  const std::size_t n = system.components();
  const std::vector<double> first = brackish_water(system);
  std::mt19937 random(3);
  std::uniform_real_distribution<double> change(-0.3, 0.3);
  std::size_t iterations = 0;
  for (int tile = 0; tile < 50; ++tile) {
    std::vector<double> answer(n * tile_width), total(n * tile_width), x(n);
    for (int lane = 0; lane < tile_width; ++lane) {
      for (std::size_t j = 0; j < n; ++j) x[j] = first[j] + change(random);
      const std::vector<double> of_lane = totals_of(system, at, x);
      for (std::size_t j = 0; j < n; ++j) {
        answer[j * tile_width + static_cast<std::size_t>(lane)] = x[j];
        total[j * tile_width + static_cast<std::size_t>(lane)] = of_lane[j];
      }
    }
    TotalsSolver<Pack> solver(system, at);
    std::vector<Pack> found, totals;
    for (std::size_t j = 0; j < n; ++j) {
      found.push_back(Pack(first[j]));
      totals.push_back(Pack::load_unaligned(&total[j * tile_width]));
    }
    REQUIRE(solver.begin(std::span<const Pack>(found)));
    double imbalance = 1;
    for (int i = 0; imbalance > 1e-7 && i < 30; ++i, ++iterations)
      imbalance = largest(solver.improve(std::span<const Pack>(totals), std::span<Pack>(found)));
    for (std::size_t i = 0; i < answer.size(); ++i)
      CHECK(found[i / tile_width].get(i % tile_width) == Approx(answer[i]).margin(1e-9));
  }
  CHECK(iterations < 50 * 7);
}
