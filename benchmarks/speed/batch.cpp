// Cells per second of kinetic chemistry: 11 components, 6 minerals with rates, a day per step, error 1e-6.
//
// Each cell is a closed batch (chemistry/reactor_steps.h) with its own water and its own steps within the
// day; a tile of cells is one Reactor<Pack>. With --quick it checks that tiles find what single cells find.
#include <cmath>
#include <cstdio>
#include <cstring>

#include "benchmarks/speed/cells.h"
#include "benchmarks/speed/stopwatch.h"
#include "chemistry/reactor_steps.h"

namespace talus::speed {

namespace {

constexpr double day = 86400;  // s

/// Tailings in 1 kg of water: what dissolves is there, what forms is not.
ReactorModel model_of(const ChemicalSystem& system) {
  ReactorModel model{.system = &system};
  for (std::size_t m = 0; m < system.minerals.size(); ++m) {
    const bool forms = system.minerals[m].precipitates;
    model.reactions.solids.push_back(
        {.mineral = m, .formed = forms, .seed = forms ? 0.1 : 0, .specific_surface = forms ? 200.0 : 0});
  }
  model.tolerance = 1e-6;
  return model;
}

/// The state of cell `number`: a water of its own, and 1 to 10 g of each mineral.
ReactorState<double> state_of(const ReactorModel& model, const Constants& at, std::size_t number) {
  const auto vary = [&](double value, std::size_t what) {
    return value * (1 + 0.3 * chance(20 * number + what));
  };
  WaterRecipe recipe;
  recipe.pH = 8.5 + 0.5 * chance(20 * number);
  recipe.total = {{"HCO3-", vary(5e-3, 1)}, {"Mg+2", vary(5e-3, 2)}, {"Ca+2", vary(1e-3, 3)},
                  {"Na+", vary(2e-2, 4)},   {"Cl-", vary(2e-2, 5)},  {"SO4-2", vary(5e-3, 6)},
                  {"SiO2(aq)", 1e-4},       {"Fe+2", vary(1e-6, 7)}, {"Al+3", vary(1e-7, 8)},
                  {"F-", vary(1e-4, 9)}};
  recipe.balance = "Cl-";
  ReactorState<double> state = reactor_state(model, solve_water(*model.system, at, recipe), 1);
  for (std::size_t p = 0; p < model.reactions.solids.size(); ++p) {
    if (model.reactions.solids[p].formed) continue;
    const double mass = vary(5e-3, 10 + p);  // kg
    state.amount[p] = state.initial_amount[p] = mass / model.system->minerals[p].molar_mass;
    state.initial_area[p] = 1000 * mass;
  }
  return state;
}

template <class R>
R lanes_of(const double* values) {
  if constexpr (std::is_same_v<R, double>)
    return *values;
  else
    return R::load_unaligned(values);
}

/// States side by side, as many as R has lanes.
template <class R>
ReactorState<R> side_by_side(std::span<const ReactorState<double>> cells) {
  ReactorState<R> all;
  const auto gather = [&](std::vector<double> ReactorState<double>::*from,
                          std::vector<R> ReactorState<R>::*to) {
    for (std::size_t i = 0; i < (cells[0].*from).size(); ++i) {
      double lanes[8] = {};
      for (std::size_t cell = 0; cell < cells.size(); ++cell) lanes[cell] = (cells[cell].*from)[i];
      (all.*to).push_back(lanes_of<R>(lanes));
    }
  };
  gather(&ReactorState<double>::x, &ReactorState<R>::x);
  gather(&ReactorState<double>::total, &ReactorState<R>::total);
  gather(&ReactorState<double>::amount, &ReactorState<R>::amount);
  gather(&ReactorState<double>::initial_amount, &ReactorState<R>::initial_amount);
  gather(&ReactorState<double>::initial_area, &ReactorState<R>::initial_area);
  return all;
}

/// What a day makes of the cells in tiles of R: steps in the mean, seconds, and the last tile.
template <class R>
struct Day {
  double seconds = 0, steps = 0;
  ReactorState<R> last;
};

template <class R>
Day<R> a_day(const ReactorModel& model, const std::vector<ReactorState<double>>& cells, std::size_t width) {
  std::vector<ReactorState<R>> tiles;
  for (std::size_t first = 0; first + width <= cells.size(); first += width)
    tiles.push_back(side_by_side<R>(std::span(cells).subspan(first, width)));
  Reactor<R> reactor(model);
  Day<R> result;
  result.seconds = seconds_of([&] {
    for (ReactorState<R>& tile : tiles) {
      tile.step = R(day);  // as in a run: the steps of the day before
      const ReactorWork work = reactor.advance(tile, 0, day);
      result.steps += static_cast<double>(work.steps + work.rejected) / static_cast<double>(tiles.size());
    }
  });
  result.last = tiles.back();
  return result;
}

int run(bool quick) {
  const Database database = Database::read({"talus", "benchmarks/speed/system.toml"}, ".");
  SystemChoice c = choice();
  std::erase(c.components, "K+");
  c.gases.clear();
  c.leave_out.clear();
  const ChemicalSystem system(database, c);
  const ReactorModel model = model_of(system);
  const Constants at = system.at(298.15);
  std::vector<ReactorState<double>> cells;
  for (std::size_t i = 0; i < (quick ? 16U : 512U); ++i) cells.push_back(state_of(model, at, i));
  std::printf("%zu components, %zu species, %zu minerals with rates, a day per step, error 1e-6\n",
              system.components(), system.species.size(), system.minerals.size());
  const Day<double> alone = a_day<double>(model, cells, 1);
  const Day<Pack> tiles = a_day<Pack>(model, cells, static_cast<std::size_t>(tile_width));
  const double count = static_cast<double>(cells.size());
  std::printf("one cell at a time   %8.0f cells/s  %5.1f steps a day\n", count / alone.seconds, alone.steps);
  std::printf("tiles of %d           %8.0f cells/s  %5.1f steps a day (of the slowest lane)\n", tile_width,
              count / tiles.seconds, tiles.steps);
  double worst = 0;
  for (std::size_t j = 0; j < alone.last.x.size(); ++j)
    worst = std::max(
        worst, std::abs(tiles.last.x[j].get(static_cast<std::size_t>(tile_width) - 1) - alone.last.x[j]));
  std::printf("largest difference of ln m between the two: %.1e\n", worst);
  return worst < 1e-5 ? 0 : 1;
}

}  // namespace

}  // namespace talus::speed

int main(int argc, char** argv) {
  const bool quick = argc > 1 && std::strcmp(argv[1], "--quick") == 0;
  return talus::speed::run(quick);
}
