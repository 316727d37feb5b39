// Trees in bytes are read back as they were.
#include <sstream>

#include "base/document_parts.h"
#include "base/packed_tree.h"
#include "tests/catch.h"

using namespace talus;

TEST_CASE("a tree in bytes has the values and places of its text", "[unit]") {
  const std::string text = R"(# a comment
title = "a \"quoted\" word\n"
plain = 'C:\raw'
empty = ""
numbers = [1, -2, 3.5e-300, inf, 0x1F]
flags = [true, false]
when = 2026-11-30T23:27:51Z
long = """
two
lines"""
[a."b c".d]
inline = { x = 1, "µ" = "m2/g", deep = { list = [[1], ["two"]] } }
[[rows]]
n = 9223372036854775807
[[rows]]
n = -9223372036854775808
)";
  const Document parsed = Document::from_text(text, "case.toml");
  const std::string tree = packed_tree(parsed);
  const Document read = document_of_packed(text, tree, "case.toml");
  CHECK(packed_tree(read) == tree);
  CHECK(read.name() == "case.toml");
  CHECK(read.text() == text);
  for (const char* path :
       {"title", "plain", "empty", "numbers[0]", "numbers[2]", "numbers[3]", "flags[1]", "when", "long",
        "a.\"b c\".d.inline.x", "a.\"b c\".d.inline.µ", "a.\"b c\".d.inline.deep.list[1][0]", "rows[1].n"}) {
    CAPTURE(path);
    CHECK(written_at(read, path).has_value());
    CHECK(written_at(read, path) == written_at(parsed, path));
    const Place one = parsed.place_of_value(path), other = read.place_of_value(path);
    CHECK(std::tie(one.line, one.column, one.length, one.line_text) ==
          std::tie(other.line, other.column, other.length, other.line_text));
  }
  CHECK(tree.size() < 2 * text.size());
}

TEST_CASE("a tree in bytes that is cut off is a broken promise", "[unit]") {
  const std::string text = "a = 1\nb = [1, 2, 3]\n";
  const std::string tree = packed_tree(Document::from_text(text, "case.toml"));
  for (std::size_t length = 0; length < tree.size(); ++length)
    CHECK_THROWS_AS(document_of_packed(text, tree.substr(0, length), "case.toml"), std::logic_error);
}
