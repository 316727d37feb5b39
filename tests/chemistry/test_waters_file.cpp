// Files of waters: what TOML and CSV say, and what is told of a file or of a row that is wrong.
#include "chemistry/speciation/waters_file.h"
#include "tests/catch.h"
#include "tests/chemistry/dat_files.h"

using namespace talus;

namespace {

WatersFile read_text(const std::string& name, const std::string& text) {
  const DatFolder folder;
  folder.write(name, text);
  return read_waters(folder.path() + "/" + name);
}

std::string complaint(const std::string& name, const std::string& text) {
  try {
    read_text(name, text);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no complaint";
}

}  // namespace

TEST_CASE("waters of TOML are read with their units", "[input]") {
  const WatersFile file = read_text("w.toml", R"toml(
activity = "Davies"
units = "mmol/kgw"
[waters.a]
temperature = "5 degC"
pH = 8
density = "1.02 kg/L"
total = { Ca = "2", "S(6)" = "96 mg/L as SO4", Alkalinity = "x" }
equilibrium = { "C(4)" = "CO2(g) -3.4" }
exchange = { X = "1.1 mmol/kgw" }
charge = "Ca"
)toml");
  CHECK(file.database == std::vector<std::string>{"talus"});
  CHECK(file.activity.model == "Davies");
  REQUIRE(file.waters.size() == 1);
  const WaterEntry& a = file.waters[0];
  CHECK(a.analysis.temperature == Approx(278.15));
  CHECK(*a.analysis.density == Approx(1020));
  REQUIRE(a.analysis.total.size() == 2);
  CHECK(a.analysis.total[0].second.unit == "mmol/kgw");
  CHECK(a.analysis.total[1].second.as == "SO4");
  CHECK(a.analysis.equilibrium[0].second.saturation_index == -3.4);
  REQUIRE(a.problems.size() == 1);  // of this water alone
  CHECK(a.problems[0].place.line == 8);
  CHECK_THAT(a.problems[0].what, Catch::Contains("a, total.Alkalinity: 'x' does not begin with a number"));
  CHECK(a.place_of("charge").line == 11);
  CHECK(a.analysis.exchange[0].second == Approx(1.1e-3));
  CHECK(file.activity.exchange == "Gaines-Thomas");
}

TEST_CASE("waters of CSV are read row by row, and a bad row stands alone", "[input]") {
  const WatersFile file = read_text("w.csv",
                                    "# from the laboratory\n"
                                    "water,temperature [degC],pH,Ca [mg/L],Alkalinity [mg/L as CaCO3],"
                                    "density [kg/L],equilibrium,Cl,units\n"
                                    "one,25,7.5,40,120,1.0,,2 mmol/kgw,\n"
                                    "# comments and empty lines count as lines\n"
                                    "\n"
                                    "\"two, too\",5,,,,,C(4) = CO2(g) -3.4; pH = Calcite,3,mmol/L\n"
                                    "three,25,<7,40,,1.0,,,\n"
                                    "four,25\n");
  REQUIRE(file.waters.size() == 4);
  const WaterAnalysis &one = file.waters[0].analysis, &two = file.waters[1].analysis;
  CHECK(one.name == "one");
  CHECK(*one.pH == 7.5);
  REQUIRE(one.total.size() == 3);
  CHECK(one.total[0].second.unit == "mg/L");
  CHECK(one.total[1].second.as == "CaCO3");
  CHECK(*one.density == Approx(1000));
  CHECK(file.waters[0].place_of("total.Ca").column == 12);
  CHECK(two.name == "two, too");
  CHECK(!two.pH);
  REQUIRE(two.equilibrium.size() == 2);
  CHECK(two.equilibrium[1].first == "pH");
  REQUIRE(two.total.size() == 1);
  CHECK(two.total[0].second.unit == "mmol/L");
  REQUIRE(file.waters[2].problems.size() == 1);
  CHECK(file.waters[1].place_of("total.Cl").line == 6);
  CHECK(file.waters[2].problems[0].place.line == 7);
  CHECK_THAT(file.waters[2].problems[0].what, Catch::Contains("pH: "));
  REQUIRE(file.waters[3].problems.size() == 1);
  CHECK_THAT(file.waters[3].problems[0].what, Catch::Contains("2 cells where the heading has 9"));
}

TEST_CASE("a laboratory's table has semicolons, decimal commas, micrograms and limits of detection",
          "[input]") {
  const std::string text =
      "\xEF\xBB\xBFwater;temperature [degC];pH;Ca [\xC2\xB5g/kgw];Mg [ppb];Na [mmol/kgw];Cl\n"
      "well;25,0;7,1;<4000,0;12;n.d.;0,5 mmol/kgw\n"
      "well;10,5;7;1,5;BDL;1;<0,2 mmol/kgw\n";
  const WatersFile half = read_text("w.csv", text);
  REQUIRE(half.waters.size() == 2);
  const WaterAnalysis &one = half.waters[0].analysis, &two = half.waters[1].analysis;
  CHECK(half.waters[0].problems.empty());
  CHECK(half.waters[1].problems.empty());
  CHECK(*one.pH == 7.1);
  CHECK(two.temperature == Approx(283.65));
  CHECK(one.total[0].second.value == 2000);  // half of 4000
  CHECK(two.total[0].second.value == 1.5);
  CHECK(one.total[2].second.value == 0);  // left out: its limit is not known
  CHECK(two.total[3].second.value == 0.1);
  REQUIRE(half.waters[0].notes.size() == 2);
  CHECK_THAT(half.waters[0].notes[0].what,
             Catch::Contains("Ca (<4000.0") && Catch::Contains("half the limit"));
  CHECK_THAT(half.waters[0].notes[1].what, Catch::Contains("Na (n.d.") && Catch::Contains("left out"));
  REQUIRE(half.waters[1].notes.size() == 3);
  CHECK_THAT(half.waters[1].notes[0].what, Catch::Contains("'well' in lines 2 and 3"));
  const DatFolder folder;
  folder.write("w.csv", text);
  const auto with = [&](const std::string& word) {
    return read_waters(folder.path() + "/w.csv", {word}).waters[0].analysis.total[0].second.value;
  };
  CHECK(with("limit") == 4000);
  CHECK(with("zero") == 0);
}

TEST_CASE("a row with a value that no water has stands alone", "[input]") {
  const WatersFile file = read_text("w.csv",
                                    "water,temperature [degC],pH,density [kg/L],Ca [mmol/kgw]\n"
                                    "a,-30,7,1,1\nb,25,81,1,1\nc,25,7,0.001,1\nd,25,7,1,>9\ne,25,7,1,1\n");
  const char* why[] = {"temperature: '-30 degC' is out of range", "pH: '81' is out of range",
                       "density: '0.001 kg/L' is out of range", "above the range of the analysis"};
  for (std::size_t i = 0; i < 4; ++i) {
    REQUIRE(file.waters[i].problems.size() == 1);
    CHECK_THAT(file.waters[i].problems[0].what, Catch::Contains(why[i]));
  }
  CHECK(file.waters[4].problems.empty());
  CHECK_THAT(complaint("w.csv", "water,temperature [degC],pH\n"), Catch::Contains("there is no water"));
}

TEST_CASE("a heading without sense is told before any water", "[input]") {
  CHECK_THAT(complaint("w.csv", "water,temperature,pH\n"), Catch::Contains("'temperature' needs its unit"));
  CHECK_THAT(complaint("w.csv", "water,pH\n"), Catch::Contains("no column 'temperature [degC]'"));
  CHECK_THAT(complaint("w.csv", "temperature [degC],Ca [mg/Liter]\n"),
             Catch::Contains("unknown unit 'mg/Liter'"));
  CHECK_THAT(complaint("w.csv", "temperature [degC],pH,ph\n"), Catch::Contains("a second column 'ph'"));
  std::string equal = "temperature [degC]";
  for (int i = 0; i < 5000; ++i) equal += ",Ca [mg/L]";
  const std::string said = complaint("w.csv", equal + "\n");
  CHECK_THAT(said, Catch::Contains("a second column 'Ca [mg/L]', and 4998 more of it"));
  CHECK(said.find("second column") == said.rfind("second column"));
  CHECK_THAT(complaint("w.csv", ""), Catch::Contains("no heading"));
  CHECK_THAT(complaint("w.toml", "[waters.a]\ntemperature = \"5 degC\"\nph = 7\n"),
             Catch::Contains("did you mean 'pH'"));
  CHECK_THAT(complaint("w.toml", "[waters.a]\npH = 7\n"), Catch::Contains("temperature"));
}
