// Random batches: whatever is brought together, one answer comes of it, and it is the state of least Gibbs
// energy.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <random>

#include "chemistry/equilibrium/equilibrium.h"
#include "tests/chemistry/brines.h"
#include "tests/chemistry/vessels.h"

using namespace talus;

namespace {

struct Dice {
  std::mt19937_64 engine;
  double between(double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(engine);
  }
  bool chance(double of) { return between(0, 1) < of; }
  /// Over many orders of magnitude.
  double amount(double low, double high) { return std::pow(10, between(std::log10(low), std::log10(high))); }
};

const std::vector<std::string>& candidates() {
  static const std::vector<std::string> names = {
      "Brucite",   "Lizardite",      "Chrysotile", "Forsterite", "Talc",      "Nesquehonite",
      "Dypingite", "Artinite",       "Magnesite",  "Calcite",    "SiO2(am)",  "Chalcedony",
      "CO2(g)",    "Hydromagnesite", "Aragonite",  "Gypsum",     "Anhydrite", "Halite"};
  return names;
}

SystemChoice rock_water(const std::string& activity) {
  SystemChoice choice =
      water_of({"H+", "HCO3-", "Mg+2", "Ca+2", "Na+", "Cl-", "SO4-2", "SiO2(aq)"}, activity);
  choice.interactions = brine_interactions();
  choice.interactions.sit = {{{"Na+", "Cl-"}, {0.03}}, {{"Mg+2", "Cl-"}, {0.19}}};
  return choice;
}

/// Salts, acids, bases, CO2 and silica in a kilogram of water, with 5 to 8 phases, some of which are there.
/// Always feasible: it is brought together from what exists.
void fill(TestVessel& vessel, Dice& dice) {
  const auto add = [&](double amount, const std::map<std::string, double>& salt) {
    for (const auto& [name, power] : salt) vessel.total(name) += power * amount;
  };
  const auto sometimes = [&](double low, double high) {
    return dice.chance(0.3) ? 0.0 : dice.amount(low, high);
  };
  add(sometimes(1e-8, 1), {{"Na+", 1}, {"Cl-", 1}});
  add(sometimes(1e-8, 0.1), {{"Mg+2", 1}, {"SO4-2", 1}});
  add(sometimes(1e-8, 0.1), {{"Ca+2", 1}, {"Cl-", 2}});
  add(sometimes(1e-8, 1), {{"HCO3-", 1}, {"H+", 1}, {"H2O", -1}});
  add(sometimes(1e-8, 1e-2), {{"SiO2(aq)", 1}});
  if (dice.chance(0.5))
    add(sometimes(1e-8, 0.1), {{"H+", 1}, {"Cl-", 1}});
  else
    add(sometimes(1e-8, 0.1), {{"Na+", 1}, {"H+", -1}, {"H2O", 1}});
  for (std::size_t p = 0; p < vessel.model.phases.size(); ++p) {
    PhaseStart& start = vessel.batch.phases[p];
    const std::string& name = vessel.model.phases[p].name;
    if (dice.chance(0.8)) start.amount = dice.amount(1e-9, 3);
    if (dice.chance(0.1)) start.target = dice.between(-0.5, 0.5);
    if (name == "CO2(g)") start.target = dice.between(-4, 0);
    if (name == "CO2(g)" && dice.chance(0.5)) start = {.amount = 0, .target = start.target, .open = true};
  }
}

std::vector<std::string> some_phases(Dice& dice) {
  std::vector<std::string> names = candidates();
  std::shuffle(names.begin(), names.end(), dice.engine);
  names.resize(static_cast<std::size_t>(dice.between(5, 9)));
  return names;
}

/// An answer spoilt to a poor first guess: molalities off by factors to 20, phases there or not by chance.
Equilibrium spoilt(Equilibrium near, const Batch& batch, Dice& dice) {
  for (double& m : near.ln_molality) m += dice.between(-3, 3);
  near.water *= dice.between(0.5, 2);
  for (std::size_t p = 0; p < near.present.size(); ++p)
    if (!batch.phases[p].open) near.present[p] = dice.chance(0.5);
  return near;
}

void check_same(const Equilibrium& a, const Equilibrium& b) {
  REQUIRE(b.found);
  CHECK(a.present == b.present);
  CHECK(b.pH == Approx(a.pH).epsilon(1e-9));
  CHECK(b.water == Approx(a.water).epsilon(1e-10));
  for (std::size_t p = 0; p < a.amount.size(); ++p)
    CHECK(b.amount[p] == Approx(a.amount[p]).epsilon(1e-8).margin(1e-14));
}

struct Tally {
  int batches = 0, failures = 0, most = 0, most_from_poor = 0;
  long all = 0, from_poor = 0, present = 0;
  void count(const Equilibrium& e) {
    ++batches;
    all += e.iterations;
    most = std::max(most, e.iterations);
    present += std::ranges::count(e.present, true);
  }
  void count_poor(const Equilibrium& e) {
    from_poor += e.iterations;
    most_from_poor = std::max(most_from_poor, e.iterations);
  }
  void print(const char* model) const {
    const auto average = [&](long sum) { return static_cast<double>(sum) / batches; };
    std::printf(
        "%s: %d batches with %.1f phases, %.1f iterations (%d at most), from poor guesses %.1f (%d)\n", model,
        batches, average(present), average(all), most, average(from_poor), most_from_poor);
  }
};

}  // namespace

TEST_CASE("random batches of water, salts and 5 to 8 phases have one answer", "[unit]") {
  const std::string model = GENERATE(as<std::string>{}, "B-dot", "Davies", "WATEQ", "Pitzer", "SIT");
  Dice dice{std::mt19937_64(20)};
  Tally tally;
  const bool slow = model == "Pitzer" || model == "SIT";
  for (int round = 0; round < (slow ? 60 : 600); ++round) {
    TestVessel vessel(with_more_phases(), rock_water(model), some_phases(dice), 1, dice.between(278, 338));
    fill(vessel, dice);
    const Equilibrium e = equilibrate(vessel.model, vessel.at, vessel.batch);
    CAPTURE(model, round, e.failure);
    check_equilibrium(vessel, e);
    tally.count(e);
    const Equilibrium poor = spoilt(e, vessel.batch, dice);
    const Equilibrium again = equilibrate(vessel.model, vessel.at, vessel.batch, &poor);
    check_same(e, again);
    tally.count_poor(again);
  }
  tally.print(model.c_str());
}
