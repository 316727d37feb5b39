// The mesh dealt to ranks: the same mesh, and ghosts that hold what their owners hold.
#include "mesh/ghosts.h"

#include <algorithm>

#include "base/petsc.h"
#include "tests/catch.h"
#include "tests/mesh/lattices.h"

using namespace talus;

namespace {

Mesh own_part(const lattices::Lattice& lattice) {
  Mesh mesh = lattice.part(Session::rank(), Session::size());
  mesh.communicator = PETSC_COMM_WORLD;
  return mesh;
}

std::size_t whole_cell(const Mesh& part, Index cell) {
  return static_cast<std::size_t>(part.number[static_cast<std::size_t>(cell)]);
}

/// Where the faces of all ranks with an owned left cell begin on this rank.
std::size_t faces_before(const Mesh& mesh, std::vector<std::size_t>& kept) {
  for (std::size_t f = 0; f < mesh.faces.size(); ++f)
    if (mesh.faces.left[f] < mesh.owned) kept.push_back(f);
  auto mine = static_cast<std::int64_t>(kept.size());
  std::int64_t through = 0;
  MPI_Scan(&mine, &through, 1, MPI_INT64_T, MPI_SUM, PETSC_COMM_WORLD);
  return static_cast<std::size_t>(through - mine);
}

}  // namespace

TEST_CASE("Cells do not depend on the number of ranks", "[parallel]") {
  for (const lattices::Lattice& lattice : lattices::all()) {
    const Mesh whole = lattice.whole(), part = own_part(lattice);
    CHECK(part.total == whole.owned);
    CHECK(sum_over_ranks(PETSC_COMM_WORLD, static_cast<std::int64_t>(part.owned)) == whole.owned);
    CHECK(sum_over_ranks(PETSC_COMM_WORLD, static_cast<std::int64_t>(part.columns())) ==
          static_cast<std::int64_t>(whole.columns()));
    CHECK(part.column_first.back() == part.owned);
    CHECK(part.footprint == whole.footprint);
    CHECK(part.height == whole.height);
    for (Index cell = 0; cell < part.local; ++cell) {
      const std::size_t here = static_cast<std::size_t>(cell), there = whole_cell(part, cell);
      if (cell < part.owned) CHECK(part.number[here] == part.first + cell);
      CHECK(part.volume[here] == whole.volume[there]);
      CHECK(part.x[here] == whole.x[there]);
      CHECK(part.y[here] == whole.y[there]);
      CHECK(part.z[here] == whole.z[there]);
      CHECK(part.depth[here] == whole.depth[there]);
      CHECK(part.region[here] == whole.region[there]);
      CHECK(part.colour[here] == whole.colour[there]);
    }
    CHECK(std::equal(part.corners.begin(), part.corners.end(), whole.corners.begin() + 24 * part.first));
  }
}

TEST_CASE("Faces with an owned left cell are all faces once, in the order of one rank", "[parallel]") {
  for (const lattices::Lattice& lattice : lattices::all()) {
    const Mesh whole = lattice.whole(), part = own_part(lattice);
    std::vector<std::size_t> kept;
    const std::size_t before = faces_before(part, kept);
    CHECK(sum_over_ranks(PETSC_COMM_WORLD, static_cast<std::int64_t>(kept.size())) ==
          static_cast<std::int64_t>(whole.faces.size()));
    for (std::size_t i = 0; i < kept.size(); ++i) {
      const std::size_t here = kept[i], there = before + i;
      CHECK(whole_cell(part, part.faces.left[here]) == static_cast<std::size_t>(whole.faces.left[there]));
      CHECK(whole_cell(part, part.faces.right[here]) == static_cast<std::size_t>(whole.faces.right[there]));
      CHECK(part.faces.area[here] == whole.faces.area[there]);
      CHECK(part.faces.distance_left[here] == whole.faces.distance_left[there]);
      CHECK(part.faces.distance_right[here] == whole.faces.distance_right[there]);
      CHECK(part.faces.nz[here] == whole.faces.nz[there]);
    }
  }
}

TEST_CASE("Every owned cell sees the same faces as on one rank", "[parallel]") {
  for (const lattices::Lattice& lattice : lattices::all()) {
    const Mesh whole = lattice.whole(), part = own_part(lattice);
    std::vector<double> around(static_cast<std::size_t>(part.local), 0.0), expected(whole.volume.size(), 0.0);
    const auto add_areas = [](const Mesh& mesh, std::vector<double>& area) {
      for (std::size_t f = 0; f < mesh.faces.size(); ++f) {
        area[static_cast<std::size_t>(mesh.faces.left[f])] += mesh.faces.area[f];
        area[static_cast<std::size_t>(mesh.faces.right[f])] += mesh.faces.area[f];
      }
    };
    add_areas(part, around);
    add_areas(whole, expected);
    for (Index cell = 0; cell < part.owned; ++cell)
      CHECK(around[static_cast<std::size_t>(cell)] ==
            Approx(expected[whole_cell(part, cell)]).epsilon(1e-14));
    for (std::size_t f = 0; f < part.faces.size(); ++f)
      CHECK((part.faces.left[f] < part.owned || part.faces.right[f] < part.owned));
  }
}

TEST_CASE("Patches are the same on every rank and number their faces once", "[parallel]") {
  for (const lattices::Lattice& lattice : lattices::all()) {
    const Mesh whole = lattice.whole(), part = own_part(lattice);
    REQUIRE(part.patches.size() == whole.patches.size());
    for (std::size_t p = 0; p < part.patches.size(); ++p) {
      const Patch &here = part.patches[p], &there = whole.patches[p];
      CHECK(here.name == there.name);
      CHECK(here.total == static_cast<std::int64_t>(there.size()));
      CHECK(sum_over_ranks(PETSC_COMM_WORLD, static_cast<std::int64_t>(here.size())) == here.total);
      for (std::size_t f = 0; f < here.size(); ++f) {
        const auto number = static_cast<std::size_t>(here.number[f]);
        CHECK(whole_cell(part, here.cell[f]) == static_cast<std::size_t>(there.cell[number]));
        CHECK(here.area[f] == there.area[number]);
        CHECK(here.distance[f] == there.distance[number]);
        CHECK(here.nz[f] == there.nz[number]);
      }
    }
  }
}

TEST_CASE("Ghosts hold what their owners hold", "[parallel]") {
  for (const lattices::Lattice& lattice : lattices::all()) {
    const Mesh mesh = own_part(lattice);
    const Ghosts ghosts(mesh);
    const auto local = static_cast<std::size_t>(mesh.local), owned = static_cast<std::size_t>(mesh.owned);
    REQUIRE(ghosts.ghost_numbers().size() == local - owned);
    for (std::size_t g = 0; g < local - owned; ++g)
      CHECK(ghosts.ghost_numbers()[g] == mesh.number[owned + g]);

    for (int block : {1, 3, 7}) {
      const auto width = static_cast<std::size_t>(block);
      std::vector<double> field(local * width, -1.0);
      for (int round = 0; round < 2; ++round) {
        const auto value = [&](std::size_t cell, std::size_t part) {
          return 1000.0 * static_cast<double>(mesh.number[cell]) + 10.0 * static_cast<double>(part) + round;
        };
        for (std::size_t cell = 0; cell < owned; ++cell)
          for (std::size_t part = 0; part < width; ++part) field[cell * width + part] = value(cell, part);
        if (block == 1)
          ghosts.update(field);
        else
          ghosts.update_blocks(field, block);
        for (std::size_t cell = 0; cell < local; ++cell)
          for (std::size_t part = 0; part < width; ++part)
            CHECK(field[cell * width + part] == value(cell, part));
      }
    }
    std::vector<double> short_field(local + 1);
    CHECK_THROWS_AS(ghosts.update(short_field), std::logic_error);
  }
}

TEST_CASE("Ghost numbers are those that a ghosted vector of PETSc wants", "[parallel]") {
  const Mesh mesh = own_part(lattices::box());
  const Ghosts ghosts(mesh);
  const std::span<const PetscInt> numbers = ghosts.ghost_numbers();
  const int block = 2;
  VecHandle vector, local;
  petsc(VecCreateGhostBlock(PETSC_COMM_WORLD, block, mesh.owned * block, PETSC_DECIDE,
                            static_cast<PetscInt>(numbers.size()), numbers.data(), vector.fresh()));
  PetscScalar* values = nullptr;
  petsc(VecGetArray(vector, &values));
  for (Index cell = 0; cell < mesh.owned; ++cell) {
    values[cell * block] = static_cast<double>(mesh.first + cell);
    values[cell * block + 1] = -values[cell * block];
  }
  petsc(VecRestoreArray(vector, &values));
  petsc(VecGhostUpdateBegin(vector, INSERT_VALUES, SCATTER_FORWARD));
  petsc(VecGhostUpdateEnd(vector, INSERT_VALUES, SCATTER_FORWARD));
  Vec form = nullptr;
  petsc(VecGhostGetLocalForm(vector, &form));
  const PetscScalar* filled = nullptr;
  petsc(VecGetArrayRead(form, &filled));
  for (Index cell = 0; cell < mesh.local; ++cell) {
    CHECK(filled[cell * block] == static_cast<double>(mesh.number[static_cast<std::size_t>(cell)]));
    CHECK(filled[cell * block + 1] == -filled[cell * block]);
  }
  petsc(VecRestoreArrayRead(form, &filled));
  petsc(VecGhostRestoreLocalForm(vector, &form));
}
