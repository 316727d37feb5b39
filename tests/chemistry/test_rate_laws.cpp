// Each law against the numbers of its paper.
#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

#include "chemistry/rates/rates.h"
#include "tests/catch.h"
#include "tests/chemistry/small_systems.h"

using namespace talus;

namespace {

/// The rate of a law, mol/m2/s, with the log activities of its names in the order in which it first has them.
double rate_of(RateLaw law, double temperature, const std::vector<std::string>& names,
               const std::vector<double>& log_activity, double ln_omega) {
  std::vector<double> lambda;
  for (const double a : log_activity) lambda.push_back(a * ln10);
  lambda.push_back(0);
  each_product(law, [&](ActivityProduct& product) {
    for (const auto& [name, power] : product.powers) {
      const auto place = std::ranges::find(names, name);
      REQUIRE(place != names.end());
      product.row.terms.push_back({static_cast<int>(place - names.begin()), power});
    }
  });
  const RateConstants constants = constants_of(law, temperature, {}, {});
  Rate<double> r;
  std::visit(
      [&](const auto& chosen) {
        rate(chosen, std::span<const double>(constants), std::span<const double>(lambda), ln_omega, r);
      },
      law);
  return r.passes * r.value;  // on seeds, where crystals have to be born
}

const RateLaw& shipped_law(const std::string& mineral, const std::string& set) {
  for (const RateRecord& record : shipped_database().minerals.at(mineral).rates)
    if (record.set == set) return record.law;
  throw std::out_of_range(mineral + " has no law in " + set);
}

}  // namespace

TEST_CASE("olivine of Rimstidt and others (2012) has its two branches", "[unit]") {
  const RateLaw& law = shipped_law("Forsterite", "Rimstidt");
  for (const double temperature : {278.15, 298.15, 373.15}) {
    for (const double pH : {1.0, 3.0, 4.4}) {
      const double log_rate = std::log10(rate_of(law, temperature, {"H+"}, {-pH}, -1e5));
      CHECK(log_rate == Approx(6.05 - 0.46 * pH - 3683 / temperature).margin(0.002));
    }
    for (const double pH : {6.8, 8.5, 10.0, 12.0}) {
      const double log_rate = std::log10(rate_of(law, temperature, {"H+"}, {-pH}, -1e5));
      CHECK(log_rate == Approx(4.07 - 0.256 * pH - 3465 / temperature).margin(0.002));
    }
  }
  CHECK(std::log10(rate_of(law, 298.15, {"H+"}, {-8.5}, -1e5)) == Approx(-9.73).margin(0.01));
  // between the branches where they meet
  const double middle = rate_of(law, 298.15, {"H+"}, {-5.6}, -1e5);
  const double acid = std::pow(10, 6.05 - 0.46 * 5.6 - 3683 / 298.15),
               other = std::pow(10, 4.07 - 0.256 * 5.6 - 3465 / 298.15);
  CHECK(middle == Approx((acid + other) / 2).epsilon(2e-3));
}

TEST_CASE("basaltic glass dissolves with (a(H+)^3 / a(Al+3))^(1/3), by the saturation of its layer",
          "[unit]") {
  const RateLaw& law = shipped_law("Basaltic-glass", "any");
  const std::vector<std::string> names = {"H+", "Al+3", "SiO2(aq)"};
  const auto at = [&](double h, double al, double si, double temperature) {
    return rate_of(law, temperature, names, {h, al, si}, 5.0);  // whatever the saturation of the glass
  };
  const double factor = 1.08e-4 * std::exp(-21500 / (8.314462618 * 298.15));
  CHECK(at(-3, -5, -8, 298.15) == Approx(factor * std::pow(10, -3 + 5.0 / 3)).epsilon(2e-3));
  CHECK(at(-8, -15, -8, 298.15) == Approx(factor * std::pow(10, -8 + 5)).epsilon(2e-3));
  CHECK(at(-3, -5, -8, 323.15) / at(-3, -5, -8, 298.15) ==
        Approx(std::exp(21500 / 8.314462618 * (1 / 298.15 - 1 / 323.15))).epsilon(1e-6));
  // at equilibrium with amorphous silica and Al(OH)3 the layer is saturated; beyond that nothing dissolves
  const double al = 10.578 + 3 * -8.0, si = -2.7135;
  CHECK(std::abs(at(-8, al, si, 298.15)) < 2e-3 * at(-8, al, -8, 298.15));
  CHECK(at(-8, al, si + 1, 298.15) < 0);
}

TEST_CASE("brucite dissolves by the square of its protonated sites, and HCO3- promotes", "[unit]") {
  const RateLaw& law = shipped_law("Brucite", "Pokrovsky-Schott");
  const auto at = [&](double pH, double bicarbonate, double ln_omega) {
    return rate_of(law, 298.15, {"H+", "HCO3-"}, {-pH, bicarbonate}, ln_omega);
  };
  CHECK(std::log10(at(6, -20, -1e5)) == Approx(-8.11).margin(0.001));  // all sites are protonated
  CHECK(at(11, -20, -1e5) / at(6, -20, -1e5) == Approx(std::pow(1 / (1.0 + 10 + 1), 2)).epsilon(1e-3));
  CHECK(at(13, -20, -1e5) / at(12, -20, -1e5) ==
        Approx(std::pow((1 + 100.0 + 100) / (1 + 1000.0 + 10000), 2)).epsilon(1e-3));
  CHECK(at(8, -2, -1e5) / at(8, -20, -1e5) == Approx(2).epsilon(1e-6));  // 0.01 doubles
  CHECK(at(8, -20, std::log(0.5)) / at(8, -20, -1e5) == Approx(1 - 0.25).epsilon(1e-12));
  CHECK(at(8, -20, std::log(1.2)) / at(8, -20, -1e5) == Approx(1 - 1.44).epsilon(1e-12));
}

TEST_CASE("a labile pool gives in proportion to what is left, whatever the saturation", "[unit]") {
  const RateLaw& law = shipped_law("Mg(labile)", "any");
  CHECK(rate_of(law, 298.15, {}, {}, -10) == Approx(std::pow(10, -5.5)));
  CHECK(rate_of(law, 298.15, {}, {}, 10) == Approx(std::pow(10, -5.5)));
}

TEST_CASE("growth behind a threshold waits for it, and dissolution does not", "[unit]") {
  const RateLaw& law = shipped_law("Nesquehonite", "threshold");
  const auto at = [&](double omega) { return rate_of(law, 298.15, {}, {}, std::log(omega)); };
  CHECK(at(0.25) == Approx(0.75e-7));
  CHECK(at(1) == 0);
  CHECK(at(1.9) == 0);
  CHECK(at(2) == Approx(0).margin(1e-20));
  CHECK(at(6) == Approx(-2e-7));
}

TEST_CASE("the barrier of nucleation is that of its surface energy", "[unit]") {
  const RateLaw& law = shipped_law("Calcite", "nucleation");
  const auto at = [&](double omega, double temperature) {
    return rate_of(law, temperature, {}, {}, std::log(omega));
  };
  // 16 pi / 3 v^2 gamma^3 / (kT)^3 of calcite at 25 degC by hand: v = 6.133e-29 m3, gamma = 0.094 J/m2
  const double barrier = 16 * 3.14159265 / 3 * 6.133e-29 * 6.133e-29 * std::pow(0.094 / 4.11640e-21, 3);
  CHECK(barrier == Approx(750).epsilon(0.01));
  const double k = std::pow(10, -5.81);
  CHECK(at(100, 298.15) ==
        Approx(-k * 99 * std::exp(-0.1 * barrier / std::pow(std::log(100.0), 2))).epsilon(0.002));
  CHECK(at(1.01, 298.15) == Approx(0).margin(1e-300));
  CHECK(at(0.5, 298.15) == Approx(k / 2));
  CHECK(at(50, 333.15) / at(50, 278.15) > 20);  // cold holds it back, more than its energy does
}

TEST_CASE("carbonate slows carbonates down as Oelkers and Addassi (2025) say", "[unit]") {
  struct Row {
    const char* mineral;
    double acid, energy, power, other, other_energy, inhibition;
  };
  const Row rows[] = {
      {"Calcite", 5.625, 16, 1, 62.5, 48, 160},          {"Magnesite", 5e-4, 16, 0.66, 2.7e-2, 45, 380},
      {"Dolomite", 1.2e-3, 10, 0.5, 650, 65, 160},       {"Siderite", 2e-3, 16, 0.7, 0.2, 48, 160},
      {"Gaspeite", 2.6e-6, 16, 0.55, 6.73e-3, 48, 1000}, {"Rhodochrosite", 2.28e-3, 16, 0.5, 0.4, 48, 1000},
      {"Aragonite", 11.025, 16, 1, 122.5, 48, 160}};
  for (const Row& row : rows)
    for (const double temperature : {278.15, 298.15})
      for (const double pH : {4.0, 7.0, 9.5}) {
        const double bicarbonate = -2.2, carbonate = -3.1, rt = 8.314462618e-3 * temperature;
        const double expected =
            row.acid * std::exp(-row.energy / rt) * std::pow(10, -row.power * pH) +
            row.other * std::exp(-row.other_energy / rt) /
                (1 + row.inhibition * (std::pow(10, bicarbonate) + std::pow(10, carbonate)));
        CAPTURE(row.mineral, temperature, pH);
        CHECK(rate_of(shipped_law(row.mineral, "Hermanska"), temperature, {"H+", "HCO3-", "CO3-2"},
                      {-pH, bicarbonate, carbonate}, -1e5) == Approx(expected).epsilon(2e-3));
      }
  const RateLaw& magnesite = shipped_law("Magnesite", "Hermanska");
  const std::vector<std::string> names = {"H+", "HCO3-", "CO3-2"};
  const std::vector<double> water = {-8, -3, -5};
  CHECK(rate_of(magnesite, 298.15, names, water, std::log(0.1)) /
            rate_of(magnesite, 298.15, names, water, -1e5) ==
        Approx(1 - std::pow(0.1, 1 / 3.94)).epsilon(1e-5));
}
