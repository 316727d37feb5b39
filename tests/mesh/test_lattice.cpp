// The lattice of one rank: is it the body that was asked for, closed, and filled once?
#include "mesh/lattice.h"

#include <array>
#include <cmath>
#include <numeric>

#include "tests/catch.h"
#include "tests/mesh/lattices.h"

using namespace talus;

namespace {

const Patch& patch_named(const Mesh& mesh, const std::string& name) {
  for (const Patch& patch : mesh.patches)
    if (patch.name == name) return patch;
  throw std::runtime_error("no patch " + name);
}

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

using Vector = std::array<double, 3>;

/// The area vectors of all faces around each cell, outwards; m2. Normals of faces from the centres on both
/// sides, normals of patches from their names.
std::vector<Vector> sum_of_area_vectors(const Mesh& mesh) {
  std::vector<Vector> sums(static_cast<std::size_t>(mesh.local), Vector{0, 0, 0});
  const auto add = [&](Index cell, const Vector& normal, double area) {
    for (std::size_t axis = 0; axis < 3; ++axis)
      sums[static_cast<std::size_t>(cell)][axis] += area * normal[axis];
  };
  const Faces& faces = mesh.faces;
  for (std::size_t f = 0; f < faces.size(); ++f) {
    const auto l = static_cast<std::size_t>(faces.left[f]), r = static_cast<std::size_t>(faces.right[f]);
    const Vector to_right{mesh.x[r] - mesh.x[l], mesh.y[r] - mesh.y[l], mesh.z[r] - mesh.z[l]};
    const double distance = std::hypot(to_right[0], to_right[1], to_right[2]);
    const Vector normal{to_right[0] / distance, to_right[1] / distance, to_right[2] / distance};
    CHECK(normal[2] == Approx(faces.nz[f]).margin(1e-15));
    CHECK(distance == Approx(faces.distance_left[f] + faces.distance_right[f]));
    add(faces.left[f], normal, faces.area[f]);
    add(faces.right[f], normal, -faces.area[f]);
  }
  const std::vector<std::pair<std::string, Vector>> outwards{{"top", {0, 0, 1}},    {"base", {0, 0, -1}},
                                                             {"west", {-1, 0, 0}},  {"east", {1, 0, 0}},
                                                             {"south", {0, -1, 0}}, {"north", {0, 1, 0}}};
  for (const auto& [name, normal] : outwards)
    for (const Patch& patch : mesh.patches)
      if (patch.name == name)
        for (std::size_t f = 0; f < patch.size(); ++f) {
          CHECK(patch.nz[f] == normal[2]);
          add(patch.cell[f], normal, patch.area[f]);
        }
  return sums;
}

}  // namespace

TEST_CASE("A column has the volume, the footprint and the two ends that were asked for", "[unit]") {
  const Mesh mesh = lattices::column().whole();
  CHECK(mesh.dimensions == 1);
  CHECK(mesh.columns() == 1);
  CHECK(mesh.footprint == 0.193);
  CHECK(mesh.height == 0.12);
  CHECK(sum(mesh.volume) == Approx(0.193 * 0.12).epsilon(1e-14));
  REQUIRE(mesh.patches.size() == 2);
  CHECK(mesh.patches[0].name == "top");
  CHECK(mesh.patches[1].name == "base");
  CHECK(mesh.patches[0].area == std::vector<double>{0.193});
  CHECK(mesh.patches[0].cell == std::vector<Index>{mesh.owned - 1});
  CHECK(mesh.patches[1].cell == std::vector<Index>{0});
  CHECK(mesh.faces.size() == static_cast<std::size_t>(mesh.owned) - 1);
}

TEST_CASE("Volumes add up to the body and patches to its surface", "[unit]") {
  const Mesh section = lattices::section().whole();
  CHECK(section.dimensions == 2);
  CHECK(section.patches.size() == 4);
  CHECK(sum(section.volume) == Approx(3.5 * 2 * 1).epsilon(1e-14));
  CHECK(sum(patch_named(section, "top").area) == Approx(section.footprint).epsilon(1e-14));
  CHECK(sum(patch_named(section, "west").area) == Approx(2 * 1).epsilon(1e-14));

  const Mesh box = lattices::box().whole();
  CHECK(box.dimensions == 3);
  CHECK(box.patches.size() == 6);
  CHECK(sum(box.volume) == Approx(10 * 6 * 3).epsilon(1e-14));
  CHECK(box.footprint == Approx(60));
  for (const auto& [name, area] : {std::pair{"top", 60.0},
                                   {"base", 60.0},
                                   {"west", 18.0},
                                   {"east", 18.0},
                                   {"south", 30.0},
                                   {"north", 30.0}}) {
    INFO(name);
    const Patch& patch = patch_named(box, name);
    CHECK(sum(patch.area) == Approx(area).epsilon(1e-14));
    CHECK(patch.total == static_cast<std::int64_t>(patch.size()));
    for (std::size_t f = 0; f < patch.size(); ++f) CHECK(patch.number[f] == static_cast<std::int64_t>(f));
  }
  CHECK(patch_named(box, "west").distance.front() == 1.0);
  CHECK(patch_named(box, "north").distance.front() == 0.75);
}

TEST_CASE("The area vectors around every cell add up to nothing", "[unit]") {
  for (const lattices::Lattice& lattice : lattices::all()) {
    const Mesh mesh = lattice.whole();
    for (const Vector& vector : sum_of_area_vectors(mesh))
      for (double component : vector) CHECK(std::abs(component) <= 1e-13 * mesh.footprint);
  }
}

TEST_CASE("Columns that touch have different colours, cells of a column the same", "[unit]") {
  for (const lattices::Lattice& lattice : lattices::all()) {
    const Mesh mesh = lattice.whole();
    for (std::size_t f = 0; f < mesh.faces.size(); ++f) {
      const auto left = static_cast<std::size_t>(mesh.faces.left[f]);
      const auto right = static_cast<std::size_t>(mesh.faces.right[f]);
      CHECK((mesh.colour[left] == mesh.colour[right]) == (mesh.faces.nz[f] != 0));
      CHECK(mesh.colour[left] <= 1);
    }
  }
}

TEST_CASE("Every cell has its corners around its centre and in the order of a VTK hexahedron", "[unit]") {
  for (const lattices::Lattice& lattice : lattices::all()) {
    const Mesh mesh = lattice.whole();
    REQUIRE(mesh.corners.size() == static_cast<std::size_t>(mesh.owned) * 24);
    for (std::size_t cell = 0; cell < static_cast<std::size_t>(mesh.owned); ++cell) {
      const double* c = &mesh.corners[cell * 24];
      const Vector east{c[3] - c[0], c[4] - c[1], c[5] - c[2]},
          north{c[9] - c[0], c[10] - c[1], c[11] - c[2]}, up{c[12] - c[0], c[13] - c[1], c[14] - c[2]};
      CHECK(east[0] * north[1] * up[2] == Approx(mesh.volume[cell]).epsilon(1e-10));
      CHECK(c[18] - c[0] == Approx(east[0]));
      CHECK(c[19] - c[1] == Approx(north[1]));
      CHECK(c[20] - c[2] == Approx(up[2]));
      CHECK(mesh.x[cell] == Approx(0.5 * (c[0] + c[18])));
      CHECK(mesh.y[cell] == Approx(0.5 * (c[1] + c[19])));
      CHECK(mesh.z[cell] == Approx(0.5 * (c[2] + c[20])));
      CHECK(mesh.z[cell] + mesh.depth[cell] == Approx(mesh.height));
    }
  }
}

TEST_CASE("Cells of a column stand on each other from the base to the top", "[unit]") {
  for (const lattices::Lattice& lattice : lattices::all()) {
    const Mesh mesh = lattice.whole();
    REQUIRE(mesh.column_first.front() == 0);
    REQUIRE(mesh.column_first.back() == mesh.owned);
    std::vector<int> covered(static_cast<std::size_t>(mesh.owned), 0);
    for (std::size_t column = 0; column < mesh.columns(); ++column)
      for (Index cell = mesh.column_first[column]; cell < mesh.column_first[column + 1]; ++cell) {
        const auto here = static_cast<std::size_t>(cell);
        ++covered[here];
        if (cell == mesh.column_first[column]) continue;
        CHECK(mesh.x[here] == mesh.x[here - 1]);
        CHECK(mesh.y[here] == mesh.y[here - 1]);
        CHECK(mesh.z[here] > mesh.z[here - 1]);
      }
    CHECK(covered == std::vector<int>(static_cast<std::size_t>(mesh.owned), 1));
  }
}

TEST_CASE("Cells belong to their layer, or to the last box around their centre", "[unit]") {
  lattices::Lattice lattice = lattices::section();
  lattice.regions.push_back({.x = std::array{0.0, 0.5}, .y = std::nullopt, .depth = std::array{0.8, 1.0}});
  const Mesh mesh = lattice.whole();
  std::vector<int> cells_of_region(5, 0);
  for (std::size_t cell = 0; cell < static_cast<std::size_t>(mesh.local); ++cell) {
    const double x = mesh.x[cell], depth = mesh.depth[cell];
    int region = depth < 0.1 ? 0 : depth < 0.1 + 0.2 ? 1 : 2;
    if (x < 1 && depth > 0.5) region = 3;
    if (x < 0.5 && depth > 0.8) region = 4;
    CHECK(mesh.region[cell] == region);
    ++cells_of_region.at(static_cast<std::size_t>(region));
  }
  for (int cells : cells_of_region) CHECK(cells > 0);
}
