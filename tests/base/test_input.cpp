#include <string>
#include <vector>

#include "tests/base/example_case.h"
#include "tests/catch.h"

using namespace talus;
using example::Case;
using example::good_case;

namespace {

Case read_case(const std::string& text, const std::vector<std::string>& sets = {}) {
  Document document = Document::from_text(text, "case.toml", sets);
  Case target;
  read(document, target);
  document.finish();
  return target;
}

std::string message(const std::string& text, const std::vector<std::string>& sets = {}) {
  try {
    read_case(text, sets);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

/// The good case with `from` replaced by `to`.
std::string changed(const std::string& from, const std::string& to) {
  std::string text = good_case;
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::string message_after(const std::string& from, const std::string& to) {
  return message(changed(from, to));
}

}  // namespace

TEST_CASE("a case is read into SI", "[input]") {
  const Case c = read_case(good_case);
  CHECK(c.title == "Tailings");
  CHECK(c.run.length == 24 * 86400.0);
  CHECK(!c.run.output_every);
  CHECK(c.mesh.size == std::array<double, 3>{1, 1, 0.12});
  CHECK(c.mesh.cells.surface == 1e-3);
  REQUIRE(c.layers.size() == 1);
  CHECK(c.layers[0].material == "tailings");
  REQUIRE(c.materials.size() == 1);
  CHECK(c.materials[0].first == "tailings");
  const auto& minerals = c.materials[0].second.minerals;
  REQUIRE(minerals.size() == 3);
  CHECK(minerals[0] ==
        std::pair<std::string, std::optional<double>>("Lizardite", 0.85));  // order of the file
  CHECK(minerals[1].second == 0.015);
  CHECK(minerals[2] == std::pair<std::string, std::optional<double>>("inert", std::nullopt));
  REQUIRE(c.materials[0].second.water);
  CHECK(!c.materials[0].second.water->moves);
  CHECK(c.waters[0].first == "process water");
  CHECK(c.waters[0].second.temperature == 288.15);
  CHECK(c.waters[0].second.total[0] == std::pair<std::string, double>("Mg+2", 2e-3));
}

TEST_CASE("defaults hold for absent keys, in absent tables too", "[input]") {
  const Case c = read_case(good_case);
  CHECK(c.run.ranks == 2);
  CHECK(c.mesh.cells.growth == 1.15);
  CHECK(c.chemistry.database == std::vector<std::string>{"talus"});
  CHECK(c.chemistry.activity == "B-dot");
  CHECK(c.chemistry.depths.empty());
  CHECK(!read_case(changed(", moves = false", "")).materials[0].second.water->composition);
  CHECK(read_case(changed(", moves = false", "")).materials[0].second.water->moves);
  CHECK(!read_case(changed("water    = { content = \"15 wt%\", moves = false }", ""))
             .materials[0]
             .second.water);
}

TEST_CASE("all problems are reported at once", "[input]") {
  const std::string text = R"(title = "x"
[run]
lenght = "24 d"
output_every = 12
[mesh]
shape = "colum"
size = ["1 m", "1 kg", "-1 m"]
cells = { surface = "1 mm", growth = 0.5 }
[[layers]]
thickness = "1,5 m"
material = 3
[materials.tailings]
dry_density = "1600 kg/m3"
minerals = { Brucite = "15 %", inert = "rst" }
)";
  CHECK(message(text) == R"(case.toml:3:1: error: unknown key 'run.lenght'
  3 | lenght = "24 d"
    | ^~~~~~
  did you mean 'length'? known: length, output_every, ranks
case.toml:4:16: error: run.output_every: '12' has no unit
  4 | output_every = 12
    |                ^~
  write it in d or a unit of the same kind, for example "12 d"
case.toml:6:9: error: mesh.shape: no 'colum'
  6 | shape = "colum"
    |         ^~~~~~~
  did you mean 'column'? known: box, column, section
case.toml:7:16: error: mesh.size[1]: 'kg' is not a unit of m's kind
  7 | size = ["1 m", "1 kg", "-1 m"]
    |                ^~~~~~
  write it in m or a unit of the same kind
case.toml:7:24: error: mesh.size[2] = -1 m is out of range; it must be above 0
  7 | size = ["1 m", "1 kg", "-1 m"]
    |                        ^~~~~~
case.toml:8:38: error: mesh.cells.growth = 0.5 is out of range; it must be 1 or more
  8 | cells = { surface = "1 mm", growth = 0.5 }
    |                                      ^~~
case.toml:10:13: error: layers[0].thickness: '1,5 m' has a comma in its number
  10 | thickness = "1,5 m"
     |             ^~~~~~~
  write a decimal point, and nothing between thousands
case.toml:11:12: error: layers[0].material must be text, but this is a number
  11 | material = 3
     |            ^
  write it in quotes, with its unit if it is a quantity: "3"
case.toml:14:24: error: materials.tailings.minerals.Brucite: '%' does not say that it is a share of mass
  14 | minerals = { Brucite = "15 %", inert = "rst" }
     |                        ^~~~~~
  write wt%, or a ratio of masses such as g/kg, or the word "rest"
case.toml:14:40: error: materials.tailings.minerals.inert: 'rst' does not begin with a number
  14 | minerals = { Brucite = "15 %", inert = "rst" }
     |                                        ^~~~~
  write for example "1 wt%", or the word "rest"
10 errors in case.toml)");
}

TEST_CASE("what is missing is told where it belongs", "[input]") {
  CHECK(message_after("length = \"24 d\"\n", "") == R"(case.toml:3:1: error: missing key 'run.length'
  3 | [run]
    | ^~~~~
  Simulated time.
  write for example: length = "1 d"
1 error in case.toml)");
  CHECK(message_after("[[layers]]                     # from the top down\nthickness = \"12 cm\"\nmaterial  "
                      "= \"tailings\"\n",
                      "") ==
        R"(case.toml: error: missing table 'layers'
  Layers from the top down.
  write [[layers]] with thickness, material
1 error in case.toml)");
  CHECK_THAT(message_after("cells = { surface = \"1 mm\" }", ""),
             Catch::Matchers::Contains("case.toml:6:1: error: missing table 'mesh.cells'"));
  CHECK_THAT(
      message_after("content = \"15 wt%\", ", ""),
      Catch::Matchers::Contains("case.toml:19:12: error: missing key 'materials.tailings.water.content'"));
}

TEST_CASE("unknown tables and keys", "[input]") {
  CHECK(message_after("[waters.", "[watres.") == R"(case.toml:21:2: error: unknown key 'watres'
  21 | [watres."process water"]
     |  ^~~~~~
  did you mean 'waters'? known: chemistry, layers, materials, mesh, run, title, waters
1 error in case.toml)");
  CHECK_THAT(message_after("pH = 9.3", "pOH = 4.7"),
             Catch::Matchers::Contains("unknown key 'waters.\"process water\".pOH'"));
}

TEST_CASE("values of another kind", "[input]") {
  const auto says = [](const std::string& from, const std::string& to, const std::string& what) {
    CHECK_THAT(message_after(from, to), Catch::Matchers::Contains(what));
  };
  says("\"24 d\"", "[\"24 d\"]", "run.length must be a quantity in d, but this is a list");
  says("[\"1 m\", \"1 m\", \"12 cm\"]", "\"1 m\"",
       "mesh.size must be a list of 3 quantities in m, but this is text\n  8 | size  = \"1 m\"\n    |        "
       " ^~~~~\n"
       "  write it in square brackets: [\"1 m\"]");
  says("\"1 m\", \"1 m\", \"12 cm\"", "\"1 m\"", "mesh.size must be a list of 3 quantities in m, not of 1");
  says("{ surface = \"1 mm\" }", "3", "mesh.cells must be a table, but this is a number");
  says("moves = false", "moves = \"false\"", "water.moves must be true or false, but this is text");
  says("moves = false", "moves = 2026-05-01", "but this is a date or time");
  says("[[layers]]", "[layers]", "layers must be a list of tables, but this is a table");
  says("[run]\n", "[run]\nranks = 1.5\n", "run.ranks = 1.5 is not a whole number");
  says("[run]\n", "[run]\nranks = 65\n", "run.ranks = 65 is out of range; it must be 1 to 64");
  says("[run]\n", "[run]\nranks = \"3\"\n", "write it without quotes");
  says("pH = 9.3", "pH = inf", "'inf' is not a finite number");
  says("pH = 9.3", "pH = \"nan\"", "'nan' is not a finite number");
  says("pH = 9.3", "pH = \"9 m\"", "'m' is a unit where a pure number is asked for");
  says("temperature = \"15 degC\"", "temperature = \"-300 degC\"",
       "temperature = -300 degC is out of range; it must be above -273.15 degC");
  says("\"85 wt%\"", "\"185 wt%\"", "is out of range; it must be 0 to 100 wt%");
  says("\"2 mmol/kgw\"", "\"2 mmol/kg\"", "per kg of water: write mmol/kgw");
  says("[waters.", "[chemistry]\ndatabase = \"talus\"\n[waters.", "write it in square brackets: [\"talus\"]");
  CHECK(read_case(changed("pH = 9.3", "pH = \"930 %\"")).waters[0].second.pH == Approx(9.3));
  CHECK(read_case(changed("pH = 9.3", "pH = 9")).waters[0].second.pH == 9);
}

TEST_CASE("what is not TOML is told with its line", "[input]") {
  const auto starts = [](const std::string& text, const std::string& with) {
    CHECK_THAT(message(text), Catch::Matchers::StartsWith(with));
  };
  starts(
      "a = 1\n\n  a = 2\n",
      "case.toml:3:3: error: 'a' is given twice\n  3 |   a = 2\n    |   ^\n  it stands in line 1 already\n");
  starts("[a]\n[b]\n[a] # again\n",
         "case.toml:3:1: error: '[a]' is given twice\n  3 | [a] # again\n    | ^~~\n  it stands in line 1 "
         "already\n");
  starts("a = 24 d # days\n",
         "case.toml:1:8: error: this is not TOML: expected a comment or whitespace, saw 'd'\n"
         "  1 | a = 24 d # days\n    |        ^\n  a value with a unit stands in quotes: a = \"24 d\"\n");
  starts("Mg+2 = 1\n",
         "case.toml:1:3: error: this is not TOML: expected '=', saw '+'\n  1 | Mg+2 = 1\n    |   ^\n"
         "  a name with more than letters, digits, _ and - stands in quotes: \"Mg+2\" = ...\n");
  starts("a = \"x\n", "case.toml:1:7: error: a text has no closing quote\n");
  starts("a = tailings\n", "case.toml:1:6: error: this is not TOML: ");
  starts("a = 1,5\n", "case.toml:1:6: error: this is not TOML: ");
  starts("a = \"\xff\"\n", "case.toml:1:5: error: this is not TOML: ");
}

TEST_CASE("what toml++ has not foreseen is an error like others", "[input]") {
  CHECK(message("a = 1\n[[\nlayers]]\n") ==
        "case.toml:2:1: error: this is not TOML\n  2 | [[\n    | ^~\n1 error in case.toml");
  CHECK(message(good_case, {"title=1\n[[\nx]]"}) == "no error");  // no TOML, so a text
}

TEST_CASE("letters outside of ASCII stand in strings and comments only", "[input]") {  // T6
  CHECK(message("é = 1\n[é]\nb = “24 d”\n") == R"(case.toml:1:1: error: 'é' outside of quotes
  1 | é = 1
    | ^
  names and texts with such letters stand in quotes, as in "é"
case.toml:2:2: error: 'é' outside of quotes
  2 | [é]
    |  ^
  names and texts with such letters stand in quotes, as in "é"
case.toml:3:5: error: '“' outside of quotes
  3 | b = “24 d”
    |     ^
  write straight quotes: "
3 errors in case.toml)");
  const std::string title = "\"\"\"é\\\"\"\" ü \"\" é\"\"\"\" # é\n\"é\" = 'é'";
  CHECK_THAT(message(changed("\"Tailings\"", title)),
             Catch::Matchers::StartsWith("case.toml:2:1: error: unknown key 'é'"));
  CHECK_THAT(message(changed("\"Tailings\"", "'é' é")),
             Catch::Matchers::StartsWith("case.toml:1:14: error: 'é' outside"));
  CHECK(read_case(std::string("\xEF\xBB\xBF") + good_case).title == "Tailings");
  CHECK(read_case(changed("\n\n", "\r\n\r\n")).title == "Tailings");
}

TEST_CASE("--set puts values on top of the file", "[input]") {
  const Case c =
      read_case(good_case, {"run.length=1 yr", "layers[0].thickness = 5 cm", "mesh.size[2]=\"0.5 m\"",
                            "waters.\"process water\".pH=8", "waters.process water.total.Ca+2=1 mmol/kgw",
                            "materials.tailings.surface={ Brucite = \"2 m2/g\" }", "title=42",
                            "chemistry.database=[\"talus\", \"mine\"]", "run.ranks=3",
                            "materials.'a.b'.dry_density=1 g/cm3", "materials.'a.b'.minerals={}"});
  CHECK(c.run.length == 31557600);
  CHECK(c.run.ranks == 3);
  CHECK(c.layers[0].thickness == 0.05);
  CHECK(c.mesh.size[2] == 0.5);
  CHECK(c.waters[0].second.pH == 8);
  REQUIRE(c.waters[0].second.total.size() == 3);
  CHECK(c.waters[0].second.total[2] == std::pair<std::string, double>("Ca+2", 1e-3));
  CHECK(c.materials[0].second.surface[0].second == 2000);
  CHECK(c.title == "42");
  CHECK(c.chemistry.database == std::vector<std::string>{"talus", "mine"});
  CHECK(c.materials[1].first == "a.b");
}

TEST_CASE("problems of --set show the option", "[input]") {
  CHECK(message(good_case, {"run.length=3 kg", "run.lenth = 4", "nonsense", "layers[1].thickness=1 m",
                            "title.x=1", "laiers[0]=1", "mesh.cells={ surface = \"x\" }"}) ==
        R"(--set: error: there is no list 'laiers'
  | laiers[0]=1
  | ^~~~~~~~~
--set: error: 'layers' has 1 element, counted from 0
  | layers[1].thickness=1 m
  | ^~~~~~~~~~~~~~~~~~~
--set: error: mesh.cells.surface: 'x' does not begin with a number
  | mesh.cells={ surface = "x" }
  |                        ^~~
  write for example "1 mm"
--set: error: 'nonsense' has no value
  | nonsense
  | ^~~~~~~~
  write --set KEY=VALUE, for example --set run.length="1 d"
--set: error: run.length: 'kg' is not a unit of d's kind
  | run.length=3 kg
  |            ^~~~
  write it in d or a unit of the same kind
--set: error: unknown key 'run.lenth'
  | run.lenth = 4
  | ^~~~~~~~~
  did you mean 'length'? known: length, output_every, ranks
--set: error: 'title' is text, not a table
  | title.x=1
  | ^~~~~~~
7 errors in --set)");
  CHECK_THAT(message(good_case, {"=3"}), Catch::Matchers::StartsWith("--set: error: a name is missing\n"));
  CHECK_THAT(message(good_case, {"a[x]=3"}),
             Catch::Matchers::StartsWith("--set: error: brackets hold the number"));
}

TEST_CASE("places of keys and values", "[input]") {
  const Document document = Document::from_text(good_case, "case.toml", {"run.output_every=1 d"});
  const auto value = [&](const char* path) {
    const Place place = document.place_of_value(path);
    return std::to_string(place.line) + ":" + std::to_string(place.column) + "+" +
           std::to_string(place.length);
  };
  CHECK(value("run.length") == "4:10+6");
  CHECK(value("mesh.size[2]") == "8:24+7");
  CHECK(value("layers[0].material") == "13:13+10");
  CHECK(value("materials.tailings.minerals.Brucite") == "17:46+9");
  CHECK(value("waters.process water.total.Mg+2") == "24:20+12");
  CHECK(value("waters.\"process water\".pH") == "22:6+3");
  CHECK(value("waters.process water.nothing") == "21:1+24");  // its nearest parent
  CHECK(value("layers[0]") == "11:1+10");
  CHECK(value("nothing") == "0:0+1");
  CHECK(document.place_of_key("run.length").column == 1);
  CHECK(document.place_of_key("waters.process water").column == 9);
  CHECK(document.place_of_key("run.output_every").file == "--set");
  CHECK(document.place_of_value("run.length").line_text == "length = \"24 d\"");
}

TEST_CASE("the echo reads back to the same values", "[input]") {
  const Case c = read_case(
      good_case, {"title=a \"quoted\" title, \\ and µ", "run.output_every=0.1 h",
                  "waters.rain.equilibrium.CO2(g)=420e-6 atm", "chemistry.depths=[\"1 in\", \"0 m\"]"});
  const std::string text = echo(c);
  const Case again = read_case(text);
  CHECK(echo(again) == text);
  CHECK(again.title == c.title);
  CHECK(again.run.output_every == c.run.output_every);
  CHECK(again.mesh.size == c.mesh.size);
  CHECK(again.materials[0].second.minerals == c.materials[0].second.minerals);
  CHECK(again.waters[1].second.equilibrium == c.waters[1].second.equilibrium);
  CHECK(again.waters[0].second.temperature == c.waters[0].second.temperature);
  CHECK(again.chemistry.depths == c.chemistry.depths);
  CHECK_THAT(echo(read_case(good_case)), Catch::Matchers::StartsWith(R"(title = "Tailings"

[run]
length = "24 d"
ranks = 2

[mesh]
shape = "column"
size = ["1 m", "1 m", "0.12 m"]

[mesh.cells]
surface = "1 mm"
growth = 1.15

[[layers]]
thickness = "0.12 m"
)"));
}

TEST_CASE("files that cannot be read", "[input]") {
  CHECK_THROWS_WITH(Document::from_file("/nothing/here.toml"),
                    "cannot read '/nothing/here.toml': No such file or directory");
  CHECK_THROWS_WITH(Document::from_file("/"), "cannot read '/': it is a folder");
  CHECK_THROWS_AS(Document::from_file("/"), FileError);
}
