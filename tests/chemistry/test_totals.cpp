// From totals back to the molalities that they were made of.
#include "chemistry/speciation/totals.h"

#include <algorithm>
#include <map>
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

namespace {

/// The answer for each component by its name, from first guesses a factor of 1.3 off.
template <class R>
std::map<std::string, double> found_in(const ChemicalSystem& system, const std::vector<double>& x) {
  const Constants at = system.at(298.15);
  const std::vector<double> of_water = totals_of(system, at, x);
  std::vector<R> total, guess;
  for (std::size_t j = 0; j < x.size(); ++j) {
    total.push_back(R(of_water[j]));
    guess.push_back(R(x[j] + (j % 2 == 0 ? 0.26 : -0.26)));
  }
  TotalsSolver<R> solver(system, at);
  REQUIRE(solver.begin(std::span<const R>(guess)));
  for (int i = 0; i < 30 && largest(solver.improve(std::span<const R>(total), std::span<R>(guess))) > 1e-7;
       ++i) {
  }
  std::map<std::string, double> result;
  for (std::size_t j = 0; j < x.size(); ++j) {
    result[system.component_name(j)] = largest(guess[j]);
    CHECK(result[system.component_name(j)] == Approx(x[j]).margin(1e-9));
  }
  result["ionic strength"] = largest(solver.ionic_strength);
  return result;
}

}  // namespace

TEST_CASE("neither the order of components nor the number of lanes changes a water", "[unit]") {
  const ChemicalSystem system(shipped_database(), tailings());
  const std::vector<double> x = brackish_water(system);
  const auto first = found_in<double>(system, x);
  SystemChoice choice = tailings();
  std::mt19937 random(5);
  for (int turn = 0; turn < 5; ++turn) {
    std::shuffle(choice.components.begin(), choice.components.end(), random);
    const ChemicalSystem other(shipped_database(), choice);
    std::vector<double> shuffled;
    for (const std::string& name : choice.components)
      shuffled.push_back(x[static_cast<std::size_t>(system.component(name))]);
    for (const auto& found : {found_in<double>(other, shuffled), found_in<Pack>(other, shuffled)})
      for (const auto& [name, value] : found) CHECK(value == Approx(first.at(name)).epsilon(1e-11));
  }
}

TEST_CASE("molalities that are no products of whole powers come from totals too", "[unit]") {
  // Fe+3 is made with a quarter of O2(aq), HS- with a constant of 1e-138
  const Database redox = Database::read({"talus", "talus redox"}, ".");
  SystemChoice choice = water_of({"H+", "HCO3-", "Fe+2", "SO4-2", "Cl-", "O2(aq)"}, "B-dot");
  const ChemicalSystem system(redox, choice);
  for (const double ln_oxygen : {-10.0, -163.0}) {
    CAPTURE(ln_oxygen);
    found_in<double>(
        system, {std::log(1e-5), std::log(1e-3), std::log(1e-12), std::log(1e-3), std::log(1e-3), ln_oxygen});
  }
}
