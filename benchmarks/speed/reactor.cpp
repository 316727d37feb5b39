// How fast batches are: cells of 6 kinetic minerals and 11 components, a day per step of transport, error
// 1e-6. One core, processor time, one lane against tiles of four and eight; see README.md.
#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <vector>

#include "benchmarks/speed/cells.h"
#include "benchmarks/speed/lanes.h"
#include "benchmarks/speed/machine_speed.h"
#include "benchmarks/speed/stopwatch.h"
#include "chemistry/reactor/reactor_steps.h"

namespace talus::speed {

namespace {

constexpr double day = 86400;  // s
constexpr int days = 5;

/// The system of cells.h without fluoride: 11 components.
SystemChoice without_fluoride() {
  SystemChoice c = choice();
  c.components.pop_back();
  std::erase_if(c.leave_out, [](const std::string& name) {
    return name == "HF2-" || name == "CaF+" || name == "NaF(aq)" || name == "SiF6-2" || name == "FeF+" ||
           name.starts_with("AlF");
  });
  return c;
}

/// `count` cells with a third of a kilogram of water each, all with other waters, minerals and surfaces.
struct Batches {
  const ChemicalSystem& system;
  ReactorModel model;
  std::vector<ReactorState<double>> start;

  Batches(const ChemicalSystem& of_system, std::size_t count, double tolerance)
      : system(of_system), model{.system = &of_system} {
    model.tolerance = tolerance;
    for (std::size_t m = 0; m < system.minerals.size(); ++m)
      model.reactions.solids.push_back({.mineral = m,
                                        .formed = system.minerals[m].precipitates,
                                        .exponent = 2.0 / 3,
                                        .seed = 0.1,
                                        .specific_surface = 100.0});
    const Constants at = system.at(298.15);
    for (std::size_t i = 0; i < count; ++i) {
      const auto vary = [&](std::size_t k, double by) { return 1 + by * chance(16 * i + k); };
      WaterRecipe recipe;
      recipe.pH = 8.5 + 0.3 * chance(16 * i);
      recipe.total = {{"HCO3-", 5e-3 * vary(1, 0.3)},
                      {"Mg+2", 1e-2 * vary(2, 0.3)},
                      {"Ca+2", 1e-3},
                      {"Na+", 2e-2},
                      {"K+", 1e-3},
                      {"Cl-", 2e-2},
                      {"SO4-2", 5e-3 * vary(3, 0.3)},
                      {"SiO2(aq)", 1e-4 * vary(4, 0.3)},
                      {"Fe+2", 1e-5},
                      {"Al+3", 1e-6}};
      recipe.balance = "Cl-";
      ReactorState<double> state = reactor_state(model, solve_water(system, at, recipe), 0.3);
      for (std::size_t p = 0; p < state.amount.size(); ++p) {
        if (model.reactions.solids[p].formed) continue;
        state.amount[p] = state.initial_amount[p] = 0.3 * vary(5 + p, 0.3);
        state.initial_area[p] = (p == 0 ? 1.0 : 30.0) * vary(10 + p, 0.3);
      }
      start.push_back(state);
    }
  }
};

/// The member `what` of `width` states in one number, and back.
template <class R>
void gather(std::span<const ReactorState<double>> from, ReactorState<R>& to) {
  std::array<double, lanes<R>> values;
  const auto copy = [&](auto ReactorState<double>::*source, auto ReactorState<R>::*target) {
    auto& all = to.*target;
    all.resize((from[0].*source).size());
    for (std::size_t k = 0; k < all.size(); ++k) {
      for (std::size_t i = 0; i < lanes<R>; ++i) values[i] = (from[i].*source)[k];
      all[k] = load<R>(values.data());
    }
  };
  copy(&ReactorState<double>::x, &ReactorState<R>::x);
  copy(&ReactorState<double>::total, &ReactorState<R>::total);
  copy(&ReactorState<double>::amount, &ReactorState<R>::amount);
  copy(&ReactorState<double>::initial_amount, &ReactorState<R>::initial_amount);
  copy(&ReactorState<double>::initial_area, &ReactorState<R>::initial_area);
}

/// What a kind of number did.
struct Row {
  const char* name;
  double first = 1e300, later = 1e300;  ///< s for all cells: the first day, and a later one
  std::size_t steps = 0, rejected = 0;
  std::vector<double> ends = {};  ///< ln m of magnesium at the end
};

template <class R>
void measure(const Batches& batches, Row& row) {
  Reactor<R> reactor(batches.model);
  std::vector<ReactorState<R>> tiles;
  const std::span<const ReactorState<double>> all(batches.start);
  for (std::size_t i = 0; i + lanes<R> <= all.size(); i += lanes<R>) {
    tiles.emplace_back();
    gather(all.subspan(i, lanes<R>), tiles.back());
  }
  row.steps = row.rejected = 0;
  const auto go_on = [&](int number) {
    for (ReactorState<R>& tile : tiles) {
      const ReactorWork work = reactor.advance(tile, number * day, day);
      row.steps += work.steps;
      row.rejected += work.rejected;
    }
  };
  row.first = std::min(row.first, seconds_of([&] { go_on(0); }));
  row.later = std::min(row.later, seconds_of([&] {
                                    for (int i = 1; i < days; ++i) go_on(i);
                                  }) / (days - 1));
  row.ends.clear();
  std::array<double, lanes<R>> values;
  for (const ReactorState<R>& tile : tiles) {
    store(tile.x[2], values.data());
    row.ends.insert(row.ends.end(), values.begin(), values.end());
  }
}

int run(bool quick) {
  const Database database = Database::read({"talus", "benchmarks/speed/system.toml"}, ".");
  const ChemicalSystem system(database, without_fluoride());
  const Batches batches(system, quick ? 32 : 512, 1e-6);
  std::printf("system   %zu components, %zu species, %zu kinetic minerals; %zu cells, tolerance %g\n",
              system.components(), system.species.size(), system.minerals.size(), batches.start.size(),
              batches.model.tolerance);
  std::vector<Row> rows{{"one lane"}, {"AVX2"}};
#ifdef __AVX512BW__
  rows.push_back({"AVX-512"});
#endif
  rows.push_back({"double, exp and log of libm"});
  for (int turn = 0; turn < (quick ? 1 : 5); ++turn) {
    measure<OneLane>(batches, rows[0]);
    measure<FourLanes>(batches, rows[1]);
#ifdef __AVX512BW__
    measure<EightLanes>(batches, rows[2]);
#endif
    measure<double>(batches, rows.back());
  }
  const double cells = static_cast<double>(batches.start.size());
  bool good = true;
  for (const Row& row : rows) {
    double worst = 0;
    for (std::size_t i = 0; i < row.ends.size(); ++i)
      worst = std::max(worst, std::abs(row.ends[i] - rows.back().ends[i]));
    std::printf(
        "  %-28s first day %8.0f cells/s, later %8.0f cells/s; %zu steps of tiles, %zu tried again; %.1e "
        "from the last row\n",
        row.name, cells / row.first, cells / row.later, row.steps, row.rejected, worst);
    good = good && worst < 1e-5;
  }
  const MachineSpeed machine = machine_speed(quick ? 1 : 5);
  std::printf("machine  triad %.1f GB/s   exp %.3f s   solve %.3f s\n", machine.triad, machine.exp,
              machine.solve);
  return good ? 0 : 1;
}

}  // namespace

}  // namespace talus::speed

int main(int count, char** words) {
#ifdef __AVX512BW__
  if (!__builtin_cpu_supports("avx512bw")) {
    std::puts("this processor has no AVX-512");
    return 77;
  }
#endif
  try {
    return talus::speed::run(count > 1 && std::strcmp(words[1], "--quick") == 0);
  } catch (const std::exception& error) {
    std::printf("%s\n", error.what());
    return 1;
  }
}
