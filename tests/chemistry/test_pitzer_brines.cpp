// Brines to 12 mol/kgw against PHREEQC 3.8.9 with pitzer.dat, where both files are at hand.
#include <cmath>
#include <map>
#include <numbers>
#include <optional>

#include "chemistry/speciation/recipe.h"
#include "chemistry/speciation/speciation.h"
#include "tests/catch.h"
#include "tests/chemistry/brines.h"
#include "tests/chemistry/reference_files.h"
#include "tests/chemistry/small_systems.h"

using namespace talus;

namespace {

constexpr double phreeqc_a = 0.51002478941;  // A of PHREEQC 3.8.9 at 25 degC and 1 atm, (kgw/mol)^0.5
constexpr double phreeqc_a_phi = phreeqc_a * std::numbers::ln10 / 3;

std::optional<PitzerKind> kind_of(const std::string& word) {
  using enum PitzerKind;
  static const std::map<std::string, PitzerKind> kinds = {
      {"-B0", b0},       {"-B1", b1},         {"-B2", b2},        {"-C0", c0},
      {"-THETA", theta}, {"-LAMBDA", lambda}, {"-LAMDA", lambda}, {"-PSI", psi},
      {"-ZETA", zeta},   {"-ETA", eta},       {"-MU", mu},        {"-ALPHAS", alphas}};
  const auto found = kinds.find(word);
  return found == kinds.end() ? std::nullopt : std::optional(found->second);
}

/// The PITZER block of a PHREEQC file, as far as this test needs it; the program has its own reader.
std::vector<PitzerParameter> pitzer_block(const std::vector<std::string>& lines) {
  std::vector<PitzerParameter> parameters;
  bool inside = false;
  std::optional<PitzerKind> kind;
  for (const std::string& line : lines) {
    std::istringstream words(line.substr(0, line.find('#')));
    PitzerParameter p = {};
    if (!(words >> p.species[0])) continue;
    if (!inside) {
      inside = p.species[0] == "PITZER";
      continue;
    }
    if (const auto next = kind_of(p.species[0])) {
      kind = next;
      continue;
    }
    if (!kind || p.species[0].find_first_of("_") != std::string::npos) break;
    p.kind = *kind;
    using enum PitzerKind;
    words >> p.species[1];
    if (p.kind == psi || p.kind == zeta || p.kind == eta || p.kind == mu) words >> p.species[2];
    for (double& a : p.coefficients) words >> a;
    parameters.push_back(p);
  }
  return parameters;
}

double charge_of(const std::string& name) {
  const std::size_t sign = name.find_last_of("+-");
  if (sign == std::string::npos) return 0;
  const double size = sign + 1 == name.size() ? 1 : std::stod(name.substr(sign + 1));
  return name[sign] == '+' ? size : -size;
}

/// A water of the reference.
struct Brine {
  std::vector<Solute> solutes;
  std::vector<double> molality;
  std::vector<double> log_gamma;
  std::map<std::string, double> total;  ///< by PHREEQC's names of elements
  double water_activity = 0, osmotic = 0, pH = 0, strength = 0;
};

std::map<std::string, Brine> brines() {
  std::map<std::string, Brine> all;
  for (const std::string& line : lines_of(reference_folder() / "phreeqc/pitzer_brines/results.csv")) {
    const std::vector<std::string> cells = cut(line, ',');
    if (cells[0] == "water") continue;
    Brine& brine = all[cells[0]];
    const std::vector<std::string> quantity = cut(cells[2], ':');
    const double value = std::stod(cells[4]);
    if (quantity[0] == "molality") {
      brine.solutes.push_back({quantity[1], charge_of(quantity[1])});
      brine.molality.push_back(value);
    }
    if (quantity[0] == "log10_gamma") brine.log_gamma.push_back(value);
    if (quantity[0] == "total") brine.total[quantity[1]] = value;
    if (quantity[0] == "pH") brine.pH = value;
    if (quantity[0] == "ionic_strength") brine.strength = value;
    if (quantity[0] == "water_activity") brine.water_activity = value;
    if (quantity[0] == "osmotic_coefficient") brine.osmotic = value;
  }
  return all;
}

/// The name that the shipped database has for a species of PHREEQC.
std::string shipped_name(const std::string& name) {
  return name == "CO2" || name == "MgCO3" ? name + "(aq)" : name;
}

/// The largest differences of log10 gamma and of a_w.
struct Difference {
  double log_gamma = 0, water = 0, osmotic = 0;
};

Difference compare(const Brine& brine, const std::vector<PitzerParameter>& parameters, double a_phi) {
  const PitzerTerms terms = pitzer_terms(parameters, brine.solutes, room, {.macinnes = true, .a_phi = a_phi});
  const PitzerWork<double> w = pitzer(terms, brine.molality);
  Difference d;
  for (std::size_t i = 0; i < brine.log_gamma.size(); ++i)
    d.log_gamma =
        std::max(d.log_gamma, std::abs(w.activities.ln_gamma[i] / std::numbers::ln10 - brine.log_gamma[i]));
  d.water = std::abs(std::exp(w.activities.ln_water_activity) - brine.water_activity);
  d.osmotic =
      std::abs(osmotic_coefficient(w.activities, std::span<const double>(brine.molality)) - brine.osmotic);
  return d;
}

}  // namespace

TEST_CASE("brines have PHREEQC's activity coefficients and water activity", "[benchmarks]") {
  const std::vector<PitzerParameter> parameters = pitzer_block(lines_of(databases_folder() / "pitzer.dat"));
  const std::map<std::string, Brine> all = brines();
  if (parameters.empty() || all.empty()) return;
  CHECK(parameters.size() == 268);
  CHECK(all.size() == 5);
  for (const auto& [name, brine] : all) {
    CAPTURE(name);
    const Difference theirs = compare(brine, parameters, phreeqc_a_phi);
    CHECK(theirs.log_gamma < 1e-8);
    CHECK(theirs.water < 1e-9);
    CHECK(theirs.osmotic < 1e-8);
    const Difference ours = compare(brine, parameters, 0);
    CHECK(ours.log_gamma < 1e-4);  // what is left is A, which is greater by 3e-5 of itself in PHREEQC
    CHECK(ours.water < 1e-5);
  }
}

TEST_CASE("brines are found from their totals, as in PHREEQC", "[benchmarks]") {
  std::vector<PitzerParameter> parameters = pitzer_block(lines_of(databases_folder() / "pitzer.dat"));
  const std::map<std::string, Brine> all = brines();
  if (parameters.empty() || all.empty()) return;
  for (PitzerParameter& p : parameters)
    for (std::string& name : p.species) name = shipped_name(name);
  SystemChoice choice = water_of({"H+", "HCO3-", "Mg+2", "Na+", "Cl-", "SO4-2"}, "Pitzer");
  choice.leave_out = {"MgHCO3+", "MgSO4(aq)", "MgCl+",    "NaHCO3(aq)",
                      "NaCO3-",  "NaCl(aq)",  "NaOH(aq)", "NaSO4-"};
  choice.interactions = {parameters, {.macinnes = true, .a_phi = phreeqc_a_phi}, {}};
  const Database database =
      Database::read({"talus", "phreeqc_pitzer.toml"}, project_root() + "/tests/chemistry/data");
  const ChemicalSystem system(database, choice);
  REQUIRE(system.species.size() == 12);
  const Constants at = system.at(room);
  for (const auto& [name, brine] : all) {
    CAPTURE(name);
    WaterRecipe recipe;
    recipe.total = {{"Mg+2", brine.total.at("Mg")},
                    {"Na+", brine.total.at("Na")},
                    {"SO4-2", brine.total.at("S(6)")},
                    {"HCO3-", brine.total.at("C(4)")},
                    {"Cl-", brine.total.at("Cl")}};
    recipe.balance = "H+";
    const Water water = solve_water(system, at, recipe);
    CHECK(std::abs(water.pH - brine.pH) < 1e-5);
    CHECK(std::abs(water.water_activity - brine.water_activity) < 1e-7);
    CHECK(water.ionic_strength == Approx(brine.strength).epsilon(1e-7));
    Solution<double> s(system);
    REQUIRE(speciate(system, at, std::span<const double>(water.ln_molality), s));
    for (std::size_t i = 0; i < brine.molality.size(); ++i) {
      CAPTURE(brine.solutes[i].name);
      const std::size_t own = species_number(system, shipped_name(brine.solutes[i].name));
      CHECK(std::abs(std::log10(s.molality[own] / brine.molality[i])) < 1e-5);
      CHECK(std::abs(s.ln_gamma[own] / std::numbers::ln10 - brine.log_gamma[i]) < 1e-6);
    }
  }
}
