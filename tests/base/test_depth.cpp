// Texts that are deeper or longer than the stack and the reader bear are refused with their line.
#include <chrono>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/input.h"
#include "tests/catch.h"

using namespace talus;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

std::string message(const std::string& text, const std::vector<std::string>& sets = {}) {
  try {
    Document::from_text(text, "case.toml", sets).finish();
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("keys of thousands of names are refused with their line", "[input]") {
  const std::string deep = repeated("a.", 50000) + "a";
  const std::string words = "error: a key of more than 32 names";
  for (const std::string& line : {deep + " = 1", "[" + deep + "]", "[[" + deep + "]]", "[" + deep,
                                  repeated("\"a\" . ", 20000) + "a = 1", "x = { " + deep + " = 1 }",
                                  "x = [{ y = 1, " + deep + " = 1 }]"}) {
    const std::string told = message("title = \"1.5 m\"\n" + line + "\n[b]\n");
    CHECK_THAT(told, StartsWith("case.toml:2:") && Contains(words));
    CHECK(told.size() < 1000);  // it shows the beginning of the line
  }
  CHECK(message(repeated("a.", 31) + "a = 1\n") == "no error");
  CHECK_THAT(message(repeated("a.", 32) + "a = 1\n"), Contains(words));
  // dots of texts, numbers and comments are none of keys
  CHECK(message("a = \"" + deep + "\" # " + deep + "\nb = [1.0, 2.0" + repeated(", 3.5", 100) + "]\n") ==
        "no error");
}

TEST_CASE("lists and tables of thousands of levels are refused with their line", "[input]") {
  const auto nested = [](const std::string& open, const std::string& close, int times) {
    return "title = \"deep\"\nx = " + repeated(open, times) + "1" + repeated(close, times) + "\n";
  };
  for (const int times : {33, 60000}) {
    CHECK_THAT(
        message(nested("[", "]", times)),
        StartsWith("case.toml:2:") && Contains("lists and tables stand more than 32 deep in each other"));
    CHECK_THAT(
        message(nested("{a=", "}", times)),
        StartsWith("case.toml:2:") && Contains("lists and tables stand more than 32 deep in each other"));
  }
  CHECK(message(nested("[", "]", 31)) == "no error");
  // as deep as both limits allow
  CHECK(message(nested("{" + repeated("a.", 31) + "a=", "}", 31)) == "no error");
}

TEST_CASE("--set is as deep as the file", "[input]") {
  CHECK_THAT(message("a = 1\n", {repeated("b.", 40000) + "c=1"}), Contains("a key of more than 32 names"));
  CHECK(message("a = 1\n", {"b=" + repeated("[", 60000)}) == "no error");  // no TOML, so a text
  CHECK(message("a = 1\n", {"b={" + repeated("a.", 60000) + "a=1}"}) == "no error");
}

TEST_CASE("long texts with many faults are told in a moment", "[input]") {
  const auto start = std::chrono::steady_clock::now();
  CHECK_THAT(message(repeated("é = 1\n", 20000)), Contains("20000 errors in case.toml"));
  CHECK_THAT(message(repeated("a = [\n 1 ]\n[[b]]\n", 1) + repeated("[[b]]\n", 20000) + "[[\nlayers]]\n"),
             Contains("case.toml:20004:1: error: this is not TOML"));
  CHECK(nearest(repeated("long", 100000), std::vector{repeated("long", 100000) + "er"}).empty());
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
}

TEST_CASE("of a long line what stands around the fault is shown", "[unit]") {
  const Place place{"case.toml", 7, 1001, 3,
                    repeated("0123456789", 100) + "bad" + repeated("0123456789", 100)};
  CHECK(format({place, "no number", ""}) ==
        "case.toml:7:1001: error: no number\n  7 | ... " + repeated("0123456789", 10) + "bad" +
            repeated("0123456789", 9) + "0123456 ...\n    |     " + std::string(100, ' ') + "^~~");
  const std::string what =
      format({Place{"case.toml", 0, 0, 1, ""}, "unknown key '" + repeated("é", 1000) + "' here", ""});
  CHECK(what.size() < 500);
  CHECK_THAT(what, StartsWith("case.toml: error: unknown key 'éé") && Contains("é ... é") &&
                       Catch::Matchers::EndsWith("é' here"));
}
