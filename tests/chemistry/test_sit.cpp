// The SIT model: published values, by hand, derivatives by dual numbers, packs.
#include "chemistry/activity/sit.h"

#include <cmath>
#include <numbers>

#include "base/dual.h"
#include "tests/catch.h"
#include "tests/chemistry/small_systems.h"

using namespace talus;

namespace {

/// NaCl and HCl: Grenthe and others (1997), table IX.1, as databases list them; the rest is invented.
const std::vector<SitParameter> parameters = {{{"Na+", "Cl-"}, {0.03}},  {{"Cl-", "H+"}, {0.12}},
                                              {{"Mg+2", "Cl-"}, {0.19}}, {{"CO2", "Na+"}, {0.08}},
                                              {{"CO2", "CO2"}, {-0.02}}, {{"K+", "Cl-"}, {0.0, 100}}};
const std::vector<Solute> many = {{"Na+", 1}, {"Cl-", -1}, {"Mg+2", 2}, {"CO2", 0}, {"K+", 1}, {"SO4-2", -2}};
const std::vector<double> concentrated = {1.0, 2.5, 0.9, 0.02, 0.3, 0.1};

double mean_gamma(const std::string& cation, double molality) {
  const std::vector<Solute> salt = {{cation, 1}, {"Cl-", -1}};
  const std::vector<double> m = {molality, molality};
  Mixture<double> c(2);
  sit_activities(sit_terms(parameters, salt, room), std::span<const double>(m), c);
  return std::exp((c.ln_gamma[0] + c.ln_gamma[1]) / 2);
}

}  // namespace

TEST_CASE("SIT gives the tabulated coefficients of NaCl and HCl within 3 %", "[unit]") {
  // Robinson and Stokes (1959) Electrolyte Solutions, appendix 8.10; epsilon is fitted to all molalities at
  // once
  const double sodium[][2] = {{0.1, 0.778}, {0.5, 0.681}, {1, 0.657}, {2, 0.668}, {3, 0.714}};
  for (const auto& [m, gamma] : sodium) CHECK(mean_gamma("Na+", m) == Approx(gamma).epsilon(0.03));
  const double acid[][2] = {{0.1, 0.796}, {0.5, 0.757}, {1, 0.809}};
  for (const auto& [m, gamma] : acid) CHECK(mean_gamma("H+", m) == Approx(gamma).epsilon(0.03));
}

TEST_CASE("SIT at 1 mol/kgw, by hand", "[unit]") {
  const std::vector<Solute> salt = {{"Na+", 1}, {"Cl-", -1}};
  const std::vector<double> m = {1, 1};
  Mixture<double> c(2);
  sit_activities(sit_terms(parameters, salt, room, 0.509), std::span<const double>(m), c);
  // -0.509/2.5 + 0.03
  CHECK(c.ln_gamma[0] / std::numbers::ln10 == Approx(-0.1736).epsilon(1e-12));
  // 1 + ln10/2 (-2 0.509/3.375 (2.5 - 2 ln 2.5 - 0.4) + 0.03)
  CHECK(osmotic_coefficient(c, std::span<const double>(m)) == Approx(0.941674).epsilon(1e-6));
}

TEST_CASE("every derivative of SIT is that of dual numbers, in packs too", "[derivatives]") {
  const SitTerms terms = sit_terms(parameters, many, 318.15);
  const std::size_t n = many.size();
  Mixture<Pack> packs(n);
  std::vector<Pack> packed_molality;
  const auto factor = [](int number) { return std::pow(0.1, number); };
  for (const double value : concentrated)
    packed_molality.push_back(packed([&](int i) { return value * factor(i); }));
  sit_activities(terms, std::span<const Pack>(packed_molality), packs);
  for (int number = 0; number < tile_width; ++number) {
    std::vector<double> m = concentrated;
    for (double& value : m) value *= factor(number);
    Mixture<double> c(n);
    sit_activities(terms, std::span<const double>(m), c);
    for (std::size_t k = 0; k < n; ++k) {
      CAPTURE(number, many[k].name);
      std::vector<Dual> dual(m.begin(), m.end());
      dual[k].d = 1;
      Mixture<Dual> d(n);
      sit_activities(terms, std::span<const Dual>(dual), d);
      CHECK(c.ln_water_activity == Approx(d.ln_water_activity.v).epsilon(1e-13));
      CHECK(c.d_ln_water[k] == Approx(d.ln_water_activity.d).epsilon(1e-12));
      CHECK(lane(packs.d_ln_water[k], number) == Approx(c.d_ln_water[k]).epsilon(1e-13));
      for (std::size_t i = 0; i < n; ++i) {
        CHECK(c.ln_gamma[i] == Approx(d.ln_gamma[i].v).epsilon(1e-13).margin(1e-16));
        CHECK(c.d_ln_gamma[i * n + k] == Approx(d.ln_gamma[i].d).epsilon(1e-12).margin(1e-13));
        CHECK(lane(packs.d_ln_gamma[i * n + k], number) == Approx(c.d_ln_gamma[i * n + k]).epsilon(1e-13));
      }
    }
  }
}
