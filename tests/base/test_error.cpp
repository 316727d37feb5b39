#include <string>
#include <vector>

#include "base/error.h"
#include "tests/catch.h"

using talus::format;
using talus::InputError;
using talus::nearest;
using talus::Place;
using talus::Problem;
using talus::suggestion;

TEST_CASE("a problem shows its line, a caret and a hint", "[unit]") {
  const Problem problem{{"bad.toml", 6, 16, 3, "smallest_cut = 1.2"}, "too large", "write less\nor nothing"};
  CHECK(format(problem) ==
        "bad.toml:6:16: error: too large\n"
        "  6 | smallest_cut = 1.2\n"
        "    |                ^~~\n"
        "  write less\n"
        "  or nothing");
  CHECK(format({{"bad.toml", 0, 0, 1, ""}, "nothing there", ""}) == "bad.toml: error: nothing there");
  CHECK(format({{"--set", 0, 3, 2, "x=42"}, "not text", ""}) ==
        "--set: error: not text\n"
        "  | x=42\n"
        "  |   ^~");
}

TEST_CASE("carets stand right below letters of several bytes and tabs", "[unit]") {
  CHECK(format({{"f", 12, 6, 5, "\tx = \"µm\""}, "w", ""}) ==
        "f:12:6: error: w\n"
        "  12 | \tx = \"µm\"\n"
        "     | \t    ^~~~");
  CHECK(format({{"f", 1, 1, 99, "ab"}, "w", ""}) == "f:1:1: error: w\n  1 | ab\n    | ^~");
  CHECK(format({{"f", 1, 99, 1, "ab"}, "w", ""}) == "f:1:99: error: w\n  1 | ab\n    |   ^");
}

TEST_CASE("all problems come in the order of the lines, each once", "[unit]") {
  const auto at = [](const std::string& file, int line, const std::string& what) {
    return Problem{{file, line, 1, 1, ""}, what, ""};
  };
  const InputError error({at("--set", 0, "s"), at("a", 9, "z"), at("a", 2, "y"), at("b", 1, "b"),
                          at("a", 9, "z"), at("a", 9, "other")});
  CHECK(error.what() == std::string("a:2:1: error: y\n"
                                    "a:9:1: error: z\n"
                                    "a:9:1: error: other\n"
                                    "b:1:1: error: b\n"
                                    "--set: error: s\n"
                                    "5 errors in a, b and --set"));
  CHECK(error.problems().size() == 5);
  CHECK(InputError({at("a", 1, "x")}).what() == std::string("a:1:1: error: x\n1 error in a"));
}

TEST_CASE("the nearest word is at most a third away", "[unit]") {
  const std::vector<std::string> known = {"depth", "area", "cells", "Mg+2", "Brucite", "hmmm"};
  CHECK(nearest("deph", known) == "depth");
  CHECK(nearest("depht", known) == "depth");  // neighbours swapped: one step
  CHECK(nearest("Mg++", known) == "Mg+2");
  CHECK(nearest("brucite", known) == "Brucite");
  CHECK(nearest("BRUCITE", known) == "Brucite");  // as near as one letter in another case
  CHECK(nearest("lengthy", known).empty());
  CHECK(nearest("dxxth", known).empty());
  CHECK(nearest("", known).empty());
  const std::vector<std::string> single = {"y"};
  CHECK(nearest("x", single).empty());
  CHECK(nearest("Y", single) == "y");
  const std::vector<std::string> tied = {"bat", "cat", "Hat"};
  CHECK(nearest("hat", tied) == "Hat");  // half a step
  CHECK(nearest("rat", tied) == "Hat");  // of equals, the first by name
}

TEST_CASE("suggestions list what is known", "[unit]") {
  const std::vector<std::string> known = {"shape", "area", "depth", "cells"};
  CHECK(suggestion("deph", known) == "did you mean 'depth'? known: area, cells, depth, shape");
  CHECK(suggestion("qqq", known) == "known: area, cells, depth, shape");
  CHECK(suggestion("x", {}).empty());
  std::vector<std::string> many;
  for (char c = 'a'; c <= 'z'; ++c) many.push_back(std::string(3, c));
  CHECK(suggestion("zzy", many) ==
        "did you mean 'zzz'? 26 known: aaa, bbb, ccc, ddd, eee, fff, ggg, hhh, ...");
}

TEST_CASE("a broken promise says what and where, without the folder of the build", "[unit]") {
  CHECK_NOTHROW(talus::check(true, "one is one"));
  try {
    talus::check(false, "two is one");
    FAIL("a broken promise must throw");
  } catch (const std::logic_error& error) {
    CHECK_THAT(error.what(), Catch::Matchers::StartsWith("two is one (base/test_error.cpp:"));
  }
}
