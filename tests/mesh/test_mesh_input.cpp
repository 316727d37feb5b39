// The key `mesh` of a case: what is read, and what is said when it does not fit together.
#include <algorithm>
#include <string>

#include "mesh/mesh_case.h"
#include "tests/catch.h"

using namespace talus;

namespace {

struct Case {
  MeshCase mesh;
};

template <class V>
void describe(Case& c, V& v) {
  v("mesh", c.mesh, "What is meshed.");
}

const std::string column = "shape = 'column'\ndepth = '12 cm'\narea = '0.193 m2'\n";
const std::string graded = "cells = { surface = '1 mm', growth = 1.15, largest = '5 mm' }\n";

MeshCase read_mesh(const std::string& keys, const std::vector<double>& layers = {0.12},
                   const std::vector<std::string>& sets = {}) {
  Document document = Document::from_text("[mesh]\n" + keys, "case.toml", sets);
  Case result;
  read(document, result);
  check_mesh(document, result.mesh, layers);
  document.finish();
  return result.mesh;
}

/// The problems of a mesh, without place and hint, one a line.
std::string problems_of(const std::string& keys, const std::vector<double>& layers = {0.12}) {
  std::string text;
  try {
    read_mesh(keys, layers);
  } catch (const InputError& error) {
    for (const Problem& problem : error.problems()) {
      CHECK(problem.place.file == "case.toml");
      CHECK(problem.place.line > 0);
      text += problem.what + "\n";
    }
  }
  return text;
}

}  // namespace

TEST_CASE("The mesh of the field cells is read as written", "[input]") {
  const MeshCase mesh = read_mesh(column + graded);
  CHECK(mesh.shape == "column");
  CHECK(mesh.depth == Approx(0.12).epsilon(1e-15));
  CHECK(mesh.area == 0.193);
  CHECK_FALSE(mesh.width);
  CHECK(mesh.cells.surface == 0.001);
  CHECK(mesh.cells.growth == 1.15);
  CHECK(mesh.cells.largest == 0.005);
  CHECK_FALSE(mesh.cells.size);
  CHECK_FALSE(mesh.cells.count);
}

TEST_CASE("Sections and boxes are read as written", "[input]") {
  const MeshCase section = read_mesh(
      "shape = 'section'\ndepth = '2 m'\nwidth = '10 m'\ncolumns_x = 20\ncells = { size = '5 cm' }\n",
      {0.5, 1.5});
  CHECK(section.width == 10);
  CHECK(section.columns_x == 20);
  CHECK(section.columns_y == 1);
  CHECK(section.cells.size == 0.05);
  const MeshCase box = read_mesh(
      "shape = 'box'\ndepth = '2 m'\nwidth = '10 m'\nlength = '8 m'\ncolumns_x = 5\n"
      "columns_y = 4\ncells = { count = 100 }\n",
      {2.0});
  CHECK(box.length == 8);
  CHECK(box.columns_y == 4);
  CHECK(box.cells.count == 100);
}

TEST_CASE("The command line can give what the file leaves out", "[input]") {
  const std::string ends = "shape = 'column'\ndepth = '12 cm'\n";
  CHECK(read_mesh(ends, {0.12}, {"mesh.area=2 m2", "mesh.cells.size=5 mm"}).cells.size == 0.005);
  CHECK(read_mesh(ends, {0.12}, {"mesh.area=2 m2", "mesh.cells={ size = '5 mm' }"}).cells.size == 0.005);
  CHECK(read_mesh(column + graded, {0.12}, {"mesh.cells={ count = 24 }"}).cells.count == 24);
}

TEST_CASE("Extents that a shape needs or has no use for are named", "[input]") {
  CHECK(problems_of("shape = 'column'\ndepth = '12 cm'\n" + graded) ==
        "missing key 'mesh.area', which a column needs\n");
  CHECK(problems_of(column + "width = '1 m'\ncolumns_x = 3\n" + graded) ==
        "'mesh.width' does not belong to a column\n'mesh.columns_x' does not belong to a column\n");
  CHECK(problems_of("shape = 'section'\ndepth = '12 cm'\narea = '1 m2'\ncolumns_y = 2\n" + graded) ==
        "missing key 'mesh.width', which a section needs\n'mesh.area' does not belong to a section\n"
        "'mesh.columns_y' does not belong to a section\n");
  CHECK(problems_of("shape = 'box'\ndepth = '12 cm'\nwidth = '1 m'\n" + graded) ==
        "missing key 'mesh.length', which a box needs\n");
}

TEST_CASE("Heights of cells come in exactly one form", "[input]") {
  CHECK(problems_of(column + "cells = {}\n") == "'mesh.cells' does not say how high cells are\n");
  CHECK(problems_of(column + "cells = { surface = '1 mm', size = '5 mm' }\n") ==
        "'mesh.cells' has both 'surface' and 'size'\n");
  CHECK(problems_of(column + "cells = { size = '5 mm', growth = 1.2 }\n") ==
        "'mesh.cells.growth' goes with 'surface', not with 'size'\n");
  CHECK(problems_of(column + "cells = { count = 24, largest = '1 mm' }\n") ==
        "'mesh.cells.largest' goes with 'surface', not with 'count'\n");
  CHECK(problems_of(column + "cells = { surface = '5 mm', largest = '1 mm' }\n") ==
        "'mesh.cells.largest' is 0.001 m, but the cell at the surface is 0.005 m high already\n");
  CHECK(problems_of(column + "cells = { count = 2 }\n", {0.04, 0.04, 0.04}) ==
        "'mesh.cells.count' is 2, but there are 3 layers\n");
}

TEST_CASE("Layers add up to the depth", "[input]") {
  CHECK(problems_of(column + graded, {0.04, 0.04, 0.04}).empty());
  CHECK(problems_of(column + graded, {0.04, 0.07}) ==
        "'mesh.depth' is 0.12 m, but the layers are 0.11 m thick together\n");
  CHECK(problems_of(column + graded, {0.04, 0.0}).empty());  // the layer itself was reported
}

TEST_CASE("A key that could not be read is not also called missing", "[input]") {
  const std::string text = problems_of(
      "shape = 'column'\ndepth = '12 cm'\narea = '0.193 kg'\ncells = { surface = '1 s', growth = 1.15 }\n");
  CHECK(std::count(text.begin(), text.end(), '\n') == 2);
  CHECK_THAT(text, !Catch::Contains("missing") && !Catch::Contains("how high"));
}

TEST_CASE("A mesh that no machine can hold is refused before it is built", "[input]") {
  CHECK(problems_of(column + "cells = { size = '1 nm' }\n") ==
        "'mesh.cells' asks for more than 1000000 cells over the depth\n");
  CHECK(problems_of("shape = 'box'\ndepth = '12 cm'\nwidth = '1 m'\nlength = '1 m'\ncolumns_x = 20000\n"
                    "columns_y = 20000\ncells = { count = 12 }\n") ==
        "'mesh' asks for more than 2147483647 cells\n");
}
