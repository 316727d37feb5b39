// Waters of a kind, solved a tile at a time, are those that the speciator finds one by one.
#include "chemistry/speciation/water_kind.h"

#include <algorithm>
#include <random>

#include "tests/catch.h"
#include "tests/chemistry/analyses.h"
#include "tests/chemistry/dat_files.h"
#include "tests/chemistry/reference_files.h"

using namespace talus;

namespace {

/// How far two numbers of a table are apart: of logarithms and charges, which can be 0, absolutely.
double apart(const std::string& heading, double a, double b) {
  const bool absolute =
      heading.starts_with("SI:") || heading.starts_with("log10") || heading.starts_with("charge");
  return std::abs(a - b) / (absolute ? 1 : std::max(std::abs(a), std::abs(b)) + 1e-300);
}

/// Solves all waters by their kinds and one by one. Returns how many the tiles left to the speciator.
std::size_t compare(Speciator& speciate, const std::vector<WaterAnalysis>& waters) {
  WaterKinds kinds(speciate);
  std::map<WaterKind*, std::vector<const WaterAnalysis*>> members;
  for (const WaterAnalysis& water : waters) {
    WaterKind* kind = kinds.of(water);
    if (kind == nullptr)
      CHECK_THROWS_AS(speciate(water), AnalysisError);
    else
      members[kind].push_back(&water);
  }
  std::size_t left = 0;
  for (auto& [kind, of_kind] : members) {
    const std::vector<std::string>& headings = kind->headings();
    std::vector<double> numbers(of_kind.size() * headings.size());
    std::vector<WaterKind::Answer> answers(of_kind.size());
    kind->solve(of_kind, numbers, answers);
    for (std::size_t i = 0; i < of_kind.size(); ++i) {
      if (!answers[i].solved) {
        ++left;
        continue;
      }
      const SpeciatedWater water = speciate(*of_kind[i]);
      const auto expected = columns_of(water);
      REQUIRE(expected.size() == headings.size());
      for (std::size_t c = 0; c < headings.size(); ++c) {
        INFO(water.name << " " << headings[c]);
        const double number = numbers[i * headings.size() + c];
        if (apart(headings[c], number, expected.at(headings[c])) > 1e-9)
          CHECK(number == expected.at(headings[c]));
      }
      std::vector<std::string> notes;
      for (const WaterNote& note : water.notes) notes.push_back(note.kind);
      CHECK(*answers[i].notes == notes);
    }
  }
  return left;
}

/// Waters as they come from mines, of the same keys; `change` makes the kind of it.
std::vector<WaterAnalysis> random_waters(int count, const auto& change) {
  std::mt19937 random(3);
  const auto between = [&](double low, double high) {
    return std::exp(std::uniform_real_distribution<double>(std::log(low), std::log(high))(random));
  };
  std::vector<WaterAnalysis> waters;
  for (int i = 0; i < count; ++i) {
    WaterAnalysis a = analysis(between(4, 10.5), {});
    a.name = "water " + std::to_string(i);
    for (const auto& [name, most] :
         {std::pair("Ca", 400.0), std::pair("Mg", 300.0), std::pair("Na", 900.0), std::pair("Cl", 900.0),
          std::pair("S(6)", 2000.0), std::pair("Si", 20.0)})
      a.total.emplace_back(name, Concentration{between(most * 1e-3, most), "mg/L", "", 0, ""});
    a.density = 998;
    change(a, between);
    waters.push_back(std::move(a));
  }
  return waters;
}

/// A database of PHREEQC; says so and returns none where it is not beside the project.
std::optional<Database> database_of(const std::string& name) {
  const auto path = databases_folder() / name;
  if (std::filesystem::exists(path)) return Database::read({path.string()}, ".");
  WARN("skipped: there is no " << path.string());
  return std::nullopt;
}

const auto with_alkalinity = [](WaterAnalysis& a, const auto& between) {
  a.total.emplace_back("Alkalinity", Concentration{between(20, 400), "mg/L", "CaCO3", 0, ""});
};

}  // namespace

TEST_CASE("waters of a kind are those of the speciator: pH and alkalinity", "[unit]") {
  Speciator speciate = shipped();
  CHECK(compare(speciate, random_waters(41, with_alkalinity)) <= 2);
}

TEST_CASE("waters of a kind are those of the speciator: each at its own temperature", "[unit]") {
  Speciator speciate = shipped();
  CHECK(compare(speciate, random_waters(41, [](WaterAnalysis& a, const auto& between) {
                  with_alkalinity(a, between);
                  a.temperature = 270 + between(4, 60);
                })) <= 2);
}

TEST_CASE("waters of a kind are those of the speciator: charge balance by pH under air", "[unit]") {
  Speciator speciate = shipped();
  CHECK(compare(speciate, random_waters(41, [](WaterAnalysis& a, const auto& between) {
                  a.charge = "pH";
                  a.temperature = between(280, 300);
                  a.equilibrium = {{"C(4)", {"CO2(g)", -between(1.5, 4)}}};
                  if (between(1, 4) < 2) a.equilibrium.push_back({"Mg", {"Brucite", -1}});
                })) == 0);
}

TEST_CASE("waters of a kind are those of the speciator: charge balance by an element, exchangers", "[unit]") {
  Speciator speciate = shipped();
  const auto change = [](WaterAnalysis& a, const auto& between) {
    with_alkalinity(a, between);
    a.charge = "Cl";
    std::erase_if(a.total, [](const auto& t) { return t.first == "S(6)" || t.first == "Cl"; });
    a.total.front().second.value = 0;                 // not there
    a.total[2].second.value = 500 + between(1, 300);  // of Na: more cations than alkalinity
    a.exchange = {{"X", between(0.01, 1)}};
  };
  CHECK(compare(speciate, random_waters(41, change)) <= 4);
}

TEST_CASE("waters of a kind are those of the speciator: alkalinity and carbon fix pH", "[unit]") {
  Speciator speciate = shipped();
  CHECK(compare(speciate, random_waters(21, [](WaterAnalysis& a, const auto& between) {
                  const double carbon = between(1e-3, 1e-2);
                  a.pH.reset();
                  a.total.emplace_back("C(4)", Concentration{carbon, "mol/kgw", "", 0, ""});
                  a.total.emplace_back("Alkalinity",
                                       Concentration{carbon * between(0.8, 1.1), "eq/kgw", "", 0, ""});
                })) <= 2);
}

TEST_CASE("waters of a kind are those of the speciator: pe, couples, no data for activities", "[unit]") {
  const std::optional<Database> found = database_of("llnl.dat");
  if (!found) return;
  const Database& database = *found;
  for (const std::string model : {"database", "Davies", "ideal"}) {
    Speciator speciate(database, {.model = model});
    CHECK(compare(speciate, random_waters(13, [](WaterAnalysis& a, const auto& between) {
                    with_alkalinity(a, between);
                    a.total.emplace_back("Fe", Concentration{between(0.01, 5), "mg/L", "", 0, ""});
                    a.pe = between(1, 12) - 5;
                    a.temperature = between(278, 320);
                  })) <= 3);
    CHECK(compare(speciate, random_waters(13, [](WaterAnalysis& a, const auto& between) {
                    a.total.emplace_back("Fe(2)", Concentration{between(0.01, 5), "mg/L", "", 0, ""});
                    a.total.emplace_back("Fe(3)", Concentration{between(1e-6, 1e-3), "mg/L", "", 0, ""});
                    a.redox = "Fe(2)/Fe(3)";
                  })) <= 3);
  }
}

TEST_CASE("waters of a kind are those of the speciator: by Pitzer's model", "[unit]") {
  const std::optional<Database> database = database_of("pitzer.dat");
  if (!database) return;
  Speciator speciate(*database, {.model = "database"});
  CHECK(compare(speciate, random_waters(5, with_alkalinity)) == 0);
}

TEST_CASE("numbers that a kind does not deal with are left to the speciator", "[unit]") {
  Speciator speciate = shipped();
  std::vector<WaterAnalysis> waters = random_waters(9, with_alkalinity);
  waters[2].total.front().second.value = 3e6;  // more solute than solution
  waters[3].total.front().second.value = -1;   // refused, whatever else
  waters[5].total.back().second.value = -3;    // an alkalinity below 0, with pH 4 to 10
  CHECK(compare(speciate, waters) >= 1);
  std::vector<WaterAnalysis> under_pressure = random_waters(6, [](WaterAnalysis& a, const auto&) {
    a.equilibrium = {{"C(4)", {"CO2(g)", 0.7}}};  // 5 atm, on which there are notes
  });
  CHECK(compare(speciate, under_pressure) == 6);
}

TEST_CASE("a kind is all words of an analysis and none of its numbers", "[unit]") {
  const WaterAnalysis a = analysis(7, {{"Ca", "1 mmol/kgw"}});
  WaterAnalysis b = analysis(8, {{"Ca", "2 mmol/kgw"}});
  b.temperature = 280;
  CHECK(kind_of_water(a) == kind_of_water(b));
  for (const char* other : {"1 mol/kgw", "1 mmol/kgw as CaCO3", "0 mmol/kgw", "1 mmol/kgw gfw 40"})
    CHECK(kind_of_water(analysis(7, {{"Ca", other}})) != kind_of_water(a));
  b.pH.reset();
  CHECK(kind_of_water(a) != kind_of_water(b));
  b = a;
  b.charge = "Ca";
  CHECK(kind_of_water(a) != kind_of_water(b));
  b = a;
  b.equilibrium = {{"C(4)", {"CO2(g)", -3}}};
  CHECK(kind_of_water(a) != kind_of_water(b));
}
