// Random waters, batches and forced additions against PHREEQC 3.8.9: through the solver of `talus speciate`,
// through that of the waters of `talus run` and `react`, and through the equilibrium of `react`. Then others
// of the same families without an answer to compare with, which have to meet their own conditions.
#include <algorithm>
#include <cmath>
#include <memory>

#include "tests/catch.h"
#include "tests/chemistry/random_made.h"

using namespace talus;

namespace {

constexpr double of_pH = 2e-3, of_amounts = 1e-3;
const double of_log_amounts = std::log10(1 + of_amounts);

/// The largest difference of log10 molality of the species that a problem names.
double difference_of_species(const RandomProblem& p, const std::map<std::string, double>& molality) {
  double worst = 0;
  for (int k = 1; k <= 6; ++k) {
    const std::string& name = p.text("species " + std::to_string(k));
    if (name.empty()) continue;
    CAPTURE(name);
    REQUIRE(molality.contains(name));
    const double answer = *p.number("log10 molality " + std::to_string(k));
    worst = std::max(worst, std::abs(std::log10(molality.at(name)) - answer));
  }
  return worst;
}

std::map<std::string, double> by_name(const std::vector<Species>& species,
                                      const std::vector<double>& molality) {
  std::map<std::string, double> all;
  for (std::size_t i = 0; i < species.size(); ++i) all[species[i].name] = molality[i];
  return all;
}

/// That an equilibrium is one: balances, saturation, and the speciation that others make of its unknowns.
void check_is_equilibrium(const CaseBatch& b, const Equilibrium& e) {
  CHECK(e.balance_error < 1e-9);
  for (std::size_t p = 0; p < b.model.phases.size(); ++p) {
    CAPTURE(b.model.phases[p].name);
    const double index = e.saturation[p] - b.batch.phases[p].target;
    CHECK(index < 1e-8);
    if (e.present[p]) CHECK(index > -1e-8);
    if (!b.batch.phases[p].open) CHECK(e.amount[p] >= 0);
  }
  Solution<double> s(*b.system);
  s.ionic_strength = e.ionic_strength;
  s.ln_activity.back() = e.ln_activity.back();
  REQUIRE(speciate(*b.system, b.at.water, std::span<const double>(e.ln_molality), s));
  CHECK(s.ionic_strength == Approx(e.ionic_strength).epsilon(1e-6));
}

void check_batches(const std::string& file) {
  for (const RandomProblem& p : random_problems(file)) {
    CAPTURE(p.text("id"));
    CaseBatch b;
    pose(p, b);
    const Equilibrium e = equilibrate(b.model, b.at, b.batch);
    CAPTURE(e.failure);
    CHECK(e.found);
    if (!e.found) continue;
    check_is_equilibrium(b, e);
    CHECK(e.pH == Approx(*p.number("answer pH [-]")).margin(of_pH));
    CHECK(e.water == Approx(*p.number("answer water [kg]")).epsilon(of_amounts));
    CHECK(difference_of_species(p, by_name(b.system->species, e.molality)) < of_log_amounts);
    for (std::size_t k = 0; k < b.model.phases.size(); ++k) {
      const auto answer = p.number("amount " + b.model.phases[k].name + " [mol]");
      if (!answer) continue;
      CAPTURE(b.model.phases[k].name);
      // small differences of large amounts, and of what is not there traces
      const double margin = std::max(1e-5 * added_to(b, b.model.phases[k]), 1e-12);
      CHECK(e.amount[k] == Approx(*answer).epsilon(of_amounts).margin(margin));
    }
  }
}

}  // namespace

TEST_CASE("random waters are those of PHREEQC, by their elements", "[benchmarks]") {
  std::map<std::string, std::unique_ptr<Speciator>> speciators;
  for (const RandomProblem& p : random_problems("waters_W.csv")) {
    CAPTURE(p.text("id"));
    auto& speciate = speciators[p.text("database") + p.text("polysulfides")];
    if (!speciate)
      speciate = std::make_unique<Speciator>(database_of(p), ActivityChoice{.model = "database"});
    SpeciatedWater w;
    CHECK_NOTHROW(w = (*speciate)(analysis_of(p)));
    if (w.species.empty()) continue;
    CHECK(w.pH == Approx(*p.number("answer pH [-]")).margin(of_pH));
    CHECK(w.ionic_strength == Approx(*p.number("answer ionic strength [mol/kgw]")).epsilon(of_amounts));
    std::map<std::string, double> molality;
    for (const SpeciesResult& s : w.species) molality[s.name] = s.molality;
    CHECK(difference_of_species(p, molality) < of_log_amounts);
  }
}

TEST_CASE("random waters are those of PHREEQC, by the components of a case", "[benchmarks]") {
  for (const RandomProblem& p : random_problems("waters_W.csv")) {
    if (p.is("redox", "all states of an element at pe")) continue;  // a case has no pe
    CAPTURE(p.text("id"));
    PosedWater c;
    pose(p, c);
    const Constants at = c.system->at(p.kelvin());
    Water w;
    CHECK_NOTHROW(w = solve_water(*c.system, at, c.recipe));
    if (w.ln_molality.empty()) continue;
    CHECK(w.pH == Approx(*p.number("answer pH [-]")).margin(of_pH));
    CHECK(w.ionic_strength == Approx(*p.number("answer ionic strength [mol/kgw]")).epsilon(of_amounts));
    CHECK(w.charge == Approx(*p.number("answer charge [eq/kgw]")).margin(1e-3 * w.ionic_strength));
    // a run takes it from there by its molalities alone
    Solution<double> s(*c.system);
    REQUIRE(speciate(*c.system, at, std::span<const double>(w.ln_molality), s));
    CHECK(s.ionic_strength == Approx(w.ionic_strength).epsilon(1e-9));
    CHECK(difference_of_species(p, by_name(c.system->species, s.molality)) < of_log_amounts);
  }
}

TEST_CASE("random batches are those of PHREEQC", "[benchmarks]") { check_batches("batches_B.csv"); }

TEST_CASE("random forced additions are those of PHREEQC", "[benchmarks]") { check_batches("forced_F.csv"); }

TEST_CASE("batches made by chance come to equilibrium", "[benchmarks]") {
  if (lines_of(databases_folder() / "llnl.dat").empty()) return;
  RandomMaker make(20261130);
  for (int i = 0; i < 150; ++i) {
    const RandomProblem p = i % 2 == 0 ? make.batch() : make.forced();
    std::string words = std::to_string(i);
    for (const auto& [column, cell] : p.cells) words += "; " + column + " = " + cell;
    CAPTURE(words);
    CaseBatch b;
    pose(p, b);
    const Equilibrium e = equilibrate(b.model, b.at, b.batch);
    CAPTURE(e.failure);
    CHECK(e.found);
    if (e.found) check_is_equilibrium(b, e);
  }
}

TEST_CASE("waters made by chance have an answer, or the charge that is asked for is of the other sign",
          "[benchmarks]") {
  if (lines_of(databases_folder() / "llnl.dat").empty()) return;
  RandomMaker make(14);
  int found = 0;
  for (int i = 0; i < 200; ++i) {
    const RandomProblem p = make.water();
    std::string words = std::to_string(i);
    for (const auto& [column, cell] : p.cells) words += "; " + column + " = " + cell;
    CAPTURE(words);
    PosedWater c;
    pose(p, c);
    try {
      const Water w = solve_water(*c.system, c.system->at(p.kelvin()), c.recipe);
      ++found;
      for (const auto& [name, total] : c.recipe.total)
        if (total > 0 && c.recipe.balance != name)
          CHECK(w.total[static_cast<std::size_t>(c.system->component(name))] == Approx(total).epsilon(1e-9));
      if (c.recipe.balance) CHECK(std::abs(w.charge) < 1e-9 * w.ionic_strength);
    } catch (const std::invalid_argument& error) {
      CHECK_THAT(error.what(), Catch::Contains("what is needed is of the other sign"));
      CHECK(c.recipe.balance == "Cl-");
    }
  }
  CHECK(found > 190);
}
