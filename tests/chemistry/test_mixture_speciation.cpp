// Speciation by models of mixtures: its equations hold, in every number type, from any first guess, in random
// brines; its response is its derivative.
#include "chemistry/speciation/mixture_speciation.h"

#include <cmath>
#include <limits>
#include <random>

#include "chemistry/speciation/speciation.h"
#include "tests/catch.h"
#include "tests/chemistry/brines.h"
#include "tests/chemistry/small_systems.h"

using namespace talus;

namespace {

/// Brines of the sea-salt ions without the ion pairs that interactions stand for.
SystemChoice brine_choice(const std::string& model, bool macinnes = false) {
  SystemChoice choice = water_of({"H+", "HCO3-", "Mg+2", "Na+", "K+", "Cl-", "SO4-2"}, model);
  choice.leave_out = {"MgHCO3+",  "MgSO4(aq)", "MgCl+",  "NaHCO3(aq)", "NaCO3-",
                      "NaCl(aq)", "NaOH(aq)",  "NaSO4-", "KCl(aq)",    "KSO4-"};
  choice.interactions = brine_interactions(macinnes);
  choice.interactions.sit = {
      {{"Na+", "Cl-"}, {0.03}}, {{"Mg+2", "Cl-"}, {0.19}}, {{"Na+", "SO4-2"}, {-0.12}}};
  return choice;
}

/// ln molalities of the components of a brine; `shade` makes it another one.
std::vector<double> brine(int shade = 0) {
  std::vector<double> x = {1e-8, 0.05, 1.2, 2.5, 0.3, 4.5, 0.3};
  for (std::size_t j = 0; j < x.size(); ++j)
    x[j] = std::log(x[j]) + 0.4 * std::sin(shade * (1.3 + static_cast<double>(j)));
  return x;
}

/// ln molalities of a random water: pH 2 to 13, salts from traces to 6 mol/kgw, hydrolysis and acids in
/// bounds.
std::vector<double> random_water(std::mt19937_64& random) {
  const auto between = [&](double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(random);
  };
  const double ph = between(2, 13), salt = std::pow(10, between(-6, std::log10(6.0)));
  const double carbon = std::pow(10, between(-8, -1)) / (1 + std::pow(10, ph - 9) + std::pow(10, 6.3 - ph));
  const auto share = [&] { return salt * std::pow(10, between(-4, 0)); };
  const double magnesium = share() / (1 + std::pow(10, ph - 10.5)) / 2, sulfate = share() / 2;
  return {-ph * std::log(10.0),
          std::log(carbon),
          std::log(magnesium),
          std::log(share() / 2),
          std::log(share() / 2),
          std::log(share()),
          std::log(sulfate / (1 + std::pow(10, 2 - ph)))};
}

Solution<double> speciated(const ChemicalSystem& system, const Constants& at, const std::vector<double>& x) {
  Solution<double> s(system);
  REQUIRE(speciate(system, at, std::span<const double>(x), s));
  return s;
}

Solution<Dual> speciated_dual(const ChemicalSystem& system, const Constants& at, const std::vector<double>& x,
                              std::size_t k) {
  std::vector<Dual> dual(x.begin(), x.end());
  dual[k].d = 1;
  Solution<Dual> s(system);
  REQUIRE(speciate(system, at, std::span<const Dual>(dual), s));
  return s;
}

/// The largest error of mass action, at the activities of the molalities themselves.
double imbalance(const ChemicalSystem& system, const Constants& at, const Solution<double>& s) {
  Solution<double> again = s;
  const Mixture<double>& a = mixture_detail::evaluate(at, again);
  double worst = std::abs(s.ln_activity.back() - a.ln_water_activity);
  for (std::size_t i = 0; i < system.species.size(); ++i) {
    const double expected =
        at.ln_k_species[i] + system.species[i].row.dot(std::span<const double>(s.ln_activity));
    worst = std::max(worst, std::abs(std::log(s.molality[i]) + a.ln_gamma[i] - expected));
  }
  return worst;
}

}  // namespace

TEST_CASE("mass action and the activity of water hold to rounding in brines", "[unit]") {
  const bool macinnes = GENERATE(false, true);
  for (const char* model : {"Pitzer", "SIT"})
    for (const double temperature : {278.15, 298.15, 333.15})
      for (int shade = 0; shade < 5; ++shade) {
        CAPTURE(model, temperature, shade);
        const ChemicalSystem system(shipped_database(), brine_choice(model, macinnes));
        const Constants at = system.at(temperature);
        const Solution<double> s = speciated(system, at, brine(shade));
        CHECK(imbalance(system, at, s) < 1e-13);
        CHECK(s.ionic_strength > 3);
      }
}

TEST_CASE("numbers, packs and dual numbers get the same brine, from cold and from another brine", "[unit]") {
  const ChemicalSystem system(shipped_database(),
                              brine_choice(GENERATE(as<std::string>{}, "Pitzer", "SIT"), true));
  const Constants at = system.at(298.15);
  std::vector<Pack> x;
  for (std::size_t j = 0; j < system.components(); ++j)
    x.push_back(packed([&](int i) { return brine(i)[j]; }));
  Solution<Pack> packs(system);
  REQUIRE(speciate(system, at, std::span<const Pack>(x), packs));
  Solution<double> warm(system);
  for (int i = 0; i < tile_width; ++i) {
    const std::vector<double> own = brine(i);
    const Solution<double> one = speciated(system, at, own);
    REQUIRE(speciate(system, at, std::span<const double>(own), warm));
    const Solution<Dual> dual = speciated_dual(system, at, own, 0);
    for (std::size_t k = 0; k < system.species.size(); ++k) {
      CAPTURE(system.species[k].name, i);
      CHECK(lane(packs.molality[k], i) == Approx(one.molality[k]).epsilon(1e-12));
      CHECK(dual.molality[k].v == Approx(one.molality[k]).epsilon(1e-12));
      CHECK(warm.molality[k] == Approx(one.molality[k]).epsilon(1e-12));
    }
  }
}

TEST_CASE("the response of a brine is its derivative", "[derivatives]") {
  const bool macinnes = GENERATE(false, true);
  for (const char* model : {"Pitzer", "SIT"})
    for (int shade = 0; shade < 3; ++shade) {
      const ChemicalSystem system(shipped_database(), brine_choice(model, macinnes));
      const Constants at = system.at(288.15);
      const std::vector<double> x = brine(shade);
      const Solution<double> s = speciated(system, at, x);
      Response<double> response;
      respond(system, s, response);
      const std::size_t n = system.components();
      for (std::size_t k = 0; k < n; ++k) {
        CAPTURE(model, shade, system.component_name(k));
        const Solution<Dual> dual = speciated_dual(system, at, x, k);
        CHECK(response.ionic_strength[k] == Approx(dual.ionic_strength.d).epsilon(1e-11).margin(1e-13));
        CHECK(response.ln_water_activity[k] ==
              Approx(dual.ln_activity.back().d).epsilon(1e-11).margin(1e-14));
        for (std::size_t j = 0; j < n; ++j)
          CHECK(response.ln_gamma[j * n + k] == Approx(dual.ln_gamma[j].d).epsilon(1e-11).margin(1e-12));
        for (std::size_t i = 0; i < system.species.size(); ++i)
          CHECK(response.ln_molality[i * n + k] ==
                Approx(dual.molality[i].d / dual.molality[i].v).epsilon(1e-11).margin(1e-12));
      }
    }
}

TEST_CASE("random waters from traces to 6 mol/kgw and pH 2 to 13 all settle", "[unit]") {
  const ChemicalSystem system(shipped_database(), brine_choice("Pitzer"));
  const Constants at = system.at(298.15);
  std::mt19937_64 random(20240513);
  Solution<double> warm(system);
  double worst = 0, greatest = 0;
  int failed = 0;
  for (int number = 0; number < 20000; ++number) {
    const std::vector<double> x = random_water(random);
    Solution<double> cold(system);
    if (!speciate(system, at, std::span<const double>(x), cold)) {
      ++failed;
      continue;
    }
    worst = std::max(worst, imbalance(system, at, cold));
    greatest = std::max(greatest, cold.ionic_strength);
    // from the solution before, which was quite another one
    if (!speciate(system, at, std::span<const double>(x), warm)) ++failed;
  }
  CHECK(failed == 0);
  CHECK(worst < 1e-12);
  CHECK(greatest > 8);
}

TEST_CASE("random brines with balanced charges are found from their totals and pH", "[unit]") {
  const ChemicalSystem system(shipped_database(), brine_choice("Pitzer", true));
  const Constants at = system.at(298.15);
  std::mt19937_64 random(7);
  const std::size_t n = system.components();
  StageStart<double> start;
  start.porosity = 1;
  Contents<double> c(system, 0);
  double worst = 0;
  for (int number = 0; number < 1000; ++number) {
    std::vector<double> x = random_water(random);
    x.push_back(0);
    for (int times = 0; times < 8; ++times) {  // the first are off because gamma changes with what is added
      REQUIRE(contents(system, at, Reactions{}, start, std::span<const double>(x), c));
      double charge = 0;
      for (std::size_t j = 0; j < n; ++j)
        charge += system.species[j].charge * c.concentration[j] / system.water_density;
      double& balancing = x[static_cast<std::size_t>(system.component(charge < 0 ? "Na+" : "Cl-"))];
      balancing = std::log(std::exp(balancing) + std::abs(charge));
    }
    REQUIRE(contents(system, at, Reactions{}, start, std::span<const double>(x), c));
    WaterRecipe recipe;
    recipe.pH = -c.solution.ln_activity[0] / std::log(10.0);
    for (std::size_t j = 1; j < n; ++j)
      recipe.total.emplace_back(system.component_name(j), c.concentration[j] / system.water_density);
    const Water water = solve_water(system, at, recipe);
    for (std::size_t j = 0; j < n; ++j) worst = std::max(worst, std::abs(water.ln_molality[j] - x[j]));
  }
  CHECK(worst < 1e-12);
}

TEST_CASE("water that is no number does not settle", "[unit]") {
  const ChemicalSystem system(shipped_database(), brine_choice("Pitzer"));
  const Constants at = system.at(298.15);
  std::vector<double> x = brine();
  x[3] = std::numeric_limits<double>::quiet_NaN();
  Solution<double> s(system);
  CHECK_FALSE(speciate(system, at, std::span<const double>(x), s));
  x[3] = std::log(2.0);  // and leaves nothing behind that spoils the next water
  REQUIRE(speciate(system, at, std::span<const double>(x), s));
  CHECK(imbalance(system, at, s) < 1e-13);
}
