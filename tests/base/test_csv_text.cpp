// Texts and tables as people have them: marks between cells, decimal commas, what is no text, formulas in
// names.
#include <filesystem>
#include <fstream>

#include "base/csv_text.h"
#include "base/ranges.h"
#include "base/text_file.h"
#include "base/warnings.h"
#include "tests/catch.h"

using namespace talus;

namespace {

std::string written(const std::string& text) {
  const auto path = std::filesystem::temp_directory_path() / "talus_test_csv_text.csv";
  std::ofstream(path, std::ios::binary) << text;
  return path.string();
}

/// The texts of all cells, lines apart by '/', numbers with points.
std::string cells(const std::string& text) {
  CsvText table(written(text));
  std::string all;
  while (const auto line = table.next()) {
    for (const CsvCell& cell : *line) all += table.number(cell.text) + "|";
    all += "/";
  }
  return all;
}

struct Lengths {
  double depth = 0, permeability = 0;
};
template <class V>
void describe(Lengths& l, V& v) {
  v("depth", l.depth, in("m"), ranges::extent, "A depth.");
  v("permeability", l.permeability, in("m2"), ranges::permeability, "A permeability.");
}

std::vector<Problem> warnings(const std::string& text) {
  Document document = Document::from_text(text, "x.toml");
  Lengths lengths;
  read(document, lengths);
  document.finish();
  return warnings_of(document);
}

}  // namespace

TEST_CASE("cells stand between the marks of the heading", "[unit]") {
  CHECK(cells("a,b\n1.5,\"x, y\"\n") == "a|b|/1.5|x, y|/");
  CHECK(cells("a;b, c\n1,5;x\n") == "a|b, c|/1.5|x|/");
  CHECK(cells("# c\na\tb\r\n1,5\t<0,1\n\n") == "a|b|/1.5|<0.1|/");
  CHECK(cells("sep=;\na;b\n-1,5;\"say \"\"no\"\"\"\n") == "a|b|/-1.5|say \"no\"|/");
  CHECK(cells("a,b\n1,5\n") == "a|b|/1|5|/");
  CHECK_THROWS_WITH(cells("a;b\n1.5;2,5\n"), Catch::Contains("'2,5' after '1.5'"));
}

TEST_CASE("what is no text in UTF-8 is told what it is", "[unit]") {
  const auto read = [](const std::string& bytes) { return text_of_file(written(bytes)); };
  CHECK(read("\xEF\xBB\xBF\xC3\xA9") == "\xC3\xA9");
  CHECK_THROWS_WITH(read("\xFF\xFEt"), Catch::Contains("UTF-16"));
  CHECK_THROWS_WITH(read("PK\x03\x04"), Catch::Contains("a spreadsheet"));
  CHECK_THROWS_WITH(read("\x89HDF\r\n\x1a\n"), Catch::Contains("an HDF5 file"));
  CHECK_THROWS_WITH(read("a\n\xB5g"), Catch::Contains(":2:1: error: the byte 0xB5"));
  CHECK_THROWS_WITH(read(std::string("a\0b", 3)), Catch::Contains("binary"));
  CHECK_THROWS_WITH(text_of_file("/nowhere"), Catch::Contains("No such file"));
  CHECK_THROWS_WITH(text_of_file("/tmp"), Catch::Contains("it is a folder"));
  CHECK(text_of_file(written("# caf\xE9\n"), Letters::of_any_encoding) == "# caf\xE9\n");
}

TEST_CASE("a cell that a spreadsheet would run is made harmless", "[unit]") {
  CHECK(csv_cell("=1+1") == "'=1+1");
  CHECK(csv_cell("@SUM(A1,B1)") == "\"'@SUM(A1,B1)\"");
  CHECK(csv_cell("+x") == "'+x");
  CHECK(csv_cell("-x") == "'-x");
  CHECK(csv_cell("a \"b\"") == "\"a \"\"b\"\"\"");
  CHECK(csv_cell("Mg+2") == "Mg+2");
}

TEST_CASE("a heading is a name, and a unit in brackets at its end", "[unit]") {
  const auto parts = [](const char* text, bool round_too) {
    const CsvHeading heading = heading_of(text, round_too);
    return std::pair(heading.name, heading.unit);
  };
  using Parts = std::pair<std::string, std::optional<std::string>>;
  CHECK(parts("rain [mm/h]", false) == Parts("rain", "mm/h"));
  CHECK(parts("rain ( mm/h )", true) == Parts("rain", "mm/h"));
  CHECK(parts("C(4) [mg/L]", false) == Parts("C(4)", "mg/L"));
  CHECK(parts("C(4)", false) == Parts("C(4)", std::nullopt));
  CHECK(parts("time", true) == Parts("time", std::nullopt));
  CHECK(parts("time []", true) == Parts("time", ""));
  CHECK(parts("(d)", true) == Parts("", "d"));
  CHECK(parts("", true) == Parts("", std::nullopt));
}

TEST_CASE("what is possible and hardly meant is a warning with its place", "[unit]") {
  CHECK(warnings("depth = \"2 m\"\npermeability = \"1e-12 m2\"\n").empty());
  const auto found = warnings("depth = \"50 km\"\npermeability = \"1e-5 m2\"\n");
  REQUIRE(found.size() == 2);
  CHECK(one_line(found[0]) == "x.toml:1: depth = 50 km is unusual: most are 1e-5 to 10000 m");
  CHECK_THAT(format_warning(found[1]), Catch::Contains("x.toml:2:16: warning: permeability = 1e-5 m2"));
  CHECK_THROWS_WITH(warnings("depth = \"1000 km\"\npermeability = \"1e-320 m2\"\n"),
                    Catch::Contains("depth = 1000 km is out of range") && Catch::Contains("permeability"));
}
