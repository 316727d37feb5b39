// Waters by their elements with the shipped database: words of an analysis, units, what is refused, and that
// answers do not depend on what they must not.
#include <algorithm>
#include <cmath>
#include <random>

#include "chemistry/speciation/placed_phases.h"
#include "chemistry/speciation/speciated_water.h"
#include "tests/catch.h"
#include "tests/chemistry/analyses.h"
#include "tests/chemistry/dat_files.h"
#include "tests/chemistry/reference_files.h"
#include "tests/chemistry/small_systems.h"

using namespace talus;

TEST_CASE("an analysis of nothing is pure water", "[unit]") {
  Speciator speciate = shipped();
  WaterAnalysis a = analysis({}, {});
  a.charge = "pH";
  const SpeciatedWater w = speciate(a);
  CHECK(w.pH == Approx(6.999).margin(0.01));
  CHECK(value(w.species, "H+") == Approx(value(w.species, "OH-")).epsilon(1e-9));
  CHECK(w.water_activity == Approx(1).epsilon(1e-8));
}

TEST_CASE("totals, alkalinity and phases are what was asked for", "[unit]") {
  Speciator speciate = shipped();
  WaterAnalysis a = analysis(
      9.3, {{"Mg", "5e-3"}, {"Na", "1e-3"}, {"S(6)", "5e-4"}, {"Alkalinity", "8e-3 eq/kgw"}, {"Si", "1e-4"}});
  a.charge = "Cl";
  const SpeciatedWater w = speciate(a);
  CHECK(w.pH == Approx(9.3).epsilon(1e-12));
  CHECK(w.alkalinity == Approx(8e-3).epsilon(1e-10));
  CHECK(std::abs(w.charge) < 1e-15);
  CHECK(w.hardness == Approx(5e-3).epsilon(1e-10));
  for (const auto& [name, total] : w.total)
    if (name == "Mg") CHECK(total == Approx(5e-3).epsilon(1e-10));

  WaterAnalysis b = analysis({}, {});
  b.charge = "pH";
  b.equilibrium = {{"Mg", {"brucite", 0.5}}, {"C", {"CO2(g)", -3.4}}};
  const SpeciatedWater v = speciate(b);
  CHECK(index(v, "Brucite") == Approx(0.5).epsilon(1e-9));
  CHECK(index(v, "CO2(g)") == Approx(-3.4 - 9.572e-7).margin(1e-9));  // of its fugacity

  // pH from alkalinity and carbon gives back the pH that they came of
  double carbon = 0;
  for (const auto& [name, total] : w.total)
    if (name == "C(4)" || name == "C") carbon = total;
  WaterAnalysis c = a;
  c.pH.reset();
  c.total.emplace_back("C(4)", Concentration{carbon, "mol/kgw", "", 0, ""});
  CHECK(speciate(c).pH == Approx(9.3).epsilon(1e-9));
}

TEST_CASE("units mean what laboratories mean by them", "[unit]") {
  const Masters masters(shipped_database());
  const auto of = [&](const std::string& name, const std::string& text, std::optional<double> density = {}) {
    WaterAnalysis a = analysis({}, {{name, text}});
    a.density = density;
    return molalities_of(a, masters, shipped_database()).at(0);
  };
  CHECK(of("Ca", "2 mmol/kgw") == Approx(2e-3));
  CHECK(of("Ca", "40.078 mg/kgw") == Approx(1e-3));
  CHECK(of("S", "96.06 mg/kgw as SO4") == Approx(1e-3).epsilon(1e-4));
  CHECK(of("Si", "60.083 ug/kgw as SiO2") == Approx(1e-6).epsilon(1e-4));
  CHECK(of("Alkalinity", "100.086 mg/kgw as CaCO3") == Approx(2e-3).epsilon(1e-4));
  CHECK(of("Alkalinity", "61.016 mg/kgw as HCO3") == Approx(1e-3).epsilon(1e-4));
  CHECK(of("Alkalinity", "2 meq/kgw") == Approx(2e-3));
  CHECK(of("Ca", "50 mg/kgw gfw 50") == Approx(1e-3));
  CHECK(of("SO4-2", "96.06 mg/kgw") == Approx(1e-3).epsilon(1e-4));  // of the species that is named
  CHECK(of("H+", "1.008 mg/kgw") == Approx(1e-3).epsilon(1e-4));
  // one litre of 1.1 kg with 100 g of calcium has one kilogram of water
  CHECK(of("Ca", "100 g/L", 1100.0) == Approx(100 / 40.078).epsilon(1e-6));
  CHECK(of("Ca", "100 ppt") == Approx(100 / 40.078 / 0.9).epsilon(1e-6));
  CHECK_THROWS_WITH(of("Ca", "100 mg/L"), Catch::Contains("density"));
  CHECK_THROWS_WITH(of("Alkalinity", "100 mg/kgw"), Catch::Contains("as CaCO3"));
  CHECK_THROWS_WITH(of("Ca", "1 meq/kgw"), Catch::Contains("alkalinity"));
  CHECK_THROWS_WITH(of("S", "1 mg/kgw as CaCO3"), Catch::Contains("has no S"));
  CHECK_THROWS_WITH(parse_concentration("5 mg/l/l", ""), Catch::Contains("unknown unit"));
  CHECK_THROWS_WITH(parse_concentration("five mg/L", ""), Catch::Contains("number"));
  CHECK_THROWS_WITH(parse_concentration("5", ""), Catch::Contains("unit"));
}

TEST_CASE("what an analysis gets wrong is told with its key", "[input]") {
  Speciator speciate = shipped();
  CHECK(contains(refusal(speciate, analysis(7, {{"Caa", "1"}})), "total.Caa: no element 'Caa'"));
  CHECK(contains(refusal(speciate, analysis({}, {{"Ca", "1e-3"}})), "pH: nothing fixes pH"));
  CHECK(contains(refusal(speciate, analysis(7, {{"Ca", "-1"}})), "total.Ca: a total below 0"));
  CHECK(contains(refusal(speciate, analysis(7, {{"S", "1e-3"}, {"S(6)", "1e-3"}})), "total.S(6)"));
  CHECK(
      contains(refusal(speciate, analysis(7, {{"Alkalinity", "1e-3"}, {"C", "1e-3"}})), "two of the three"));
  WaterAnalysis a = analysis(7, {{"Mg", "1e-3"}});
  a.equilibrium = {{"Ca", {"Calcit", 0}}};
  CHECK(contains(refusal(speciate, a), "equilibrium.Ca: no phase 'Calcit'"));
  a.equilibrium = {{"Ca", {"Brucite", 0}}};
  CHECK(contains(refusal(speciate, a), "Brucite has no Ca+2 in it"));
  a.equilibrium.clear();
  a.charge = "Si";
  CHECK(contains(refusal(speciate, a), "no charge"));
  a.charge = "Na";  // there is too much cation already
  CHECK(contains(refusal(speciate, a), "other sign"));
  a.charge.reset();
  a.pe = 4;
  CHECK(contains(refusal(speciate, a), "pe: the database has no electron"));
}

TEST_CASE("ions without a size take Davies's equation in B-dot, and it is told", "[unit]") {
  const Database database = dat("Mg+2 + H2O = MgOH+ + H+\n log_k -11.44\n");
  Speciator speciate(database, {.model = "B-dot"});
  const SpeciatedWater w = speciate(analysis(9, {{"Mg", "1e-2"}}));
  REQUIRE(w.notes.size() == 2);
  CHECK(w.notes[0].kind == "charges that do not balance within 5 %");
  CHECK(w.notes[0].what == "error 100 %");
  CHECK(contains(w.notes[1].kind, "without a size"));
  CHECK_FALSE(w.osmotic_coefficient);
  CHECK_THROWS_WITH(ChemicalSystem(database, water_of({"H+", "Mg+2"}, "B-dot")),
                    Catch::Contains("B-dot needs ion sizes"));
}

TEST_CASE("a water is the same in any order of its elements, and from its own totals", "[unit]") {
  Speciator speciate = shipped();
  WaterAnalysis a = analysis(8.2, {{"Mg", "5e-2"},
                                   {"Ca", "1e-2"},
                                   {"Na", "0.5"},
                                   {"K", "1e-2"},
                                   {"Cl", "0.57"},
                                   {"S", "0.03"},
                                   {"C", "2e-3"},
                                   {"Si", "1e-4"}});
  const SpeciatedWater first = speciate(a);
  std::mt19937 random(1);
  for (int times = 0; times < 10; ++times) {
    std::shuffle(a.total.begin(), a.total.end(), random);
    Speciator fresh = shipped();
    const SpeciatedWater other = fresh(a);
    CHECK(other.ionic_strength == Approx(first.ionic_strength).epsilon(1e-12));
    for (std::size_t i = 0; i < first.species.size(); ++i)
      REQUIRE(value(other.species, first.species[i].name) ==
              Approx(first.species[i].molality).epsilon(1e-10));
  }
}

TEST_CASE("amounts of a thousandth or a thousand times as much water give the same water", "[unit]") {
  // totals in units of every size: the same intensive answer
  Speciator speciate = shipped();
  const SpeciatedWater first = speciate(analysis(8, {{"Mg", "5e-3 mol/kgw"}, {"Cl", "1e-2 mol/kgw"}}));
  const SpeciatedWater milli = speciate(analysis(8, {{"Mg", "5 mmol/kgw"}, {"Cl", "10 mmol/kgw"}}));
  const SpeciatedWater micro = speciate(analysis(8, {{"Mg", "5000 umol/kgw"}, {"Cl", "1e7 nmol/kgw"}}));
  for (const SpeciatedWater* other : {&milli, &micro})
    for (std::size_t i = 0; i < first.species.size(); ++i)
      CHECK(value(other->species, first.species[i].name) == Approx(first.species[i].molality).epsilon(1e-12));
}

namespace {

/// Solves waters and counts what it took.
struct Count {
  Speciator& speciate;
  int waters = 0, failed = 0, worst = 0;
  long iterations = 0;
  std::string first = {};  ///< why the first that failed did
  std::string last = {};   ///< why the last did

  /// Takes back the last water, which was no feasible one.
  void undo(const Count& before) {
    waters = before.waters;
    failed = before.failed;
    first = before.first;
  }

  std::optional<SpeciatedWater> operator()(const WaterAnalysis& a) {
    ++waters;
    try {
      SpeciatedWater w = speciate(a);
      iterations += w.iterations;
      worst = std::max(worst, w.iterations);
      return w;
    } catch (const AnalysisError& error) {
      last = error.what();
      if (failed++ == 0) {
        first = error.what() + std::string(" ") + a.charge.value_or("");
        for (const auto& [name, total] : a.total) first += " " + name + " " + std::to_string(total.value);
        first += " pH " + std::to_string(*a.pH) + " T " + std::to_string(a.temperature);
      }
      return std::nullopt;
    }
  }
};

/// Where waters end that the model describes: beyond, it would give water an activity above 1. mol/kgw
struct Bounds {
  double sum = INFINITY;      ///< of all totals but that of the ion that balances the charge
  double calcium = INFINITY;  ///< beside hydroxide
};

/// Random feasible waters: totals over twelve decades up to `most` (mol/kgw), pH 2 to 13, 0 to 60 degC, and
/// the ion that balances the charge. Each is solved again with its own totals and pH from the balance of
/// charge: the same pH must come out.
void random_waters(Speciator& speciate, const std::vector<std::string>& elements, double most, int pairs,
                   const char* name, const Bounds& bounds = {}) {
  std::mt19937_64 random(20240607);
  std::uniform_real_distribution<double> uniform(0, 1);
  Count count{speciate};
  double off = 0;
  for (int k = 0; k < pairs; ++k) {
    WaterAnalysis a;
    const double share = most * std::pow(10, -6 * uniform(random) * uniform(random));
    for (const std::string& element : elements)
      if (uniform(random) < 0.7)
        a.total.emplace_back(
            element, Concentration{share * std::pow(10, -6 * uniform(random) * uniform(random)), "mol/kgw",
                                   "", 0, ""});
    double sum = 0;
    for (auto& [element, total] : a.total) {
      if (element == "Ca") total.value = std::min(total.value, bounds.calcium);
      sum += total.value;
    }
    for (auto& [element, total] : a.total) total.value *= std::min(1.0, bounds.sum / sum);
    a.temperature = 273.15 + 60 * uniform(random);
    a.pH = 2 + 11 * uniform(random);
    const Named<Concentration> totals = a.total;
    std::optional<SpeciatedWater> first;
    for (const char* ion : {"Cl", "Na"}) {  // one of the two has the sign that is needed
      a.total = totals;
      std::erase_if(a.total, [&](const auto& total) { return total.first == ion; });
      a.charge = ion;
      const Count before = count;
      first = count(a);
      if (first || !contains(count.last, "other sign")) break;
      if (ion == std::string("Cl")) count.undo(before);
    }
    if (!first) continue;
    a.total.clear();
    for (const auto& [element, total] : first->total)
      a.total.emplace_back(element, Concentration{total, "mol/kgw", "", 0, ""});
    a.charge = "pH";
    const double pH = *a.pH;
    a.pH = 7;
    if (const auto second = count(a)) off = std::max(off, std::abs(second->pH - pH));
  }
  std::printf("  %s: %d waters, %d failed, %.1f iterations in the mean, %d at worst, pH found to %.1e\n",
              name, count.waters, count.failed, static_cast<double>(count.iterations) / count.waters,
              count.worst, off);
  CAPTURE(count.first);
  CHECK(count.failed == 0);
  CHECK(off < 1e-5);
}

}  // namespace

TEST_CASE("random waters all converge", "[unit]") {
  Speciator speciate = shipped();
  random_waters(speciate, {"Mg", "Ca", "Na", "K", "Cl", "S", "C", "Si"}, 1, 2000,
                "talus, B-dot, to 1 mol/kgw");
}

TEST_CASE("random waters of PHREEQC's databases all converge", "[benchmarks]") {
  const auto folder = databases_folder().string();
  if (lines_of(folder + "/pitzer.dat").empty()) return;
  const Database llnl = Database::read({"llnl.dat"}, folder),
                 phreeqc = Database::read({"phreeqc.dat"}, folder),
                 pitzer = Database::read({"pitzer.dat"}, folder);
  Speciator by_llnl(llnl, {.model = "database"}), by_phreeqc(phreeqc, {.model = "database"}),
      by_pitzer(pitzer, {.model = "database"});
  random_waters(by_llnl, {"Mg", "Ca", "Na", "K", "Cl", "S(6)", "C(4)", "Si"}, 1, 1000,
                "llnl.dat, to 1 mol/kgw");
  random_waters(by_phreeqc, {"Mg", "Ca", "Na", "K", "Cl", "S(6)", "C(4)", "Si", "Fe(2)", "Al"}, 1, 1500,
                "phreeqc.dat, to 1 mol/kgw");
  random_waters(by_pitzer, {"Mg", "Na", "K", "Cl", "S", "C"}, 2, 1500, "pitzer.dat, each to 2 mol/kgw");
  random_waters(by_pitzer, {"Mg", "Na", "Cl", "S"}, 6, 1500, "pitzer.dat, each to 6 mol/kgw");
}

TEST_CASE("a hundred thousand random waters to 6 mol/kgw by Pitzer's model all converge", "[nightly]") {
  const auto folder = databases_folder().string();
  if (lines_of(folder + "/pitzer.dat").empty()) return;
  const Database pitzer = Database::read({"pitzer.dat"}, folder);
  Speciator speciate(pitzer, {.model = "database"});
  random_waters(speciate, {"Mg", "Na", "K", "Cl", "S", "C"}, 6, 30000, "pitzer.dat, 6 mol/kgw", {.sum = 6});
  random_waters(speciate, {"Ca", "Mg", "Na", "K", "Cl", "S"}, 6, 20000, "pitzer.dat, with calcium",
                {.sum = 6, .calcium = 2});
}

TEST_CASE("a total of H+ fixes pH, above and below 0", "[unit]") {
  Speciator speciate = shipped();
  for (const char* total : {"1e-4", "0", "-1e-4"}) {
    const SpeciatedWater w = speciate(analysis({}, {{"H+", total}}));
    CHECK(value(w.species, "H+") - value(w.species, "OH-") == Approx(std::atof(total)).margin(1e-13));
  }
  CHECK(contains(refusal(speciate, analysis(7, {{"H+", "1e-4"}})), "total.H+: pH is given already"));
}

TEST_CASE("a gas is given by its saturation index, its partial pressure, or its part of the air", "[unit]") {
  CHECK(parse_phase_target("CO2(g) -3").saturation_index == -3);
  CHECK(parse_phase_target("CO2(g) 0.1 atm").saturation_index == Approx(-1));
  CHECK(parse_phase_target("CO2(g) 101.325 Pa").saturation_index == Approx(-3));
  const PhaseTarget part = parse_phase_target("CO2(g) 1000 ppm");
  CHECK(part.index_in(standard_atmosphere) == Approx(-3));
  CHECK(part.index_in(10 * standard_atmosphere) == Approx(-2));
  CHECK(parse_phase_target("CO2(g) -3").index_in(10 * standard_atmosphere) == -3);
  CHECK_THROWS_WITH(parse_phase_target("CO2(g) 3 mol"), Catch::Contains("atm"));
  CHECK_THROWS_WITH(parse_phase_target("CO2(g) -1 atm"), Catch::Contains("above 0"));
  CHECK_THROWS_WITH(parse_phase_target("CO2(g) 101 %"), Catch::Contains("100 %"));
}

TEST_CASE("phases of older words fix what nothing else fixes", "[unit]") {
  Speciator speciate = shipped();
  const auto fixed_by = [&](WaterAnalysis a) {
    std::vector<WaterNote> notes;
    std::string words;
    for (const auto& [name, target] :
         placed(a, speciate.masters(), speciate.database(), {}, notes).equilibrium)
      words += name + "=" + target.phase + " ";
    return words;
  };
  WaterAnalysis a = analysis(8, {{"Na", "1e-3"}});
  a.unplaced = {{"saturated[0]", "Calcite", {"Calcite"}},
                {"equilibrium.CO2(g)", "CO2(g) -3.4", {"CO2(g)", -3.4}}};
  CHECK(fixed_by(a) == "C=CO2(g) Ca=Calcite ");
  a.pH.reset();
  CHECK_THROWS_WITH(fixed_by(a), Catch::Contains("more than one is free"));
  a.total.emplace_back("Ca", parse_concentration("1 mmol/kgw", ""));
  a.total.emplace_back("C", parse_concentration("1 mmol/kgw", ""));
  a.unplaced.pop_back();
  CHECK(fixed_by(a) == "pH=Calcite ");
  a.pH = 7;
  CHECK_THROWS_WITH(fixed_by(a), Catch::Contains("each of them is fixed otherwise"));
  CHECK(contains(refusal(speciate, a), "saturated[0]: equilibrium with Calcite must fix exactly one of "));
}
