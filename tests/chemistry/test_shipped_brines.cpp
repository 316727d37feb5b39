// The shipped database "talus brines": its parameters are those of pitzer.dat, salts dissolve as far as they were measured to,
// and what a file of ours can say that it needs.
#include <algorithm>
#include <map>
#include <set>

#include "chemistry/speciation/speciated_water.h"
#include "tests/catch.h"
#include "tests/chemistry/analyses.h"
#include "tests/chemistry/dat_files.h"
#include "tests/chemistry/reference_files.h"

using namespace talus;
using Catch::Matchers::Contains;

namespace {

const Database& brines() {
  static const Database database = Database::read({"talus", "talus brines"}, ".");
  return database;
}

/// Kind and species of a parameter, in our words.
std::string key_of(const InteractionRecord& record) {
  static const std::map<std::string, std::string> ours = {
      {"CO2", "CO2(aq)"}, {"H4SiO4", "SiO2(aq)"}, {"B(OH)3", "B(OH)3(aq)"}};
  std::set<std::string> names;
  for (const std::string& name : record.species) names.insert(ours.contains(name) ? ours.at(name) : name);
  std::string key = record.parameter;
  for (const std::string& name : names) key += " " + name;
  return key;
}

/// mol/kgw of `element` in a solution at equilibrium with `salt`, at a pH of 7 with the charge made up by `other`.
double solubility(const std::string& salt, const std::string& element, const std::string& other,
                  double temperature) {
  Speciator speciate(brines(), {.model = "Pitzer"});
  WaterAnalysis a = analysis(7, {});
  a.temperature = temperature + 273.15;
  a.equilibrium = {{element, {salt, 0}}};
  a.charge = other;
  for (const auto& [name, total] : speciate(a).total)
    if (name == element) return total;
  return NAN;
}

std::string complaint(const std::string& text) try {
  const DatFolder folder;
  folder.write("mine.toml", text);
  Database::read({"talus", "mine.toml"}, folder.path());
  return "no complaint";
} catch (const InputError& error) {
  return error.what();
}

const std::string sourced = "source = \"a\"\nstatus = \"assumed\"\n";

}  // namespace

TEST_CASE("the parameters of brines are those of pitzer.dat", "[unit]") {
  const auto path = databases_folder() / "pitzer.dat";
  if (!std::filesystem::exists(path)) {
    WARN("skipped: ../shared/databases/pitzer.dat is not here");
    return;
  }
  std::map<std::string, std::array<double, 6>> theirs;
  for (const InteractionRecord& record : Database::read({path.string()}, ".").pitzer)
    theirs[key_of(record)] = record.coefficients;
  std::map<std::string, std::array<double, 6>> ours;
  std::set<std::string> species;
  for (const InteractionRecord& record : brines().pitzer) {
    INFO(key_of(record));
    CHECK(ours.emplace(key_of(record), record.coefficients).second);
    species.insert(record.species.begin(), record.species.end());
    for (const std::string& name : record.species) CHECK(brines().aqueous.contains(name));
  }
  for (const auto& [key, coefficients] : ours) {
    INFO(key);
    CHECK(coefficients == (theirs.contains(key) ? theirs[key] : std::array<double, 6>{}));
  }
  // and none of theirs between species of ours is missing
  std::size_t compared = 0;
  for (const InteractionRecord& record : Database::read({path.string()}, ".").pitzer) {
    const std::string key = key_of(record);
    std::istringstream words(key);
    std::string name;
    words >> name;
    bool known = true;
    while (words >> name) known = known && species.contains(name);
    const bool zero = std::ranges::all_of(record.coefficients, [](double c) { return c == 0; });
    if (!known || zero) continue;
    INFO(key);
    CHECK(ours.contains(key));
    ++compared;
  }
  CHECK(compared > 150);
}

TEST_CASE("salts dissolve as far as was measured", "[benchmarks]") {
  // g in 100 g of water at 25 degC: CRC Handbook of Chemistry and Physics, aqueous solubility of inorganic compounds; the
  // gypsum of Marshall and Slusher (1966) J. Phys. Chem. 70:4015
  CHECK(solubility("Halite", "Na", "Cl", 25) == Approx(36.0 / 5.844).epsilon(0.02));
  CHECK(solubility("Sylvite", "K", "Cl", 25) == Approx(35.5 / 7.455).epsilon(0.02));
  CHECK(solubility("Mirabilite", "Na", "S", 25) / 2 == Approx(28.1 / 14.204).epsilon(0.02));
  CHECK(solubility("Epsomite", "Mg", "S", 25) == Approx(35.7 / 12.037).epsilon(0.02));
  CHECK(solubility("Bischofite", "Mg", "Cl", 25) == Approx(56.0 / 9.521).epsilon(0.02));
  CHECK(solubility("Gypsum", "Ca", "S", 25) == Approx(0.0152).epsilon(0.02));
  // Halite hardly follows the temperature, mirabilite does: 35.7 g at 0 degC, 9.1 g of Na2SO4 at 10 degC
  CHECK(solubility("Halite", "Na", "Cl", 0) == Approx(35.7 / 5.844).epsilon(0.02));
  CHECK(solubility("Mirabilite", "Na", "S", 10) / 2 == Approx(9.1 / 14.204).epsilon(0.03));
}

TEST_CASE("dilute waters are those of the shipped database", "[unit]") {
  WaterAnalysis a = analysis({}, {{"Mg", "1e-4"}, {"Ca", "5e-5"}, {"Na", "5e-5"}, {"Cl", "5e-5"}});
  a.charge = "pH";
  a.equilibrium = {{"C", {"CO2(g)", -3.4}}};
  Speciator with_pairs = shipped(), with_pitzer(brines(), {.model = "Pitzer"});
  CHECK(with_pitzer(a).pH == Approx(with_pairs(a).pH).margin(0.02));
  CHECK(index(with_pitzer(a), "Calcite") == Approx(index(with_pairs(a), "Calcite")).margin(0.02));
}

TEST_CASE("without ion pairs there is no model but Pitzer's", "[input]") {
  CHECK_THROWS_WITH(Speciator(brines(), {.model = "B-dot"}),
                    Contains("leaves out 16 species") && Contains("activity = \"Pitzer\""));
  CHECK_NOTHROW(Speciator(brines(), {.model = "database"}));
}

TEST_CASE("files of ours leave species out, bring parameters, and constants alone", "[input]") {
  CHECK_THAT(complaint("leave_out = [\"MgSO4(aq)\", \"MgHCO3\"]\n"),
             Contains("mine.toml:1:27") && Contains("'MgHCO3'") && Contains("did you mean 'MgHCO3+'?"));
  CHECK_THAT(complaint("leave_out = [\"Mg+2\"]\n"),
             Contains("no file before this one makes a species 'Mg+2'"));
  const auto line = [](const std::string& text) {
    return complaint("[[pitzer]]\n" + sourced + "parameters = [\"" + text + "\"]\n");
  };
  CHECK(line("B0 Na+ Cl- 0.0765") == "no complaint");
  CHECK_THAT(line("B3 Na+ Cl- 0.0765"), Contains("mine.toml:4:15") && Contains("is of no kind"));
  CHECK_THAT(line("PSI Na+ Cl- 0.0765"), Contains("needs 3 species"));
  CHECK_THAT(line("B0 Na+ Cl-"), Contains("has no number"));
  CHECK_THAT(line("B0 Na+ Cl- 0.0765x"), Contains("'0.0765x' where a number belongs"));
  CHECK_THAT(line("B0 Na+ Cl- 1 2 3 4 5 6 7"), Contains("more than six"));
  CHECK_THAT(complaint("[[pitzer]]\nparameters = [\"B0 Na+ Cl- 0.0765\"]\n"), Contains("source"));

  const MineralRecord &before = shipped_database().minerals.at("Halite"),
                      &after = brines().minerals.at("Halite");
  CHECK(after.constant.at(298.15) == Approx(1.5816).margin(1e-4));
  CHECK(after.reaction == before.reaction);
  CHECK(after.rates.size() == before.rates.size());
  CHECK(after.molar_volume == before.molar_volume);
  CHECK_THAT(complaint("[minerals.Halite]\nlog_k = 1.5\n"), Contains("minerals.Halite: has no source"));
}
