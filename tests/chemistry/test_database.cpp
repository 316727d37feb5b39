#include "chemistry/database/database.h"

#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "chemistry/database/formula.h"
#include "chemistry/rates/words.h"
#include "tests/catch.h"

using namespace talus;
using Catch::Matchers::Contains;

namespace {

const Database& shipped() {
  static const Database database = Database::read({"talus"}, ".");
  return database;
}

/// A folder of database files that goes when the test ends.
class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / ("talus_database_" + std::to_string(getpid()))) {
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  void write(const std::string& name, const std::string& text) const { std::ofstream(path_ / name) << text; }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

/// What a user reads when `text` is laid over the shipped database.
std::string complaint(const std::string& text) {
  const Folder folder;
  folder.write("mine.toml", text);
  try {
    Database::read({"talus", "mine.toml"}, folder.path());
  } catch (const InputError& error) {
    return error.what();
  }
  return "no complaint";
}

/// A mineral record, right but for what a test puts in its place.
std::string slaked_lime(const std::string& reaction = "Slaked-lime + 2 H+ = Ca+2 + 2 H2O",
                        const std::string& log_k = "log_k = 22.80",
                        const std::string& source = "source = \"a\"") {
  return "[minerals.Slaked-lime]\nformula = \"Ca(OH)2\"\nreaction = \"" + reaction + "\"\n" + log_k + "\n" +
         source +
         "\nstatus = \"derived\"\nvolume = { molar = \"33.1 cm3/mol\", source = \"b\", status = \"derived\" "
         "}\n";
}

double log_k(const std::string& mineral, double temperature = 298.15) {
  return shipped().minerals.at(mineral).constant.at(temperature);
}

/// All constants of a database, by name.
std::vector<std::pair<std::string, EquilibriumConstant>> constants_of(const Database& database) {
  std::vector<std::pair<std::string, EquilibriumConstant>> all;
  for (const auto& [name, r] : database.aqueous)
    if (!r.reaction.empty()) all.emplace_back(name, r.constant);
  for (const auto& [name, r] : database.gases) all.emplace_back(name, r.constant);
  for (const auto& [name, r] : database.minerals) all.emplace_back(name, r.constant);
  return all;
}

/// log10 of the rate far from equilibrium, mol/m2/s.
double log_rate(const std::string& mineral, const std::string& set, double pH, double temperature = 298.15,
                double carbon_dioxide = 4.2e-4) {
  for (const RateRecord& law : shipped().minerals.at(mineral).rates) {
    if (law.set != set || law.direction == "precipitation") continue;
    return std::log10(rate_in({pH, temperature, carbon_dioxide}, law.law).value());
  }
  FAIL("no law for " + mineral + " in " + set);
  return 0;
}

}  // namespace

TEST_CASE("reactions are read with amounts on both sides", "[unit]") {
  const std::map<std::string, double> brucite{{"Brucite", -1}, {"H+", -2}, {"Mg+2", 1}, {"H2O", 2}};
  CHECK(parse_reaction("Brucite + 2 H+ = Mg+2 + 2 H2O") == brucite);
  CHECK(parse_reaction("  0.5 A + B=C  =  D ").at("A") == -0.5);
  CHECK(parse_reaction("A + H2O = B + 2 H2O").at("H2O") == 1);
  CHECK(parse_reaction("A + H2O = B + H2O").count("H2O") == 0);

  CHECK_THROWS_WITH(parse_reaction(""), Contains("is empty"));
  CHECK_THROWS_WITH(parse_reaction("A + B"), Contains("has no '='"));
  CHECK_THROWS_WITH(parse_reaction("A = B = C"), Contains("two '='"));
  CHECK_THROWS_WITH(parse_reaction("A + = B"), Contains("lacks a name before '='"));
  CHECK_THROWS_WITH(parse_reaction("A B = C"), Contains("lacks a '+' before 'B'"));
  CHECK_THROWS_WITH(parse_reaction("A = B +"), Contains("ends without a name"));
  CHECK_THROWS_WITH(parse_reaction("A + 2H+ = B"), Contains("write '2 H+' with a space"));
  CHECK_THROWS_WITH(parse_reaction("2 3 A = B"), Contains("two amounts"));
}

TEST_CASE("constants change with temperature by an enthalpy or an expression", "[unit]") {
  EquilibriumConstant k;
  k.log_k = -10;
  CHECK(k.at(350) == -10);
  k.enthalpy =
      50e3;  // heat is taken up, so that K rises with temperature: 50e3 / (R ln10) (1/298.15 - 1/308.15)
  CHECK(k.at(308.15) == Approx(-9.71574).margin(1e-5));
  CHECK(k.at(288.15) < -10);
  k.enthalpy.reset();
  k.analytic = {1, 2, 3, 4, 5, 6};
  CHECK(k.at(10) == Approx(1 + 20 + 0.3 + 4 + 0.05 + 600));
  k.analytic = {1, 2};
  CHECK(k.at(10) == Approx(21));
}

TEST_CASE("the shipped database has what the first cases need", "[unit]") {
  for (const char* name : {"H+", "HCO3-", "Mg+2", "Ca+2", "Na+", "K+", "Cl-", "SO4-2", "SiO2(aq)"}) {
    INFO(name);
    REQUIRE(shipped().aqueous.count(name) == 1);
    CHECK(shipped().aqueous.at(name).reaction.empty());
  }
  for (const char* name : {"OH-", "CO3-2", "CO2(aq)", "MgOH+", "MgCO3(aq)", "MgHCO3+", "MgSO4(aq)", "HSiO3-"})
    CHECK(shipped().aqueous.count(name) == 1);
  CHECK(shipped().aqueous.count("(CO2)2") == 0);
  for (const char* name : {"Brucite", "Lizardite", "Forsterite", "Nesquehonite", "Dypingite",
                           "Hydromagnesite", "Magnesite", "Calcite", "Chrysotile", "SiO2(am)", "Chalcedony"})
    CHECK(shipped().minerals.count(name) == 1);
  CHECK(shipped().gases.at("CO2(g)").diffusivity == Approx(1.38e-5));
  CHECK(shipped().hash.size() == 64);
}

TEST_CASE("every shipped reaction balances", "[unit]") {
  const auto balances = [](const std::string& reaction) {
    std::map<std::string, double> sums;
    for (const auto& [name, amount] : parse_reaction(reaction)) {
      const auto mineral = shipped().minerals.find(name);
      const Formula f = parse_formula(mineral == shipped().minerals.end() ? name : mineral->second.formula);
      for (const auto& [element, atoms] : f.elements) sums[element] += amount * atoms;
      sums["charge"] += amount * f.charge;
    }
    for (const auto& [what, sum] : sums) {
      INFO(reaction << ": " << what);
      CHECK(std::abs(sum) < 1e-12);
    }
  };
  for (const auto& [name, r] : shipped().aqueous)
    if (!r.reaction.empty()) balances(r.reaction);
  for (const auto& [name, r] : shipped().gases) balances(r.reaction);
  for (const auto& [name, r] : shipped().minerals) balances(r.reaction);
}

TEST_CASE("every shipped value has a source and a status", "[unit]") {
  const auto sourced = [](const std::string& name, const Provenance& p) {
    INFO(name);
    CHECK(p.source.size() > 4);
    CHECK((p.status == "measured" || p.status == "derived" || p.status == "assumed"));
  };
  for (const auto& [name, k] : constants_of(shipped())) sourced(name, k.provenance);
  for (const auto& [name, r] : shipped().aqueous) sourced(name, r.provenance);
  for (const auto& [name, r] : shipped().gases) sourced(name, r.provenance);
  for (const auto& [name, r] : shipped().minerals) {
    sourced(name, r.volume_provenance);
    if (r.crystals) sourced(name, r.crystals->provenance);
    for (const RateRecord& law : r.rates) sourced(name + ", " + law.set, law.provenance);
  }
}

TEST_CASE("log_k and the analytic expression agree at 25 degC in every record", "[unit]") {
  for (const auto& [name, k] : constants_of(shipped())) {
    INFO(name);
    CHECK(k.at(298.15) == Approx(k.log_k).margin(0.01));
    CHECK(k.range[0] <= 298.15);
    CHECK(k.range[1] >= 308.15);
  }
}

TEST_CASE("constants at 25 degC are the preferred ones", "[unit]") {
  const auto species = [](const char* name) { return shipped().aqueous.at(name).constant.at(298.15); };
  // Marshall and Franck (1981); Plummer and Busenberg (1982)
  CHECK(species("OH-") == Approx(-13.995).margin(0.01));
  CHECK(species("CO3-2") == Approx(-10.329).margin(0.002));
  CHECK(species("CO2(aq)") == Approx(6.352).margin(0.002));
  const double gas = shipped().gases.at("CO2(g)").constant.at(298.15);
  CHECK(gas + species("CO2(aq)") == Approx(-1.468).margin(0.002));  // Henry's constant
  CHECK(species("MgOH+") == Approx(-11.44));
  CHECK(species("MgCO3(aq)") - species("CO3-2") == Approx(2.98).margin(0.005));
  CHECK(species("MgHCO3+") == Approx(1.07).margin(0.005));
  CHECK(species("MgSO4(aq)") == Approx(2.37));
  CHECK(species("CaCO3(aq)") - species("CO3-2") == Approx(3.224).margin(0.002));
  CHECK(species("HSiO3-") == Approx(-9.83).margin(0.005));

  const double carbonate = species("CO3-2");
  const double hydroxide = species("OH-");
  CHECK(log_k("Brucite") == Approx(17.11).margin(0.01));
  CHECK(log_k("Nesquehonite") + carbonate == Approx(-5.27).margin(0.005));
  CHECK(log_k("Dypingite") + 4 * carbonate + 2 * hydroxide == Approx(-34.95).margin(0.01));
  CHECK(log_k("Hydromagnesite") + 4 * carbonate + 2 * hydroxide == Approx(-37.08).margin(0.01));
  CHECK(log_k("Magnesite") + carbonate == Approx(-7.80).margin(0.005));
  CHECK(log_k("Calcite") + carbonate == Approx(-8.48).margin(0.005));
  CHECK(log_k("Forsterite") == Approx(28.609).margin(0.002));
  CHECK(log_k("Chrysotile") == Approx(33.182).margin(0.002));
  CHECK(log_k("Lizardite") == Approx(33.093).margin(0.002));
  CHECK(log_k("SiO2(am)") == Approx(-2.714).margin(0.002));
}

TEST_CASE("constants at other temperatures are those of measurements", "[unit]") {
  const auto species = [](const char* name, double t) { return shipped().aqueous.at(name).constant.at(t); };
  CHECK(species("OH-", 273.15) == Approx(-14.938).margin(0.01));  // Marshall and Franck (1981)
  CHECK(species("OH-", 373.15) == Approx(-12.265).margin(0.01));
  CHECK(species("CO3-2", 273.15) == Approx(-10.625).margin(0.01));  // Harned and Scholes (1941)
  CHECK(species("CO2(aq)", 273.15) == Approx(6.579).margin(0.01));  // Harned and Davis (1943)
  // The hydrated carbonates at 35 degC, Harrison and others (2019): within their errors, with calorimetric
  // enthalpies.
  const double carbonate = species("CO3-2", 308.15);
  const double hydroxide = species("OH-", 308.15);
  CHECK(log_k("Nesquehonite", 308.15) + carbonate == Approx(-5.34).margin(0.1));
  CHECK(log_k("Dypingite", 308.15) + 4 * carbonate + 2 * hydroxide == Approx(-36.04).margin(0.5));
}

TEST_CASE("carbon dioxide above which brucite carbonates, 25 degC", "[unit]") {
  // Mg(OH)2 + (c/m) CO2 = carbonate: log10 pCO2 = (m/c) (log K of the carbonate / m - log K of brucite) - log
  // K of CO2, m atoms of Mg and c of C in the carbonate; activity of water 1.
  const auto threshold = [](const char* carbonate, double magnesium, double carbon) {
    const double gas = shipped().gases.at("CO2(g)").constant.at(298.15);
    return 1e6 * std::pow(10.0, (log_k(carbonate) - magnesium * log_k("Brucite")) / carbon - gas);
  };
  CHECK(threshold("Nesquehonite", 1, 1) == Approx(58).margin(2));  // ppm
  CHECK(threshold("Dypingite", 5, 4) == Approx(10).margin(0.5));
  CHECK(threshold("Hydromagnesite", 5, 4) == Approx(3).margin(0.2));
  CHECK(threshold("Magnesite", 1, 1) == Approx(0.17).margin(0.03));
}

TEST_CASE("carbon dioxide above which silicates carbonate, 25 degC", "[unit]") {
  // Mg_m silicate + 0.8 m CO2 = 0.2 m hydromagnesite + silica; with the hydromagnesite of Gautier and others
  // (2014), serpentine needs more than half an atmosphere, olivine less than air has.
  const auto threshold = [](const char* silicate, double magnesium, double silica, const char* silica_phase) {
    const double gas = shipped().gases.at("CO2(g)").constant.at(298.15);
    const double carbon = 0.8 * magnesium;
    const double products = 0.2 * magnesium * log_k("Hydromagnesite") + silica * log_k(silica_phase);
    return std::pow(10.0, (products - log_k(silicate)) / carbon - gas);
  };
  CHECK(threshold("Chrysotile", 3, 2, "SiO2(am)") == Approx(0.61).epsilon(0.02));  // atm
  CHECK(threshold("Lizardite", 3, 2, "SiO2(am)") == Approx(0.67).epsilon(0.02));
  CHECK(threshold("Forsterite", 2, 1, "SiO2(am)") == Approx(200e-6).epsilon(0.02));
  CHECK(threshold("Forsterite", 2, 1, "Chalcedony") == Approx(69e-6).epsilon(0.02));
}

TEST_CASE("rate laws give the rates of their compilations", "[unit]") {
  // log10 of mol/m2/s far from equilibrium at pH 7, 8.5 and 10, and at pH 8.5 and 5 degC
  struct Row {
    const char* mineral;
    const char* set;
    double at_7, at_8_5, at_10, cold;
  };
  const Row rows[] = {
      {"Brucite", "Palandri-Kharaka", -7.93, -8.17, -8.23, -8.72},
      {"Brucite", "Hermanska", -7.76, -8.05, -8.33, -8.80},
      {"Forsterite", "Palandri-Kharaka", -10.02, -10.43, -10.59, -11.36},
      {"Chrysotile", "Palandri-Kharaka", -11.68, -11.47, -11.20, -12.40},
      {"Chrysotile", "Hermanska", -11.89, -12.12, -12.27, -12.46},
      {"Lizardite", "Palandri-Kharaka", -11.27, -12.15, -12.38, -12.95},
      {"Lizardite", "Hermanska", -11.89, -12.12, -12.27, -12.46},
      {"Talc", "Palandri-Kharaka", -12.00, -12.00, -12.00, -12.53},
      {"Talc", "Hermanska", -12.86, -12.91, -12.93, -13.43},
      {"Calcite", "any", -5.76, -5.77, -5.77, -6.08},
      {"Magnesite", "any", -8.52, -8.52, -8.52, -9.19},
  };
  for (const Row& row : rows) {
    INFO(row.mineral << ", " << row.set);
    CHECK(log_rate(row.mineral, row.set, 7) == Approx(row.at_7).margin(0.01));
    CHECK(log_rate(row.mineral, row.set, 8.5) == Approx(row.at_8_5).margin(0.01));
    CHECK(log_rate(row.mineral, row.set, 10) == Approx(row.at_10).margin(0.01));
    CHECK(log_rate(row.mineral, row.set, 8.5, 278.15) == Approx(row.cold).margin(0.011));
  }
  // Oelkers and others (2018) with their own powers, 0.44 and 0.22
  CHECK(log_rate("Forsterite", "Hermanska", 8.5) == Approx(-10.12).margin(0.01));
}

TEST_CASE("no silicate precipitates, and each hydrated carbonate forms in every set of rates", "[unit]") {
  for (const char* name : {"Lizardite", "Chrysotile", "Talc", "Forsterite"})
    for (const RateRecord& law : shipped().minerals.at(name).rates) CHECK(law.direction == "dissolution");
  for (const char* name : {"Nesquehonite", "Dypingite", "Hydromagnesite"}) {
    const MineralRecord& record = shipped().minerals.at(name);
    REQUIRE(!record.rates.empty());
    CHECK(record.rates[0].set == "any");
    CHECK(record.rates[0].direction == "both");
    CHECK(record.rates[0].provenance.status == "assumed");
    CHECK(mechanisms_of(record.rates[0].law)[0].low.value() <
          mechanisms_of(record.rates[0].law)[0].high.value());
    REQUIRE(record.crystals);
    CHECK(record.crystals->low.value() < record.crystals->surface);
    CHECK(record.crystals->surface < record.crystals->high.value());
  }
}

TEST_CASE("molar volumes stand with densities", "[unit]") {
  const std::pair<const char*, double> densities[] = {
      // kg/m3, of handbooks of mineralogy
      {"Brucite", 2370},    {"Nesquehonite", 1850}, {"Hydromagnesite", 2240},
      {"Dypingite", 2150},  {"Magnesite", 3010},    {"Calcite", 2710},
      {"Forsterite", 3220}, {"Lizardite", 2580},    {"Chrysotile", 2550}};
  for (const auto& [name, density] : densities) {
    const MineralRecord& record = shipped().minerals.at(name);
    INFO(name);
    CHECK(parse_formula(record.formula).molar_mass / record.molar_volume == Approx(density).epsilon(0.02));
  }
}

TEST_CASE("a later file replaces a record and adds others", "[unit]") {
  const Folder folder;
  folder.write("mine.toml", slaked_lime());
  folder.write("yours.toml", slaked_lime("Slaked-lime + 2 H+ = Ca+2 + 2 H2O", "log_k = 22.55"));
  const Database one = Database::read({"talus", "mine.toml"}, folder.path());
  const Database two = Database::read({"talus", "mine.toml", "yours.toml"}, folder.path());
  CHECK(one.minerals.size() == shipped().minerals.size() + 1);
  CHECK(one.minerals.at("Slaked-lime").constant.log_k == 22.80);
  CHECK(one.minerals.at("Slaked-lime").name == "Slaked-lime");
  CHECK(two.minerals.at("Slaked-lime").constant.log_k == 22.55);
  CHECK(one.minerals.at("Brucite").constant.log_k == shipped().minerals.at("Brucite").constant.log_k);
  CHECK(one.hash != shipped().hash);
  CHECK(one.hash != two.hash);
  CHECK(Database::read({"talus"}, "elsewhere").hash == shipped().hash);
}

TEST_CASE("a database file that is not there is a fault of files, not of input", "[unit]") {
  CHECK_THROWS_AS(Database::read({"talus", "missing.toml"}, "."), FileError);
}

TEST_CASE("wrong records are refused with place and reason", "[input]") {
  REQUIRE(complaint(slaked_lime()) == "no complaint");

  CHECK_THAT(complaint(slaked_lime("Slaked-lime + 2 H+ = Ca+2 + H2O")),
             Contains("mine.toml:3:") && Contains("minerals.Slaked-lime") &&
                 Contains("does not balance: H -2, O -1"));
  CHECK_THAT(complaint(slaked_lime("Slaked-lime + H+ = Ca+2 + 2 H2O")), Contains("charge +1"));
  CHECK_THAT(complaint(slaked_lime("Slaked-lime + 2 H+ = Ca+3 + 2 H2O")),
             Contains("unknown 'Ca+3'") && Contains("did you mean 'Ca+2'"));
  CHECK_THAT(complaint(slaked_lime("2 H+ = Ca+2 + 2 H2O")), Contains("must use one 'Slaked-lime'"));
  CHECK_THAT(complaint(slaked_lime("Slaked-lime + 2H+ = Ca+2 + 2 H2O")),
             Contains("write '2 H+' with a space"));
  CHECK_THAT(complaint(slaked_lime("Slaked-lime + 2 H+ = Ca+2 + 2 H2O", "")), Contains("has no log_k"));
  CHECK_THAT(complaint(slaked_lime("Slaked-lime + 2 H+ = Ca+2 + 2 H2O", "log_k = 22.8", "")),
             Contains("has no source"));
  CHECK_THAT(complaint(slaked_lime("Slaked-lime + 2 H+ = Ca+2 + 2 H2O", "log_k = 22.8\nanalytic = [23.1]")),
             Contains("gives 23.1 at 25 degC, log_k is 22.8"));
  CHECK_THAT(complaint(slaked_lime("Slaked-lime + 2 H+ = Ca+2 + 2 H2O",
                                   "log_k = 22.8\nanalytic = [22.8]\nenthalpy = \"-130 kJ/mol\"")),
             Contains("both an enthalpy and an analytic"));
  CHECK_THAT(
      complaint(slaked_lime() + "[[minerals.Slaked-lime.rates]]\nset = \"any\"\nlaw = \"transition state\"\n"
                                "direction = \"both\"\nsource = \"a\"\nstatus = \"assumed\"\n"
                                "mechanisms = [ { log_k = -7, activation_energy = \"50 kJ/mol\", catalysts = "
                                "{ \"H\" = 1 } } ]\n"),
      Contains("unknown catalyst 'H'"));
  CHECK_THAT(complaint("[aqueous.\"Qq+\"]\nactivity = { ion_size = \"4 angstrom\", source = \"a\", status = "
                       "\"derived\" }\n"),
             Contains("unknown element 'Qq'"));
  CHECK_THAT(complaint("[aqueous.\"Ni+2\"]\nactivity = { source = \"a\", status = \"derived\" }\n"),
             Contains("needs activity.ion_size"));
}

TEST_CASE("sites of an exchanger and what stands on them are records of their own", "[input]") {
  const auto on_clay = [](const std::string& site, const std::string& species, const std::string& reaction) {
    return "[exchange.\"" + site + "\"]\n[exchange." + species + "]\nreaction = \"" + reaction +
           "\"\nlog_k = 0.8\nsource = \"a book\"\nstatus = \"derived\"\n";
  };
  CHECK(complaint(on_clay("Clay-", "CaClay2", "Ca+2 + 2 Clay- = CaClay2")) == "no complaint");
  CHECK_THAT(complaint(on_clay("Clay-", "CaClay", "Ca+2 + Clay- = CaClay")), Contains("charge -1"));
  CHECK_THAT(complaint(on_clay("Clay-", "CaClay2", "Ca+2 + 2 Clya- = CaClay2")),
             Contains("unknown 'Clya-'") && Contains("did you mean 'Clay-'"));
  CHECK_THAT(complaint(on_clay("clay", "CaX2", "Ca+2 + 2 X- = CaX2")),
             Contains("neither a reaction nor a name that sites can have"));
  CHECK_THAT(complaint(on_clay("Sm-", "CaX2", "Ca+2 + 2 X- = CaX2")), Contains("that is no element"));
}

TEST_CASE("every fault of a record is reported at once", "[input]") {
  const std::string text = complaint(slaked_lime("Slaked-lime + 2 H+ = Ca+2 + H2O", "", ""));
  CHECK_THAT(text, Contains("has no log_k") && Contains("has no source") && Contains("does not balance"));
}

TEST_CASE("species that are made of each other are refused", "[input]") {
  const auto record = [](const std::string& name, const std::string& other) {
    return "[aqueous.\"" + name + "\"]\nreaction = \"" + other + " = " + name +
           "\"\nlog_k = 0\nsource = \"a\"\nstatus = \"assumed\"\n"
           "activity = { ion_size = \"4 angstrom\", source = \"a\", status = \"assumed\" }\n";
  };
  CHECK_THAT(complaint(record("MgCaOH+3", "CaMgOH+3") + record("CaMgOH+3", "MgCaOH+3")),
             Contains("leads back to itself"));
}
