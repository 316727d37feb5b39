// Peng and Robinson's equation against published coefficients, its own thermodynamics and dual numbers;
// waters at equilibrium with CO2 under pressure.
#include "chemistry/activity/fugacity.h"

#include <array>
#include <cmath>

#include "chemistry/speciation/speciated_water.h"
#include "tests/catch.h"
#include "tests/chemistry/analyses.h"
#include "tests/chemistry/dat_files.h"
#include "tests/chemistry/small_systems.h"

using namespace talus;

namespace {

constexpr double bar = 1e5;  // Pa
const NamedGas co2{"CO2(g)", {304.2, 72.86 * standard_atmosphere, 0.225}};
const NamedGas nitrogen{"N2(g)", {126.2, 33.5 * standard_atmosphere, 0.039}};
const NamedGas vapour{"H2O(g)", {647.3, 217.6 * standard_atmosphere, 0.344}};

/// phi of pure CO2.
double pure(double celsius, double pressure) {
  const std::vector<NamedGas> gases{co2};
  const std::vector<double> partial{pressure};
  return std::exp(ln_fugacity_coefficients(gases, partial, pressure, celsius + 273.15)[0]);
}

PengRobinson mixture_at(double temperature) {
  const std::vector<std::string> names{"CO2(g)", "N2(g)", "H2O(g)"};
  const std::vector<CriticalConstants> gases{co2.critical, nitrogen.critical, vapour.critical};
  return {names, gases, temperature};
}

}  // namespace

TEST_CASE("fugacity coefficients of CO2 are those of a reference equation", "[unit]") {
  // Duan, Sun, Zhu and Chou (2006) Mar. Chem. 98:131, eq. 2 and table 1: within 0.1 % of their equation of
  // state
  struct Point {
    double celsius, pressure, phi;
  };
  constexpr std::array points{
      Point{25, 1, 0.99487},   Point{25, 10, 0.94900},  Point{25, 20, 0.89876},  Point{25, 40, 0.80057},
      Point{25, 60, 0.70544},  Point{50, 1, 0.99607},   Point{50, 10, 0.96095},  Point{50, 20, 0.92253},
      Point{50, 40, 0.84765},  Point{50, 60, 0.77534},  Point{50, 80, 0.70560},  Point{100, 1, 0.99760},
      Point{100, 10, 0.97623}, Point{100, 20, 0.95291}, Point{100, 60, 0.86419}, Point{100, 100, 0.78275}};
  for (const auto& [celsius, pressure, phi] : points) {
    CAPTURE(celsius, pressure);
    CHECK(pure(celsius, pressure * bar) == Approx(phi).epsilon(pressure < 30 ? 0.007 : 0.025));
  }
}

TEST_CASE("fugacities of CO2 are those that PHREEQC 3.8.9 prints", "[unit]") {
  // waters of phreeqc.dat: log10 of the pressure (atm) that was asked for, and SI CO2(g)
  const auto log_fugacity = [](double celsius, double log_pressure) {
    return log_pressure + std::log10(pure(celsius, standard_atmosphere * std::pow(10, log_pressure)));
  };
  CHECK(log_fugacity(23.51, -0.2162) == Approx(-0.217685).margin(1e-6));
  CHECK(log_fugacity(46.78, 0.0926) == Approx(0.090203).margin(1e-6));
  CHECK(log_fugacity(16.17, -3.0063) == Approx(-3.006303).margin(1e-6));
}

TEST_CASE("the equation in one volume is the one at its pressure", "[unit]") {
  const PengRobinson law = mixture_at(320);
  const std::array<double, 3> share{0.6, 0.39, 0.01};
  for (const double pressure : {0.01 * bar, bar, 20 * bar, 90 * bar}) {
    CAPTURE(pressure);
    const double volume = law.molar_volume(pressure, share);
    GasMixture<double> mixture;
    law.mix(std::span<const double>(share), volume, mixture);
    CHECK(mixture.pressure == Approx(pressure).epsilon(1e-10));
    const double z = pressure * volume / (gas_constant * 320);
    const auto ln_phi = law.ln_coefficients(pressure, std::span<const double>(share));
    for (std::size_t i = 0; i < 3; ++i)
      CHECK(mixture.excess[i] - std::log(z) == Approx(ln_phi[i]).margin(1e-11));
  }
  // the form of the paper, in A, B and Z
  const double t = 330, p = 50 * bar, rt = gas_constant * t,
               k = 0.37464 + 0.225 * (1.54226 - 0.26992 * 0.225);
  const double a = 0.457235 * std::pow(gas_constant * 304.2, 2) / co2.critical.pressure *
                   std::pow(1 + k * (1 - std::sqrt(t / 304.2)), 2) * p / (rt * rt);
  const double b = 0.077796 * gas_constant * 304.2 / co2.critical.pressure * p / rt;
  const std::vector<std::string> name{"CO2(g)"};
  const std::vector<CriticalConstants> one{co2.critical};
  const std::array<double, 1> whole{1};
  const PengRobinson alone(name, one, t);
  const double z = alone.molar_volume(p, whole) * p / rt, root = std::numbers::sqrt2;
  CHECK(z * z * z - (1 - b) * z * z + (a - 3 * b * b - 2 * b) * z - (a * b - b * b - b * b * b) ==
        Approx(0).margin(1e-12));
  CHECK(alone.ln_coefficients(p, std::span<const double>(whole))[0] ==
        Approx(z - 1 - std::log(z - b) -
               a / (2 * root * b) * std::log((z + (1 + root) * b) / (z + (1 - root) * b)))
            .epsilon(1e-10));
}

TEST_CASE("derivatives of Peng and Robinson's equation are those of dual numbers", "[derivatives]") {
  const PengRobinson law = mixture_at(300);
  const std::array<double, 3> amount{0.7, 0.4, 0.02};  // mol
  for (const double volume : {1.0, 1e-2, 4e-4, 9e-5}) {
    GasMixture<double> mixture;
    law.mix(std::span<const double>(amount), volume, mixture);
    for (std::size_t k = 0; k < 3; ++k) {
      std::array<Dual, 3> moved{amount[0], amount[1], amount[2]};
      moved[k].d = 1;
      GasMixture<Dual> along;
      law.mix(std::span<const Dual>(moved), Dual(volume), along);
      for (std::size_t i = 0; i < 3; ++i) {
        CAPTURE(volume, i, k);
        CHECK(mixture.by_amount[i * 3 + k] == Approx(along.excess[i].d).epsilon(1e-8).margin(1e-10));
      }
    }
  }
  // d ln phi / d ln P = Z - 1 of a pure gas
  const std::vector<std::string> name{"CO2(g)"};
  const std::vector<CriticalConstants> one{co2.critical};
  const std::array<double, 1> whole{1};
  const PengRobinson alone(name, one, 323.15);
  for (const double pressure : {bar, 30 * bar, 120 * bar}) {
    const double z = alone.molar_volume(pressure, whole) * pressure / (gas_constant * 323.15);
    const Dual ln_phi = alone.ln_coefficients(Dual(pressure, pressure), std::span<const double>(whole))[0];
    CHECK(ln_phi.d == Approx(z - 1).epsilon(1e-9));
  }
}

TEST_CASE("gases without critical constants are ideal, all together", "[unit]") {
  const std::vector<double> partial{10 * bar, 10 * bar};
  const std::vector<NamedGas> some{co2, {"X(g)", {}}};
  CHECK(ln_fugacity_coefficients(some, partial, 20 * bar, 300) == std::vector<double>{0, 0});
  const std::vector<NamedGas> all{co2, nitrogen};
  const std::vector<double> ln_phi = ln_fugacity_coefficients(all, partial, 40 * bar, 300);
  CHECK(ln_phi[0] < -0.02);
  CHECK(ln_phi[1] > ln_phi[0]);
  // water vapour and CO2 attract each other less than their mean
  const std::vector<NamedGas> wet{co2, vapour};
  const std::vector<NamedGas> unknown{co2, {"vapour", vapour.critical}};
  CHECK(ln_fugacity_coefficients(wet, partial, 20 * bar, 400)[1] >
        ln_fugacity_coefficients(unknown, partial, 20 * bar, 400)[1] + 0.01);
}

TEST_CASE("a water at equilibrium with CO2 under pressure has its fugacity, and says so", "[unit]") {
  Speciator speciate = shipped();
  WaterAnalysis a = analysis({}, {});
  a.charge = "pH";
  a.temperature = 323.15;
  a.equilibrium = {{"C", {"CO2(g)", 2}}};
  const SpeciatedWater w = speciate(a);
  CHECK(index(w, "CO2(g)") == Approx(2 + std::log10(pure(50, 100 * standard_atmosphere))).epsilon(1e-9));
  CHECK(index(w, "CO2(g)") == Approx(std::log10(61.4)).margin(2e-3));
  std::string notes;
  for (const WaterNote& note : w.notes) notes += note.kind + ": " + note.what + "\n";
  CHECK_THAT(notes, Catch::Matchers::Contains("CO2(g) at 100 atm has a fugacity of 61.38 atm") &&
                        Catch::Matchers::Contains("water under pressure"));
  ActivityChoice ideal;
  ideal.model = "B-dot";
  ideal.fugacity = "ideal";
  CHECK(index(Speciator(shipped_database(), ideal)(a), "CO2(g)") == Approx(2).epsilon(1e-9));
}

TEST_CASE("the water of a case has the fugacity of its gases above 1 atm", "[unit]") {
  SystemChoice choice = water_of({"H+", "HCO3-", "Cl-"}, "Davies");
  choice.gases = {"CO2(g)"};
  const auto solved = [&](const std::string& fugacity, double pressure) {
    choice.fugacity = fugacity;
    const ChemicalSystem system(shipped_database(), choice);
    return solve_water(system, system.at(323.15),
                       {.pH = 3, .equilibrium = {{"CO2(g)", pressure}}, .balance = "Cl-"});
  };
  const double ten = 10 * standard_atmosphere, half = standard_atmosphere / 2;
  const Water real = solved("above 1 atm", ten), ideal = solved("ideal", ten);
  CHECK(real.gas_pressure[0] == Approx(ten).epsilon(1e-9));
  CHECK(real.total[1] / ideal.total[1] == Approx(pure(50, ten)).epsilon(1e-3));
  CHECK(solved("above 1 atm", half).total[1] == Approx(solved("ideal", half).total[1]).epsilon(1e-12));
  CHECK(solved("Peng-Robinson", half).total[1] < 0.9995 * solved("ideal", half).total[1]);
}

TEST_CASE("critical constants come with PHASES, with our own records and over them", "[unit]") {
  const DatFolder folder;
  folder.write("a.dat", dat_basis + "PHASES\nCO2(g)\n CO2 = CO2; log_k -1.468\n");
  folder.write("b.toml",
               "[gases.\"CO2(g)\"]\ncritical = { temperature = \"304 K\", pressure = \"73 atm\", "
               "acentric_factor = 0.2, source = \"a\", status = \"assumed\" }\n");
  const Database d = Database::read({"talus", "b.toml"}, folder.path());
  CHECK(d.gases.at("CO2(g)").critical.temperature == 304);
  CHECK(d.gases.at("CO2(g)").diffusivity == Approx(1.38e-5));
  CHECK_FALSE(d.gases.at("CO2(g)").reaction.empty());
  CHECK_THROWS_WITH(Database::read({"b.toml"}, folder.path()), Catch::Matchers::Contains("has no reaction"));
  for (const char* name :
       {"CO2(g)", "O2(g)", "H2(g)", "N2(g)", "CH4(g)", "H2S(g)", "NH3(g)", "SO2(g)", "H2O(g)"}) {
    CAPTURE(name);
    CHECK(shipped_database().gases.at(name).critical.known());
  }
}
