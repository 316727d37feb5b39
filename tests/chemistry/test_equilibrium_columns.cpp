// Columns of PHREEQC 3.8.9 by its own scheme of transport: water moves on by one cell, neighbours mix, and
// every cell comes to equilibrium. Exchange (PHREEQC's example 11) and brucite that turns into nesquehonite,
// where the reference and phreeqc.dat are at hand; a small column always.
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <map>
#include <optional>

#include "chemistry/equilibrium/equilibrium.h"
#include "tests/chemistry/reference_files.h"
#include "tests/chemistry/small_systems.h"
#include "tests/chemistry/vessels.h"

using namespace talus;

namespace {

/// A column of cells, each a batch whose water moves and whose phases and exchangers stay.
class Column {
 public:
  Column(const EquilibriumModel& model, const EquilibriumConstants& at, std::size_t cells, const Batch& start)
      : model_(model), at_(at), batches_(cells, start), answers_(cells) {
    react();
  }

  /// One shift: `feed` (mol) enters the first cell, then `steps` times neighbours mix by `factor`. Returns
  /// what leaves the last cell, mol.
  std::vector<double> shift(const std::vector<double>& feed, int steps, double factor) {
    std::vector<std::vector<double>> water;
    for (const Equilibrium& e : answers_) water.push_back(e.dissolved);
    std::vector<double> out = water.back();
    water.insert(water.begin(), feed);
    water.pop_back();
    place(water);
    react();
    for (int step = 0; step < steps; ++step) {
      for (std::size_t i = 0; i < water.size(); ++i) water[i] = mixed(i, factor);
      place(water);
      react();
    }
    return out;
  }

  const Equilibrium& operator[](std::size_t cell) const { return answers_[cell]; }
  int iterations() const { return iterations_; }
  double worst_balance() const { return worst_; }

 private:
  std::vector<double> mixed(std::size_t i, double factor) const {
    std::vector<double> sum = answers_[i].dissolved;
    const auto from = [&](std::size_t other) {
      for (std::size_t j = 0; j < sum.size(); ++j)
        sum[j] += factor * (answers_[other].dissolved[j] - answers_[i].dissolved[j]);
    };
    if (i > 0) from(i - 1);
    if (i + 1 < answers_.size()) from(i + 1);
    return sum;
  }

  void place(const std::vector<std::vector<double>>& water) {
    for (std::size_t i = 0; i < batches_.size(); ++i) {
      const Equilibrium& e = answers_[i];
      for (std::size_t j = 0; j < water[i].size(); ++j)  // exchangers keep what they hold
        batches_[i].total[j] = water[i][j] + (e.total[j] - e.dissolved[j]);
      for (std::size_t p = 0; p < e.amount.size(); ++p) batches_[i].phases[p].amount = e.amount[p];
    }
  }

  void react() {
    for (std::size_t i = 0; i < batches_.size(); ++i) {
      Equilibrium e = equilibrate(model_, at_, batches_[i], &answers_[i]);
      INFO("cell " << i << ": " << e.failure);
      REQUIRE(e.found);
      iterations_ += e.iterations;
      worst_ = std::max(worst_, e.balance_error);
      answers_[i] = std::move(e);
    }
  }

  const EquilibriumModel& model_;
  const EquilibriumConstants& at_;
  std::vector<Batch> batches_;
  std::vector<Equilibrium> answers_;
  int iterations_ = 0;
  double worst_ = 0;
};

using Row = std::map<std::string, double>;

std::vector<Row> table(const std::string& name) {
  std::vector<Row> rows;
  std::vector<std::string> header;
  for (std::string line : lines_of(reference_folder() / "phreeqc" / name)) {
    if (line.ends_with('\r')) line.pop_back();
    const std::vector<std::string> cells = cut(line, ',');
    if (header.empty()) {
      header = cells;
      continue;
    }
    Row& row = rows.emplace_back();
    for (std::size_t k = 0; k < cells.size(); ++k) row[header[k]] = std::stod(cells[k]);
  }
  return rows;
}

/// phreeqc.dat with definitions after it, or nothing where there is no such file.
std::optional<Database> phreeqc_database(const std::string& definitions) {
  const std::filesystem::path file = databases_folder() / "phreeqc.dat";
  if (!std::filesystem::exists(file)) {
    WARN("skipped: there is no " << file.string());
    return std::nullopt;
  }
  const DatFolder folder;
  folder.write("mine.dat", "# what the input defines\n" + definitions);
  return Database::read({std::filesystem::absolute(file).string(), "mine.dat"}, folder.path());
}

SystemChoice water_as_phreeqc(const std::vector<std::string>& components) {
  SystemChoice choice;
  choice.components = components;
  choice.activity = "WATEQ";
  choice.water_activity = "Garrels-Christ";
  return choice;
}

/// A and B of Debye and Huckel as PHREEQC 3.8.9 has them at 25 degC and 1 atm, in place of those that its
/// databases bring: they differ by the density of water, some 3e-6 of themselves.
void take_phreeqc_constants(const Database& database, EquilibriumConstants& at) {
  constexpr double a = 0.51002478941, b = 0.32849063398e10;
  const DebyeHuckel own = activity_constants(database, "WATEQ", room).water;
  const auto change = [&](std::vector<ActivityTerms>& terms) {
    for (ActivityTerms& t : terms) {
      t.alpha *= a / own.a;
      if (t.beta == 1) t.delta *= a / own.a;  // Davies
      if (t.beta != 1) t.beta *= b / own.b;
    }
  };
  change(at.water.activity);
  for (ExchangeConstants& e : at.exchange) change(e.activity);
}

/// The largest difference of a quantity from the reference, relative to the largest value of the reference.
class Differences {
 public:
  void note(const std::string& what, double value, double reference) {
    largest_[what] = std::max(largest_[what], std::abs(value - reference));
    scale_[what] = std::max(scale_[what], std::abs(reference));
  }
  double operator()(const std::string& what) const {
    return largest_.at(what) > 0 ? largest_.at(what) / scale_.at(what) : 0;
  }
  double largest() const {
    double all = 0;
    for (const auto& [what, difference] : largest_) all = std::max(all, (*this)(what));
    return all;
  }
  void print(const char* title) const {
    std::printf("%s:", title);
    for (const auto& [what, difference] : largest_) std::printf(" %s %.1e", what.c_str(), (*this)(what));
    std::printf("\n");
  }

 private:
  std::map<std::string, double> largest_, scale_;
};

}  // namespace

TEST_CASE("exchange in a column: example 11 of PHREEQC", "[benchmarks]") {
  const bool dispersion = GENERATE(true, false);
  const std::vector<Row> rows =
      table(dispersion ? "exchange_ex11/effluent_transport.csv" : "exchange_ex11/effluent_advection.csv");
  const auto database = phreeqc_database("");
  if (rows.empty() || !database) return;
  const ChemicalSystem system(*database, water_as_phreeqc({"H+", "Na+", "K+", "Ca+2", "Cl-", "NO3-"}));
  EquilibriumModel model{&system};
  model.exchangers = {exchanger(*database, system, "X")};
  const EquilibriumConstants at = constants_of(model, room);
  const Water first = solve_water(
      system, at.water, {.total = {{"Na+", 1e-3}, {"K+", 2e-4}, {"NO3-", 1.2e-3}}, .balance = "H+"});
  const Water feed =
      solve_water(system, at.water, {.total = {{"Ca+2", 6e-4}, {"Cl-", 1.2e-3}}, .balance = "H+"});
  Batch start{.total = totals_of(first, 1)};
  start.sites = {ExchangeCapacity{.per_water = 1.1e-3}.sites(0, 1)};
  const std::vector<double> held = exchanged_totals(model, at, first.ln_molality, start.sites);
  for (std::size_t j = 0; j < held.size(); ++j) start.total[j] += held[j];

  Column column(model, at, 40, start);
  const std::map<std::string, std::size_t> columns = {
      {"total_Na_molal", 1}, {"total_K_molal", 2}, {"total_Ca_molal", 3}, {"total_Cl_molal", 4}};
  Differences differences;
  int shift = 0;
  for (const Row& row : rows) {
    for (; shift < static_cast<int>(row.at("shift")); ++shift)
      column.shift(totals_of(feed, 1), dispersion ? 4 : 0, 1.05 / 4);
    const Equilibrium& last = column[39];
    for (const auto& [name, j] : columns)
      differences.note(name, last.dissolved[j] / last.water, row.at(name));
    if (!dispersion) continue;
    differences.note("pH", last.pH, row.at("pH"));
    for (std::size_t i = 0; i < model.exchangers[0].species.size(); ++i) {
      const std::string& name = model.exchangers[0].species[i].name;
      if (row.contains("m_" + name + "_mol_kgw"))
        differences.note(name, last.exchanged[0][i], row.at("m_" + name + "_mol_kgw"));
    }
  }
  differences.print(dispersion ? "example 11, dispersion" : "example 11, advection");
  CHECK(shift == 100);
  CHECK(column.worst_balance() < 1e-12);
  // what is left: PHREEQC converges to 1e-8 of a balance; the table without dispersion has five digits
  CHECK(differences.largest() < (dispersion ? 2e-7 : 5e-5));
}

namespace {

/// As the input of the reference defines them.
const std::string brucite_phases = R"(PHASES
Brucite
Mg(OH)2 + 2 H+ = Mg+2 + 2 H2O
-log_k 17.1
Nesquehonite
MgCO3:3H2O = Mg+2 + CO3-2 + 3 H2O
-log_k -5.27
CO2(g)
CO2 = CO2
-log_k -1.468
)";

void compare_cell(const Equilibrium& e, const Row& row, Differences& differences) {
  const std::vector<std::string> totals = {"", "total_C4_molal", "total_Mg_molal", "total_Na_molal",
                                           "total_Cl_molal"};
  for (std::size_t j = 1; j < totals.size(); ++j)
    differences.note(totals[j], e.dissolved[j] / e.water, row.at(totals[j]));
  differences.note("pH", e.pH, row.at("pH"));
  differences.note("ionic_strength", e.ionic_strength, row.at("ionic_strength_molal"));
  differences.note("brucite", e.amount[0], row.at("brucite_mol_per_cell"));
  differences.note("nesquehonite", e.amount[1], row.at("nesquehonite_mol_per_cell"));
  differences.note("water", e.water, row.at("water_kg"));
}

}  // namespace

TEST_CASE("brucite and nesquehonite in a column under CO2, as PHREEQC", "[benchmarks]") {
  const bool rich = GENERATE(false, true), same_constants = GENERATE(false, true);
  const std::string ending = rich ? "_b.csv" : ".csv";
  std::vector<Row> effluent = table("transport_brucite/effluent" + ending);
  std::vector<Row> profiles = table("transport_brucite/profiles" + ending);
  const auto database = phreeqc_database(brucite_phases);
  if (!database || (!rich && (effluent.empty() || profiles.empty()))) return;
  SystemChoice choice = water_as_phreeqc({"H+", "CO3-2", "Mg+2", "Na+", "Cl-"});
  choice.gases = {"CO2(g)"};
  const ChemicalSystem system(*database, choice);
  EquilibriumModel model{&system};
  model.phases = {phase(*database, system, "Brucite"), phase(*database, system, "Nesquehonite")};
  EquilibriumConstants at = constants_of(model, room);
  if (same_constants) take_phreeqc_constants(*database, at);
  const Water feed = solve_water(system, at.water,
                                 {.total = {{"Na+", 1e-3}, {"Cl-", 1e-3}},
                                  .equilibrium = {{"CO2(g)", (rich ? 1 : 0.1) * 101325}},
                                  .balance = "H+"});
  Batch start{.total = std::vector<double>(system.balances(), 0.0),
              .phases = {{.amount = rich ? 0.02 : 0.2}, {}}};
  start.total.back() = 1 / water_molar_mass;
  Column column(model, at, 40, start);

  Differences in_effluent, in_profiles;
  const bool compared = !effluent.empty() && !profiles.empty();
  if (compared) compare_cell(column[39], effluent.front(), in_effluent);
  const int shifts = rich ? 120 : 80;
  for (int shift = 1; shift <= shifts; ++shift) {
    column.shift(totals_of(feed, 1), 1, 0.1);
    std::size_t cells = 0;
    for (std::size_t i = 0; i < 40; ++i) cells += column[i].present[1] ? 1 : 0;
    // as the reference describes it: a front of 3 to 4 cells that dissolves again behind, until none is left
    if (shift == 20 || shift == 40) CHECK(cells == (!rich ? 0 : shift == 20 ? 3 : 4));
    if (shift == 80) CHECK(cells == 0);
    if (shift == 80) CHECK(column[39].present[0] == !rich);
    if (!compared) continue;
    compare_cell(column[39], effluent.at(static_cast<std::size_t>(shift)), in_effluent);
    for (const Row& row : profiles)
      if (std::lround(row.at("pore_volumes") * 40) == shift)
        compare_cell(column[static_cast<std::size_t>(row.at("cell")) - 1], row, in_profiles);
  }
  std::printf("%.1f iterations per cell and equilibrium\n", column.iterations() / (40.0 * 2 * shifts));
  CHECK(column.worst_balance() < 1e-12);
  if (!compared) return;
  in_effluent.print("brucite, effluent");
  in_profiles.print("brucite, profiles");
  // ours differs by the digits of A and B alone; with a front of nesquehonite PHREEQC itself has to try
  // several ways
  const double limit = rich ? 1e-4 : same_constants ? 1e-8 : 1e-6;
  CHECK(in_effluent.largest() < limit);
  CHECK(in_profiles.largest() < limit);
}

TEST_CASE("what enters a column of exchange and calcite, and does not leave it, stays in it", "[unit]") {
  const DatFolder folder;
  folder.write("clay.dat", R"(EXCHANGE_MASTER_SPECIES
X X-
EXCHANGE_SPECIES
X- = X-
Na+ + X- = NaX; -log_k 0
K+ + X- = KX; -log_k 0.7
Ca+2 + 2 X- = CaX2; -log_k 0.8
)");
  const Database database = Database::read({"talus", "clay.dat"}, folder.path());
  const ChemicalSystem system(database, water_of({"H+", "HCO3-", "Na+", "K+", "Ca+2", "Cl-"}, "Davies"));
  EquilibriumModel model{&system};
  model.phases = {phase(database, system, "Calcite")};
  model.exchangers = {exchanger(database, system, "X")};
  const EquilibriumConstants at = constants_of(model, room);
  const Water first = solve_water(system, at.water,
                                  {.total = {{"Na+", 1e-3}, {"K+", 2e-4}, {"Cl-", 1.2e-3}}, .balance = "H+"});
  const Water feed = solve_water(
      system, at.water, {.total = {{"Ca+2", 3e-3}, {"Cl-", 6e-3}, {"HCO3-", 1e-3}}, .balance = "H+"});
  Batch start{.total = totals_of(first, 1), .phases = {{.amount = 1e-4}}, .sites = {2e-3}};
  const std::vector<double> held = exchanged_totals(model, at, first.ln_molality, start.sites);
  for (std::size_t j = 0; j < held.size(); ++j) start.total[j] += held[j];
  constexpr std::size_t cells = 5;
  Column column(model, at, cells, start);
  std::vector<double> inside(system.balances(), 0.0), turned = inside;
  const auto add_store = [&](double sign) {
    for (std::size_t i = 0; i < cells; ++i)
      for (std::size_t j = 0; j < inside.size(); ++j) {
        const ReactionRow& row = model.phases[0].row;
        const double calcite = column[i].amount[0] * (j + 1 < inside.size() ? row.of(j) : row.water);
        inside[j] += sign * (column[i].total[j] + calcite);
        turned[j] += std::abs(column[i].total[j]) + std::abs(calcite);
      }
  };
  add_store(1);
  const std::size_t sodium = 2, potassium = 3, calcium = 4;
  std::vector<int> half(system.balances(),
                        0);  // shifts until half of the feed, or of the first water, leaves
  for (int shift = 1; shift <= 40; ++shift) {
    const std::vector<double> in = totals_of(feed, 1), out = column.shift(in, 1, 0.2);
    for (std::size_t j = 0; j < inside.size(); ++j) {
      inside[j] += in[j] - out[j];
      turned[j] += std::abs(in[j]) + std::abs(out[j]);
    }
    for (const std::size_t j : {sodium, potassium})
      if (out[j] > 1e-4) half[j] = shift;
    if (out[calcium] < 1.5e-3) half[calcium] = shift;
  }
  add_store(-1);
  for (std::size_t j = 0; j < inside.size(); ++j) {
    CAPTURE(system.component_name(j));
    CHECK(std::abs(inside[j]) < 1e-12 * turned[j]);
  }
  CHECK(half[sodium] < half[potassium]);  // sodium is held least, and washed out first
  CHECK(half[calcium] < 40);
}
