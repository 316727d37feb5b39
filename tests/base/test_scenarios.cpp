#include "base/scenarios.h"

#include "tests/base/example_case.h"
#include "tests/catch.h"

using namespace talus;
using example::good_case;

namespace {

Document document_of(const std::string& scenarios, const std::vector<std::string>& sets = {}) {
  return Document::from_text(good_case + scenarios, "case.toml", sets);
}

std::vector<std::string> names_of(const Document& document) {
  std::vector<std::string> names;
  for (const ScenarioRun& run : scenario_runs(document)) names.push_back(run.name);
  return names;
}

example::Case case_of(const Document& document, const std::string& run) {
  Document chosen = with_scenario(document, run);
  example::Case values;
  read(chosen, values);
  chosen.finish();
  return values;
}

/// What somebody reads who wrote these scenarios and chose `run`; of all runs when it is empty.
std::string message(const std::string& scenarios, const std::string& run,
                    const std::vector<std::string>& sets = {}) {
  try {
    const Document document = document_of(scenarios, sets);
    if (run.empty())
      scenario_runs(document);
    else
      case_of(document, run);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("a scenario lies over its case, and the case stays as it is", "[input]") {
  const Document document = document_of(R"(
[scenarios.project]
[scenarios.short]
run.length = "2 d"
"layers[0].thickness" = "6 cm"
)");
  CHECK(names_of(document) == Names{"project", "short"});
  CHECK(case_of(document, "").run.length == 24 * 86400.0);
  CHECK(case_of(document, "project").run.length == 24 * 86400.0);
  const example::Case changed = case_of(document, "short");
  CHECK(changed.run.length == 2 * 86400.0);
  CHECK(changed.layers[0].thickness == 0.06);
  CHECK(changed.materials[0].second.minerals.size() == 3);
  const Document chosen = with_scenario(document, "short");
  CHECK(scenario_name(chosen) == "short");
  CHECK(scenario_changes(chosen) == Names{"run.length = 2 d", "layers[0].thickness = 6 cm"});
}

TEST_CASE("tables are merged, everything else is replaced, and keys can be removed", "[input]") {
  const Document document = document_of(R"(
[scenarios.a]
materials.tailings.minerals.Brucite = "2 wt%"
[scenarios.b]
layers = []
[scenarios.c]
remove = ["materials.tailings.minerals.Brucite"]
)");
  CHECK(case_of(document, "a").materials[0].second.minerals[1].second == 0.02);
  CHECK(case_of(document, "a").materials[0].second.minerals[0].second == 0.85);
  CHECK(case_of(document, "b").layers.empty());
  CHECK(case_of(document, "c").materials[0].second.minerals.size() == 2);
}

TEST_CASE("--set stands on top of a scenario, and can change one", "[input]") {
  const std::string text = "[scenarios.a]\nrun.length = \"2 d\"\n";
  CHECK(case_of(document_of(text, {"run.length=3 d"}), "a").run.length == 3 * 86400.0);
  CHECK(case_of(document_of(text, {"scenarios.a.run.length=4 d"}), "a").run.length == 4 * 86400.0);
  CHECK(names_of(document_of("", {"scenarios.new.run.length=4 d"})) == Names{"new"});
}

TEST_CASE("lists make a table of runs: every value with every other", "[input]") {
  const Document document = document_of(R"(
[scenarios.lifts.vary]
run.length = ["1 d", "2 d"]
"layers[0].thickness" = ["3 cm", "6 cm", "12 cm"]
)");
  CHECK(names_of(document) == Names{"lifts_1d_3cm", "lifts_1d_6cm", "lifts_1d_12cm", "lifts_2d_3cm",
                                    "lifts_2d_6cm", "lifts_2d_12cm"});
  CHECK(case_of(document, "lifts_2d_6cm").run.length == 2 * 86400.0);
  CHECK(case_of(document, "lifts_2d_6cm").layers[0].thickness == 0.06);
  CHECK(scenario_runs(document)[3].scenario == "lifts");
}

TEST_CASE("lists of one [[vary]] go together, with names of their own", "[input]") {
  const Document document = document_of(R"(
[scenarios.s]
title = "varied"
[[scenarios.s.vary]]
names = ["thin", "thick"]
"layers[0].thickness" = ["3 cm", "6 cm"]
run.length = ["1 d", "2 d"]
[[scenarios.s.vary]]
layers = [[], [{ thickness = "1 cm", material = "tailings" }]]
)");
  CHECK(names_of(document) == Names{"s_thin_1", "s_thin_2", "s_thick_1", "s_thick_2"});
  const example::Case last = case_of(document, "s_thick_2");
  CHECK(last.title == "varied");
  CHECK(last.run.length == 2 * 86400.0);
  CHECK(last.layers[0].thickness == 0.01);
  CHECK(case_of(document, "s_thin_1").layers.empty());
}

TEST_CASE("mistakes in scenarios have their place in the file", "[input]") {
  CHECK(message("[scenarios.a]\nrun.lenght = \"2 d\"\n", "a").find("unknown key 'run.lenght'") !=
        std::string::npos);
  const std::string unit = message("[scenarios.a]\nrun.length = \"2 kg\"\n", "a");
  CHECK(unit.find("run.length = \"2 kg\"") != std::string::npos);
  CHECK(unit.find("case.toml:") != std::string::npos);
  CHECK(message("[scenarios.a]\n\"layers[7].thickness\" = \"2 cm\"\n", "a").find("has 1 element") !=
        std::string::npos);
  CHECK(
      message("[scenarios.a]\nremove = [\"run.lenght\"]\n", "a").find("there is no 'run.lenght' to remove") !=
      std::string::npos);
  CHECK(message("[scenarios.\"a b\"]\n", "").find("cannot be called 'a b'") != std::string::npos);
  CHECK(message("[scenarios]\na = 1\n", "").find("scenarios.a is a table") != std::string::npos);
  CHECK(message("[scenarios.a.vary]\nrun.length = \"1 d\"\n", "")
            .find("needs a list of values for run.length") != std::string::npos);
  CHECK(message("[[scenarios.a.vary]]\nrun.length = [\"1 d\", \"2 d\"]\ntitle = [\"x\"]\n", "")
            .find("title has 1 value, and run.length has 2 values") != std::string::npos);
  CHECK(message("[scenarios.a.vary]\nrun.length = [\"1 d\", \"1d\"]\n", "")
            .find("two runs would be called 'a_1d'") != std::string::npos);
}
