// Ion exchange: both conventions against closed forms, the derivatives against dual numbers, what a database
// must say.
#include "chemistry/speciation/exchange.h"

#include <cmath>
#include <stdexcept>

#include "tests/catch.h"
#include "tests/chemistry/brines.h"
#include "tests/chemistry/dat_files.h"
#include "tests/chemistry/small_systems.h"

using namespace talus;

namespace {

/// Cations on X, with each kind of gamma.
const std::string sites = R"(EXCHANGE_MASTER_SPECIES
X X-
EXCHANGE_SPECIES
X- = X-
Na+ + X- = NaX; -log_k 0.1
-gamma 4 0.075
Ca+2 + 2 X- = CaX2; -log_k 0.8
-delta_h 7.2 kJ
Mg+2 + 2 X- = MgX2; -log_k 0.6; -llnl_gamma 8
MgOH+ + X- = MgOHX; -log_k 0.3
)";

const std::string basis = dat_basis + R"(H2O = OH- + H+; -log_k -14; -llnl_gamma 3.5
Mg+2 + H2O = MgOH+ + H+; -log_k -11.44; -llnl_gamma 4
SOLUTION_MASTER_SPECIES
Na Na+ 0 Na 22.99
Cl Cl- 0 Cl 35.453
SOLUTION_SPECIES
Na+ = Na+; -llnl_gamma 4
Cl- = Cl-; -llnl_gamma 3
H+ = H+; -llnl_gamma 9
Mg+2 = Mg+2; -llnl_gamma 8
Ca+2 = Ca+2; -llnl_gamma 6
)";

struct Clay {
  Database database = dat(sites, basis);
  ChemicalSystem system;
  explicit Clay(const std::string& model, const std::string& water = "Garrels-Christ")
      : system(database, choice(model, water)) {}

  static SystemChoice choice(const std::string& model, const std::string& water) {
    SystemChoice made;
    made.components = {"H+", "Na+", "Ca+2", "Mg+2", "Cl-"};
    made.activity = model;
    made.water_activity = water;
    made.interactions = brine_interactions();
    made.interactions.sit = {{{"Na+", "Cl-"}, {0.03}}, {{"Mg+2", "Cl-"}, {0.19}}};
    return made;
  }
};

std::vector<double> water(int shade = 0) {
  std::vector<double> x = {1e-9, 0.2, 0.03, 0.05, 0.36};
  for (std::size_t j = 0; j < x.size(); ++j)
    x[j] = std::log(x[j]) + 0.3 * std::sin(shade * (1.3 + static_cast<double>(j)));
  return x;
}

std::size_t number(const Exchanger& exchanger, const std::string& name) {
  std::size_t i = 0;
  while (exchanger.species.at(i).name != name) ++i;
  return i;
}

const ExchangeConvention conventions[] = {ExchangeConvention::gaines_thomas, ExchangeConvention::gapon};

}  // namespace

TEST_CASE("an exchanger takes the species that the components make", "[unit]") {
  const Clay clay("WATEQ");
  for (const char* name : {"X", "X-"}) {
    const Exchanger x = exchanger(clay.database, clay.system, name);
    CHECK(x.name == "X-");
    CHECK(x.species.size() == 4);
    CHECK(x.species[number(x, "CaX2")].sites == 2);
    const ExchangeSpecies& hydroxide = x.species[number(x, "MgOHX")];
    CHECK(hydroxide.sites == 1);
    CHECK(hydroxide.row.of(0) == -1);  // made of Mg+2, water, and a proton less
    CHECK(hydroxide.row.of(3) == 1);
    CHECK(hydroxide.row.water == 1);
    CHECK(hydroxide.log_k.at(298.15) == Approx(0.3 - 11.44));
  }
  const Exchanger x = exchanger(clay.database, clay.system, "X");
  const std::size_t ca = number(x, "CaX2");
  CHECK(constants_of(x, 298.15).ln_k[ca] == Approx(0.8 * std::log(10)));
  CHECK(constants_of(x, 318.15).ln_k[ca] ==
        Approx(0.8 * std::log(10) - 7200 / 8.3147 * (1 / 318.15 - 1 / 298.15)).epsilon(1e-5));
  CHECK_THROWS_WITH(exchanger(clay.database, clay.system, "Y"), Catch::Contains("no exchanger 'Y'"));
  CHECK_THROWS_WITH(exchanger(Database{}, {"Na+"}, "X"), Catch::Contains("have no exchanger"));
  CHECK(exchange_convention("Gapon") == ExchangeConvention::gapon);
  CHECK_THROWS_WITH(exchange_convention("Gains-Thomas"), Catch::Contains("'Gaines-Thomas'"));
  CHECK(ExchangeCapacity{.per_medium = 3, .per_water = 0.5}.sites(2, 10) == 11);
}

TEST_CASE("the shipped smectite has the coefficients of Appelo and Postma's table 6.4", "[unit]") {
  const Exchanger x = exchanger(
      shipped_database(),
      {"H+", "Na+", "K+", "Li+", "NH4+", "Mg+2", "Ca+2", "Mn+2", "Fe+2", "Co+2", "Ni+2", "Al+3"}, "X");
  const std::pair<const char*, double> against_sodium[] = {{"NaX", 1},     {"KX", 0.20},   {"NH4X", 0.25},
                                                           {"MgX2", 0.50}, {"CaX2", 0.40}, {"MnX2", 0.55},
                                                           {"FeX2", 0.60}, {"CoX2", 0.60}, {"NiX2", 0.50}};
  for (const auto& [name, k] : against_sodium) {
    const ExchangeSpecies& species = x.species[number(x, name)];
    CHECK(species.log_k.at(298.15) == Approx(-species.sites * std::log10(k)).margin(6e-4));
  }
  CHECK(x.species.size() == 11);
  CHECK(shipped_database().formula("MgX2").molar_mass == Approx(atomic_weight("Mg")));
}

TEST_CASE("what stands on an exchanger obeys its convention", "[unit]") {
  const Clay clay("WATEQ");
  const Constants at = clay.system.at(298.15);
  for (const ExchangeConvention convention : conventions)
    for (const double dilution : {1e-6, 1.0, 2.0}) {
      const Exchanger x = exchanger(clay.database, clay.system, "X", convention);
      const ExchangeConstants k = constants_of(x, 298.15);
      std::vector<double> ln_molality = water();
      for (std::size_t j = 1; j < ln_molality.size(); ++j) ln_molality[j] += std::log(dilution);
      Solution<double> s(clay.system);
      REQUIRE(speciate(clay.system, at, std::span<const double>(ln_molality), s));
      Loading<double> l;
      load(x, k, s, l);
      double sum = 0, charge = 0;
      std::vector<double> held(clay.system.balances(), 0.0);
      add_loading(x, l, 0.7, std::span<double>(held));
      for (std::size_t j = 0; j < clay.system.components(); ++j)
        charge += clay.system.species[j].charge * held[j];
      for (const double part : l.fraction) sum += part;
      CHECK(sum == Approx(1).epsilon(1e-14));
      CHECK(charge == Approx(0.7).epsilon(1e-13));  // all sites are taken, whatever the water
      // the exchange of sodium for calcium, with the activity of a site eliminated by hand
      const std::size_t na = number(x, "NaX"), ca = number(x, "CaX2");
      const double gamma_na =
          activity_coefficient(k.activity[na], s.ionic_strength, std::sqrt(s.ionic_strength)).ln_gamma;
      const double fraction_na = std::log(l.fraction[na]) + (gamma_na - k.ln_k[na] - s.ln_activity[1]);
      const double fraction_ca = std::log(l.fraction[ca]);
      const double ln_ca = k.ln_k[ca] + s.ln_activity[2];
      if (convention == ExchangeConvention::gapon) {
        CHECK(fraction_ca - ln_ca / 2 == Approx(fraction_na).epsilon(1e-13));
      } else {
        CHECK(fraction_ca - ln_ca == Approx(2 * fraction_na).epsilon(1e-13));
      }
      CHECK(loaded_amount(x, l, ca, 0.7) == Approx(0.35 * l.fraction[ca]));
    }
}

TEST_CASE("the gammas of exchange species are those of the record, or 1", "[unit]") {
  const Clay clay("B-dot");
  const Exchanger x = exchanger(clay.database, clay.system, "X");
  const ExchangeConstants k = constants_of(x, 298.15);
  const auto log_gamma = [&](const char* name) {
    return activity_coefficient(k.activity[number(x, name)], 0.1, std::sqrt(0.1)).ln_gamma / std::log(10);
  };
  const DebyeHuckel water = activity_constants(clay.database, "WATEQ", 298.15).water;
  const double a = water.a, b = water.b * 1e-10, root = std::sqrt(0.1);
  CHECK(log_gamma("NaX") == Approx(-a * root / (1 + 4 * b * root) + 0.0075));
  CHECK(log_gamma("CaX2") == 0);
  CHECK(log_gamma("MgX2") == Approx(-4 * a * root / (1 + 8 * b * root) + 0.0041));
}

TEST_CASE("the derivatives of exchange are those of dual numbers, for every model", "[derivatives]") {
  const char* model = GENERATE("B-dot", "Davies", "WATEQ", "Pitzer", "SIT");
  const Clay clay(model);
  const Constants at = clay.system.at(298.15);
  const std::size_t n = clay.system.components();
  for (const ExchangeConvention convention : conventions) {
    const Exchanger x = exchanger(clay.database, clay.system, "X", convention);
    const ExchangeConstants k = constants_of(x, 298.15);
    Solution<double> s(clay.system);
    const std::vector<double> ln_molality = water(1);
    REQUIRE(speciate(clay.system, at, std::span<const double>(ln_molality), s));
    Response<double> response;
    respond(clay.system, s, response);
    Loading<double> l;
    load(x, k, s, l);
    loading_derivatives(x, s, response, l);
    for (std::size_t j = 0; j < n; ++j) {
      std::vector<Dual> dual(ln_molality.begin(), ln_molality.end());
      dual[j].d = 1;
      Solution<Dual> moved(clay.system);
      REQUIRE(speciate(clay.system, at, std::span<const Dual>(dual), moved));
      Loading<Dual> by_j;
      load(x, k, moved, by_j);
      for (std::size_t i = 0; i < x.species.size(); ++i) {
        CAPTURE(model, x.species[i].name, j);
        CHECK(by_j.fraction[i].v == Approx(l.fraction[i]).epsilon(1e-12));
        CHECK(l.d_ln_fraction[i * n + j] ==
              Approx(by_j.fraction[i].d / by_j.fraction[i].v).epsilon(1e-9).margin(1e-11));
      }
    }
  }
}

TEST_CASE("packs and numbers get the same exchange", "[unit]") {
  const Clay clay("WATEQ");
  const Constants at = clay.system.at(298.15);
  const Exchanger x = exchanger(clay.database, clay.system, "X");
  const ExchangeConstants k = constants_of(x, 298.15);
  std::vector<Pack> packs;
  for (std::size_t j = 0; j < clay.system.components(); ++j)
    packs.push_back(packed([&](int i) { return water(i)[j]; }));
  Solution<Pack> several(clay.system);
  REQUIRE(speciate(clay.system, at, std::span<const Pack>(packs), several));
  Loading<Pack> loads;
  load(x, k, several, loads);
  for (int i = 0; i < tile_width; ++i) {
    Solution<double> s(clay.system);
    const std::vector<double> own = water(i);
    REQUIRE(speciate(clay.system, at, std::span<const double>(own), s));
    Loading<double> l;
    load(x, k, s, l);
    for (std::size_t p = 0; p < x.species.size(); ++p)
      CHECK(lane(loads.fraction[p], i) == Approx(l.fraction[p]).epsilon(1e-12));
  }
}
