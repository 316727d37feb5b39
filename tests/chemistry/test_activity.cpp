// Activity coefficients and the activity of water against published values, by hand, and by dual numbers.
#include "chemistry/activity/activity.h"

#include <cmath>
#include <numbers>

#include "base/dual.h"
#include "tests/catch.h"
#include "tests/chemistry/small_systems.h"

using namespace talus;

namespace {

constexpr double strength = 0.1;

/// log10 gamma of a shipped species.
double log_gamma(const std::string& model, const std::string& name, double charge, double ionic_strength,
                 double temperature = room) {
  const ActivityTerms terms =
      activity_terms(model, shipped_database().aqueous.find(name)->second, charge, temperature);
  return activity_coefficient(terms, ionic_strength, std::sqrt(ionic_strength)).ln_gamma / std::numbers::ln10;
}

}  // namespace

TEST_CASE("Debye-Hueckel's constants are the published ones", "[unit]") {
  SECTION("A_phi of Bradley and Pitzer (1979), the same dielectric constant: A = 3 A_phi / ln 10") {
    CHECK(debye_huckel(room).a * std::numbers::ln10 / 3 == Approx(0.3915).margin(1e-4));
  }
  SECTION("A and B as PHREEQC 3.8.9 calculates them at 25 degC and 1 atm") {
    CHECK(debye_huckel(room).a == Approx(0.51002478941).epsilon(2e-4));
    CHECK(debye_huckel(room).b * 1e-10 == Approx(0.32849063398).epsilon(1e-4));  // per angstrom
  }
  SECTION("the table of databases with B-dot, from older dielectric constants") {
    const double table[][4] = {// degC, A, B per angstrom, B-dot
                               {0.01, 0.4939, 0.3253, 0.0374},
                               {25, 0.5114, 0.3288, 0.0410},
                               {60, 0.5465, 0.3346, 0.0438},
                               {100, 0.5995, 0.3421, 0.0460}};
    for (const auto& [celsius, a, b, b_dot] : table) {
      CAPTURE(celsius);
      const DebyeHuckel ours = debye_huckel(celsius + 273.15);
      CHECK(ours.a == Approx(a).epsilon(0.007));
      CHECK(ours.b * 1e-10 == Approx(b).epsilon(0.003));
      CHECK(ours.b_dot == Approx(b_dot).margin(1e-5));
    }
  }
}

TEST_CASE("B-dot lies on straight lines between its temperatures", "[unit]") {
  CHECK(debye_huckel(273.15 + 12.5).b_dot == Approx(0.0392).margin(1e-6));
  CHECK(debye_huckel(273.15 + 42.5).b_dot == Approx(0.0424).margin(1e-6));
  CHECK(debye_huckel(273.15 + 80).b_dot == Approx(0.0449).margin(1e-6));
}

TEST_CASE("activity coefficients at 0.1 mol/kgw, by hand", "[unit]") {
  // sqrt(0.1) = 0.316228; A = 0.5100, B = 0.3285 per angstrom
  SECTION("ideal: nothing, whatever the species") {
    for (const char* name : {"Mg+2", "HCO3-", "CO2(aq)"})
      CHECK(log_gamma("ideal", name, parse_formula(name).charge, strength) == 0);
  }
  SECTION("Davies: -A z^2 (0.316228/1.316228 - 0.03), uncharged species 0.1 I") {
    CHECK(log_gamma("Davies", "Mg+2", 2, strength) == Approx(-0.42892).margin(2e-4));
    CHECK(log_gamma("Davies", "HCO3-", -1, strength) == Approx(-0.10723).margin(1e-4));
    CHECK(log_gamma("Davies", "CO2(aq)", 0, strength) == Approx(0.01).margin(1e-15));
  }
  SECTION("B-dot: a0 of 8 and 4 angstrom, CO2 by Drummond (1981)") {
    // Mg: -0.645093/1.831047 + 0.0041; HCO3: -0.161276/1.415523 + 0.0041
    CHECK(log_gamma("B-dot", "Mg+2", 2, strength) == Approx(-0.34821).margin(2e-4));
    CHECK(log_gamma("B-dot", "HCO3-", -1, strength) == Approx(-0.10983).margin(1e-4));
    // ln gamma = 0.20890 I + 0.03433 I/(1+I) at 25 degC: Drummond's numbers worked out by hand
    CHECK(log_gamma("B-dot", "CO2(aq)", 0, strength) == Approx(0.010428).margin(1e-6));
    CHECK(log_gamma("B-dot", "MgCO3(aq)", 0, strength) == 0);
  }
  SECTION("WATEQ: a of 5.5 and 5.4 angstrom, b of 0.20 and 0") {
    // Mg: -0.645093/1.571345 + 0.02; HCO3: -0.161276/1.560956
    CHECK(log_gamma("WATEQ", "Mg+2", 2, strength) == Approx(-0.39054).margin(2e-4));
    CHECK(log_gamma("WATEQ", "HCO3-", -1, strength) == Approx(-0.10332).margin(1e-4));
    CHECK(log_gamma("WATEQ", "CO2(aq)", 0, strength) == Approx(0.01).margin(1e-15));
  }
  SECTION("WATEQ falls back on Davies where it has no numbers") {
    CHECK(log_gamma("WATEQ", "MgCl+", 1, strength) == log_gamma("Davies", "MgCl+", 1, strength));
  }
}

TEST_CASE("activity coefficients and their slopes are one function", "[derivatives]") {
  for (const std::string model : {"ideal", "B-dot", "Davies", "WATEQ"})
    for (const auto& [name, record] : shipped_database().aqueous)
      for (const double ionic_strength : {1e-8, 1e-3, 0.1, 0.7, 3.0})
        for (const double temperature : {278.15, 298.15, 333.15}) {
          CAPTURE(model, name, ionic_strength, temperature);
          const ActivityTerms terms = activity_terms(model, record, parse_formula(name).charge, temperature);
          const auto plain = activity_coefficient(terms, ionic_strength, std::sqrt(ionic_strength));
          const Dual strength_and_one(ionic_strength, 1);
          const Dual dual = activity_coefficient(terms, strength_and_one, sqrt(strength_and_one)).ln_gamma;
          REQUIRE(plain.ln_gamma == dual.v);
          REQUIRE(plain.d_ionic_strength == Approx(dual.d).epsilon(1e-12).margin(1e-14));
        }
}

TEST_CASE("the activity of water falls as its models say", "[unit]") {
  const double sum = 0.7;
  CHECK(ln_water_activity(WaterActivity::unity, sum).value == 0);
  CHECK(ln_water_activity(WaterActivity::garrels_christ, sum).value == Approx(std::log(0.9881)));
  CHECK(std::exp(ln_water_activity(WaterActivity::raoult, sum).value) ==
        Approx(55.5093 / (55.5093 + 0.7)).epsilon(1e-6));  // 55.5093 mol of water in a kilogram
  for (const std::string& name : water_activity_models()) {
    CAPTURE(name);
    const WaterActivity model = water_activity_model(name);
    const Dual dual = ln_water_activity(model, Dual(sum, 1)).value;
    CHECK(ln_water_activity(model, sum).d_sum == Approx(dual.d).epsilon(1e-13).margin(1e-15));
  }
}
