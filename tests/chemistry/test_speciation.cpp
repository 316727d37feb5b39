// Speciation: its equations hold, in every number type, and its response is its derivative.
#include "chemistry/speciation/speciation.h"

#include <cmath>
#include <limits>

#include "tests/catch.h"
#include "tests/chemistry/small_systems.h"

using namespace talus;

namespace {

Solution<double> speciated(const ChemicalSystem& system, const Constants& at, const std::vector<double>& x) {
  Solution<double> s(system);
  REQUIRE(speciate(system, at, std::span<const double>(x), s));
  return s;
}

/// The derivative of everything by component k.
Solution<Dual> speciated_dual(const ChemicalSystem& system, const Constants& at, const std::vector<double>& x,
                              std::size_t k) {
  std::vector<Dual> dual(x.begin(), x.end());
  dual[k].d = 1;
  Solution<Dual> s(system);
  REQUIRE(speciate(system, at, std::span<const Dual>(dual), s));
  return s;
}

const char* const models[] = {"B-dot", "Davies", "WATEQ"};
const char* const water_models[] = {"Garrels-Christ", "Raoult", "unity"};

}  // namespace

TEST_CASE("mass action, ionic strength and the activity of water hold to rounding", "[unit]") {
  for (const char* model : models)
    for (const char* water : water_models)
      for (const double temperature : {278.15, 298.15, 333.15}) {
        CAPTURE(model, water, temperature);
        SystemChoice choice = tailings(model);
        choice.water_activity = water;
        const ChemicalSystem system(shipped_database(), choice);
        const Constants at = system.at(temperature);
        const Solution<double> s = speciated(system, at, brackish_water(system));
        double strength = 0, sum = 0;
        for (std::size_t i = 0; i < system.species.size(); ++i) {
          const Species& species = system.species[i];
          CAPTURE(species.name);
          const auto g = activity_coefficient(at.activity[i], s.ionic_strength, std::sqrt(s.ionic_strength));
          CHECK(s.ln_gamma[i] == Approx(g.ln_gamma).epsilon(1e-13).margin(1e-14));
          const double ln_activity = std::log(s.molality[i]) + g.ln_gamma;
          CHECK(ln_activity ==
                Approx(at.ln_k_species[i] + species.row.dot(std::span<const double>(s.ln_activity)))
                    .epsilon(1e-13));
          strength += species.charge * species.charge * s.molality[i] / 2;
          sum += s.molality[i];
        }
        CHECK(s.ionic_strength == Approx(strength).epsilon(1e-13));
        CHECK(s.ionic_strength > 0.05);
        CHECK(s.ln_activity.back() ==
              Approx(ln_water_activity(system.water_activity, sum).value).epsilon(1e-13));
      }
}

TEST_CASE("species are made of components, by constants that add up", "[unit]") {
  const ChemicalSystem system(shipped_database(), tailings());
  const auto row = [&](const char* name) { return system.species[species_number(system, name)].row; };
  const auto component = [&](const char* name) { return static_cast<std::size_t>(system.component(name)); };
  CHECK(row("Mg+2").of(component("Mg+2")) == 1);
  CHECK(row("MgCO3(aq)").of(component("H+")) == -1);
  CHECK(row("MgCO3(aq)").of(component("HCO3-")) == 1);
  CHECK(row("OH-").water == 1);
  CHECK(row("CO2(aq)").water == -1);
  CHECK(system.component_name(system.components()) == "H2O");
  CHECK(system.component("H2O") == static_cast<int>(system.components()));
  CHECK(system.component("Ni+2") == -1);
  for (const Species& species : system.species) {
    double charge = 0;
    for (const Term& t : species.row.terms)
      charge += t.power * system.species[static_cast<std::size_t>(t.component)].charge;
    CAPTURE(species.name);
    CHECK(charge == Approx(species.charge).margin(1e-14));
  }
  SystemChoice without = tailings();
  without.leave_out = {"MgCO3(aq)"};
  CHECK(ChemicalSystem(shipped_database(), without).species.size() + 1 == system.species.size());
}

TEST_CASE("numbers, packs and dual numbers get the same speciation", "[unit]") {
  const ChemicalSystem system(shipped_database(), tailings(GENERATE(as<std::string>{}, "B-dot", "WATEQ")));
  const Constants at = system.at(288.15);
  std::vector<Pack> x;
  for (std::size_t j = 0; j < system.components(); ++j)
    x.push_back(packed([&](int i) { return brackish_water(system, i)[j]; }));
  Solution<Pack> packs(system);
  REQUIRE(speciate(system, at, std::span<const Pack>(x), packs));
  for (int i = 0; i < tile_width; ++i) {
    const std::vector<double> own = brackish_water(system, i);
    const Solution<double> one = speciated(system, at, own);
    const Solution<Dual> dual = speciated_dual(system, at, own, 0);
    CHECK(lane(packs.ionic_strength, i) == Approx(one.ionic_strength).epsilon(1e-13));
    CHECK(dual.ionic_strength.v == Approx(one.ionic_strength).epsilon(1e-14));
    for (std::size_t k = 0; k < system.species.size(); ++k) {
      CAPTURE(system.species[k].name, i);
      CHECK(lane(packs.molality[k], i) == Approx(one.molality[k]).epsilon(1e-12));
      CHECK(dual.molality[k].v == Approx(one.molality[k]).epsilon(1e-13));
    }
  }
}

TEST_CASE("a first guess far off leads to the same speciation", "[unit]") {
  const ChemicalSystem system(shipped_database(), tailings());
  const Constants at = system.at(288.15);
  const std::vector<double> x = brackish_water(system);
  const Solution<double> near = speciated(system, at, x);
  for (const double guess : {1e-7, 1e-3, 3.0}) {
    Solution<double> s(system);
    s.ionic_strength = guess;
    REQUIRE(speciate(system, at, std::span<const double>(x), s));
    CHECK(s.ionic_strength == Approx(near.ionic_strength).epsilon(1e-13));
  }
}

TEST_CASE("waters whose ions are mostly secondary species are found from every guess", "[unit]") {
  // an unbuffered alkali, a neutral and an acid water: OH- alone can be half of the ionic strength, so that
  // Newton's method from a far smaller one sees its activity coefficient change faster than the strength
  const char* const model = GENERATE(as<const char*>{}, "B-dot", "Davies", "WATEQ");
  SystemChoice choice = water_of({"H+", "Na+", "Cl-"}, model);
  const ChemicalSystem system(shipped_database(), choice);
  const Constants at = system.at(298.15);
  for (double pH = 2; pH <= 13; pH += 0.1) {
    const double salt = std::abs(std::pow(10, -pH) - std::pow(10, pH - 14));
    const std::vector<double> x = {-pH * std::log(10.0), std::log(pH > 7 ? salt + 1e-15 : 1e-15),
                                   std::log(pH > 7 ? 1e-15 : salt + 1e-15)};
    const Solution<double> near = speciated(system, at, x);
    for (double guess = 1e-12; guess < 10; guess *= 7) {
      CAPTURE(model, pH, guess);
      Solution<double> s(system);
      s.ionic_strength = guess;
      REQUIRE(speciate(system, at, std::span<const double>(x), s));
      CHECK(s.ionic_strength == Approx(near.ionic_strength).epsilon(1e-12));
    }
  }
}

TEST_CASE("water that no model of activity describes does not settle", "[unit]") {
  const ChemicalSystem system(shipped_database(), tailings());
  const Constants at = system.at(298.15);
  std::vector<double> x = brackish_water(system);
  Solution<double> s(system);
  x[4] = std::log(100.0);  // of Na+: the activity of water would be negative
  CHECK_FALSE(speciate(system, at, std::span<const double>(x), s));
  x[4] = std::numeric_limits<double>::quiet_NaN();
  CHECK_FALSE(speciate(system, at, std::span<const double>(x), s));
}

TEST_CASE("the response of ionic strength and water activity is their derivative", "[derivatives]") {
  for (const char* model : models)
    for (const char* water : water_models)
      for (int shade = 0; shade < 3; ++shade) {
        SystemChoice choice = tailings(model);
        choice.water_activity = water;
        const ChemicalSystem system(shipped_database(), choice);
        const Constants at = system.at(288.15);
        const std::vector<double> x = brackish_water(system, shade);
        const Solution<double> s = speciated(system, at, x);
        Response<double> response;
        respond(system, s, response);
        for (std::size_t k = 0; k < system.components(); ++k) {
          CAPTURE(model, water, shade, system.component_name(k));
          const Solution<Dual> dual = speciated_dual(system, at, x, k);
          CHECK(response.ionic_strength[k] == Approx(dual.ionic_strength.d).epsilon(1e-12).margin(1e-15));
          CHECK(response.ln_water_activity[k] ==
                Approx(dual.ln_activity.back().d).epsilon(1e-12).margin(1e-16));
        }
      }
}
