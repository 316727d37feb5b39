// Redox states of waters: given one by one, or at equilibrium at a pe; and what stands on exchangers beside a
// water.
#include "tests/catch.h"
#include "tests/chemistry/analyses.h"
#include "tests/chemistry/dat_files.h"

using namespace talus;

TEST_CASE("redox states react at a given pe, or not at all", "[unit]") {
  const Database database = dat(R"(
2 H2O = O2 + 4 H+ + 4 e-
 log_k -86.08
2 H+ + 2 e- = H2
 log_k -3.15
H2O = OH- + H+
 log_k -14
Fe+2 = Fe+3 + e-
 log_k -13.02
Fe+3 + H2O = FeOH+2 + H+
 log_k -2.19
)");
  Speciator speciate(database, {.model = "Davies"});
  const auto ratio = [](const SpeciatedWater& w) {
    return std::log10(value(w.species, "Fe+3") / value(w.species, "Fe+2"));
  };
  WaterAnalysis a = analysis(3, {{"Fe", "1e-4"}});
  a.charge.reset();
  CHECK(std::isnan(value(speciate(a).species, "Fe+3")));  // Fe(2), and it says so
  CHECK(contains(speciate(a).notes.at(0).kind, "Fe taken as Fe(2)"));
  a.pe = 13.02;
  const SpeciatedWater at_pe = speciate(a);
  CHECK(at_pe.pe == Approx(13.02));
  double log_a2 = 0, log_a3 = 0;
  for (const SpeciesResult& s : at_pe.species) {
    if (s.name == "Fe+2") log_a2 = s.log_activity;
    if (s.name == "Fe+3") log_a3 = s.log_activity;
  }
  CHECK(log_a3 == Approx(log_a2).margin(1e-9));
  // the couple gives back the pe
  WaterAnalysis b = analysis(3, {});
  double ferric = 0;
  for (const SpeciesResult& s : at_pe.species)
    if (s.name == "Fe+3" || s.name == "FeOH+2") ferric += s.molality;
  b.total = {{"Fe(2)", {1e-4 - ferric, "mol/kgw", "", 0, ""}}, {"Fe(+3)", {ferric, "mol/kgw", "", 0, ""}}};
  b.redox = "Fe(2)/Fe(3)";
  const SpeciatedWater by_couple = speciate(b);
  CHECK(*by_couple.pe == Approx(13.02).margin(1e-6));
  CHECK(ratio(by_couple) == Approx(ratio(at_pe)).margin(1e-6));
  // without a couple the two do not react
  b.redox.reset();
  CHECK(ratio(speciate(b)) == Approx(ratio(at_pe)).margin(1e-6));
  CHECK(!speciate(b).pe);
  b.redox = "Fe(2)/Fe(4)";
  CHECK(contains(refusal(speciate, b), "redox: no element 'Fe(4)'"));
}

TEST_CASE("valences of the shipped database have names, and one of them that of the element", "[unit]") {
  const Masters masters(shipped_database());
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"C", "HCO3-"},     {"C(4)", "HCO3-"},  {"C(-4)", "CH4(aq)"}, {"S(6)", "SO4-2"}, {"S(2)", "S2O3-2"},
      {"S(-2)", "HS-"},   {"Fe", "Fe+2"},     {"Fe(3)", "Fe+3"},    {"N", "NO3-"},     {"N(-3)", "NH4+"},
      {"O(0)", "O2(aq)"}, {"H(0)", "H2(aq)"}, {"Cr(6)", "CrO4-2"},  {"Mg", "Mg+2"}};
  for (const auto& [name, species] : expected) {
    CAPTURE(name);
    CHECK(masters[name].species == species);
  }
  CHECK(masters["S(2)"].atoms == 2);
  CHECK(masters["C6H5O7-3"].name == "C6H5O7-3");  // citrate is no valence of carbon
  CHECK_THROWS(masters["O"]);
}

TEST_CASE("valences of the shipped database react at a pe where the electron lies over it", "[unit]") {
  const Database database = Database::read({"talus", "talus redox", "talus pe"}, ".");
  Speciator speciate(database, {.model = "database"});
  WaterAnalysis a = analysis(7, {{"Fe", "1e-5"}, {"S", "1e-3"}, {"Na", "1e-2"}, {"Cl", "8e-3"}});
  const auto log_activity = [](const SpeciatedWater& w, const char* name) {
    for (const SpeciesResult& s : w.species)
      if (s.name == name) return s.log_activity;
    return std::nan("");
  };
  for (const double pe : {-4.0, 0.0, 6.0, 13.0}) {
    CAPTURE(pe);
    a.pe = pe;
    const SpeciatedWater w = speciate(a);
    const double water = std::log10(w.water_activity);
    // E0 of Fe+3/Fe+2 is 0.770 V (Bard and others 1985), 13.02 in log10 K
    CHECK(log_activity(w, "Fe+3") - log_activity(w, "Fe+2") == Approx(pe - 13.02).margin(0.03));
    CHECK(log_activity(w, "O2(aq)") == Approx(4 * (pe + 7) - 85.991 + 2 * water).margin(1e-3));
    // the hydrogen scale: 2 H+ + 2 e- = H2(g), log K 0
    CHECK(index(w, "H2(g)") == Approx(-2 * (7 + pe)).margin(0.02));
    // SO4-2 + 9 H+ + 8 e- = HS- + 4 H2O: log K 33.69 (Stumm and Morgan 1996: 34.0)
    CHECK(log_activity(w, "HS-") - log_activity(w, "SO4-2") ==
          Approx(33.69 - 9 * 7 - 8 * pe - 4 * water).margin(0.1));
  }
  // valences that are given one by one are kept, and fix pe as a couple
  WaterAnalysis b = analysis(7, {{"Fe(2)", "1e-5"}, {"Fe(3)", "1e-7"}, {"Cl", "1e-3"}});
  b.redox = "Fe(2)/Fe(3)";
  const SpeciatedWater couple = speciate(b);
  CHECK(log_activity(couple, "Fe+3") - log_activity(couple, "Fe+2") ==
        Approx(*couple.pe - 13.02).margin(0.03));
  Speciator without = shipped();
  a.pe = 4;
  CHECK(contains(refusal(without, a), "\"talus pe\""));
}

TEST_CASE("the electron of the shipped database is on the hydrogen scale from 0 to 100 degC", "[unit]") {
  const Database database = Database::read({"talus", "talus redox", "talus pe"}, ".");
  for (const double temperature : {273.15, 298.15, 333.15, 373.15}) {
    const double oxygen = database.aqueous.at("O2(aq)").constant.at(temperature);
    const double hydrogen = database.aqueous.at("H2(aq)").constant.at(temperature);  // H2O = H2 + 1/2 O2
    const double gas = database.gases.at("H2(g)").constant.at(temperature);
    CHECK(2 * hydrogen - oxygen - 2 * gas == Approx(0).margin(0.05));
  }
}

TEST_CASE("what stands on an exchanger beside a water is told, and does not change it", "[unit]") {
  // example 11 of PHREEQC: Na and K share the sites evenly where K (log K 0.7) is a fifth of Na
  const DatFolder folder;
  folder.write(
      "x.dat",
      "SOLUTION_MASTER_SPECIES\nE e- 0 0 0\nH H+ -1 H 1.008\nO H2O 0 O 16\nNa Na+ 0 Na 22.99\nK K+ 0 K "
      "39.1\nCl Cl- 0 Cl 35.45\nSOLUTION_SPECIES\nH+ = H+\ne- = e-\nH2O = H2O\nNa+ = Na+\nK+ = "
      "K+\nCl- = Cl-\nH2O = OH- + H+\nlog_k -14\nEXCHANGE_MASTER_SPECIES\nX X-\nEXCHANGE_SPECIES\nX- = "
      "X-\nNa+ + X- = NaX\nlog_k 0\nK+ + X- = KX\nlog_k 0.7\n");
  const Database database = Database::read({folder.path() + "/x.dat"}, ".");
  Speciator speciate(database, {.model = "ideal"});
  WaterAnalysis a = analysis(7, {{"Na", "1e-3"}, {"K", "2e-4"}, {"Cl", "1.2e-3"}});
  const SpeciatedWater alone = speciate(a);
  CHECK(alone.exchange.empty());
  a.exchange = {{"X", parse_sites("1.1 mmol/kgw")}};
  const SpeciatedWater w = speciate(a);
  CHECK(w.ionic_strength == alone.ionic_strength);
  REQUIRE(w.exchange.size() == 2);
  const double share = std::pow(10, 0.7) * 0.2;  // of KX over NaX
  CHECK(w.exchange[0].name == "KX");
  CHECK(w.exchange[0].fraction == Approx(share / (1 + share)));
  CHECK(w.exchange[1].amount == Approx(1.1e-3 / (1 + share)));
  a.exchange = {{"Y", 1e-3}};
  CHECK(contains(refusal(speciate, a), "exchange.Y: no exchanger 'Y'"));
  CHECK_THROWS_WITH(parse_sites("1.1"),
                    Catch::Contains("has no unit; sites are given per kilogram of water"));
  CHECK_THROWS_AS(parse_sites("1 g/kgw"), std::invalid_argument);
  CHECK_THROWS_AS(parse_sites("1 mmol/L"), std::invalid_argument);
  CHECK_THROWS_AS(parse_sites("0 mmol/kgw"), std::invalid_argument);
}
