// What stands of a pile that grows is the lattice that its layers alone would make.
#include "mesh/standing_part.h"

#include "base/mpi.h"
#include "tests/catch.h"
#include "tests/mesh/lattices.h"

using namespace talus;

namespace {

Mesh built(const lattices::Lattice& l) {
  Mesh mesh = l.part(rank_among(MPI_COMM_WORLD), size_of(MPI_COMM_WORLD));
  mesh.communicator = MPI_COMM_WORLD;
  return mesh;
}

/// Without the uppermost `layers`.
lattices::Lattice lowered(lattices::Lattice l, std::size_t layers) {
  for (std::size_t k = 0; k < layers; ++k) l.mesh.depth -= l.layers[k];
  l.layers.erase(l.layers.begin(), l.layers.begin() + static_cast<std::ptrdiff_t>(layers));
  std::vector<std::size_t> surfaces;
  for (const std::size_t surface : l.mesh.surfaces)
    if (surface > layers) surfaces.push_back(surface - layers);
  l.mesh.surfaces = surfaces;
  return l;
}

void check_close(const std::vector<double>& a, const std::vector<double>& b) {
  REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i) CHECK(a[i] == Approx(b[i]).epsilon(1e-12).margin(1e-13));
}

void check_same(const Mesh& part, const Mesh& alone) {
  CHECK(part.owned == alone.owned);
  CHECK(part.local == alone.local);
  CHECK(part.first == alone.first);
  CHECK(part.total == alone.total);
  CHECK(part.number == alone.number);
  CHECK(part.column_first == alone.column_first);
  CHECK(part.colour == alone.colour);
  CHECK(part.height == Approx(alone.height));
  check_close(part.volume, alone.volume);
  check_close(part.depth, alone.depth);
  check_close(part.z, alone.z);
  check_close(part.corners, alone.corners);
  CHECK(part.faces.left == alone.faces.left);
  CHECK(part.faces.right == alone.faces.right);
  check_close(part.faces.area, alone.faces.area);
  check_close(part.faces.distance_left, alone.faces.distance_left);
  check_close(part.faces.distance_right, alone.faces.distance_right);
  REQUIRE(part.patches.size() == alone.patches.size());
  for (std::size_t p = 0; p < part.patches.size(); ++p) {
    CHECK(part.patches[p].name == alone.patches[p].name);
    CHECK(part.patches[p].cell == alone.patches[p].cell);
    CHECK(part.patches[p].nz == alone.patches[p].nz);
    check_close(part.patches[p].area, alone.patches[p].area);
    check_close(part.patches[p].distance, alone.patches[p].distance);
  }
}

}  // namespace

TEST_CASE("What stands is the lattice of its layers, on any number of ranks", "[parallel]") {
  lattices::Lattice graded = lattices::column();
  graded.layers = {0.03, 0.05, 0.04};
  graded.mesh.surfaces = {1, 2};
  lattices::Lattice section = lattices::section();
  section.regions.clear();
  lattices::Lattice box = lattices::box();
  box.mesh.cells = {};
  box.mesh.cells.size = 0.4;
  for (const lattices::Lattice& l : {graded, section, box}) {
    const Mesh whole = built(l);
    for (std::size_t missing = 0; missing < l.layers.size(); ++missing) {
      CAPTURE(l.mesh.shape, missing);
      std::vector<std::uint8_t> there;
      for (const int region : whole.region)
        there.push_back(static_cast<std::size_t>(region) >= missing ? 1 : 0);
      const StandingPart part = standing_part(whole, there);
      check_same(part.mesh, built(lowered(l, missing)));
      for (std::size_t c = 0; c < part.cell.size(); ++c) {
        const auto cell = static_cast<std::size_t>(part.cell[c]);
        CHECK(part.mesh.volume[c] == whole.volume[cell]);
        CHECK(part.mesh.z[c] == whole.z[cell]);
      }
    }
  }
}

TEST_CASE("Cells that grow begin anew below a surface that is buried", "[unit]") {
  lattices::Lattice l = lattices::column();
  l.layers = {0.06, 0.06};
  l.mesh.surfaces = {1};
  const std::vector<double> faces = horizontal_faces(l.mesh, l.layers);
  const std::size_t half = faces.size() / 2;
  REQUIRE(faces.size() % 2 == 1);
  CHECK(faces[half] == 0.06);
  for (std::size_t i = 0; i <= half; ++i)
    CHECK(faces[half + i] - faces[half] == Approx(faces[i]).margin(1e-15));
}
