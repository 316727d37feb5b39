// The shipped files as the program has them: read from trees that were made when it was built.
#include "base/packed_tree.h"
#include "chemistry/database/shipped_database.h"
#include "tests/catch.h"

using namespace talus;

TEST_CASE("the trees of the shipped files are those of their texts", "[unit]") {
  for (const ShippedFile& file : shipped_files()) {
    CAPTURE(file.name);
    const Document parsed = Document::from_text(std::string(file.text), "parsed");
    CHECK(packed_tree(parsed) == file.tree);
    const Document unpacked = document_of_packed(file.text, file.tree, "unpacked");
    CHECK(packed_tree(unpacked) == file.tree);
    CHECK(unpacked.text() == parsed.text());
  }
}
