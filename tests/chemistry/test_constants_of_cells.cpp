// Constants in the lanes of a tile: those of one temperature, to rounding; what cells hold by them, and its
// derivatives.
#include <filesystem>

#include "chemistry/balances_derivatives.h"
#include "chemistry/constants_of_cells.h"
#include "tests/catch.h"
#include "tests/chemistry/small_systems.h"

using namespace talus;

namespace {

constexpr auto width = static_cast<std::size_t>(tile_width);

ChemicalSystem system_of(const Database& database, const std::string& activity) {
  const bool brine = activity == "Pitzer";  // of pitzer.dat, which has other components, and no rates
  SystemChoice choice;
  choice.components = {"H+", brine ? "CO3-2" : "HCO3-", "Mg+2", "Na+", "Cl-"};
  choice.gases = {"CO2(g)"};
  if (!brine) choice.dissolve = {"Brucite"};
  if (!brine) choice.precipitate = {"Nesquehonite"};
  choice.rates = "Palandri-Kharaka";
  choice.activity = activity;
  choice.water_activity = "Garrels-Christ";
  choice.slow_co2_hydration = activity == "B-dot";
  return ChemicalSystem(database, choice);
}

std::vector<double> temperatures(std::size_t cells) {
  std::vector<double> kelvin;
  for (std::size_t c = 0; c < cells; ++c) kelvin.push_back(274.15 + 7.3 * static_cast<double>(c));
  return kelvin;
}

/// Whether lane `i` has these numbers, to the rounding of their terms, which are as large as a thousand.
bool same(double lane, double alone) {
  return std::abs(lane - alone) <= 1e-12 * std::max(std::abs(alone), 10.0);
}
bool same(const std::vector<Pack>& packs, std::size_t i, const std::vector<double>& alone) {
  if (packs.size() != alone.size()) return false;
  for (std::size_t k = 0; k < alone.size(); ++k)
    if (!same(packs[k].get(i), alone[k])) return false;
  return true;
}

}  // namespace

TEST_CASE("each lane of a tile has the constants of its own temperature", "[unit]") {
  const Database& database = shipped_database();
  const std::string activity = GENERATE("B-dot", "Davies", "WATEQ", "ideal");
  const ChemicalSystem system = system_of(database, activity);
  const std::vector<double> kelvin = temperatures(2 * width + 1);
  ConstantsOfCells constants;
  constants.take(system, kelvin);
  CHECK(constants.of_all() == nullptr);
  for (std::size_t c = 0; c < kelvin.size(); ++c) {
    const ConstantsOf<Pack>& tile = constants.of_tile(c / width * width);
    const Constants alone = system.at(kelvin[c]);
    const std::size_t lane = c % width;
    CHECK(tile.temperature.get(lane) == kelvin[c]);
    CHECK(same(tile.ln_k_species, lane, alone.ln_k_species));
    CHECK(same(tile.ln_k_gas, lane, alone.ln_k_gas));
    CHECK(same(tile.ln_k_mineral, lane, alone.ln_k_mineral));
    CHECK(same(tile.ln_k_slow, lane, alone.ln_k_slow));
    for (std::size_t m = 0; m < system.minerals.size(); ++m) {
      CHECK(same(tile.dissolution[m], lane, alone.dissolution[m]));
      CHECK(same(tile.precipitation[m], lane, alone.precipitation[m]));
    }
    for (std::size_t i = 0; i < system.slow_reactions.size(); ++i)
      CHECK(same(tile.slow[i], lane, alone.slow[i]));
    for (std::size_t i = 0; i < system.species.size(); ++i)
      for (double ActivityTerms::*which :
           {&ActivityTerms::alpha, &ActivityTerms::beta, &ActivityTerms::delta, &ActivityTerms::epsilon}) {
        const ActivityTermsOf<Pack>& t = tile.activity[i];
        const Pack of_tile = which == &ActivityTerms::alpha   ? t.alpha
                             : which == &ActivityTerms::beta  ? t.beta
                             : which == &ActivityTerms::delta ? t.delta
                                                              : t.epsilon;
        CHECK(same(of_tile.get(lane), alone.activity[i].*which));
      }
  }
}

TEST_CASE("cells of one temperature share one set, and what is known is kept", "[unit]") {
  const ChemicalSystem system = system_of(shipped_database(), "B-dot");
  ConstantsOfCells constants;
  constants.take(system, std::vector<double>(3 * width, 288.15));
  REQUIRE(constants.of_all() != nullptr);
  CHECK(constants.of_all()->temperature == 288.15);
  CHECK(&constants.of_tile(0) == &constants.of_tile(2 * width));
  const ConstantsOf<Pack>* before = &constants.of_tile(0);
  std::vector<double> warmer(3 * width, 288.15);
  warmer.back() = 290;
  constants.take(system, warmer);
  CHECK(constants.of_all() == nullptr);
  CHECK(&constants.of_tile(0) == before);
  CHECK(&constants.of_tile(2 * width) != before);
}

TEST_CASE("what a tile of several temperatures holds is what each cell does at its own",
          "[unit][derivatives]") {
  const std::string activity = GENERATE("B-dot", "Davies", "WATEQ", "Pitzer");
  const std::string pitzer = "../shared/databases/pitzer.dat";
  if (activity == "Pitzer" && !std::filesystem::exists(pitzer)) return;
  const Database with_pitzer =
      activity == "Pitzer" ? Database::read({pitzer}, ".") : Database::read({"talus"}, ".");
  const ChemicalSystem system = system_of(with_pitzer, activity);
  const std::vector<double> kelvin = temperatures(width);
  ConstantsOfCells constants;
  constants.take(system, kelvin);
  std::vector<double> x(system.components(), std::log(1e-3));
  x[0] = std::log(1e-9);
  x.push_back(std::log(200.0));

  const auto evaluated = [&]<class R>(const auto& at, Contents<R>& c, ContentsDerivatives<R>& d) {
    StageStart<R> start;
    start.porosity = R(0.4);
    start.extent.assign(system.slow_reactions.size(), R(0.0));
    const std::vector<R> unknowns(x.begin(), x.end());
    REQUIRE(contents(system, at, Reactions{}, start, std::span<const R>(unknowns), c));
    contents_derivatives(system, at, Reactions{}, start, c, d);
  };
  Contents<Pack> tile(system, 0);
  ContentsDerivatives<Pack> by(system);
  evaluated(constants.of_tile(0), tile, by);
  for (std::size_t i = 0; i < width; ++i) {
    Contents<double> cell(system, 0);
    ContentsDerivatives<double> own(system);
    evaluated(constants.of_cell(i), cell, own);
    CAPTURE(activity, kelvin[i]);
    for (std::size_t j = 0; j < system.balances(); ++j)
      CHECK(tile.store[j].get(i) == Approx(cell.store[j]).epsilon(1e-12));
    CHECK(tile.gas[0].get(i) == Approx(cell.gas[0]).epsilon(1e-12));
    for (std::size_t k = 0; k < own.accumulation.size(); ++k)
      CHECK(by.accumulation[k].get(i) == Approx(own.accumulation[k]).epsilon(1e-10).margin(1e-12));
  }
}
