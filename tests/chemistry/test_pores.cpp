// Pores that minerals fill: the room they leave, what it does to growth, and cells that close.
#include "chemistry/solids/pores.h"

#include <cmath>

#include "chemistry/balances.h"
#include "tests/catch.h"
#include "tests/chemistry/small_systems.h"

using namespace talus;

namespace {

/// Supersaturated water of nesquehonite and hydromagnesite in a cell with a little of everything.
struct Cell {
  explicit Cell(double supersaturation) {
    for (std::size_t m = 0; m < system.minerals.size(); ++m) {
      if (system.minerals[m].dissolves) reactions.solids.push_back({.mineral = m});
      if (system.minerals[m].precipitates)
        reactions.solids.push_back({.mineral = m, .formed = true, .seed = 10, .specific_surface = 5});
    }
    reactions.fill_pores = true;
    x = brackish_water(system);
    x[2] += supersaturation;
    x.push_back(std::log(100.0));
    start.porosity = 0.4;
    start.reference_porosity = 0.45;
    start.critical_porosity = 0.05;
    for (const Solid& solid : reactions.solids) {
      start.amount.push_back(100);
      start.area.push_back(surface_area(solid, 100, 120, 300));
      start.recession.push_back(0);
    }
  }
  bool react_for(double seconds, Contents<double>& c) {
    start.weight = seconds;
    return contents(system, at, reactions, start, std::span<const double>(x), c);
  }
  double added_volume(const Contents<double>& c) const {
    double volume = 0;
    for (std::size_t p = 0; p < reactions.solids.size(); ++p)
      volume += system.minerals[reactions.solids[p].mineral].molar_volume * c.change[p].value;
    return volume;
  }
  ChemicalSystem system{shipped_database(), tailings()};
  Constants at = system.at(288.15);
  Reactions reactions;
  StageStart<double> start;
  std::vector<double> x;
};

}  // namespace

TEST_CASE("the surface of what grows falls with the room to the power 2/3", "[unit]") {
  CHECK(growing_in(0.4, 0.4).value == Approx(1));
  CHECK(growing_in(0.05, 0.4).value == Approx(0.25));  // an eighth of the room
  CHECK(growing_in(0.05, 0.4).slope == Approx(2.0 / 3 * 2 / 0.4));
  CHECK(growing_in(0.0, 0.4).value == 0);
  CHECK(growing_in(-0.05, 0.4).value == Approx(-0.25));  // takes back
}

TEST_CASE("porosity and solids are 1 whatever a stage does", "[unit]") {
  const double supersaturation = GENERATE(0.0, 3.0), seconds = GENERATE(1.0, 1e4, 1e8);
  Cell cell(supersaturation);
  Contents<double> c(cell.system, cell.reactions.solids.size());
  REQUIRE(cell.react_for(seconds, c));
  CHECK(c.porosity + cell.added_volume(c) == Approx(0.4).epsilon(1e-13));
  CHECK(c.gas_volume == Approx(std::max(c.porosity - 0.1, 0.0)).margin(1e-15));
}

TEST_CASE("growth closes pores to the critical porosity and no further", "[unit]") {
  Cell cell(3);
  Contents<double> c(cell.system, cell.reactions.solids.size());
  double before = 0.4;
  for (const double seconds : {1e3, 1e5, 1e7, 1e9, 1e12}) {
    REQUIRE(cell.react_for(seconds, c));
    CHECK(c.porosity < before);
    CHECK(c.porosity > 0.05);
    before = c.porosity;
  }
  CHECK(c.porosity == Approx(0.05).margin(1e-4));
  CHECK(c.gas_volume == 0);  // 0.1 of water has no room for gas beside it
  CHECK(c.water_volume == c.porosity);
}

TEST_CASE("what a stage made too much is taken back by the next", "[unit]") {
  Cell cell(3);
  cell.start.porosity = 0.045;  // below the critical one
  Contents<double> c(cell.system, cell.reactions.solids.size());
  REQUIRE(cell.react_for(1e6, c));
  CHECK(c.porosity > 0.045);
}

TEST_CASE("solids that fit into no porosity are refused", "[unit]") {
  Cell cell(0);
  for (std::size_t p = 0; p < cell.reactions.solids.size(); ++p)
    if (cell.reactions.solids[p].formed)
      cell.start.recession[p] = -1;  // earlier stages grew e^5 of their surface
  Contents<double> c(cell.system, cell.reactions.solids.size());
  CHECK_FALSE(cell.react_for(1e-3, c));
}

TEST_CASE("nothing reacts in bound water", "[unit]") {
  Cell cell(3);
  cell.reactions.wetting.exponent = 0.7;
  cell.reactions.wetting.bound = 0.3;  // of 0.25
  Contents<double> c(cell.system, cell.reactions.solids.size());
  REQUIRE(cell.react_for(1e5, c));
  for (const auto& change : c.change) CHECK(change.value == 0);
  CHECK(c.porosity == 0.4);
}
