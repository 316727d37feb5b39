// What a cell holds and does, against sums by hand; its derivatives, lane by lane, against dual numbers.
#include "chemistry/balances_derivatives.h"

#include <cmath>
#include <numbers>

#include "tests/catch.h"
#include "tests/chemistry/brines.h"
#include "tests/chemistry/small_systems.h"

using namespace talus;

namespace {

constexpr int shades = 6;  ///< kinds of cells; tiles of any width are filled from them

/// Everything that a cell needs, in numbers.
struct Cell {
  std::vector<double> x;
  StageStart<double> start;
};

/// Every solid that the system can have: what was there and what forms. With layers, brucite has two sizes of
/// grains under a coat, lizardite a core and an amorphous part, and not all of the water wets.
Reactions reactions_of(const ChemicalSystem& system, bool layers = false, bool blocks = false) {
  Reactions reactions;
  reactions.wetting.exponent = 0.7;
  reactions.wetting.bound = 0.04;
  for (std::size_t m = 0; m < system.minerals.size(); ++m) {
    if (system.minerals[m].dissolves)
      reactions.solids.push_back({.mineral = m, .exponent = m == 0 ? 0.5 : 2.0 / 3});
    if (system.minerals[m].precipitates)
      reactions.solids.push_back(
          {.mineral = m, .formed = true, .seed = 10, .specific_surface = m % 2 == 0 ? 0.0 : 5.0});
  }
  if (!layers) return reactions;
  reactions.wetting.full = 0.9;
  std::vector<Solid>& solids = reactions.solids;
  solids[0].coat = 0;
  solids[1].layer = 5e9;
  solids.insert(solids.begin() + 2, solids[1]);
  solids[2].activity = 30;
  solids.insert(solids.begin() + 1, solids[0]);
  solids[1].part = 1;
  Coat coat{.made_of = {}, .exponent = 1.5};
  for (std::size_t p = 0; p < solids.size(); ++p)
    if (solids[p].formed) coat.made_of.emplace_back(p, 1e-6 * static_cast<double>(50 + p));
  (blocks ? coat.thickness : coat.resistance) = blocks ? 4e-6 : 3e15;
  reactions.coats = {coat};
  return reactions;
}

/// Cells at the edges of what happens: 0 in the midst of a step, 1 all solids run out, 2 nothing there at the
/// start, 3 strongly supersaturated, 4 almost saturated with water and so poor in magnesium that carbonates
/// dissolve, by CO2 as a catalyst too, 5 solids just before their end; in 2 and 3 most of the water is ice.
Cell cell_of(const ChemicalSystem& system, const Reactions& reactions, const Constants& at, int number) {
  const int shade = number % shades;
  Cell cell;
  cell.x = brackish_water(system, shade);
  if (shade == 3) cell.x[2] += 3;
  if (shade == 4) cell.x[2] -= 7;
  cell.x.push_back(std::log(shade == 4 ? 429.9 : 250.0 + 10 * number));
  cell.start.porosity = 0.43;
  cell.start.weight = shade == 1 ? 3e14 : 2e4;
  if (shade == 2 || shade == 3) cell.start.most_liquid = 60;
  cell.start.reference_porosity = 0.5;
  cell.start.critical_porosity = 0.02;
  for (std::size_t p = 0; p < reactions.solids.size(); ++p) {
    const double amount = shade == 2 ? 0 : 0.5 + static_cast<double>(p);
    cell.start.amount.push_back(amount);
    const Solid& solid = reactions.solids[p];
    cell.start.area.push_back(solid.formed ? surface_area(solid, amount, 0, 0) : (shade == 2 ? 0 : 500.0));
    cell.start.recession.push_back(shade == 0 ? 1e-5 : 0);
    if (reactions.has_layers()) cell.start.fraction_left.push_back(shade == 0 ? 0.6 : 1);
  }
  cell.start.coated.assign(reactions.coats.size(), 900.0);
  cell.start.elapsed = shade == 0 ? 4e4 : 0;
  if (shade != 5) return cell;
  Contents<double> c(system, reactions.solids.size());
  REQUIRE(contents(system, at, reactions, cell.start, std::span<const double>(cell.x), c));
  for (std::size_t p = 0; p < reactions.solids.size(); ++p)
    if (c.change[p].value < 0) cell.start.amount[p] = -c.change[p].value * (1 + 1e-7);
  return cell;
}

template <class R>
StageStart<R> same_start(const StageStart<double>& s) {
  return {R(s.porosity),
          R(s.weight),
          {s.amount.begin(), s.amount.end()},
          {s.area.begin(), s.area.end()},
          {s.recession.begin(), s.recession.end()},
          R(s.reference_porosity),
          R(s.critical_porosity),
          {},
          R(s.elapsed),
          {s.fraction_left.begin(), s.fraction_left.end()},
          {s.coated.begin(), s.coated.end()},
          {s.sites.begin(), s.sites.end()},
          R(s.most_liquid)};
}

/// A tile of cells.
StageStart<Pack> tile_start(const std::vector<Cell>& cells) {
  const auto each = [&](auto value) {
    return packed([&](int i) { return value(cells[static_cast<std::size_t>(i)]); });
  };
  StageStart<Pack> start;
  start.porosity = each([](const Cell& c) { return c.start.porosity; });
  start.weight = each([](const Cell& c) { return c.start.weight; });
  start.reference_porosity = each([](const Cell& c) { return c.start.reference_porosity; });
  start.critical_porosity = each([](const Cell& c) { return c.start.critical_porosity; });
  start.elapsed = each([](const Cell& c) { return c.start.elapsed; });
  start.most_liquid = each([](const Cell& c) { return c.start.most_liquid; });
  for (std::size_t p = 0; p < cells[0].start.fraction_left.size(); ++p)
    start.fraction_left.push_back(each([&](const Cell& c) { return c.start.fraction_left[p]; }));
  for (std::size_t i = 0; i < cells[0].start.coated.size(); ++i)
    start.coated.push_back(each([&](const Cell& c) { return c.start.coated[i]; }));
  for (std::size_t p = 0; p < cells[0].start.amount.size(); ++p) {
    start.amount.push_back(each([&](const Cell& c) { return c.start.amount[p]; }));
    start.area.push_back(each([&](const Cell& c) { return c.start.area[p]; }));
    start.recession.push_back(each([&](const Cell& c) { return c.start.recession[p]; }));
  }
  return start;
}

/// Derivatives of everything along unknown k, by dual numbers.
struct Along {
  Contents<Dual> contents;
  std::vector<Dual> local;
};

Along along(const ChemicalSystem& system, const Constants& at, const Reactions& reactions, const Cell& cell,
            std::size_t k) {
  std::vector<Dual> x(cell.x.begin(), cell.x.end());
  x[k].d = 1;
  Along result{Contents<Dual>(system, reactions.solids.size()), std::vector<Dual>(system.balances())};
  REQUIRE(contents(system, at, reactions, same_start<Dual>(cell.start), std::span<const Dual>(x),
                   result.contents));
  find_accumulation(system, reactions, result.contents, std::span<Dual>(result.local));
  return result;
}

/// How large the terms are that balance j adds up: the water's, the gases' and the solids'.
double size_of_terms(const ChemicalSystem& system, const Reactions& reactions, const Along& a,
                     std::size_t j) {
  double size = a.contents.magnitude[j].v;
  for (std::size_t p = 0; p < reactions.solids.size(); ++p) {
    const ReactionRow& row = system.minerals[reactions.solids[p].mineral].row;
    const double power = j == system.components() ? row.water : row.of(j);
    size +=
        std::abs(power) * (std::abs(a.contents.change[p].value.v) + std::abs(a.contents.change[p].value.d));
  }
  return size;
}

}  // namespace

TEST_CASE("derivatives of contents and balances are those of dual numbers, in every lane", "[derivatives]") {
  SystemChoice choice = tailings(GENERATE(as<std::string>{}, "B-dot", "WATEQ", "Pitzer"),
                                 GENERATE(as<std::string>{}, "Palandri-Kharaka", "Hermanska"));
  choice.interactions.pitzer = published_parameters();
  const ChemicalSystem system(shipped_database(), choice);
  const int layers = GENERATE(0, 1, 2);  // none, under a coat that lets through, under one that blocks
  Reactions reactions = reactions_of(system, layers > 0, layers > 1);
  reactions.fill_pores = GENERATE(false, true);
  const Constants at = system.at(288.15);
  const std::size_t n = system.components(), width = n + 1;
  int vanished = 0, grown = 0, still = 0;

  for (int first = 0; first < shades; first += tile_width) {  // all kinds of cells, whatever the width
    std::vector<Cell> cells;
    for (int i = 0; i < tile_width; ++i) cells.push_back(cell_of(system, reactions, at, first + i));
    std::vector<Pack> x;
    for (std::size_t k = 0; k < width; ++k)
      x.push_back(packed([&](int i) { return cells[static_cast<std::size_t>(i)].x[k]; }));
    const StageStart<Pack> start = tile_start(cells);
    Contents<Pack> c(system, reactions.solids.size());
    REQUIRE(contents(system, at, reactions, start, std::span<const Pack>(x), c));
    ContentsDerivatives<Pack> d(system);
    contents_derivatives(system, at, reactions, start, c, d);
    std::vector<Pack> local(width);
    find_accumulation(system, reactions, c, std::span<Pack>(local));

    for (int i = 0; i < tile_width; ++i) {
      const Cell& cell = cells[static_cast<std::size_t>(i)];
      for (std::size_t k = 0; k < width; ++k) {
        const Along a = along(system, at, reactions, cell, k);
        CHECK(lane(c.porosity, i) == Approx(a.contents.porosity.v).epsilon(1e-13));
        if (reactions.fill_pores)
          CHECK(lane(d.porosity[k], i) == Approx(a.contents.porosity.d).epsilon(1e-10).margin(1e-14));
        for (std::size_t j = 0; j < width; ++j) {
          CAPTURE(first + i, system.component_name(j), k);
          const double size = size_of_terms(system, reactions, a, j);
          REQUIRE(lane(local[j], i) == Approx(a.local[j].v).epsilon(1e-12).margin(1e-12 * size));
          REQUIRE(lane(d.accumulation[j * width + k], i) ==
                  Approx(a.local[j].d).epsilon(1e-11).margin(1e-12 * size));
          if (k == n) continue;
          const double solute_size = a.contents.magnitude[j].v / a.contents.water.v * usual_water_density;
          REQUIRE(lane(d.concentration[j * n + k], i) ==
                  Approx(a.contents.concentration[j].d)
                      .epsilon(1e-11)
                      .margin(1e-12 * (j == n ? std::abs(a.contents.concentration[j].v) : solute_size)));
        }
        for (std::size_t g = 0; g < system.gases.size() && k < n; ++g) {
          REQUIRE(lane(d.gas[g * n + k], i) ==
                  Approx(a.contents.gas[g].d).epsilon(1e-11).margin(1e-12 * a.contents.gas[g].v));
          const Dual& dissolved = a.contents.dissolved[g];
          REQUIRE(dissolved.v > 0);
          REQUIRE(lane(c.dissolved[g], i) == Approx(dissolved.v).epsilon(1e-12));
          REQUIRE(lane(d.dissolved[g * n + k], i) ==
                  Approx(dissolved.d).epsilon(1e-10).margin(1e-12 * dissolved.v));
        }
      }
      for (std::size_t p = 0; p < reactions.solids.size(); ++p) {
        const double left = cell.start.amount[p] + lane(c.change[p].value, i);
        vanished += cell.start.amount[p] > 0 && left == 0;
        grown += lane(c.change[p].value, i) > 0;
        still += lane(c.change[p].value, i) == 0;
        CHECK(left >= 0);
      }
    }
  }
  CHECK(vanished >
        (layers > 0 ? 1 : 3));  // behind layers fewer do; the kinds of cells are what they are meant to be
  CHECK(grown > 3);
  CHECK(still > 3);
}

TEST_CASE("a cell holds what its species, its gas and its water add up to", "[unit]") {
  const ChemicalSystem system(shipped_database(), tailings());
  const Reactions reactions = reactions_of(system);
  const Constants at = system.at(288.15);
  const Cell cell = cell_of(system, reactions, at, 0);
  Contents<double> c(system, reactions.solids.size());
  REQUIRE(contents(system, at, reactions, cell.start, std::span<const double>(cell.x), c));
  const auto molality = [&](const char* name) { return c.solution.molality[species_number(system, name)]; };
  const auto store = [&](const char* name) {
    return c.store[static_cast<std::size_t>(system.component(name))];
  };

  CHECK(c.water == Approx(250));
  CHECK(c.gas_volume == Approx(0.43 - 0.25));
  // ideal gas at the pressure of Henry's law, against CO2(aq) and its activity coefficient
  const std::size_t dissolved = species_number(system, "CO2(aq)");
  const double henry = std::exp(at.ln_k_species[dissolved] - at.ln_k_gas[0]);  // mol/kgw/Pa, inverted below
  const double pressure = molality("CO2(aq)") * std::exp(c.solution.ln_gamma[dissolved]) / henry;
  CHECK(c.gas[0] == Approx(pressure / (gas_constant * 288.15)).epsilon(1e-12));

  const double carbon = molality("HCO3-") + molality("CO3-2") + molality("CO2(aq)") + molality("MgCO3(aq)") +
                        molality("MgHCO3+") + molality("CaCO3(aq)") + molality("CaHCO3+") +
                        molality("NaHCO3(aq)") + molality("NaCO3-");
  CHECK(store("HCO3-") == Approx(250 * carbon + c.gas_volume * c.gas[0]).epsilon(1e-12));
  const double magnesium = molality("Mg+2") + molality("MgOH+") + molality("MgCO3(aq)") +
                           molality("MgHCO3+") + molality("MgSO4(aq)") + molality("MgCl+") +
                           molality("MgHSiO3+");
  CHECK(store("Mg+2") == Approx(250 * magnesium).epsilon(1e-12));
  CHECK(c.store[system.components()] == Approx(250 / water_molar_mass).epsilon(1e-2));
  CHECK(c.concentration[2] == Approx(1000 * magnesium).epsilon(1e-12));
}

TEST_CASE("matter that leaves a solid arrives in the balances", "[unit]") {
  const ChemicalSystem system(shipped_database(), tailings());
  const Reactions reactions = reactions_of(system);
  const Constants at = system.at(288.15);
  const int number = GENERATE(0, 1, 3);
  const Cell cell = cell_of(system, reactions, at, number);
  Contents<double> c(system, reactions.solids.size());
  REQUIRE(contents(system, at, reactions, cell.start, std::span<const double>(cell.x), c));
  std::vector<double> local(system.balances());
  find_accumulation(system, reactions, c, std::span<double>(local));
  // magnesium in water and solids together is what local says, plus what the solids held
  double magnesium = c.store[2], held = 0;
  for (std::size_t p = 0; p < reactions.solids.size(); ++p) {
    const double atoms = system.minerals[reactions.solids[p].mineral].row.of(2);
    magnesium += atoms * (cell.start.amount[p] + c.change[p].value);
    held += atoms * cell.start.amount[p];
  }
  CHECK(local[2] + held == Approx(magnesium).epsilon(1e-13));
}

TEST_CASE("dry surfaces react by their wetted part; what was there does not grow", "[unit]") {
  const ChemicalSystem system(shipped_database(), tailings());
  Reactions reactions = reactions_of(system);
  const Constants at = system.at(288.15);
  const Cell cell = cell_of(system, reactions, at, 3);
  Contents<double> wet(system, reactions.solids.size()), part(system, reactions.solids.size());
  REQUIRE(contents(system, at, reactions, cell.start, std::span<const double>(cell.x), part));
  reactions.wetting.exponent = 0;
  REQUIRE(contents(system, at, reactions, cell.start, std::span<const double>(cell.x), wet));
  const double saturation = 0.06 / 0.43;  // of what is not ice
  int grows = 0;
  for (std::size_t p = 0; p < reactions.solids.size(); ++p) {
    CHECK(part.speed[p] == Approx(std::pow((saturation - 0.04) / 0.96, 0.7) * wet.speed[p]).epsilon(1e-12));
    if (!reactions.solids[p].formed) CHECK(wet.speed[p] >= 0);
    grows += wet.speed[p] < 0;
  }
  CHECK(grows > 0);
}
