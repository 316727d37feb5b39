// The declarations of the state: what restarts, fields and operations make of them.
#include <algorithm>
#include <cmath>
#include <set>

#include "solver/operations/operations.h"
#include "solver/output/restart_fields.h"
#include "solver/simulation.h"
#include "tests/catch.h"
#include "tests/solver/small_cases.h"

using namespace talus;

namespace {

constexpr StateSizes sizes{.components = 3,
                           .solids = 2,
                           .exchangers = 1,
                           .equilibrium = 2,
                           .owned = 5,
                           .local = 6,
                           .richards = true};

}  // namespace

TEST_CASE("the datasets of a restart are those of the format", "[unit]") {
  const State state = state_of(sizes);
  std::vector<std::string> found;
  for (const auto& set : restart_sets(state))
    found.push_back(set.name + " " + set.dimension + " " + std::to_string(set.rows.size()) + " " + set.unit);
  CHECK(found == std::vector<std::string>{"unknowns components 4 -", "totals components 4 mol/m3",
                                          "porosity pores 1 1", "flow head_and_rate 2 -",
                                          "amount solids 2 mol/m3", "initial_amount solids 2 mol/m3",
                                          "initial_surface solids 2 m2/m3", "sites exchangers 1 mol/m3",
                                          "equilibrium equilibrium_minerals 2 mol/m3",
                                          "initial_equilibrium equilibrium_minerals 2 mol/m3"});
  const auto sets = restart_sets(state);
  CHECK(sets[0].long_name == "ln of molality in mol/kgw; of H2O ln of water in kg/m3");
  CHECK(sets[3].long_name == "pressure head in m; rate of the water content in 1/s");
}

TEST_CASE("arrays that a state does not have are not in its restart", "[unit]") {
  const State state = state_of({.components = 0, .solids = 0, .owned = 5, .local = 5});
  std::vector<std::string> found;
  for (const auto& set : restart_sets(state)) found.push_back(set.name);
  CHECK(found == std::vector<std::string>{"unknowns", "totals", "porosity"});
}

TEST_CASE("every array has a name and a unit of its own kind, and what is restarted a dimension", "[unit]") {
  StateSizes all = sizes;
  all.carbon_sources = all.carbon_holders = 2;
  const State state = state_of(all);
  std::set<std::string_view> names;
  visit_arrays(state, [&](const auto& array, const ArrayInfo& info) {
    INFO(info.name);
    CHECK(names.insert(info.name).second);
    CHECK_FALSE(info.unit.empty());
    CHECK_FALSE(info.long_name.empty());
    CHECK(info.restart.empty() == info.dimension.empty());
    CHECK(info.lowest < info.highest);
    CHECK(array.size() > 0);
  });
}

TEST_CASE("churning keeps the sum of every extensive array and touches none that does not mix", "[unit]") {
  const Input input = input_of(still_column, {"run.length=10 d", "run.output_every=10 d"});
  Simulation simulation(set_up(input));
  simulation.run({.output = "", .log = "", .command = "", .loudness = Loudness::quiet});
  const Model& model = simulation.model();
  const State& before = simulation.state();
  State after = before;
  apply(Operation(Churn{.depth = 0.1, .efficiency = 0.7}), model, simulation.implicit(), after);
  const auto sum = [&](std::span<const double> values, const ArrayInfo& info) {
    double all = 0;
    for (std::size_t c = 0; c < static_cast<std::size_t>(model.mesh.owned); ++c)
      all += model.mesh.volume[c] * (info.mixed_by_exponential ? std::exp(values[c]) : values[c]);
    return all;
  };
  std::vector<std::vector<double>> rows;
  const auto each_row = [](const State& state, auto&& use) {
    visit_arrays(state, [&](const auto& array, const ArrayInfo& info) {
      if constexpr (std::is_same_v<decltype(array), const Fields&>)
        for (std::size_t j = 0; j < array.size(); ++j) use(array[j], info);
      else
        use(std::span<const double>(array), info);
    });
  };
  each_row(before,
           [&](std::span<const double> row, const ArrayInfo&) { rows.emplace_back(row.begin(), row.end()); });
  std::size_t i = 0, moved = 0;
  each_row(after, [&](std::span<const double> row, const ArrayInfo& info) {
    INFO(info.name);
    const std::vector<double>& was = rows[i++];
    // what mixed comes to another equilibrium, which makes or takes a little water
    if (info.mixing == Mixing::extensive)
      CHECK(sum(row, info) == Approx(sum(was, info)).epsilon(info.mixed_by_exponential ? 1e-4 : 1e-9));
    if (info.mixing == Mixing::none) CHECK(std::ranges::equal(row, was));
    if (!std::ranges::equal(row, was)) ++moved;
  });
  CHECK(moved > 5);
}
