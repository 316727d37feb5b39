// Crystals that have to be born: the barrier stands before seeds, not before crystals; derivatives.
#include "chemistry/solids/birth.h"

#include <cmath>

#include "chemistry/reactor/reactor_steps.h"
#include "tests/catch.h"
#include "tests/chemistry/small_systems.h"

using namespace talus;

namespace {

/// Calcite that forms behind a barrier, in a water of sodium, calcium and carbonate.
SystemChoice calcite_by_nucleation() {
  SystemChoice choice = water_of({"H+", "HCO3-", "Ca+2", "Na+", "Cl-"}, "Davies");
  choice.precipitate = {"Calcite"};
  choice.rates_of = {{"Calcite", "nucleation"}};
  return choice;
}

Water supersaturated(const ChemicalSystem& system) {
  return solve_water(system, system.at(298.15),
                     {.pH = 9, .total = {{"HCO3-", 5e-3}, {"Ca+2", 2e-3}, {"Na+", 2e-2}}, .balance = "Cl-"});
}

}  // namespace

TEST_CASE("a barrier stands before seeds and not before crystals", "[unit]") {
  const Solid solid{.mineral = 0, .formed = true, .seed = 0.1, .specific_surface = 200};
  const double speed = -1e-7, passes = 1e-3;
  const auto part = [&](double amount) {
    return birth_of(solid, 0.1 + 200 * amount, 0.0, 0.0, speed, passes).part;
  };
  CHECK(part(0) == Approx(passes));
  CHECK(part(1e-3) == Approx((passes * 0.1 + 0.2) / 0.3).epsilon(1e-12));
  CHECK(part(1e3) == Approx(1).epsilon(1e-6));
  CHECK(birth_of(solid, 0.1, 0.0, 10.0, 1e-7, 1.0).part == 1);  // nothing before what dissolves
}

TEST_CASE("crystals are born at the seeds and grow by themselves", "[unit]") {
  // in so much water that Omega stays: dn/dt = k (e seed + a n), so n = e seed / a (exp(a k t) - 1)
  const ChemicalSystem system(shipped_database(), calcite_by_nucleation());
  const double seed = 1e-9, a = 100;  // m2, m2/mol
  ReactorModel model{.system = &system, .tolerance = 1e-8};
  model.reactions.solids = {{.mineral = 0, .formed = true, .seed = seed, .specific_surface = a}};
  ReactorState<double> state = reactor_state(model, supersaturated(system), 1);
  Reactor<double> reactor(model);
  const Rate<double> rate = reactor.look(state, 0).rate[0];
  REQUIRE(rate.passes < 0.1);
  REQUIRE(rate.passes > 1e-8);
  const double per_fold = -1 / (a * rate.value);  // s
  for (int i = 1; i <= 8; ++i) {
    reactor.advance(state, (i - 1) * per_fold, per_fold);
    CAPTURE(i, rate.passes, per_fold);
    CHECK(state.amount[0] / (rate.passes * seed / a * std::expm1(i)) == Approx(1).epsilon(1e-5));
  }
}

TEST_CASE("derivatives with crystals that are born are those of dual numbers", "[derivatives]") {
  const ChemicalSystem system(shipped_database(), calcite_by_nucleation());
  const Constants at = system.at(298.15);
  Reactions reactions;
  reactions.solids = {{.mineral = 0, .formed = true, .seed = 10, .specific_surface = 100}};
  reactions.fill_pores = GENERATE(false, true);
  const double amount = GENERATE(0.0, 0.02);
  const std::size_t n = system.balances();
  std::vector<double> x = supersaturated(system).ln_molality;
  x.push_back(std::log(250.0));
  const auto start_of = [&]<class R>(R) {
    StageStart<R> start;
    start.porosity = R(0.43);
    start.reference_porosity = R(0.45);
    start.critical_porosity = R(0.05);
    start.weight = R(40.0);
    start.amount = {R(amount)};
    start.area = {R(10 + 100 * amount)};
    start.recession = {R(-1e-4)};
    return start;
  };
  Contents<double> c(system, 1);
  REQUIRE(contents(system, at, reactions, start_of(0.0), std::span<const double>(x), c));
  CHECK(c.birth[0].part < 0.9);
  CHECK(c.birth[0].by_bare > 1.01);
  // the speed is that of the surface which the stage ends with
  const double unborn = 10 / (10 + 100 * amount) * std::exp(100 * (-1e-4 + 40 * c.speed[0]));
  CHECK(c.speed[0] == Approx(c.active[0] * c.rate[0].value * (1 - unborn * (1 - c.rate[0].passes))));
  ContentsDerivatives<double> d(system);
  contents_derivatives(system, at, reactions, start_of(0.0), c, d);
  for (std::size_t k = 0; k < n; ++k) {
    std::vector<Dual> along(x.begin(), x.end());
    along[k].d = 1;
    Contents<Dual> dual(system, 1);
    REQUIRE(contents(system, at, reactions, start_of(Dual(0.0)), std::span<const Dual>(along), dual));
    std::vector<Dual> local(n);
    find_accumulation(system, reactions, dual, std::span<Dual>(local));
    for (std::size_t j = 0; j < n; ++j) {
      CAPTURE(j, k, amount);
      REQUIRE(d.accumulation[j * n + k] == Approx(local[j].d).epsilon(1e-10).margin(1e-11 * c.magnitude[j]));
    }
  }
}
