#include <algorithm>
#include <string>

#include "base/manual.h"
#include "base/units.h"
#include "tests/base/example_case.h"
#include "tests/catch.h"

using namespace talus;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

const std::vector<KeyInfo>& keys() {
  static const std::vector<KeyInfo> all = schema_of<example::Case>();
  return all;
}

KeyInfo key(const std::string& path) {
  const auto found =
      std::find_if(keys().begin(), keys().end(), [&](const KeyInfo& k) { return k.path == path; });
  REQUIRE(found != keys().end());
  return *found;
}

struct BadUnit {
  double x = 0;
};
template <class V>
void describe(BadUnit& b, V& v) {
  v("x", b.x, in("furlongz"), any, "A slip of a developer.");
}

struct BadDefault {
  double x = 0;
};
template <class V>
void describe(BadDefault& b, V& v) {
  v("x", b.x, in("m"), positive, "A slip of a developer.", by_default("-1 m"));
}

struct Twice {
  double x = 0;
};
template <class V>
void describe(Twice& t, V& v) {
  v("x", t.x, in("m"), any, "A key.", optional_key);
  v("x", t.x, in("m"), any, "The same key.", optional_key);
}

}  // namespace

TEST_CASE("the schema lists every key with what describe() says of it", "[input]") {
  CHECK(keys().size() == 31);
  CHECK(keys()[0].path == "title");
  CHECK(key("run").kind == "table");
  CHECK(key("layers[]").kind == "list of tables");
  CHECK(key("materials.<name>").kind == "named tables");
  CHECK(!key("waters.<name>").required);
  CHECK(!key("materials.<name>.water").required);

  const KeyInfo length = key("run.length");
  CHECK(length.kind == "quantity");
  CHECK(length.unit == "d");
  CHECK(length.range == "above 0");
  CHECK(length.example == "\"1 d\"");
  CHECK(length.required);
  CHECK(length.default_text.empty());
  CHECK(length.sentence == "Simulated time.");

  CHECK(key("run.ranks").range == "1 to 64");
  CHECK(key("run.ranks").default_text == "2");
  CHECK(key("mesh.size").example == "[\"1 m\", \"1 m\", \"1 m\"]");
  CHECK(key("mesh.shape").range == "one of: column, section, box");
  CHECK(key("mesh.shape").kind == "choice");
  CHECK(key("mesh.cells.growth").kind == "number");
  CHECK(key("mesh.cells.growth").unit.empty());
  CHECK(key("materials.<name>.minerals").range == "0 to 100 wt%, or \"rest\"");
  CHECK(key("materials.<name>.minerals").example == "{ NAME = \"1 wt%\", OTHER = \"rest\" }");
  CHECK(key("waters.<name>.temperature").default_text == "\"25 degC\"");
  CHECK(key("waters.<name>.temperature").range == "above -273.15 degC");
  CHECK(key("chemistry.database").default_text == "[\"talus\"]");
  CHECK(key("chemistry.activity").default_text == "\"B-dot\"");
}

TEST_CASE("slips in a declaration are found", "[input]") {
  CHECK_THROWS_AS(schema_of<BadUnit>(), UnitError);
  CHECK_THROWS_AS(schema_of<BadDefault>(), std::logic_error);
  Document document = Document::from_text("", "empty");
  Twice twice;
  CHECK_THROWS_WITH(read(document, twice), StartsWith("each key is declared once (base/input.cpp:"));
  BadDefault wrong;
  CHECK_THROWS_WITH(read(document, wrong), StartsWith("the default of x is allowed for it"));
}

TEST_CASE("the manual has a section for each table", "[input]") {
  const std::string page = manual_page(keys());
  CHECK_THAT(
      page,
      StartsWith(
          "## Top level\n\n| key | what | unit | range | default | meaning |\n|---|---|---|---|---|---|\n"
          "| `title` | text | | | required | What the case is. |\n\n## `[run]`\n\nHow long.\n"));
  CHECK_THAT(page, Contains("| `length` | quantity | d | above 0 | required | Simulated time. |\n"));
  CHECK_THAT(page, Contains("\n## `[[layers]]`\n\nLayers from the top down.\n"));
  CHECK_THAT(page, Contains("\n## `[materials.<name>.water]`\n\nPore water. Optional.\n"));
  CHECK_THAT(page,
             Contains("| `activity` | choice | | one of: B-dot, Davies | `\"B-dot\"` | Activity model. |\n"));
}

TEST_CASE("explain finds keys by their ends", "[input]") {
  const std::string density =
      "materials.<name>.dry_density\n"
      "  Dry mass per bulk volume.\n"
      "  quantity in kg/m3 or a unit of the same kind; above 0; required\n"
      "  for example: dry_density = \"1 kg/m3\"\n";
  CHECK(explain(keys(), "dry_density") == density);
  CHECK(explain(keys(), "materials.dry_density") == density);
  CHECK(explain(keys(), "materials.tailings.dry_density") == density);
  CHECK(explain(keys(), "materials.<name>.dry_density") == density);
  CHECK(explain(keys(), "waters.\"process water\".pH") ==
        "waters.<name>.pH\n  pH.\n  number, -2 to 16; usually 0 to 14.5; default 7\n");
  CHECK(explain(keys(), "layers") ==
        "[[layers]]\n  Layers from the top down.\n  thickness  Thickness. (m)\n"
        "  material   Name of its material.\n");
  CHECK(explain(keys(), "layers[0].material") == explain(keys(), "layers.material"));
  CHECK_THAT(explain(keys(), "surface"),
             Contains("mesh.cells.surface\n") && Contains("materials.<name>.surface\n"));
  CHECK(explain(keys(), "cells.surface") == explain(keys(), "mesh.cells.surface"));
  CHECK_THROWS_WITH(
      explain(keys(), "materials.dry_densty"),
      StartsWith(
          "error: there is no key 'materials.dry_densty'\n  did you mean 'materials.<name>.dry_density'?"));
  CHECK(explain(keys(), "materials.tailings") == explain(keys(), "materials"));
  CHECK_THROWS_AS(explain(keys(), ""), InputError);
  CHECK_THROWS_AS(explain(keys(), "tailings"), InputError);
}

TEST_CASE("the template is a case that reads", "[input]") {
  const std::string text = template_case(keys());
  Document document = Document::from_text(text, "template");
  example::Case c;
  read(document, c);
  CHECK_NOTHROW(document.finish());
  CHECK(c.mesh.shape == "column");
  CHECK(c.materials[0].first == "example");
  CHECK(!c.materials[0].second.water);
  CHECK_THAT(text, Contains("# Simulated time. [d; above 0]\nlength = \"1 d\"\n"));
  CHECK_THAT(text, Contains("# Number of ranks. [1 to 64]\n# ranks = 2\n"));
  CHECK_THAT(text, Contains("# [materials.example.water]\n"));

  // With all keys in, nothing is unknown either.
  std::string all;
  std::string_view rest = text;
  while (!rest.empty()) {
    std::string line(rest.substr(0, rest.find('\n')));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    const bool key_or_table =
        line.starts_with("# ") && (line.find(" = ") != std::string::npos || line[2] == '[');
    all += (key_or_table ? line.substr(2) : line) + "\n";
  }
  Document full = Document::from_text(all, "all");
  example::Case f;
  read(full, f);
  CHECK_NOTHROW(full.finish());
  CHECK(f.materials[0].second.water);
  CHECK(f.waters.size() == 1);
}
