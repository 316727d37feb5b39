// Slow hydration of CO2: constants and half-lives of Johnson (1982), relaxation in a closed cell,
// derivatives.
#include "chemistry/rates/co2_hydration.h"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "chemistry/balances_derivatives.h"
#include "tests/catch.h"
#include "tests/chemistry/small_systems.h"

using namespace talus;

namespace {

SystemChoice slow_tailings(const std::string& activity = "B-dot") {
  SystemChoice choice = tailings(activity);
  choice.slow_co2_hydration = true;
  return choice;
}

/// k_CO2 + k_OH [OH-] at a pH and infinite dilution, 1/s.
double hydration_constant(double pH, double temperature) {
  TransitionState law = co2_hydration("CO2(aq)");
  const RateConstants ln_k = co2_hydration_constants(law, temperature, {}, {});
  return std::exp(ln_k[0]) + std::exp(ln_k[1] + pH * std::numbers::ln10);
}

/// A cell without solids: what it holds is conserved, and CO2 turns into HCO3- by implicit steps.
class ClosedCell {
 public:
  ClosedCell(const ChemicalSystem& system, double temperature, std::vector<double> ln_molality, double water)
      : system_(system), at_(system.at(temperature)), x_(std::move(ln_molality)), c_(system, 0), d_(system) {
    x_.push_back(std::log(water));
    start_.porosity = 0.4;
    start_.extent.assign(1, 0.0);
    evaluate();
    store_ = c_.store;
  }

  /// One step of Alexander's method of order two, of length dt (s).
  void step(double dt) {
    constexpr double g = 1 - 1 / std::numbers::sqrt2;
    start_.weight = g * dt;
    start_.extent[0] = extent_;
    solve();
    start_.extent[0] = extent_ + (1 - g) * dt * c_.slow_speed[0];
    solve();
    extent_ = c_.extent[0];
  }

  double extent() const { return extent_; }  ///< mol/m3
  double molality(const char* name) const { return c_.solution.molality[species_number(system_, name)]; }

 private:
  void evaluate() { REQUIRE(contents(system_, at_, Reactions{}, start_, std::span<const double>(x_), c_)); }
  void solve() {
    const auto n = static_cast<Eigen::Index>(system_.balances());
    for (int iteration = 0; iteration < 50; ++iteration) {
      evaluate();
      contents_derivatives(system_, at_, Reactions{}, start_, c_, d_);
      std::vector<double> local(system_.balances());
      local_balance(system_, Reactions{}, c_, std::span<double>(local));
      Eigen::VectorXd f(n);
      double worst = 0;
      for (Eigen::Index j = 0; j < n; ++j) {
        const auto i = static_cast<std::size_t>(j);
        f(j) = (local[i] - store_[i]) / c_.magnitude[i];
        worst = std::max(worst, std::abs(f(j)));
      }
      if (worst < 1e-13) return;
      Eigen::MatrixXd jacobian(n, n);
      for (Eigen::Index j = 0; j < n; ++j)
        for (Eigen::Index k = 0; k < n; ++k)
          jacobian(j, k) =
              d_.local[static_cast<std::size_t>(j * n + k)] / c_.magnitude[static_cast<std::size_t>(j)];
      const Eigen::VectorXd move = jacobian.partialPivLu().solve(f);
      for (Eigen::Index k = 0; k < n; ++k) x_[static_cast<std::size_t>(k)] -= std::clamp(move(k), -2.0, 2.0);
    }
    FAIL("Newton's method does not end");
  }

  const ChemicalSystem& system_;
  Constants at_;
  std::vector<double> x_, store_;
  StageStart<double> start_;
  Contents<double> c_;
  ContentsDerivatives<double> d_;
  double extent_ = 0;
};

}  // namespace

TEST_CASE("constants of CO2 hydration are those measured", "[unit]") {
  // Johnson (1982), 25 degC and ionic strength 0
  CHECK(hydration_constant(-20, 298.15) == Approx(0.037).margin(0.002));
  const double by_hydroxide = hydration_constant(10, 298.15) - hydration_constant(-20, 298.15);
  CHECK(by_hydroxide * 1e-10 == Approx(7.1e-11).margin(0.7e-11));
  // winter is slow: 5, 15, 35 degC
  CHECK(hydration_constant(-20, 278.15) == Approx(0.0040).margin(0.0001));
  CHECK(hydration_constant(-20, 288.15) == Approx(0.0142).margin(0.0001));
  CHECK(hydration_constant(-20, 308.15) == Approx(0.0748).margin(0.0005));
  // half-lives 18 s at pH 7, 2.4 s at 9.5, 0.27 s at 10.5
  CHECK(std::numbers::ln2 / hydration_constant(7, 298.15) == Approx(18).margin(0.5));
  CHECK(std::numbers::ln2 / hydration_constant(9.5, 298.15) == Approx(2.4).margin(0.1));
  CHECK(std::numbers::ln2 / hydration_constant(10.5, 298.15) == Approx(0.27).margin(0.01));
  // 0.062 1/s at pH 8.5 and 8.0 at pH 11
  CHECK(hydration_constant(8.5, 298.15) == Approx(0.062).margin(0.003));
  CHECK(hydration_constant(11, 298.15) == Approx(8.0).margin(0.9));
}

TEST_CASE("the reverse constant follows from equilibrium, and is the one measured", "[unit]") {
  // dehydration of H2CO3: Johnson (1982) found (7.6 +- 1.1)e4 kg/mol/s, and (1.8 +- 0.3)e-4 1/s for HCO3-
  const ChemicalSystem system(shipped_database(), slow_tailings());
  const Constants at = system.at(298.15);
  const RateConstants& ln_k = at.slow[0];
  CHECK(std::exp(ln_k[0] - at.ln_k_slow[0]) == Approx(7.6e4).margin(1.1e4));
  CHECK(std::exp(ln_k[1] - at.ln_k_slow[0]) == Approx(1.8e-4).margin(0.3e-4));
}

TEST_CASE("with slow hydration CO2 is a component, and the gas is that CO2", "[unit]") {
  const ChemicalSystem slow(shipped_database(), slow_tailings()), fast(shipped_database(), tailings());
  REQUIRE(slow.components() == fast.components() + 1);
  CHECK(slow.component_name(fast.components()) == "CO2(aq)");
  CHECK(slow.species.size() == fast.species.size());
  REQUIRE(slow.slow_reactions.size() == 1);
  const Water one =
      solve_water(fast, fast.at(288.15), {.pH = 8.3, .total = {{"HCO3-", 0.02}, {"Na+", 0.02}}});
  const Water other =
      solve_water(slow, slow.at(288.15), {.pH = 8.3, .total = {{"HCO3-", 0.02}, {"Na+", 0.02}}});
  CHECK(other.pH == Approx(one.pH).epsilon(1e-12));
  CHECK(other.gas_pressure[0] == Approx(one.gas_pressure[0]).epsilon(1e-10));
  CHECK(other.charge == Approx(one.charge).margin(1e-15));
  CHECK(other.total[1] + other.total[fast.components()] == Approx(one.total[1]).epsilon(1e-12));
  CHECK(other.saturation_index[0] == Approx(one.saturation_index[0]).epsilon(1e-10));
}

TEST_CASE("CO2 that is too much relaxes as the exponential", "[unit]") {
  // bicarbonate and carbonate hold the pH, so that what is too much decays with k_CO2 + k_OH Kw / a_H
  const double pH = GENERATE(9.0, 9.5, 10.5), celsius = GENERATE(5.0, 25.0);
  SystemChoice choice = water_of({"H+", "HCO3-", "Na+", "Cl-"}, "Davies");
  choice.gases.clear();
  choice.slow_co2_hydration = true;
  const ChemicalSystem system(shipped_database(), choice);
  const double temperature = celsius + 273.15;
  const Water water =
      solve_water(system, system.at(temperature), {.pH = pH, .total = {{"HCO3-", 0.1}}, .balance = "Na+"});
  std::vector<double> x = water.ln_molality;
  const double settled = std::exp(x.back());
  x.back() += std::log(1.5);
  ClosedCell cell(system, temperature, x, 200);
  const double k = hydration_constant(pH, temperature) * std::pow(10.0, 0.1 * water.ionic_strength);
  const double dt = 0.02 / k;
  for (int i = 1; i <= 150; ++i) {
    cell.step(dt);
    CAPTURE(pH, celsius, i);
    REQUIRE((cell.molality("CO2(aq)") - settled) / (0.5 * settled) ==
            Approx(std::exp(-k * dt * i)).epsilon(0.01));
  }
  CHECK(cell.extent() == Approx(200 * 0.5 * settled * (1 - std::exp(-3.0))).epsilon(0.01));
}

TEST_CASE("derivatives with a slow reaction are those of dual numbers", "[derivatives]") {
  const ChemicalSystem system(shipped_database(),
                              slow_tailings(GENERATE(as<std::string>{}, "B-dot", "Davies", "SIT")));
  const Constants at = system.at(288.15);
  const std::size_t n = system.balances();
  std::vector<double> x = brackish_water(system);
  x[system.components() - 1] = std::log(3e-6);
  x.push_back(std::log(250.0));
  const auto start_of = []<class R>(R) {
    StageStart<R> start;
    start.porosity = R(0.43);
    start.weight = R(30.0);
    start.extent = {R(1e-4)};
    return start;
  };
  Contents<double> c(system, 0);
  REQUIRE(contents(system, at, Reactions{}, start_of(0.0), std::span<const double>(x), c));
  CHECK(std::abs(c.extent[0]) > 1e-3);
  ContentsDerivatives<double> d(system);
  contents_derivatives(system, at, Reactions{}, start_of(0.0), c, d);
  for (std::size_t k = 0; k < n; ++k) {
    std::vector<Dual> along(x.begin(), x.end());
    along[k].d = 1;
    Contents<Dual> dual(system, 0);
    REQUIRE(contents(system, at, Reactions{}, start_of(Dual(0.0)), std::span<const Dual>(along), dual));
    std::vector<Dual> local(n);
    local_balance(system, Reactions{}, dual, std::span<Dual>(local));
    for (std::size_t j = 0; j < n; ++j) {
      CAPTURE(j, k);
      REQUIRE(d.local[j * n + k] == Approx(local[j].d).epsilon(1e-11).margin(1e-12 * c.magnitude[j]));
    }
  }
}

TEST_CASE("slow hydration needs what it is about", "[input]") {
  SystemChoice choice = slow_tailings();
  choice.components.erase(choice.components.begin() + 1);  // HCO3-
  choice.dissolve = choice.precipitate = {};
  choice.gases.clear();
  CHECK_THROWS_WITH(ChemicalSystem(shipped_database(), choice),
                    Catch::Matchers::Contains("'CO2(aq)' needs a component that is not chosen"));
}
