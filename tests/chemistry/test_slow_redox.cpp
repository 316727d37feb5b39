// Redox states that the model holds at equilibrium and nature does not.
#include "chemistry/speciation/slow_redox.h"

#include "chemistry/speciation/speciation.h"
#include "tests/catch.h"
#include "tests/chemistry/analyses.h"
#include "tests/chemistry/small_systems.h"

using namespace talus;

namespace {

const Database& redox_database() {
  static const Database database = Database::read({"talus", "talus redox"}, ".");
  return database;
}

/// The words on a water with `molality` (mol/kgw) of its components, in the order of the choice.
std::string moved(const ChemicalSystem& system, const std::vector<double>& molality) {
  std::vector<double> x;
  for (const double m : molality) x.push_back(std::log(m));
  Solution<double> solution(system);
  REQUIRE(speciate(system, system.at(298.15), std::span<const double>(x), solution));
  return slow_redox(system, std::span<const double>(solution.molality));
}

}  // namespace

TEST_CASE("nitrogen that oxygen has turned into nitrate is named", "[unit]") {
  SystemChoice choice = water_of({"H+", "NO3-", "O2(aq)"}, "Davies");
  choice.gases = {"N2(g)", "O2(g)"};
  const ChemicalSystem system(redox_database(), choice);
  CHECK(has_slow_redox(system));
  const std::string words = moved(system, {0.08, 0.08, 2.5e-4});
  INFO(words);
  CHECK(words.starts_with("N as "));
  CHECK(words.find("NO3- (+5) 0.08 mol/kgw") != std::string::npos);
  CHECK(words.find("N2(aq) (+0)") != std::string::npos);
}

TEST_CASE("states that are components of their own do not react, and are not named", "[unit]") {
  const ChemicalSystem apart(shipped_database(), water_of({"H+", "NO3-", "NH4+", "SO4-2", "HS-"}, "Davies"));
  CHECK_FALSE(has_slow_redox(apart));
  CHECK(moved(apart, {1e-7, 1e-3, 1e-3, 1e-3, 1e-3}).empty());
}

TEST_CASE("sulphate under oxygen has moved nothing, without oxygen it has", "[unit]") {
  const ChemicalSystem system(redox_database(), water_of({"H+", "SO4-2", "O2(aq)"}, "Davies"));
  CHECK(has_slow_redox(system));
  CHECK(moved(system, {1e-7, 1e-3, 2.5e-4}).empty());
  const std::string words = moved(system, {1e-7, 1e-6, 2e-72});
  INFO(words);
  CHECK(words.find("HS- (-2)") != std::string::npos);
}

TEST_CASE("a water whose pe splits sulphur says so", "[unit]") {
  const Database database = Database::read({"talus", "talus redox", "talus pe"}, ".");
  Speciator speciate(database, {.model = "database"});
  WaterAnalysis water = analysis(7, {{"S", "1 mmol/kgw"}, {"Na", "3 mmol/kgw"}});
  const auto said = [&] {
    for (const WaterNote& note : speciate(water).notes)
      if (note.kind == slow_redox_kind) return note.what;
    return std::string();
  };
  water.pe = -3.5;
  INFO(said());
  CHECK(said().starts_with("S as "));
  water.pe = 10;
  CHECK(said().empty());
}
