// Heights of cells: as asked, never above, and with every boundary between layers on a face.
#include <algorithm>
#include <cmath>

#include "mesh/mesh_case.h"
#include "tests/catch.h"
#include "tests/mesh/lattices.h"

using namespace talus;

namespace {

std::vector<double> heights(const std::vector<double>& faces) {
  std::vector<double> result;
  for (std::size_t i = 1; i < faces.size(); ++i) result.push_back(faces[i] - faces[i - 1]);
  return result;
}

}  // namespace

TEST_CASE("Cells grow from the surface by the ratio asked for, up to the largest", "[unit]") {
  const lattices::Lattice lattice = lattices::column();
  const std::vector<double> height = heights(horizontal_faces(lattice.mesh, lattice.layers));

  // 12 cells of 1 mm x 1.15^k reach 4.65 mm and 29.0 mm depth; 19 of 5 mm fill the rest of 120 mm.
  REQUIRE(height.size() == 31);
  const double stretch = height[0] / 0.001;
  CHECK(stretch == Approx(0.120 / (0.001 * (std::pow(1.15, 12) - 1) / 0.15 + 19 * 0.005)).epsilon(1e-12));
  CHECK(stretch < 1);
  CHECK(stretch > 0.95);
  for (std::size_t k = 0; k < height.size(); ++k)
    CHECK(height[k] == Approx(stretch * std::min(0.001 * std::pow(1.15, k), 0.005)).epsilon(1e-11));
}

TEST_CASE("Every boundary between layers is a face, to the last bit", "[unit]") {
  const std::vector<double> layers{0.013, 0.1, 0.0007, 0.3, 1.1};
  MeshCase mesh;
  for (double thickness : layers) mesh.depth += thickness;
  SECTION("graded") {
    mesh.cells = {.surface = 0.001, .growth = 1.3, .largest = 0.05, .size = {}, .count = {}};
  }
  SECTION("graded without end") {
    mesh.cells = {.surface = 0.001, .growth = 1.3, .largest = {}, .size = {}, .count = {}};
  }
  SECTION("of one size") { mesh.cells.size = 0.007; }
  SECTION("counted") { mesh.cells.count = 40; }

  const std::vector<double> faces = horizontal_faces(mesh, layers);
  double bottom = 0;
  for (double thickness : layers) {
    bottom += thickness;
    CHECK(std::ranges::find(faces, bottom) != faces.end());
  }
  CHECK(faces.front() == 0);
  CHECK(faces.back() == bottom);
  CHECK(std::ranges::is_sorted(faces, std::less_equal<>{}));
  if (mesh.cells.count) CHECK(faces.size() == 41);
}

TEST_CASE("Grading goes on through layers, each stretched by one factor", "[unit]") {
  MeshCase mesh;
  mesh.cells.surface = 1.0;
  mesh.cells.growth = 2.0;
  mesh.cells.largest = 8.0;
  const std::vector<double> layers{2.4, 9.0, 16.0};
  // asked: 1 2 | 4 8 | 8 8
  const std::vector<double> height = heights(horizontal_faces(mesh, layers));
  const std::vector<double> expected{0.8, 1.6, 3.0, 6.0, 8.0, 8.0};
  REQUIRE(height.size() == expected.size());
  for (std::size_t k = 0; k < height.size(); ++k) CHECK(height[k] == Approx(expected[k]).epsilon(1e-14));
}

TEST_CASE("A size that divides a layer does so in spite of rounding", "[unit]") {
  MeshCase mesh;
  mesh.cells.size = 0.005;
  CHECK(horizontal_faces(mesh, std::vector{0.12}).size() == 25);
  mesh.cells.size = 0.1;
  CHECK(horizontal_faces(mesh, std::vector{0.3}).size() == 4);
  CHECK(horizontal_faces(mesh, std::vector{0.31}).size() == 5);
}

TEST_CASE("A number of cells is dealt to layers by their thickness", "[unit]") {
  MeshCase mesh;
  const auto cells_in_first = [&](int count, double first, double second) {
    mesh.cells.count = count;
    const std::vector<double> faces = horizontal_faces(mesh, std::vector{first, second});
    CHECK(faces.size() == static_cast<std::size_t>(count) + 1);
    return std::ranges::find(faces, first) - faces.begin();
  };
  CHECK(cells_in_first(10, 0.3, 0.7) == 3);
  CHECK(cells_in_first(6, 1, 2) == 2);
  CHECK(cells_in_first(3, 0.001, 0.999) == 1);
  CHECK(cells_in_first(2, 0.999, 0.001) == 1);
}
