// Waters by their elements against PHREEQC 3.8.9, with its own files: log molality, log gamma, pH, saturation
// indices. References and databases stand where reference_files.h says; without them these tests say so and
// pass.
#include <cmath>
#include <map>

#include "chemistry/speciation/speciated_water.h"
#include "tests/chemistry/reference_files.h"

using namespace talus;

namespace {

using Row = std::map<std::string, double>;

/// The quantities of each "water, degC" of a reference.
std::map<std::pair<std::string, std::string>, Row> reference(const std::string& name) {
  std::map<std::pair<std::string, std::string>, Row> waters;
  for (const std::string& line : lines_of(reference_folder() / "phreeqc" / name / "results.csv")) {
    const auto cells = cut(line, ',');
    if (cells.size() == 5 && cells[0] != "water")
      waters[{cells[0], cells[1]}][cells[2]] = std::stod(cells[4]);
  }
  return waters;
}

bool has_database(const std::string& file) { return !lines_of(databases_folder() / file).empty(); }

Concentration per_water(double value) { return {value, "mol/kgw", "", 0, ""}; }

/// The waters of speciation_llnl and speciation_phreeqc, as their setup.md has them.
WaterAnalysis water_of_reference(const std::string& name, double celsius) {
  WaterAnalysis w;
  w.name = name;
  w.temperature = celsius + 273.15;
  const auto total = [&](const std::string& element, double value) {
    w.total.emplace_back(element, per_water(value));
  };
  w.charge = "pH";
  if (name == "W1") w.equilibrium = {{"C(4)", {"CO2(g)", -3.38}}};
  if (name == "W2") {
    total("Mg", 0.01);
    total("Cl", 0.02);
    total("Na", 0.02);
    total("C(4)", 0.02);
  }
  if (name == "W3") {
    w.charge.reset();
    w.pH = 8.22;
    total("Ca", 1.066e-2);
    total("Mg", 5.507e-2);
    total("Na", 4.854e-1);
    total("K", 1.058e-2);
    total("Cl", 5.657e-1);
    total("S(6)", 2.926e-2);
    total("Alkalinity", 2.406e-3);
    total("Si", 7.382e-5);
  }
  if (name == "W4") {
    total("Na", 0.1);
    total("Cl", 0.1);
    w.equilibrium = {{"C(4)", {"CO2(g)", -1}}};
  }
  if (name == "W5") {
    w.pH = 9.3;
    w.charge = "Cl";
    total("Mg", 5e-3);
    total("Si", 1e-4);
    total("Na", 1e-3);
    total("S(6)", 5e-4);
    total("Alkalinity", 8e-3);
  }
  if (name == "W6") w.equilibrium = {{"Mg", {"Brucite", 0}}};
  return w;
}

/// The largest differences of a water from its reference, by kind of quantity.
struct Differences {
  std::map<std::string, std::pair<double, std::string>> worst;
  std::size_t compared = 0;

  void note(const std::string& kind, double difference, const std::string& what) {
    ++compared;
    auto& [size, where] = worst[kind];
    if (!(std::abs(difference) <= size)) {
      size = std::abs(difference);
      where = what;
    }
  }
};

/// The name of the database's species for one of the reference.
void compare(const SpeciatedWater& own, const Row& row, const std::string& name, Differences& d) {
  std::map<std::string, const SpeciesResult*> species;
  for (const SpeciesResult& s : own.species) species[s.name] = &s;
  std::map<std::string, double> indices;
  for (const PhaseResult& p : own.phases) indices[p.name] = p.saturation_index;
  for (const auto& [quantity, value] : row) {
    const std::size_t colon = quantity.find(':');
    const std::string kind = quantity.substr(0, colon);
    const std::string of = colon == std::string::npos ? "" : quantity.substr(colon + 1);
    const std::string what = name + " " + quantity;
    if (kind == "pH") d.note("pH", own.pH - value, what);
    if (kind == "ionic_strength") d.note("I", own.ionic_strength / value - 1, what);
    if (kind == "water_activity") d.note("a_w", own.water_activity - value, what);
    if (kind == "osmotic_coefficient") d.note("phi", own.osmotic_coefficient.value() - value, what);
    if (kind == "total_alkalinity") d.note("alkalinity", own.alkalinity - value, what);
    if (kind == "charge_balance") d.note("charge", own.charge - value, what);
    if (kind == "SI") d.note("SI", indices.contains(of) ? indices[of] - value : NAN, what);
    if (kind != "molality" && kind != "log10_gamma") continue;
    if (!species.contains(of))
      d.note(kind, NAN, what);
    else if (kind == "molality")
      d.note("log m", std::log10(species[of]->molality / value), what);
    else
      d.note("log gamma", species[of]->log_gamma - value, what);
  }
}

void check_all(const Differences& d, double most) {
  for (const auto& [kind, worst] : d.worst) {
    CAPTURE(kind, worst.second);
    std::printf("  %-10s %.2e  %s\n", kind.c_str(), worst.first, worst.second.c_str());
    CHECK(worst.first <= most);
  }
}

}  // namespace

TEST_CASE("waters of llnl.dat are those of PHREEQC, 5 to 40 degC", "[benchmarks]") {
  const auto waters = reference("speciation_llnl");
  if (waters.empty() || !has_database("llnl.dat")) return;
  const Database database = Database::read({"llnl.dat"}, databases_folder().string());
  Speciator speciate(database, {.model = "database"});
  CHECK(speciate.activity_model() == "B-dot");
  Differences d;
  for (const auto& [key, row] : waters)
    compare(speciate(water_of_reference(key.first, std::stod(key.second))), row, key.first + " " + key.second,
            d);
  CHECK(d.compared > 250);
  check_all(d, 1e-5);
}

TEST_CASE("waters of phreeqc.dat are those of PHREEQC", "[benchmarks]") {
  const auto waters = reference("speciation_phreeqc");
  if (waters.empty() || !has_database("phreeqc.dat")) return;
  Database database = Database::read({"phreeqc.dat"}, databases_folder().string());
  // the reference defines brucite in its input
  MineralRecord brucite;
  brucite.name = "Brucite";
  brucite.formula = "Mg(OH)2";
  brucite.reaction = "Brucite + 2 H+ = Mg+2 + 2 H2O";
  brucite.constant.log_k = 17.1;
  database.minerals["Brucite"] = brucite;
  Speciator speciate(database, {.model = "database"});
  CHECK(speciate.activity_model() == "WATEQ");
  Differences d;
  for (const auto& [key, row] : waters) {
    // PHREEQC makes a pressure of "CO2(g) -1" here and takes Peng and Robinson's fugacity (factor 0.99945);
    // the totals that came of it are given instead
    WaterAnalysis w = water_of_reference(key.first, 25);
    if (row.contains("total:C(4)") && !w.equilibrium.empty()) {
      w.equilibrium.clear();
      w.total.emplace_back("C(4)", per_water(row.at("total:C(4)")));
    }
    compare(speciate(w), row, key.first, d);
  }
  CHECK(d.compared > 70);
  check_all(d, 1e-5);
}

TEST_CASE("brines of pitzer.dat are those of PHREEQC, on MacInnes's scale", "[benchmarks]") {
  const auto waters = reference("pitzer_brines");
  if (waters.empty() || !has_database("pitzer.dat")) return;
  const Database database = Database::read({"pitzer.dat"}, databases_folder().string());
  Speciator speciate(database, {.model = "database"});
  CHECK(speciate.activity_model() == "Pitzer");
  Differences d;
  for (const auto& [key, row] : waters) {
    WaterAnalysis w;
    for (const char* element : {"Na", "Mg", "Cl", "S(6)", "C(4)", "Ca"})
      if (const auto found = row.find(std::string("total:") + element); found != row.end())
        w.total.emplace_back(element, per_water(found->second));
    w.charge = "pH";
    compare(speciate(w), row, key.first, d);
  }
  CHECK(d.compared > 150);
  check_all(d, 1e-4);
}
