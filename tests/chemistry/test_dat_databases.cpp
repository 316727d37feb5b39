// The databases that PHREEQC 3.8 comes with, and Thermoddem: they stand in TALUS_DATABASES, or beside the
// project; without them, these tests say so and pass. Counts were made by another program that knows only
// lines (names of distinct records); constants were computed by hand from the coefficients in the files.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "chemistry/database/phreeqc/into_database.h"
#include "chemistry/rates/words.h"
#include "tests/catch.h"
#include "tests/chemistry/dat_files.h"

using namespace talus;
using Catch::Matchers::Contains;

namespace {

/// The folder of the databases; empty when it is not there.
std::filesystem::path folder() {
  const char* chosen = std::getenv("TALUS_DATABASES");
  const char* root = std::getenv("TALUS_ROOT");
  std::filesystem::path found =
      chosen != nullptr ? std::filesystem::path(chosen)
                        : std::filesystem::path(root != nullptr ? root : ".") / ".." / "shared" / "databases";
  if (std::filesystem::exists(found / "llnl.dat")) return found;
  WARN("skipped: no databases in " << found.string());
  return {};
}

Database read(const std::filesystem::path& from, const std::string& file) {
  return Database::read({file}, from.string());
}

std::size_t count(const Database& database, const std::string& what) {
  for (const auto& [kind, number] : database.readings.back().records)
    if (kind == what) return number;
  return 0;
}

double log_k(const Database& database, const std::string& mineral, double celsius) {
  return database.minerals.at(mineral).constant.at(celsius + 273.15);
}

/// Compares the shipped law of a mineral with PHREEQC's rate; whether there is one to compare. PHREEQC's file
/// rounds energies to 0.1 kJ/mol (0.009 in log10), and the powers of forsterite, 0.44 and 0.22, to 0.4
/// and 0.2.
bool agrees_with_shipped(const std::string& mineral, const std::string& set, const FarFromEquilibrium& water,
                         double log_rate) {
  static const Database shipped = Database::read({"talus"}, ".");
  if (mineral == "Forsterite" && set == "HERMANSKA") return false;
  for (const RateRecord& record : shipped.minerals.at(mineral).rates) {
    const bool chosen = record.set == (set == "PK" ? "Palandri-Kharaka" : "Hermanska") || record.set == "any";
    if (!chosen || record.direction == "precipitation") continue;
    CHECK(std::log10(rate_in(water, record.law).value()) == Approx(log_rate).margin(0.01));
    return true;
  }
  return false;
}

struct Expected {
  const char* file;
  std::size_t components, species, minerals, gases, out_of_balance;
};

}  // namespace

TEST_CASE("every record of the databases in use is read, or noted", "[unit]") {
  const auto from = folder();
  if (from.empty()) return;
  const Expected all[] = {{"Kinec_v3_4.dat", 36, 279, 405, 15, 0},
                          {"Thermoddem_V1.10.dat", 84, 945, 737, 23, 0},
                          {"core10.dat", 30, 196, 375, 15, 0},
                          {"llnl.dat", 86, 1240, 1122, 93, 0},
                          {"minteq.v4.dat", 74, 1257 - 10, 553, 15, 10},
                          {"phreeqc.dat", 30, 203, 64, 13, 0},
                          {"phreeqc_rates.dat", 30, 203, 159 - 10, 13, 0},  // ten phases without log K
                          {"pitzer.dat", 22, 15, 64, 7, 0},
                          {"sit.dat", 68, 1457, 911, 13, 0},
                          {"wateq4f.dat", 35, 325 - 8, 311, 8, 8}};
  for (const Expected& expected : all) {
    INFO(expected.file);
    const Database d = read(from, expected.file);
    CHECK(count(d, "components") == expected.components);
    CHECK(count(d, "dissolved species") == expected.species);
    CHECK(count(d, "minerals") == expected.minerals);
    CHECK(count(d, "gases") == expected.gases);
    CHECK(d.gases.size() == expected.gases);
    CHECK(d.minerals.size() == expected.minerals + expected.gases);
    CHECK(notes_of(d, FileNote::out_of_balance).size() == expected.out_of_balance);
    for (const auto& [name, record] : d.aqueous)
      CHECK((record.reaction.empty() || std::isfinite(record.constant.at(298.15))));
    for (const auto& [name, record] : d.minerals) CHECK(std::isfinite(record.constant.at(298.15)));
  }
}

TEST_CASE("what is out of balance in the databases in use are the polysulfides that -no_check lets through",
          "[unit]") {
  const auto from = folder();
  if (from.empty()) return;
  for (const char* file : {"minteq.v4.dat", "wateq4f.dat"})
    for (const std::string& note : notes_of(read(from, file), FileNote::out_of_balance)) {
      INFO(file);
      CHECK_THAT(note, Contains("S +") && Contains("(-no_check)"));
    }
  CHECK(notes_of(read(from, "wateq4f.dat"), FileNote::out_of_balance).front() ==
        "1422 S2-2: S +1 (-no_check) in HS- = S2-2 + H+");
}

TEST_CASE("constants of the databases in use, by hand at 25 and 60 degC", "[unit]") {
  const auto from = folder();
  if (from.empty()) return;
  struct Spot {
    const char* file;
    const char* mineral;
    double at_25, at_60;
  };
  const Spot spots[] = {{"llnl.dat", "Brucite", 16.28327, 14.25914},
                        {"llnl.dat", "Nesquehonite", 5.28872, 4.71555},
                        {"llnl.dat", "Chrysotile", 31.03067, 26.98862},
                        {"Kinec_v3_4.dat", "Calcite", 1.82468, 1.32027},
                        {"core10.dat", "Nesquehonite", 5.28872, 4.71555},
                        {"Thermoddem_V1.10.dat", "Brucite", 17.11204, 15.02188},
                        {"minteq.v4.dat", "Brucite", 16.844, 14.74593},
                        {"minteq.v4.dat", "Nesquehonite", -4.67, -5.11579},
                        {"phreeqc.dat", "Calcite", -8.44793, -8.80283},
                        {"pitzer.dat", "Brucite", -10.88, -10.50652},
                        {"sit.dat", "Brucite", 17.1, 14.99885},
                        {"wateq4f.dat", "Brucite", 16.84, 14.75315},
                        {"wateq4f.dat", "Nesquehonite", -5.621, -6.06679},
                        {"wateq4f.dat", "Calcite", -8.47983, -8.75883}};
  for (const Spot& spot : spots) {
    INFO(spot.file << " " << spot.mineral);
    const Database d = read(from, spot.file);
    CHECK(log_k(d, spot.mineral, 25) == Approx(spot.at_25).margin(1e-5));
    CHECK(log_k(d, spot.mineral, 60) == Approx(spot.at_60).margin(1e-5));
  }
}

TEST_CASE("traps of the databases in use are pointed out, or do not catch", "[unit]") {
  const auto from = folder();
  if (from.empty()) return;
  const Database llnl = read(from, "llnl.dat");
  CHECK_THAT(notes_of(llnl, FileNote::disagreement),
             Catch::VectorContains(std::string(
                 "14235 Nesquehonite: log_k 4.9955, analytic expression at 25 degC 5.2887, which holds")));
  CHECK(llnl.gases.at("HF(g)").constant.log_k != llnl.gases.at("Hf(g)").constant.log_k);
  // with a named expression: both analytic, by hand
  CHECK(llnl.aqueous.at("S2O6-2").constant.at(298.15) == Approx(-1.13052).margin(1e-5));
  CHECK(llnl.aqueous.at("S2O6-2").constant.at(333.15) == Approx(0.09852).margin(1e-5));

  const Database rates = read(from, "phreeqc_rates.dat");
  const auto doubts = notes_of(rates, FileNote::doubtful);
  CHECK_THAT(doubts.front(), Contains("2532 RATE_PARAMETERS_PK of Fayalite"));
  for (const Mechanism& mechanism : mechanisms_of(rates.minerals.at("Forsterite").rates[1].law)) {
    REQUIRE(mechanism.catalysts.powers.size() == 1);
    CHECK(mechanism.catalysts.powers[0].first == "H+");  // also the one that the file heads OH-
  }
  CHECK(mechanisms_of(rates.minerals.at("Forsterite").rates[1].law)[1].catalysts.powers[0].second == 0.2);
  CHECK(rates.minerals.at("Chrysotile").constant.provenance.source.ends_with("line 2030"));  // not line 1126
}

TEST_CASE("parameters of models come with the files that have them", "[unit]") {
  const auto from = folder();
  if (from.empty()) return;
  const Database pitzer = read(from, "pitzer.dat");
  CHECK(pitzer.pitzer.size() == 268);
  const auto salt = [](const InteractionRecord& r) {
    return r.parameter == "B0" && r.species == std::vector<std::string>{"Cl-", "Na+"};
  };
  const auto found = std::ranges::find_if(pitzer.pitzer, salt);
  REQUIRE(found != pitzer.pitzer.end());
  CHECK(found->coefficients == std::array<double, 6>{7.534e-2, 9598.4, 35.48, -5.8731e-2, 1.798e-5, -5e5});
  const Database sit = read(from, "sit.dat");
  CHECK(sit.sit.size() == 606);
  CHECK(sit.elements.at("Alkalinity").formula == "Ca0.5(CO3)0.5");
  for (const char* file : {"llnl.dat", "Thermoddem_V1.10.dat", "core10.dat", "Kinec_v3_4.dat"})
    CHECK(read(from, file).aqueous_model->temperatures.size() == 8);
  CHECK_FALSE(pitzer.aqueous_model);
  for (const char* file : {"llnl.dat", "phreeqc.dat", "wateq4f.dat"})
    CHECK(read(from, file).exchange.size() == 17);
}

TEST_CASE("the databases in use lie over the shipped one", "[unit]") {
  const auto from = folder();
  if (from.empty()) return;
  const Database d = Database::read({"talus", "llnl.dat", "Thermoddem_V1.10.dat"}, from.string());
  CHECK(log_k(d, "Brucite", 25) == Approx(17.11204).margin(1e-5));
  CHECK(d.gases.at("CO2(g)").diffusivity > 0);
  CHECK(d.aqueous.contains("CO2(aq)"));
  CHECK_FALSE(d.aqueous.contains("CO2"));
}

TEST_CASE("rate parameters give the rates that PHREEQC gives", "[benchmarks]") {
  const auto from = folder();
  if (from.empty()) return;
  const char* chosen = std::getenv("TALUS_REFERENCE");
  const std::filesystem::path reference = chosen != nullptr ? chosen : from / ".." / "reference";
  std::ifstream table(reference / "phreeqc/kinetics_rates/rates.csv");
  if (!table) {
    WARN("skipped: no rates of PHREEQC in " << reference.string());
    return;
  }
  const Database d = read(from, "phreeqc_rates.dat");
  std::string line;
  std::getline(table, line);
  REQUIRE(line.starts_with("source,mineral,T_degC,pH,fCO2_atm,rate_mol_m2_s,log10_rate"));
  int compared = 0, shipped = 0;
  while (std::getline(table, line)) {
    std::istringstream cells(line);
    std::vector<std::string> cell(7);
    for (std::string& word : cell) std::getline(cells, word, ',');
    const std::string set = cell[0].starts_with("Palandri") ? "PK" : "HERMANSKA";
    const auto same = [&](const RateParameterRecord& p) {
      return p.set == set && phreeqc::small(p.mineral) == phreeqc::small(cell[1]);
    };
    const auto parameters = std::ranges::find_if(d.rate_parameters, same);
    INFO(line);
    REQUIRE(parameters != d.rate_parameters.end());
    const FarFromEquilibrium water{
        .pH = std::stod(cell[3]), .temperature = std::stod(cell[2]) + 273.15, .co2 = std::stod(cell[4])};
    CHECK(rate_in(water, phreeqc::rate_of(*parameters).law.law).value() ==
          Approx(std::stod(cell[5])).epsilon(1e-6));
    shipped += agrees_with_shipped(cell[1], set, water, std::stod(cell[6]));
    ++compared;
  }
  CHECK(compared == 72);
  CHECK(shipped == 68);  // all but those of forsterite in the set of Hermanska
}
